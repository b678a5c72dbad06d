"""What generated letters are about and who writes them: the texts of the demo cities' story, filled in by chance."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from magistrat.demo import words
from magistrat.demo.scenes.arrival import fillings

WRITTEN_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
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


class Words:
    """Short contents of letters and names of their senders, the same for the same seed."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.topics = words.read("topics")["topic"]

    def topic(self) -> dict[str, str]:
        """A topic with its places filled in."""
        chosen = self.chance.choice(self.topics)
        values = _Filled(fillings(self.chance, WRITTEN_AT))
        return {name: chosen[name].format_map(values) for name in ("summary", "resolution", "report")}

    def correspondent(self, number: int) -> tuple[str, str]:
        """A sender's name and kind: first the bodies of state, then enterprises and citizens."""
        bodies = words.read("correspondents")["body"]
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
