"""Storage terms as people who keep records write them in a nomenclature: «5 років ЕПК», «Пост.», «75 років – «В»»."""

import re
from dataclasses import dataclass

from magistrat.rules import words

MARKS = {"ЕПК": "експертно-перевірна комісія", "ЕК": "експертна комісія"}
UNTIL = {
    "need_passes": "доки не мине потреба",
    "liquidation": "до ліквідації організації",
    "replaced": "до заміни новими",
    "dismissal": "до звільнення",
}
_READ_UNTIL = {
    "need_passes": r"доки не мин(?:е|ає) потреба|дмп",
    "liquidation": r"до ліквідації(?: (?:організації|установи|підприємства|закладу|органу))?",
    "replaced": r"до заміни(?: новими?)?",
    "dismissal": r"до звільнення",
}
_NUMERALS = {
    "один": 1, "два": 2, "три": 3, "чотири": 4, "п'ять": 5, "шість": 6, "сім": 7, "вісім": 8, "дев'ять": 9, "десять": 10,
    "п'ятнадцять": 15, "двадцять": 20, "двадцять п'ять": 25, "п'ятдесят": 50, "сімдесят п'ять": 75,
}  # fmt: skip
_MARK = re.compile(r"[\s,;(]*\b(ЕПК|ЕК)\b[\s,;)]*", re.IGNORECASE)
_AGE = re.compile(r"\s*[-–—]?\s*[«\"“]В[»\"”]|\s+[-–—]\s*В\b", re.IGNORECASE)
# the nomenclature's column has the article of the list beside the term (KR 10.1.12)
_ARTICLE = re.compile(r"[\s,;(]*\bст(?:\.|атт[яіею]+)\s*\d[\d\s,\-а-яіїєґ]*\)?\s*$", re.IGNORECASE)
_PERMANENT = re.compile(r"пост(?:\.|ійно|ійн(?:е|ого)(?: зберігання)?)?", re.IGNORECASE)
_YEARS = re.compile(r"(\d{1,3}|[а-яіїєґ' ]+?)\s*(?:р\.?|рік|роки|років)", re.IGNORECASE)
_EVENT = re.compile(r".*\b(?:після|з (?:дня|часу|моменту)|від (?:дня|часу))\b.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StorageTerm:
    """A storage term: a number of ``years``, ``until`` an event, ``permanent``, or a ``mark`` alone.

    ``mark`` asks for a commission's review; ``less_age``: the age of the person at the closing of the file is taken from
    the years («75 років – «В»»).
    """

    years: int | None = None
    permanent: bool = False
    until: str | None = None
    mark: str | None = None
    less_age: bool = False

    def __str__(self) -> str:
        """As it is written in a nomenclature; `read` gives the same term back."""
        said = [
            words.amount(self.years, "years") if self.years else "",
            "– «В»" if self.less_age else "",
            "Постійно" if self.permanent else "",
            words.sentence(UNTIL[self.until]) if self.until else "",
            self.mark or "",
        ]
        return " ".join(part for part in said if part)


def read(text: str) -> StorageTerm:
    """The term that is written; the article of a list beside it is left out.

    :raises ValueError: when it is no such term, with the Ukrainian reason.
    """
    rest = " ".join(text.replace("’", "'").replace("ʼ", "'").split())
    rest = _ARTICLE.sub("", rest)
    found = _MARK.search(rest)
    mark = found[1].upper() if found else None
    rest = _MARK.sub(" ", rest).strip(" .,;") if mark else rest
    less_age = bool(_AGE.search(rest))
    rest = " ".join(_AGE.sub(" ", rest).split())
    if mark and not rest:
        return StorageTerm(mark=mark)
    years = _number(rest)
    if years:
        return StorageTerm(years=years, mark=mark, less_age=less_age)
    if less_age:
        raise ValueError(f"строк зберігання «{text}» не прочитано: «В» (вік особи) віднімають від числа років")
    if _PERMANENT.fullmatch(rest):
        return StorageTerm(permanent=True, mark=mark)
    for until, pattern in _READ_UNTIL.items():
        if re.fullmatch(pattern, rest.rstrip("."), re.IGNORECASE):
            return StorageTerm(until=until, mark=mark)
    if _EVENT.fullmatch(rest):
        raise ValueError(
            f"строк зберігання «{text}» лічать від іншої події, а не від завершення справи:"
            " вкажіть рік цієї події та самий лише строк, наприклад «5 років»"
        )
    raise ValueError(f"строк зберігання «{text}» не прочитано; пишіть, наприклад: «5 років ЕПК», «Постійно»")


def _number(text: str) -> int | None:
    found = _YEARS.fullmatch(text)
    if found is None:
        return None
    written = found[1].strip().lower()
    return int(written) if written.isdecimal() else _NUMERALS.get(written)
