"""One box: words of cards, resolutions, answers and files; passages, orders, rights."""

from __future__ import annotations

import importlib
import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from magistrat.documents import marks, writing
from magistrat.documents.actions import files, grants, passages
from magistrat.documents.actions.passages import Text
from magistrat.documents.models import Body, Document, File, Found, Grant, Passage, Word
from magistrat.documents.queries import hits, lists, search
from magistrat.journal.actor import SYSTEM
from magistrat.texts.actions import reading
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
AT = make.AT

# Made-up letters and what people ask for them: the questions about each are those under it.
LETTERS: dict[tuple[str, str], list[str]] = {
    ("Про обстеження об’єктів вуличного освітлення", "Комісія оглянула опори на вулиці Ґонти."): [
        "об'єкт", "обʼєктів", "об″єктами", "обєкта", "ГОНТИ", "ґонта", "oб’єкти", "опору оглянули", "освiтлення",
    ],
    ("Про постачання теплової енергії", "Згурський Їжак Єгорович просить перерахувати нараховане\nза теп-\nлопостачання."): [
        "Згурського", "Zghurskyi", "теплопостачанням", "gjcnfxfyyz", "ntgkjgjcnfxfyyzv", "згурскому", "Їжака", "«перерахувати нараховане»",
    ],
    ("Про рішення № 280/97-ВР", "У веб-сайті Івано-Франківська розміщено паспорт XIX століття, COVID-19."): [
        "280/97-вр", "вебсайт", "веб-сайту", "івано-франківський", "Франківськ", "ХІХ", "covid-19", "COVID",
    ],
    ("Про пра\u00adво користування", "Украї́нська громада збирає кошти на кладовищенський колумбарій."): [
        "право", "прав", "українській", "калумбарій", "кладвищенських", "колумбарiєм", "kolumbarii",
    ],
    ("Про відпустку Стефанчук Оксани", "Матеріали реєстраційної справи надано начальникові Петренку."): [
        "Стефанчуку", "стефанчюк", "Петренко", "начальник Петренка", "матеріал справ", "реїстраційна",
    ],
}  # fmt: skip

# Words to fill a long file with, each twice.
OTHERS = ["".join(letters) for letters in itertools.product("бвгджз", repeat=3)] * 2


@pytest.fixture
def office() -> make.Office:
    return make.office()


def find(actor, text, **more):
    return hits.find(actor=actor, filters=lists.Filters(text=text), on=AT.date(), **more)


def found(actor, text, **more):
    return [document.pk for document in find(actor, text, **more).page.rows]


def letter(office, summary, *pages, **more):
    """A registered letter with a file whose pages have been read."""
    document = make.registered(office, summary=summary, uploads=[files.Upload("лист.txt", summary.encode())], **more)
    file = document.files.get()
    for number, text in enumerate(pages, 1):
        passages.on_read(file.blob_id, number, text, AT)
    return document


def watched(method, answers):
    """The method, which also keeps what it answers."""

    def asked(*args):
        answers.append(method(*args))
        return answers[-1]

    return asked


class TestQuestions:
    @pytest.mark.parametrize("few", [search.FEW, 0])
    def test_the_made_up_letters_answer_all(self, office, django_capture_on_commit_callbacks, monkeypatch, few):
        """Of rare words, taken by the index of words alone, as of common ones, looked for from the newest on."""
        monkeypatch.setattr(search, "FEW", few)
        with django_capture_on_commit_callbacks(execute=True):
            right = {asked: letter(office, *asked).pk for asked in LETTERS}
        missed = [
            question
            for asked, questions in LETTERS.items()
            for question in questions
            if found(office.clerk, question) != [right[asked]]
        ]
        assert not missed

    def test_rare_words_come_by_their_index_and_common_ones_from_the_newest_on(self, office, monkeypatch):
        one, other = letter(office, "Про 100% бузину"), letter(office, "Про 100 саджанців бузини")
        monkeypatch.setattr(search, "FEW", 1)

        def walks(text, *documents):
            with CaptureQueriesContext(connection) as captured:
                assert found(office.clerk, text) == [document.pk for document in documents]
            return any('"documents_body"."lemmas" @@' in statement["sql"] for statement in captured)

        assert not walks("саджанець", other)
        assert walks("бузина", other, one)
        assert walks("100%", other, one)

    @pytest.mark.parametrize("few", [search.FEW, 0])
    def test_words_side_by_side(self, office, monkeypatch, few):
        monkeypatch.setattr(search, "FEW", few)
        one = letter(office, "Про звіт", "Цвіте червона калина. Дозріла", "бузина в саду")
        other = letter(office, "Про червону калину", "Бузина дозріла")
        letter(office, "Про червоне", "Калина червона")
        assert found(office.clerk, "«червоної калини»") == [other.pk, one.pk]
        assert found(office.clerk, "«червоної калини»", where=Found.FILE) == [one.pk]
        assert found(office.clerk, "«червоної калини» дозріла саду") == [one.pk]
        # Two passages of one document are no text.
        assert not found(office.clerk, "«дозріла бузина»")

    @pytest.mark.parametrize(
        "before",
        [
            pytest.param([" ".join(OTHERS)] * 50, id="beyond the last place that PostgreSQL keeps"),
            pytest.param(["калина явір " * 150, "калина клен " * 150], id="of a word with too many places"),
        ],
    )
    def test_words_side_by_side_far_in_a_long_document(self, office, before):
        document = letter(office, "Про звіт", *before, "Цвіте червона калина.")
        passages.gather_waiting(limit=1)
        assert found(office.clerk, "«червоної калини»") == [document.pk]
        assert not found(office.clerk, "«калини червоної»")

    def test_rows_gathered_before_say_that_they_lost_places(self, office):
        one = letter(office, "Про звіт", "калина явір " * 150, "калина клен " * 150)
        passages.gather_waiting(limit=1)
        other, full = letter(office, "Про сад", "Калина."), letter(office, "Про парк")
        lost = importlib.import_module("magistrat.documents.migrations.0022_lost_places").Migration.operations[0].sql
        # As before that migration: one has lost places, another fills the megabyte that PostgreSQL allows besides.
        places = ",".join(map(str, range(1, 256)))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE documents_body SET lemmas = ts_delete(lemmas, '¶') WHERE document_id = %s", [one.pk])
            cursor.execute(
                "UPDATE documents_body SET lemmas = %s::tsvector || array_to_tsvector(ARRAY("
                "SELECT to_char(n, 'FM0000') || repeat('x', 2042) FROM generate_series(1, 512) AS n"
                ") || repeat('y', %s)) WHERE document_id = %s",
                [f"калина:{places}", 498, full.pk],
            )
            cursor.execute(lost)
            cursor.execute("SELECT document_id FROM documents_body WHERE lemmas @@ '¶'::tsquery")
            assert [pk for (pk,) in cursor.fetchall()] == [one.pk]
        assert Body.objects.filter(document__in=[other, full]).count() == 2

    @pytest.mark.parametrize("function", ["documents_with_words", "documents_newest_with_words"])
    def test_the_index_of_words_alone_is_read(self, function):
        with connection.cursor() as cursor:
            cursor.execute("SELECT proconfig FROM pg_proc WHERE proname = %s", [function])
            ((settings,),) = cursor.fetchall()
        assert set(settings) == {"enable_seqscan=off", "enable_indexscan=off", "enable_indexonlyscan=off"}

    def test_a_number_is_sought_among_numbers(self, office):
        one = letter(office, "Про нараду", "Присутні: 2 особи.")
        two = letter(office, "Про ремонт", "Лист на 1 аркуші.")
        assert found(office.clerk, str(one.number)) == [one.pk]
        assert found(office.clerk, f"№ {two.number}") == [two.pk]

    def test_by_the_senders_code(self, office):
        sender = make.correspondent("КП «Міськсвітло»", code="32855961")
        document = make.registered(office, parties=(make.Party(sender.pk, "5", AT.date()),))
        make.registered(office)
        assert found(office.clerk, "32855961") == [document.pk]

    def test_two_words_may_stand_on_different_pages(self, office):
        document = letter(office, "Про звіт", "Перший аркуш: бузина.", "Другий аркуш: калина.")
        assert found(office.clerk, "калини бузина") == [document.pk]
        assert not found(office.clerk, "«калина бузина»")

    def test_odd_texts_do_no_harm(self, office):
        letter(office, "Про звіт", "Бузина")
        for text in (
            "'",
            "& | !",
            "%",
            "9" * 40,
            "()",
            "a:*",
            "\\",
            "«»",
            "“”",
            "№",
            "-",
            "та",
            "\x00",
            "ь" * 300,
            "'' <->",
        ):
            find(office.clerk, text, order=hits.BEST, sender=text)


class TestPassages:
    def test_words_are_marked_and_the_rest_escaped(self, client, office, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        letter(office, "Про <b>бузину</b>", "Перша сторінка.", "Росте <script>alert(1)</script> бузина & калина.")
        answer = make.signed_in(client, office.clerk).get(reverse("documents:search"), {"q": "бузиною"})
        page = answer.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>бузина</mark> &amp; калина" in page
        assert "Про &lt;b&gt;<mark>бузину</mark>&lt;/b&gt;" in page
        assert "лист.txt" in page
        assert "с. 2" in page

    def test_the_densest_part_is_cut_out(self):
        text = "слово " * 100 + "Бузина росте під калиною. " + "слово " * 100 + "бузина"
        pieces = marks.cut(text, search.understood("калина бузина"))
        assert [piece.text for piece in pieces if piece.is_marked] == ["Бузина", "калиною"]
        assert len("".join(piece.text for piece in pieces)) < 400
        assert pieces[0].text == "… "

    def test_where_it_stands_narrows(self, office):
        in_card, in_file = letter(office, "Про бузину"), letter(office, "Про сад", "Бузина")
        passages.put([Text(in_card.pk, Found.RESOLUTION, 7, "Коваль: посадити бузину")])
        assert found(office.clerk, "бузина") == [in_file.pk, in_card.pk]
        assert found(office.clerk, "бузина", where="card") == [in_card.pk]
        assert found(office.clerk, "бузина", where="file") == [in_file.pk]
        assert found(office.clerk, "бузина", where="resolution") == [in_card.pk]
        assert not found(office.clerk, "бузина", where="report")

    def test_a_file_taken_off_or_replaced_is_found_no_more(self, office):
        one, two = letter(office, "Про сад", "Бузина"), letter(office, "Про ліс", "Бузина")
        actor = replace(office.clerk, roles=office.clerk.roles | {"records_head"})
        files.remove(actor=actor, at=AT, file_id=one.files.get().pk, reason="не той файл")
        assert found(office.clerk, "бузина") == [two.pk]
        files.replace(actor=actor, at=AT, file_id=two.files.get().pk, upload=files.Upload("новий.txt", "Дуб".encode()))
        assert not found(office.clerk, "бузина")
        assert not Passage.objects.exists()

    def test_the_same_content_is_found_in_each_document_once_it_is_read(self, office):
        upload = files.Upload("лист.txt", "Росте бузина".encode())
        first = make.registered(office, uploads=[upload])
        reading.open_content(sha256=first.files.get().blob_id, at=AT)
        later = make.registered(office, uploads=[upload])
        assert found(office.clerk, "бузина") == [later.pk, first.pk]

    def test_a_page_read_again_replaces_its_text(self, office):
        document = letter(office, "Про сад", "Бузина " * 2000)
        assert Passage.objects.count() > 1
        passages.on_read(document.files.get().blob_id, 1, "Калина", AT)
        assert not found(office.clerk, "бузина")
        assert found(office.clerk, "калина") == [document.pk]

    def test_a_long_file_is_gathered_now_and_then_and_at_its_end(self, office, django_assert_max_num_queries):
        document = letter(office, "Про сад")
        File.objects.filter(document=document).update(pages=40)
        sha256 = document.files.get().blob_id
        gathered = 0
        for number in range(1, 41):
            with CaptureQueriesContext(connection) as captured:
                passages.on_read(sha256, number, f"Сторінка слово{number}", AT)
            gathered += any("documents_all_words" in one["sql"] for one in captured)
        assert gathered < 25
        assert found(office.clerk, "слово39") == [document.pk]

    def test_what_is_undone_is_not_found(self, office, monkeypatch):
        monkeypatch.setattr(files, "put_prepared", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make.registered(office, summary="Про бузину")
        assert not found(SYSTEM, "бузина")
        assert not Body.objects.exists()


class TestOrders:
    def test_pages_go_on_without_gaps_in_each_order(self, office, monkeypatch):
        made = [letter(office, f"Про сад {'бузини ' * (n % 3)}", "Бузина").pk for n in range(7)]
        monkeypatch.setattr(hits, "SIZE", 3)
        for order in (hits.NEWEST, hits.BEST):
            seen, token = [], None
            while True:
                page = find(office.clerk, "бузина", order=order, token=token).page
                seen += [row.pk for row in page.rows]
                token = page.next
                if not token:
                    break
            assert sorted(seen) == made
            if order == hits.NEWEST:
                assert seen == made[::-1]

    def test_the_best_are_sought_among_the_newest(self, office, monkeypatch):
        best = letter(office, "Про бузину бузину бузину", "Бузина бузина")
        others = [letter(office, "Про сад", "Бузина").pk for _ in range(3)]
        assert found(office.clerk, "бузина", order=hits.BEST)[0] == best.pk
        monkeypatch.setattr(hits, "NEWEST_RANKED", 3)
        assert found(office.clerk, "бузина", order=hits.BEST) == others[::-1]

    @pytest.mark.parametrize("asked", ["бузина", "«чорна бузина»", "бузин"])
    @pytest.mark.parametrize(
        ("among", "of_eight"),
        [
            pytest.param("nearest", True, id="nearest"),
            pytest.param("newest", False, id="newest, where too many have the words"),
        ],
    )
    def test_the_first_page_is_taken_from_the_last_days(self, office, monkeypatch, asked, among, of_eight):
        """The same documents in the same order as from all years, also where a day is older than its number."""
        for day, summary in [
            (3, "Про чорну бузину"), (9, "Про чорну бузину"), (1, "Про чорну бузину"), (8, "Про сад"), (7, "Про чорну бузину"),
            (8, "Про чорну бузину"), (2, "Про чорну бузину"), (9, "Про чорну бузину"), (6, "Про сад"),
        ]:  # fmt: skip
            document = letter(office, summary)
            Document.objects.filter(pk=document.pk).update(listed_on=AT.date() + timedelta(days=day))
        monkeypatch.setattr(search, "FEW", 6)
        monkeypatch.setattr(hits, "SIZE", 2)
        whole = found(office.clerk, asked)
        begun = []
        monkeypatch.setattr(search.Sought, among, watched(getattr(search.Sought, among), begun))
        for count, is_filled in ((100, False), (8, of_eight), (5, True), (4, True), (3, False), (2, False)):
            monkeypatch.setattr(search, among.upper(), count)
            begun.clear()
            page = find(office.clerk, asked)
            assert [row.pk for row in page.page.rows] == whole
            assert (page.count, page.are_more) == (7, False)
            assert (begun[0] is not None and begun[0].count() > hits.SIZE) is is_filled
            following = find(office.clerk, asked, token=page.page.next)
            assert not {row.pk for row in following.page.rows} & set(whole)
            assert len(begun) == 1
        monkeypatch.setattr(hits, "COUNT_LIMIT", 2)
        monkeypatch.setattr(search, among.upper(), 5)
        page = find(office.clerk, asked)
        assert ([row.pk for row in page.page.rows], page.count, page.are_more) == (whole, 2, True)

    def test_counting_stops(self, office, monkeypatch):
        for _ in range(4):
            letter(office, "Про бузину")
        monkeypatch.setattr(hits, "COUNT_LIMIT", 2)
        rare = find(office.clerk, "бузина")
        assert (rare.count, rare.are_more) == (4, False)
        monkeypatch.setattr(search, "FEW", 3)
        common = find(office.clerk, "бузина")
        assert (common.count, common.are_more) == (2, True)
        monkeypatch.setattr(hits, "COUNT_LIMIT", 4)
        whole = find(office.clerk, "бузина")
        assert (whole.count, whole.are_more) == (4, False)

    def test_counting_stops_where_the_last_days_fill_a_page(self, office, monkeypatch):
        for _ in range(4):
            letter(office, "Про бузину")
        monkeypatch.setattr(hits, "SIZE", 1)
        monkeypatch.setattr(hits, "COUNT_LIMIT", 2)
        Document.objects.filter(pk=Document.objects.earliest("pk").pk).update(listed_on=AT.date() - timedelta(days=1))
        monkeypatch.setattr(search, "NEAREST", 3)
        page = find(office.clerk, "бузина")
        assert (page.count, page.are_more) == (2, True)


class TestRights:
    @pytest.fixture
    def papers(self, office, django_capture_on_commit_callbacks):
        """An open letter whose executor is in another department, and an official-use one."""
        with django_capture_on_commit_callbacks(execute=True):
            opened = letter(office, "Про сад", "Росте бузина звичайна.")
            secret = letter(
                office, "Про облік", "Схованка: мухоловка.", is_restricted=True, addressee=office.deputy.post_id
            )
        grants.give(document=opened, at=AT, reason=Grant.Reason.EXECUTOR, source="t:1", post=office.executor.post_id)
        return opened, secret

    def test_three_people_find_each_their_own(self, office, papers):
        opened, secret = papers
        sees = {
            "clerk": [secret.pk, opened.pk],
            "deputy": [secret.pk],
            "executor": [opened.pk],
            "stranger": [],
            "records_head": [opened.pk],
        }
        for who, expected in sees.items():
            actor = getattr(office, who)
            both = sorted([*found(actor, "бузина"), *found(actor, "мухоловки")], reverse=True)
            assert both == expected, who
            assert find(actor, "мухоловка").count == (secret.pk in expected), who

    def test_what_one_may_not_see_is_not_suggested(self, office, papers):
        assert find(office.clerk, "мухаловка").meant == "мухоловка"
        for who in ("executor", "stranger", "records_head"):
            answer = find(getattr(office, who), "мухаловка")
            assert (answer.meant, answer.count, answer.page.rows) == ("", 0, []), who
        assert find(office.executor, "бозина").meant == "бузина"

    def test_no_passage_of_another_document_is_shown(self, office, papers):
        opened, _ = papers
        rows = find(office.executor, "росте").page.rows
        assert [row.pk for row in rows] == [opened.pk]
        assert "мухоловка" not in str([row.found_in for row in rows])

    def test_texts_whose_readers_are_written_down_are_shown_by_the_card_alone(self, office, papers):
        personal = letter(office, "Про допомогу", "Мешкає: вулиця Тиха.", is_personal=True)
        rows = [*find(office.clerk, "мухоловка").page.rows, *find(office.clerk, "мешкати").page.rows]
        assert [row.pk for row in rows] == [papers[1].pk, personal.pk]
        assert not any(row.found_in for row in rows)

    def test_a_withdrawn_grant_closes_at_once(self, office, papers):
        grants.withdraw(source="t:1", at=AT + timedelta(hours=1))
        assert not found(office.executor, "бузина")


class TestPage:
    def test_the_number_of_statements_is_fixed(self, client, office, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        clerk = make.signed_in(client, office.clerk)

        def statements(**more):
            with CaptureQueriesContext(connection) as captured:
                answer = clerk.get(reverse("documents:search"), {"q": "бузина", **more})
            assert answer.status_code == 200
            return len(captured)

        for _ in range(3):
            letter(office, "Про бузину", "Бузина")
        statements()
        few = statements(), statements(sort="best"), statements(where="file", sender="водоканал", since="01.01.2026")
        for _ in range(21):
            letter(office, "Про бузину", "Бузина", "Бузина")
        assert (
            statements(),
            statements(sort="best"),
            statements(where="file", sender="водоканал", since="01.01.2026"),
        ) == few

    def test_filters_beside_narrow(self, client, office, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        document = letter(office, "Про бузину", "Бузина")
        clerk = make.signed_in(client, office.clerk)
        for name, good, bad in (
            ("registry", office.incoming.pk, office.outgoing.pk), ("direction", "incoming", "internal"), ("where", "file", "report"),
            ("sender", "водаканал", "освіта"), ("since", "10.03.2026", "11.03.2026"), ("until", "10.03.2026", "09.03.2026"),
        ):  # fmt: skip
            pages = [
                clerk.get(reverse("documents:search"), {"q": "бузина", name: value}).content.decode()
                for value in (good, bad)
            ]
            assert [document.index in page for page in pages] == [True, False], name


class TestFilling:
    def test_older_documents_are_filled_in_parts_and_go_on(self, office):
        made = [letter(office, f"Про бузину {n}", "Калина").pk for n in range(5)]
        Body.objects.all().delete()
        Document.objects.update(search_text="", lemmas=None)
        last = passages.fill(at=AT, after=0, limit=2)
        assert last == made[1]
        assert found(office.clerk, "бузина") == made[1::-1]
        while last := passages.fill(at=AT, after=last, limit=2):
            pass
        assert found(office.clerk, "бузина калина") == made[::-1]
        assert Body.objects.count() == 5

    def test_words_of_two_deeds_at_once_are_kept_once(self):
        passages.keep_words(["Бузина об’єкт 12 ab"])
        passages.keep_words(["бузина"])
        assert dict(Word.objects.values_list("text", "latin")) == {"бузина": "buzyna", "об'єкт": "obiekt"}

    def test_reading_that_stopped_is_gathered_later(self, office):
        document = letter(office, "Про сад")
        passages.put([Text(document.pk, Found.FILE, 1, "Бузина", page) for page in range(1, 20)])
        passages.put([Text(document.pk, Found.FILE, 1, "Калина", 20)], at_once=False)
        assert not found(office.clerk, "калина")
        assert passages.gather_waiting(limit=5) == 1
        assert found(office.clerk, "калина") == [document.pk]


class TestWriting:
    @pytest.mark.parametrize(
        ("written", "normal"),
        [
            ("Kpивий", "кривий"),
            ("об″єкт", "об'єкт"),
            ("й".replace("й", "и\u0306"), "й"),
            ("ПІДПИC", "підпис"),
            ("PDF", "pdf"),
        ],
    )
    def test_one_way_of_writing(self, written, normal):
        assert [token.word for token in writing.tokens(written)] == [normal]
