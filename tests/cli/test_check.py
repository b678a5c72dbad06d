"""``magistrat rule check``: faults of files decide the exit code without ``--city``, findings never do."""

import json
import shutil
from pathlib import Path

import pytest

from magistrat.cli import rule

CITIES = Path(__file__).resolve().parents[2] / "cities"
EDITION = CITIES / "druzhkivka" / "2016-01-01"


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A copy whose first worked example of the sessions is a day wrong, and whose text cites a clause that is not there."""
    copy = tmp_path_factory.mktemp("edition") / "2016-01-01"
    shutil.copytree(EDITION, copy)
    case = copy / "cases" / "sessions.toml"
    case.write_text(
        case.read_text(encoding="utf-8")
        + '\n[[case]]\nid = "6.2"\nname = "n"\nanchor = 2026-12-16\ndue = 2026-12-10\nwhy = "w"\n'
    )
    text = copy / "regulation.txt"
    text.write_text(
        text.read_text(encoding="utf-8").replace("п.3.1 цього Порядку", "п.28.99 цього Порядку"), encoding="utf-8"
    )
    return str(copy)


def answer(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = rule.main(["check", *argv])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_findings_of_a_city_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = answer(capsys, "--city", "druzhkivka", "--session", "2026-12-16", "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert (told["city"], told["edition"], told["session"], told["faults"]) == (
        "druzhkivka",
        "2016-01-01",
        "2026-12-16",
        [],
    )
    assert {tuple(finding) for finding in told["findings"]} == {("grade", "ids", "clauses", "dates", "sentence")}
    reversed_ = [one for one in told["findings"] if one["grade"] == "reversed"]
    assert [(one["ids"], one["clauses"], one["dates"]) for one in reversed_] == [
        (["DR-4.14", "DR-6.2"], ["4.14", "6.2"], ["2026-12-10", "2026-12-11"])
    ]


def test_findings_of_a_city_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = answer(capsys, "--city", "kryvyi-rih", "--session", "2026-12-16")
    assert (code, err) == (0, "")
    assert "Засідання 16.12.2026, середа. Зауважень: 19." in out.splitlines()[0]
    assert "Посилання на неіснуюче (1)\n  1. Пункт 10.3.9 посилається на п. 10.4.25, якого в Регламенті немає." in out


def test_a_folder_alone_is_about_its_files(capsys: pytest.CaptureFixture[str], spoiled: str) -> None:
    code, out, err = answer(capsys, "--folder", spoiled)
    assert (code, out) == (1, "")
    assert "очікувано 2026-12-10, обчислено 2026-12-11" in err
    code, out, err = answer(capsys, "--folder", str(EDITION))
    assert (code, err) == (0, "")
    assert out.endswith("вад немає.\n")


def test_a_folder_with_a_city_is_about_the_regulation(capsys: pytest.CaptureFixture[str], spoiled: str) -> None:
    code, out, _ = answer(capsys, "--city", "druzhkivka", "--folder", spoiled, "--session", "2026-12-16", "--json")
    told = json.loads(out)
    assert code == 0
    assert len(told["faults"]) == 1
    assert [one["clauses"] for one in told["findings"] if one["grade"] == "dangling"] == [["27.3"], ["28.2", "28.99"]]


def test_a_folder_alone_may_be_asked_for_both(capsys: pytest.CaptureFixture[str], spoiled: str) -> None:
    code, out, _ = answer(capsys, "--folder", spoiled, "--json")
    told = json.loads(out)
    assert code == 1
    assert told["findings"]
    assert len(told["faults"]) == 1


def test_a_rule_that_is_gone_is_no_fault_of_the_checks(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """An edition that repealed an entry takes its `checks.toml` over from the one before it."""
    shutil.copytree(EDITION, tmp_path / "next")
    with (tmp_path / "next" / "checks.toml").open("a", encoding="utf-8") as checks:
        checks.write('\n[[matter]]\ntitle = "хто приймає"\nsays = ["mail_receiver.actor", "repealed_rule.actor"]\n')
    code, out, err = answer(capsys, "--folder", str(tmp_path / "next"))
    said = "checks.toml: «хто приймає»: правила «repealed_rule» немає, тож із ним нічого не порівнюють"
    assert (code, err) == (0, "")
    assert out.endswith(f"вад немає.\nПопередження (1)\n  {said}\n")
    code, out, _ = answer(capsys, "--folder", str(tmp_path / "next"), "--json")
    assert (code, json.loads(out)["warnings"]) == (0, [said])


@pytest.mark.parametrize(
    ("argv", "code", "reason"),
    [
        ([], 2, "не вказано ні --city, ні --folder"),
        (["--city", "druzhkivka", "--session", "середа"], 2, "очікується день РРРР-ММ-ДД"),
        (["--city", "druzhkivka", "--session", "2026-02-30"], 3, "такого дня немає"),
        (["--city", "nema"], 3, "такого міста немає"),
        (["--folder", "nema"], 3, "немає файла edition.toml"),
        (["--city", "druzhkivka", "--session", "2015-01-01"], 3, "календар"),
    ],
)
def test_what_cannot_be_asked(capsys: pytest.CaptureFixture[str], argv: list[str], code: int, reason: str) -> None:
    given, out, err = answer(capsys, *argv)
    assert (given, out) == (code, "")
    assert reason in err
