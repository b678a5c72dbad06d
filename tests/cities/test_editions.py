"""The two cities' editions: complete, in the regulation's own words, and without dangling references."""

import re
import tomllib
from pathlib import Path

import pytest

from magistrat.rules import cases, events, kinds, routing
from tests.cities.editions import FOLDERS, ROOT, Folder, laws

REQUIRED = (Path(__file__).parent / "required_ids.txt").read_text(encoding="utf-8").split()


def squeeze(text: str) -> str:
    """White space may differ, letters may not."""
    return " ".join(text.split())


def test_there_are_two_cities() -> None:
    assert {folder.path.parent.name for folder in FOLDERS} == {"kryvyi-rih", "druzhkivka"}


def test_every_city_has_the_same_names() -> None:
    """A name that code asks for is there in every city; only what no seed tells (`email…`) may be missing."""
    made_up = ROOT.parent / "tests" / "cities_made_up"
    files = [*ROOT.glob("*/organisation.toml"), *made_up.glob("*/organisation.toml")]
    names = {file: tomllib.loads(file.read_text(encoding="utf-8"))["names"] for file in files}
    free = {"email", "email_domain", "phone_code"}
    wanted = set().union(*names.values()) - free
    assert {file: wanted - set(kept) for file, kept in names.items()} == {file: set() for file in files}


def test_every_law_has_a_reference() -> None:
    cited = {key for folder in FOLDERS for entry in folder.edition.entries for key in entry.law}
    extending = {one.extended_by for one in laws().values()}
    assert {one.key for one in laws().values() if not one.kinds} <= cited | extending


def test_laws_concern_kinds_of_the_classifier() -> None:
    classifier = tomllib.loads((ROOT / "documents.toml").read_text(encoding="utf-8"))
    known = {kind["key"] for kind in classifier["kind"]}
    assert {kind for one in laws().values() for kind in one.kinds} <= known


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
class TestEdition:
    def test_lies_in_the_folder_of_its_city_and_day(self, folder: Folder) -> None:
        edition = folder.edition
        assert folder.path == ROOT / edition.city / edition.in_force_from.isoformat()

    def test_has_every_required_rule(self, folder: Folder) -> None:
        prefix = folder.edition.prefix
        wanted = {written for written in REQUIRED if written.startswith(f"{prefix}-")}
        assert wanted
        assert sorted(written for written in wanted if folder.edition.by_id(written) is None) == []

    def test_speaks_the_regulations_own_words(self, folder: Folder) -> None:
        regulation = squeeze(folder.regulation)
        alien = [(entry.file, entry.id) for entry in folder.edition.entries if squeeze(entry.words) not in regulation]
        assert alien == []

    def test_every_rule_has_its_meaning(self, folder: Folder) -> None:
        assert [entry.id for entry in folder.edition.entries if not entry.meaning.strip()] == []

    def test_rights_quote_the_regulation(self, folder: Folder) -> None:
        regulation = squeeze(folder.regulation)
        assert [grant.right for grant in folder.edition.grants if squeeze(grant.words) not in regulation] == []

    def test_refers_to_known_laws(self, folder: Folder) -> None:
        known = laws().keys()
        assert [entry.id for entry in folder.edition.entries if not known >= set(entry.law)] == []

    def test_every_event_has_a_name(self, folder: Folder) -> None:
        used = {entry.term.event for entry in folder.edition.entries if entry.term and not entry.term.is_occurrence}
        assert sorted(used - events.EVENTS.keys()) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_checks_name_only_rules_that_are_there(folder: Folder) -> None:
    assert [str(one) for one in cases.unlinked(folder.edition)] == []


def test_the_same_key_is_the_same_kind_of_matter() -> None:
    first, second = (folder.edition for folder in FOLDERS)
    shared = {entry.key for entry in first.entries} & {entry.key for entry in second.entries}
    assert shared
    different = {key for key in shared if bool(first.entry(key).term) is not bool(second.entry(key).term)}
    assert sorted(different) == []


MADE_UP = [Folder(head.parent) for head in sorted((ROOT.parent / "tests" / "cities_made_up").glob("*/*/edition.toml"))]


@pytest.mark.parametrize("folder", [*FOLDERS, *MADE_UP], ids=str)
def test_every_entry_says_what_its_kind_must(folder: Folder) -> None:
    assert list(kinds.faults(folder.edition)) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_every_step_takes_its_time_from_a_term(folder: Folder) -> None:
    assert list(routing.faults(folder.edition)) == []


@pytest.mark.parametrize("folder", [*FOLDERS, *MADE_UP], ids=str)
def test_citizens_read_every_note_in_ukrainian(folder: Folder) -> None:
    """A note is shown on the regulation's page: no English sentence in it, no marker or name of a field."""
    english = re.compile(r"[A-Za-z']+(?:[ ,:;()]+[A-Za-z']+){2}|\b[A-Z]{4,}:|[a-z]+[._][a-z]+")
    said = [(entry.id, note) for entry in folder.edition.entries for note in entry.notes]
    assert [(own, note) for own, note in said if english.search(note)] == []
