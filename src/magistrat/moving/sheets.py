"""The workbook's sheets and columns: what the reader, the template and the page of faults all go by."""

from __future__ import annotations

from dataclasses import dataclass

CORRESPONDENTS, NUMBERS, DOCUMENTS, HISTORY = "Кореспонденти", "Номери", "Документи", "Історія"


@dataclass(frozen=True)
class Column:
    """A column: the key by which code asks, its heading, how its cells are read, what the instruction says."""

    key: str
    title: str
    kind: str = "text"
    is_needed: bool = False
    said: str = ""
    width: int = 18
    longest: int = 300


SHEETS: dict[str, tuple[Column, ...]] = {
    CORRESPONDENTS: (
        Column("name", "Назва", is_needed=True, width=44, said="повна назва або прізвище, ім'я, по батькові"),
        Column("kind", "Категорія", is_needed=True, width=30, said="одна з категорій аркуша «Довідники»"),
        Column("code", "Код ЄДРПОУ", "code", said="8 цифр; порожньо, якщо немає"),
        Column("address", "Адреса", width=40),
        Column("email", "Електронна пошта", width=26, longest=254),
        Column("phone", "Телефон", longest=40),
        Column("head", "Керівник", width=26, longest=200),
    ),
    NUMBERS: (
        Column("registry", "Реєстр", is_needed=True, width=40, said="назва реєстру в системі"),
        Column("year", "Рік", "number", said="порожньо для наскрізної нумерації"),
        Column("last", "Останній номер", "number", is_needed=True, said="далі нумерація піде з наступного"),
    ),
    DOCUMENTS: (
        Column("registry", "Реєстр", is_needed=True, width=34, said="назва реєстру в системі"),
        Column("index", "Індекс", is_needed=True, said="як у журналі; стовпець має бути текстовим", longest=60),
        Column("number", "Порядковий номер", "number", said="лише якщо не видно з індексу"),
        Column("registered_on", "Дата реєстрації", "day", is_needed=True, said="дд.мм.рррр"),
        Column("arrived_on", "Надійшов", "day", said="порожньо — того самого дня"),
        Column("kind", "Вид документа", is_needed=True, width=26, said="один із видів аркуша «Довідники»"),
        Column("correspondent", "Кореспондент", width=36, said="назва або код ЄДРПОУ"),
        Column("their_index", "Їхній індекс", longest=80),
        Column("their_date", "Їхня дата", "day"),
        Column("summary", "Короткий зміст", is_needed=True, width=50, longest=1000),
        Column("addressee", "Кому", width=30, said="посада або прізвище з ініціалами"),
        Column("signatory", "Підписав", width=30, said="для вихідних і внутрішніх документів"),
        Column("is_urgent", "Терміново", "yes", said="так або порожньо"),
        Column("author", "Автор резолюції", width=30, said="посада; порожньо — адресат"),
        Column("text", "Резолюція", width=40, said="порожньо — документ чекатиме на розгляд адресата", longest=1000),
        Column("resolved_on", "Дата резолюції", "day", said="порожньо — день реєстрації"),
        Column("main", "Головний виконавець", width=30, said="посада або прізвище з ініціалами"),
        Column("helpers", "Співвиконавці", width=30, said="через крапку з комою", longest=1000),
        Column("informed", "До відома", width=30, said="через крапку з комою", longest=1000),
        Column("due_on", "Строк", "day", said="чинний строк виконання"),
        Column("first_due_on", "Початковий строк", "day", said="якщо строк змінювали"),
        Column("is_on_control", "На контролі", "yes", said="так або ні; порожньо — так"),
    ),
    HISTORY: (
        Column("registry", "Реєстр", is_needed=True, width=34),
        Column("index", "Індекс", is_needed=True, said="документа з аркуша «Документи»", longest=60),
        Column("day", "Дата", "day", is_needed=True),
        Column("text", "Подія", is_needed=True, width=60, said="наприклад: строк продовжено до 20.03.2026", longest=500),
    ),
}  # fmt: skip
