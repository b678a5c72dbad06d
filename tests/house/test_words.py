"""Words in code and on screens."""

from __future__ import annotations

import re
import tomllib

from tests.house import tree

MIXED = re.compile(r"\b(?=\w*[a-zA-Z])(?=\w*[а-яіїєґА-ЯІЇЄҐ])[^\W\d_]+\b")
CITY = re.compile(r"кривий ріг|кривого рогу|криворі|дружків|kryvyi|kryvyj|druzhkiv", re.IGNORECASE)
MAY_NAME_CITIES = {"demo"}
# The form of a moment: people type the Latin T of ISO 8601 between the day and the hour.
FORMS = {"ДДTГГ"}
BANNED_ON_SCREEN = re.compile(r"\b(помилк\w*|невірн\w*|об'єкт\w*|юзер\w*|залогін\w*|клікн\w*)\b", re.IGNORECASE)


def test_every_kind_of_file_is_looked_at():
    assert not tree.unknown(), "say in tests/house/tree.py whether a person writes such files"
    looked_at = {(path.suffix, tree.app_of(path)) for path in tree.written()}
    assert {(".typ", "papers"), (".py", "bench"), (".sh", "tools")} <= looked_at
    assert {"templates", "jinja2"} == {tree.room_of(path) for path in tree.templates()}


def test_no_word_mixes_cyrillic_and_latin_letters():
    wrong = []
    for path in [*tree.written(), *sorted((tree.CHECKOUT / "cities").rglob("*.toml"))]:
        if "migrations" in path.parts:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            # A class of characters or an escape in a pattern is no word.
            # The regulation's own words stay letter by letter, slips of the scan among them.
            if line.startswith("words = "):
                continue
            plain = re.sub(r"\\[a-zA-Z]", " ", re.sub(r"\[[^\]]*\]", " ", line))
            wrong += [f"{tree.shown(path)}:{number} {word}" for word in MIXED.findall(plain) if word not in FORMS]
    assert not wrong, "one word, one alphabet\n" + "\n".join(wrong)


def test_no_code_names_a_city():
    wrong = []
    for path in tree.written():
        if tree.app_of(path) in MAY_NAME_CITIES:
            continue
        wrong += [f"{tree.shown(path)}: {word}" for word in CITY.findall(path.read_text(encoding="utf-8"))]
    assert not wrong, "a city is data (cities/); cite a clause instead (KR 4.17, DR 6.2)\n" + "\n".join(wrong)


def test_screens_keep_to_the_words_of_the_office():
    wrong = []
    for path in [*tree.templates(), *(path for path in tree.written() if path.suffix in {".js", ".typ"})]:
        wrong += [f"{tree.shown(path)}: {word}" for word in BANNED_ON_SCREEN.findall(path.read_text(encoding="utf-8"))]
    assert not wrong, "say it officially (design: Words)\n" + "\n".join(wrong)


def test_each_dependency_has_its_reason():
    text = (tree.CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    names = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lines = text.splitlines()
    bare = [name for name in names if not any(f'"{name}"' in line and "#" in line for line in lines)]
    assert not bare, f"write the reason beside: {bare}"


def test_lock_files_hold_no_addresses():
    wrong = []
    for name in ("requirements.lock", "package-lock.json"):
        text = (tree.CHECKOUT / name).read_text(encoding="utf-8")
        wrong += [
            f"{name}: {line.strip()[:80]}" for line in text.splitlines() if re.search(r"index-url|\"resolved\"", line)
        ]
    assert not wrong, "\n".join(wrong)
