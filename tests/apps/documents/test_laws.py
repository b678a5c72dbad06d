"""Laws brought in by the command, and asked for: recall and places of the right answer are printed (`-s`)."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from magistrat.documents.models import Document, DocumentCorrespondent, Passage, Registry
from magistrat.journal.models import Entry
from tests.apps.documents.laws import asking
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
BESIDE = Path(__file__).resolve().parents[4] / "shared" / "realdata"
DATA = Path(os.environ.get("MAGISTRAT_REALDATA") or BESIDE) / "laws"
HAS_DATA = pytest.mark.skipif(not DATA.is_dir(), reason=f"no laws here: {DATA} is not there")
KEY_LAWS = "key_laws.jsonl"


def law(number: str, *articles: str, on: str = "2020-05-01", title: str = "Про вигадані справи") -> str:
    told = [{"n": str(n), "title": f"Стаття {n}", "text": text} for n, text in enumerate(articles, 1)]
    return json.dumps({"number": number, "date": on, "title": title, "articles": told}, ensure_ascii=False)


@pytest.fixture
def office() -> make.Office:
    made = make.office()
    make.kind("law", "Закон")
    return made


class TestImport:
    def test_brings_in_refuses_by_line_and_goes_on(self, office, tmp_path, capsys):
        file, log = tmp_path / "laws.jsonl", tmp_path / "refused.txt"
        lines = [
            law("1-ВР", "Водогони міста"),
            "{",
            law("", "x"),
            law("2-ВР", on="учора"),
            law("3-ВР"),
            law("4/5-ВР", "Мости"),
        ]
        file.write_text("\n".join(lines), encoding="utf-8")
        call_command("import_laws", file, log=log)
        assert "внесено: 2" in capsys.readouterr().out
        assert [line.split(":")[0] for line in log.read_text(encoding="utf-8").splitlines()] == [
            "рядок 2", "рядок 3", "рядок 4", "рядок 5",
        ]  # fmt: skip
        found = Document.objects.get(parties__their_index="4/5-ВР")
        assert (found.index, found.state, found.files.get().name) == ("З-2", "registered", "4-5-ВР.txt")
        assert Entry.objects.filter(code="documents.registered", document=found.pk).exists()
        assert not found.reviews.exists()

    def test_twice_is_once_and_a_changed_text_is_a_new_version(self, office, tmp_path, capsys):
        file = tmp_path / "laws.jsonl"
        for text, said in (("Водогони", "внесено: 1"), ("Водогони", "уже є: 1"), ("Мости", "оновлено: 1")):
            file.write_text(law("1-ВР", text), encoding="utf-8")
            call_command("import_laws", file)
            assert said in capsys.readouterr().out
        document = Document.objects.get()
        assert document.files.count() == 2
        assert "Мости" in Passage.objects.get(document=document).text

    def test_a_city_without_registries_is_told(self, tmp_path):
        from django.core.management.base import CommandError

        Registry.objects.all().delete()
        with pytest.raises(CommandError, match="не відкрито реєстру"):
            call_command("import_laws", tmp_path / "none")


def _of_those_there() -> list[asking.Pair]:
    there = set(DocumentCorrespondent.objects.values_list("their_index", flat=True))
    return [pair for pair in asking.pairs() if pair.law in there]


@HAS_DATA
@pytest.mark.timeout(3600)
class TestQuestions:
    def test_over_the_key_laws(self, office, monkeypatch, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            call_command("import_laws", DATA / KEY_LAWS)
        whole, missed = asking.ask(office.clerk, _of_those_there(), monkeypatch)
        assert whole.asked >= 70
        assert whole.found >= 0.95 * whole.asked, missed

    @pytest.mark.proof
    def test_over_all_laws(self, office, monkeypatch, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            call_command("import_laws", DATA / "laws_local_gov.jsonl.xz")
        whole, missed = asking.ask(office.clerk, _of_those_there(), monkeypatch)
        assert whole.asked >= 200
        assert whole.found >= 0.95 * whole.asked, missed
