"""Looking a workbook's rows through: what is wrong with each, and what is to be done by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from magistrat.documents.card import Card, Party
from magistrat.documents.queries import points
from magistrat.moving import sheets
from magistrat.moving.workbook import DASHES, Row, folded
from magistrat.rules.moments import moment
from magistrat.rules.numbering import Pattern

if TYPE_CHECKING:
    from magistrat.documents.models import Registry
    from magistrat.moving.queries.known import Known

FOREIGN_LETTERS = frozenset("ыэёъ")
WITHOUT_INDEX = "б/н"


@dataclass
class Checker:
    """Judges rows one after another; remembers those before, so that a repeated number or an unknown document is seen.

    `numbers`: the greatest number of the documents by registry and period; `documents`: (registry, index) to
    (period, number); `new`: correspondents that the workbook itself brings.
    """

    known: Known
    last_numbers: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    documents: dict[tuple[int, str], tuple[str, int]] = field(default_factory=dict)
    seen: dict[tuple[int, str, int], int] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    said: dict[tuple[int, str], tuple[int, Row]] = field(default_factory=dict)

    def judge(self, row: Row) -> dict[str, Any]:
        """Add what is wrong to the row's faults; the deed's values when nothing is."""
        judges = {
            sheets.CORRESPONDENTS: self._correspondent, sheets.NUMBERS: self._numbers,
            sheets.DOCUMENTS: self._document, sheets.HISTORY: self._history,
        }  # fmt: skip
        return judges[row.sheet](row)

    # --- the sheets ----------------------------------------------------------------------------------

    def _correspondent(self, row: Row) -> dict[str, Any]:
        kind = self.known.correspondent_kinds.get(folded(row.kind), "")
        if row.kind and not kind:
            row.wrong("kind", f"Такої категорії немає: «{row.kind[:60]}»; див. аркуш «Довідники».")
        if "@" not in row.email and row.email:
            row.wrong("email", "Не схоже на адресу електронної пошти.")
        if row.code and self.new.get(row.code, row.name) != row.name:
            row.wrong("code", "Цей код уже має інший кореспондент у книзі.")
        for name in (row.code, row.name.casefold()):
            if name:
                self.new.setdefault(name, row.name)
        names = ("name", "code", "address", "email", "phone", "head")
        return {name: getattr(row, name) for name in names} | {"kind": kind}

    def _numbers(self, row: Row) -> dict[str, Any]:
        registry = self._registry(row)
        if registry is None or row.last is None:
            return {}
        is_yearly = registry.restarts == "year"
        if is_yearly and row.year is None:
            row.wrong("year", "Нумерація цього реєстру щороку починається заново: зазначте рік.")
        if is_yearly and row.year is not None and not 1991 <= row.year <= self.known.on.year:
            row.wrong("year", f"Неможливий рік: {row.year}.")
        period = str(row.year) if is_yearly else ""
        if self.said.setdefault((registry.pk, period), (row.last, row))[1] is not row:
            row.wrong("registry", "Останній номер цього реєстру вже зазначено вище.")
        greatest = self.last_numbers.get(f"{registry.pk}:{period}", 0)
        if row.last < greatest:
            row.wrong("last", f"На аркуші «Документи» є більший номер цього реєстру: {greatest}.")
        return {"registry_id": registry.pk, "period": period, "last": row.last}

    def _document(self, row: Row) -> dict[str, Any]:
        registry = self._registry(row)
        number = self._number(row, registry)
        self._days(row)
        kind = self._one(row, "kind", self.known.kinds, "Такого виду документів немає")
        addressee, author = self._post(row, "addressee"), self._post(row, "author")
        main, helpers, informed = self._post(row, "main"), self._posts(row, "helpers"), self._posts(row, "informed")
        correspondent = self._sender(row, registry)
        self._whole(row, registry, addressee)
        self._language(row)
        if registry is not None and number is not None and row.registered_on is not None:
            self._once(row, registry, number)
        self._resolution(row, main, author or addressee)
        if row.faults or registry is None:
            return {}
        parties = (
            Party(correspondent, row.their_index or WITHOUT_INDEX, row.their_date),
        ) if correspondent is not None else ()  # fmt: skip
        at = moment(datetime.combine(row.registered_on, time(12)))
        card = Card(
            kind=kind or 0, summary=row.summary, parties=parties, addressee=addressee, signatory=row.signatory,
            way="post" if registry.direction == "incoming" else "",
            arrived_at=moment(datetime.combine(row.arrived_on or row.registered_on, time(9))),
            is_urgent=bool(row.is_urgent),
        )  # fmt: skip
        return {
            "document": {
                "registry_id": registry.pk, "number": number, "index": row.index, "registered_at": at, "card": card,
                "is_resolved": bool(row.text),
            },
            "resolution": {
                "author": author or addressee, "text": row.text, "on": row.resolved_on or row.registered_on,
                "main": main, "helpers": helpers, "informed": informed, "due_on": row.due_on,
                "first_due_on": row.first_due_on, "is_on_control": row.is_on_control is not False,
            } if row.text else None,
        }  # fmt: skip

    def _history(self, row: Row) -> dict[str, Any]:
        registry = self._registry(row)
        if registry is None:
            return {}
        if row.day is not None and row.day > self.known.on:
            row.wrong("day", "Дата ще не настала.")
        found = self.documents.get((registry.pk, row.index))
        if row.index and found is None:
            row.wrong("index", "Такого документа немає на аркуші «Документи».")
        if row.faults or found is None or row.day is None:
            return {}
        return {"registry_id": registry.pk, "place": found, "day": f"{row.day:%d.%m.%Y}", "text": row.text}

    # --- cells ---------------------------------------------------------------------------------------

    def _registry(self, row: Row) -> Registry | None:
        found = self.known.registries.get(folded(row.registry))
        if row.registry and found is None:
            row.wrong("registry", f"Такого реєстру немає: «{row.registry[:60]}».")
        return found

    def _number(self, row: Row, registry: Registry | None) -> int | None:
        if row.number is not None or registry is None or not row.index:
            given: int | None = row.values["number"]
            return given
        try:
            return int(Pattern(registry.pattern).read(row.index.translate(DASHES))["n"])
        except ValueError:
            row.wrong("number", f"З індексу «{row.index}» не видно порядкового номера: впишіть його.")
            return None

    def _days(self, row: Row) -> None:
        today = self.known.on
        for key in ("registered_on", "arrived_on", "their_date", "resolved_on"):
            day = row.values[key]
            if day is not None and day > today:
                row.wrong(key, "Дата ще не настала.")
        on = row.registered_on
        if on is None:
            return
        if row.arrived_on is not None and row.arrived_on > on:
            row.wrong("arrived_on", "Надійшов пізніше, ніж зареєстрований.")
        if row.their_date is not None and row.their_date > on:
            row.wrong("their_date", "Дата кореспондента пізніша за день реєстрації.")
        if row.resolved_on is not None and row.resolved_on < on:
            row.wrong("resolved_on", "Резолюція раніша за реєстрацію.")

    def _one(self, row: Row, key: str, known: dict[str, int], words: str) -> int | None:
        text = row.values[key]
        found = known.get(folded(text)) if text else None
        if text and not found:
            row.wrong(key, f"{words}: «{text[:80]}».")
        return found or None

    def _post(self, row: Row, key: str) -> int | None:
        return self._post_of(row, key, row.values[key])

    def _posts(self, row: Row, key: str) -> list[int]:
        names = [name.strip() for name in row.values[key].split(";") if name.strip()]
        return [post for name in names if (post := self._post_of(row, key, name)) is not None]

    def _post_of(self, row: Row, key: str, text: str) -> int | None:
        found = self.known.posts.get(folded(text)) if text else None
        if text and found is None:
            row.wrong(key, f"Такої посади або працівника сьогодні немає: «{text[:80]}».")
        if found == 0:
            row.wrong(key, f"Так зветься кілька посад: «{text[:60]}»; додайте в дужках прізвище з ініціалами.")
        return found or None

    def _sender(self, row: Row, registry: Registry | None) -> int | None:
        if not row.correspondent:
            if registry is not None and registry.direction != "internal":
                row.wrong("correspondent", "Не заповнено.")
            return None
        name = row.correspondent.casefold()
        if (found := self.known.correspondents.get(name)) is not None:
            return found
        if name not in self.new:
            row.wrong("correspondent", "Немає ні в довіднику, ні на аркуші «Кореспонденти».")
            return None
        # Only looked through yet: its id is known when the sheet of correspondents has been brought in.
        return self.known.correspondents.get(self.new[name].casefold(), 0)

    def _whole(self, row: Row, registry: Registry | None, addressee: int | None) -> None:
        """What the card must have (Cabinet resolution 55, item 41)."""
        if registry is None:
            return
        if registry.direction != "outgoing" and addressee is None and not row.addressee:
            row.wrong("addressee", "Не заповнено: кому адресовано документ.")
        if registry.direction != "incoming" and not row.signatory:
            row.wrong("signatory", "Не заповнено: хто підписав документ.")

    def _language(self, row: Row) -> None:
        rule = points.entry(self.known.on, points.LANGUAGE)
        if rule is not None and FOREIGN_LETTERS & set(row.summary.casefold()):
            row.wrong("summary", f"Короткий зміст пишуть державною мовою (п. {rule.clause}).")

    def _once(self, row: Row, registry: Registry, number: int) -> None:
        period = str(row.registered_on.year) if registry.restarts == "year" else ""
        first = self.seen.setdefault((registry.pk, period, number), row.place)
        if first != row.place:
            row.wrong("index", f"Номер {number} цього реєстру вже є в рядку {first}.")
        there = self.known.at_number(registry.pk, period, number)
        if there is not None and there != (row.index, row.registered_on):
            row.wrong("index", f"Номер {number} у системі вже має документ {there[0]}.")
        key = f"{registry.pk}:{period}"
        self.numbers[key] = max(self.numbers.get(key, 0), number)
        self.documents[registry.pk, row.index] = (period, number)

    def _resolution(self, row: Row, main: int | None, author: int | None) -> None:
        if not row.text:
            for key in ("main", "due_on"):
                if row.values[key]:
                    row.wrong("text", "Є виконавець або строк, але немає резолюції.")
                    return
            return
        if main is None and not row.main:
            row.wrong("main", "Не заповнено: хто виконує резолюцію.")
        if author is None and not row.author:
            row.wrong("author", "Не заповнено: хто наклав резолюцію.")
        since: date | None = row.resolved_on or row.registered_on
        if row.due_on is None:
            if not any(one.column == "Строк" for one in row.faults):
                row.wrong("due_on", "Не заповнено: строк виконання.")
        elif since is not None and row.due_on < since:
            row.wrong("due_on", "Строк раніший за день резолюції.")
