"""Where a rule works: the pages and deeds whose code asks for it by its key, or whose door asks for the right it grants.

Computed from the routes, the templates and the loaded code (`regulation.reach`) once per process; nothing is kept by hand.
"""

from __future__ import annotations

import re
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from magistrat.regulation import reach
from magistrat.rules import capabilities, routing, tally, words
from magistrat.rules.edition import Entry
from magistrat.ui import menu

SOURCE = Path(__file__).resolve().parents[2]
BACKGROUND = "Виконує сама система, без участі людини"
# Programs' operations, the regulation's own pages and those that change it show every rule and do none.
SHOW_ONLY = ("regulation:", "amendments:", "api:")
NAMED = re.compile(r"[А-ЯІЇЄҐа-яіїєґ].*[А-ЯІЇЄҐа-яіїєґ]", re.DOTALL)
TITLE = re.compile(r"\{% block (?:title|step) %\}(.*?)\{% endblock %\}", re.DOTALL)
PARENT = re.compile(r"\{% extends [\"']([\w/]+\.html)[\"'] %\}")
DEFAULT = re.compile(r"\{\{[^}]*\|default:\"([^\"]+)\"[^}]*\}\}")
# Links that lead back or away do not say what the page is.
AWAY = re.compile(r"(?:Скасувати|Пропустити|Повернутися|До|Не|Відкрити|Усі|з)\b")
MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", re.DOTALL)
ROUTE = r"""\{%\s*url\s+['"](?P<route>[a-z_]+:[a-z_]+)['"][^>]*>"""
FORM = re.compile(rf'<form[^>]*?action="{ROUTE}(?P<inner>.*?)</form>', re.DOTALL)
BUTTON = re.compile(r"<button(?![^>]*formaction)[^>]*>(.*?)</button>", re.DOTALL)
LINK = re.compile(rf'<a[^>]*href="{ROUTE}(?P<inner>.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """A page, or a deed (a button on a page); `url` is empty where the address needs a document or a person."""

    label: str
    url: str = ""
    is_deed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A place with the words that its code reaches, the rights that its door asks for, whether it walks routes or judges votes."""

    place: Place
    words: frozenset[str]
    rights: frozenset[str]
    walks: bool = False
    votes: bool = False


def places(entry: Entry) -> list[Place]:
    """Pages first, then deeds, each once and in the order of its name; empty when the entry acts nowhere.

    A right is at work where it is the door; only a right that opens no door is looked for behind them.
    """
    rights = {grant.right for grant in entry.grants}
    everywhere, is_walked = prepare(), capabilities.is_walked(entry)
    found = [
        one
        for one in everywhere
        if entry.key in one.words
        or rights & one.rights
        or (is_walked and one.walks)
        or (entry.vote is not None and one.votes)
    ]
    if not found and rights:
        found = [one for one in everywhere if rights & one.words]
    by_label = {one.place.label: one.place for one in sorted(found, key=lambda one: one.place.url)}
    return sorted(by_label.values(), key=lambda place: (place.is_deed, place.label == BACKGROUND, place.label))


def prepare() -> tuple[Found, ...]:
    """Read the code; a second or so once per process, and whoever asks meanwhile waits for the same reading."""
    with _reading:
        return _everywhere()


_reading = threading.Lock()


@lru_cache(maxsize=1)
def _everywhere() -> tuple[Found, ...]:
    read, texts = reach.Reach(), _templates()
    labels = _labels(texts)
    found: list[Found] = []
    deeds: dict[int, Any] = {}
    for name, pattern in _routes(get_resolver()):
        if name.startswith(SHOW_ONLY):
            continue
        said, templates, is_table, asked = set[str](), list[str](), False, set[int]()
        for thing, own in read.walk(pattern.callback):
            if label := reach.deed_name(thing):
                deeds.setdefault(id(thing), (thing, label))
                is_table = True
                continue
            said |= own
            asked.add(id(thing))
            templates += [word for word in sorted(own) if word.endswith(".html")]
        place = _place(name, pattern, templates, texts, labels)
        # An address of many deeds is each of them: they follow by their own names.
        if place is not None and not (is_table and place.is_deed):
            said |= {key for template in templates for key in _cited(texts.get(template, ""))}
            found.append(Found(place, frozenset(said), frozenset(pattern.callback.declared.rights), *_by_kind(asked)))
    for thing, label in deeds.values():
        if NAMED.search(label):
            walked = list(read.walk(thing))
            reached = frozenset(word for _, own in walked for word in own)
            asked = {id(one) for one, _ in walked}
            found.append(Found(Place(label, is_deed=True), reached, frozenset(), *_by_kind(asked)))
    background = frozenset(word for job in _jobs() for _, own in read.walk(job) for word in own)
    return (*found, Found(Place(BACKGROUND), background, frozenset()))


def _by_kind(asked: set[int]) -> tuple[bool, bool]:
    """Whether routes are walked and votes judged: these ask the entries of a kind, not one key."""
    return id(routing.route) in asked, id(tally.judge) in asked


def _routes(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, pattern.namespace or namespace)
        else:
            yield f"{namespace}:{pattern.name}", pattern


def _jobs() -> Iterator[Any]:
    """Functions of the background work: what `jobs.py` of each app holds, but for those that only try rules on the past."""
    for name, module in sorted(sys.modules.items()):
        is_jobs = name.startswith(reach.HOUSE) and name.endswith(".jobs") and isinstance(module, ModuleType)
        if is_jobs and not name.removeprefix(reach.HOUSE).startswith(tuple(one.replace(":", ".") for one in SHOW_ONLY)):
            for value in list(vars(module).values()):
                function = getattr(value, "func", value)
                if getattr(function, "__module__", "") == name:
                    yield function


def _place(
    name: str, pattern: URLPattern, templates: list[str], texts: Mapping[str, str], labels: Mapping[str, list[str]]
) -> Place | None:
    """The route as people know it: by the menu, the page's title, or the words of the button that leads there."""
    app = name.partition(":")[0]
    pressed, led = (next(iter(labels.get(f"{by} {name}", ())), "") for by in ("form", "link"))
    titles = [_title(template, texts) for template in templates if template.startswith(f"{app}/")]
    title = menu.label(name) or next((title for title, is_sure in titles if is_sure), "")
    # A title that a condition chooses says less than the words of the link; one word of a link says less than it.
    guess = next((title for title, _ in titles if title), "")
    chosen = (led, guess) if " " in led or not pattern.pattern.converters else (guess, led)
    label = pressed or title or next(filter(None, chosen), "")
    if not label:
        return None
    if label == led and " " not in label:
        label = f"{_of_app(app)}: {label.lower()}" if _of_app(app) else label
    url = "" if pressed or pattern.pattern.converters else reverse(name)
    return Place(words.sentence(label), url, bool(pressed))


def _of_app(app: str) -> str:
    """The menu's name of the app, to say where a bare «Змінити» stands."""
    return next(
        filter(None, (menu.label(name) for name, _ in _routes(get_resolver()) if name.startswith(f"{app}:"))), ""
    )


def _templates() -> dict[str, str]:
    paths = sorted(path for path in SOURCE.glob("*/templates/**/*.html"))
    return {path.as_posix().partition("/templates/")[2]: path.read_text(encoding="utf-8") for path in paths}


def _labels(texts: Mapping[str, str]) -> Mapping[str, list[str]]:
    """Words of the buttons and links by the route to which they lead."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts.values():
        for form in FORM.finditer(text):
            found[f"form {form['route']}"] += filter(None, map(_plain, BUTTON.findall(form["inner"])))
        for link in LINK.finditer(text):
            if (said := _plain(link["inner"])) and not AWAY.match(said):
                found[f"link {link['route']}"].append(said)
    return found


def _title(template: str, texts: Mapping[str, str]) -> tuple[str, bool]:
    """The page's title, its own or its parent's, and whether no condition chooses it."""
    text = texts.get(template, "")
    found, parent = TITLE.search(text), PARENT.search(text)
    if found is None:
        return _title(parent[1], texts) if parent and not parent[1].startswith("ui/") else ("", False)
    return _plain(found[1]), bool(_plain(found[1])) and "{% if" not in found[1]


def _plain(markup: str) -> str:
    """Words without tags; of two that a condition chooses between, the first."""
    first = re.split(r"\{%\s*(?:else|elif)", DEFAULT.sub(r"\1", markup))[0]
    text = re.sub(r"\s+", " ", MARKUP.sub("", first)).strip(" :,.–-№")
    return text if NAMED.search(text) else ""


def _cited(template: str) -> set[str]:
    return set(re.findall(r"[\"']([a-z][a-z0-9_]+)[\"']", template))
