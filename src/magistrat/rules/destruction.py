"""In which year a closed file may first be put into an act of destruction (KR 10.5.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from magistrat.rules import keeping, toml, words
from magistrat.rules.edition import Edition
from magistrat.rules.form import Fields
from magistrat.rules.keeping import Keep
from magistrat.rules.storage_term import MARKS, UNTIL, StorageTerm

EARLIEST, LATEST = 1800, 2200


class NoCounting(LookupError):
    """Neither the regulation nor a general act says how storage terms are counted; the message is Ukrainian."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a clause or an act says of keeping; ``clause`` as printed to people; ``assumed``: its text was not compared."""

    keep: Keep
    clause: str
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Destruction:
    """The answer: ``year`` of the earliest act (nothing when the term never ends by itself), the days between which the
    file is kept, whether a commission reviews it first, and the clause; ``assumed`` as of the saying that was followed.
    """

    year: int | None
    counted_from: date | None
    until: date | None
    expert_review: bool
    clause: str
    explanation: str
    assumed: bool = False


def sayings(edition: Edition, general: Iterable[Saying] = ()) -> tuple[Saying, ...]:
    """What an edition and then the general acts say of keeping."""
    return (*(Saying(entry.keep, entry.clause) for entry in edition.entries if entry.keep), *general)


def load(text: str, file: str = "keeping.toml") -> tuple[Saying, ...]:
    """Read what general acts say of keeping.

    :raises FormError: naming file, key, field and reason.
    """
    whole = Fields(file, "", toml.parse(text, file))
    found = [_read(file, table) for table in whole.tables("saying")]
    whole.done()
    return tuple(found)


def _read(file: str, table: object) -> Saying:
    fields = Fields(file, str(table.get("key", "saying")) if isinstance(table, Mapping) else "saying", table)
    act, article = fields.take("act", str), fields.take("article", str, "")
    fields.take("key", str), fields.take("date", date), fields.take("meaning", str)
    clause = ", ".join(part for part in (act, article) if part)
    saying = Saying(keeping.read(fields.table("keep")), clause, assumed=fields.take("assumed", bool, False))
    fields.done()
    return saying


def earliest(
    term: StorageTerm, closed: int, said: Iterable[Saying], title: str = "", age: int | None = None
) -> Destruction:
    """When a file that was closed in a year may be put into an act.

    :param age: the person's age at the closing, for terms less the age.
    :raises ValueError: for a year that cannot be, or an age that is missing or too many, with the Ukrainian reason.
    :raises NoCounting: when nothing says how terms are counted.
    """
    if not EARLIEST <= closed <= LATEST:
        raise ValueError(f"рік завершення справи має бути від {EARLIEST} до {LATEST}, а вказано {closed}")
    years = _years(term, age)
    said = list(said)
    counting = next((saying for saying in said if saying.keep.counted_from == "next_year_start"), None)
    if counting is None:
        raise NoCounting("як лічити строк зберігання, не встановлено")
    file = f"Справу «{title}»" if title else "Справу"
    review = _review(term)
    if years is None:
        clause = _clause_of(term, said) or counting.clause
        return Destruction(
            None, None, None, term.mark is not None, clause, f"{_never(term, title)} ({_cited(clause)}).{review}"
        )
    start, last = date(closed + 1, 1, 1), date(closed + years, 12, 31)
    year = closed + years + 1
    length = words.amount(years, "years")
    counted = f"{term}: {length}" if term.less_age else length
    explanation = (
        f"{file} завершено {closed} року. Строк зберігання ({counted}) лічать від {words.day(start)}, останній його день —"
        f" {words.day(last)}; до акта про вилучення для знищення її включають не раніше {year} року"
        f" ({_cited(counting.clause)}).{review}{_ASSUMED if counting.assumed else ''}"
    )
    return Destruction(year, start, last, term.mark is not None, counting.clause, explanation, counting.assumed)


_ASSUMED = (
    " Сам регламент цього не каже, а дослівного тексту загального правила в системі немає: звірте з опублікованим."
)


def _years(term: StorageTerm, age: int | None) -> int | None:
    if term.years is None or not term.less_age:
        if age is not None:
            raise ValueError("вік потрібен лише для строку, від якого віднімають «В»")
        return term.years
    if age is None:
        raise ValueError(f"строк «{term}» залежить від віку особи на час завершення справи: вкажіть вік")
    if not 0 <= age < term.years:
        raise ValueError(f"вік має бути від 0 до {term.years - 1}, а вказано {age}")
    return term.years - age


def _never(term: StorageTerm, title: str) -> str:
    named = f" «{title}»" if title else ""
    if term.permanent:
        return f"Справу{named} зберігають постійно: до акта про вилучення для знищення її не включають"
    if term.until is not None:
        comma = "," if term.until == "need_passes" else ""
        return f"Справу{named} зберігають{comma} {UNTIL[term.until]}: року не обчислити, його визначає подія"
    return f"Справа{named} має замість строку лише позначку «{term.mark}»: рік визначає {MARKS[term.mark or 'ЕК']}"


_REVIEWS: Mapping[str | None, str] = MappingProxyType(
    {
        mark: f" Позначка «{mark}»: спершу документи розглядає {commission}, доти їх не знищують."
        for mark, commission in MARKS.items()
    }
)


def _review(term: StorageTerm) -> str:
    return _REVIEWS.get(term.mark, "") if term.years or term.until else ""


def _clause_of(term: StorageTerm, said: Iterable[Saying]) -> str | None:
    """The clause that speaks of just this sort of term."""
    for saying in said:
        keep = saying.keep
        until = keep.until or (keep.term.until if keep.term else None)
        alone = keep.term == StorageTerm(mark=term.mark) or (keep.term is None and keep.expert_mark == term.mark)
        if (until == term.until) if term.until else (alone and not term.permanent):
            return saying.clause
    return None


def _cited(clause: str) -> str:
    return words.clause(clause)
