"""What generated letters are about and who writes them: the texts of the demo cities' story, filled in by chance."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random
from typing import Any

import magistrat

FOLDER = Path(magistrat.__file__).parent / "demo" / "words"
FORMS = ("ТОВ", "ПП", "КП", "ОСББ", "ГО", "ФОП", "ПрАТ", "КЗ")
NAMES = (
    "Водоканал", "Світанок", "Джерело", "Каштан", "Будсервіс", "Степова", "Калина", "Гарант", "Обрій", "Промінь", "Сузір'я",
    "Дніпровець", "Тепломережа", "Затишок", "Електромонтаж", "Зелений двір", "Добробут", "Металіст", "Автотранс", "Вишневий сад",
)  # fmt: skip
SURNAMES = (
    "Коваль",
    "Бондар",
    "Ткач",
    "Мельник",
    "Гончар",
    "Швець",
    "Кравець",
    "Лимар",
    "Бджоляр",
    "Дубко",
    "Ясенко",
    "Явір",
)
ENDINGS = ("ко", "енко", "ук", "ський", "ич", "ів", "ун", "ак", "ець", "ина")
GIVEN = ("Іван", "Петро", "Остап", "Лесь", "Гнат", "Ольга", "Марія", "Ганна", "Леся", "Дарина", "Софія", "Віра")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


class Words:
    """Short contents of letters and names of their senders, the same for the same seed."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.topics = _read("topics.toml")["topic"]
        said = _read("fillings.toml")
        self.fillings = {
            "street": said["streets"], "school": said["schools"], "object": said["objects"], "month": said["months"],
            "district": said["districts"], "clinic": said["clinics"], "month_past": said["months_past"],
        }  # fmt: skip

    def topic(self) -> dict[str, str]:
        """A topic with its places filled in."""
        chosen = self.chance.choice(self.topics)
        values = _Filled({name: self.chance.choice(texts) for name, texts in self.fillings.items()})
        values |= {
            "house": self.chance.randint(1, 90), "amount": self.chance.randint(20, 900), "year": 2026,
            "number": self.chance.randint(1, 400),
        }  # fmt: skip
        return {name: chosen[name].format_map(values) for name in ("summary", "resolution", "report")}

    def correspondent(self, number: int) -> tuple[str, str]:
        """A sender's name and kind: first the bodies of state, then enterprises and citizens."""
        bodies = _BODIES or _BODIES.extend(_read("correspondents.toml")["body"]) or _BODIES
        if number < len(bodies):
            return bodies[number]["name"], bodies[number]["kind"]
        if self.chance.random() < 0.35:
            surname = self.chance.choice(SURNAMES) + self.chance.choice(ENDINGS)
            return f"{surname} {self.chance.choice(GIVEN)} {number}-а", "citizen"
        form, name = self.chance.choice(FORMS), self.chance.choice(NAMES)
        kind = "municipal" if form in {"КП", "КЗ"} else "enterprise"
        return f"{form} «{name} {self.chance.choice(SURNAMES)}-{number}»", kind


class _Filled(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return name


_BODIES: list[dict[str, str]] = []
