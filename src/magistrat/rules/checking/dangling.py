"""Grade *dangling*: a clause or an annex of the regulation is cited that does not exist."""

import re
from collections.abc import Iterator

from magistrat.rules import words
from magistrat.rules.checking.form import Finding, Subject, headed, listed
from magistrat.rules.clauses import Clause, base

_NUMBER = r"\d{1,2}(?:\.\d{1,2})+"
_CLAUSE = re.compile(
    rf"(?<![\w.])(?:п\.|пп\.|пункт\w*|підпункт\w*)\s*(?P<numbers>{_NUMBER}\.?(?:\s*(?:,|;|та|і|й|–|-)\s*{_NUMBER}\.?)*)",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    r"(?<!\w)додат(?:ок|ка|ку|ком|ки|ків|ками|ках)\s+№?\s*(?P<numbers>\d{1,2}(?:\s*(?:,|та|і|й)\s*\d{1,2})*)(?![\d.]*\d)",
    re.IGNORECASE,
)
# What follows the number when it is a number of another act; "цього Порядку" is the regulation itself.
_FOREIGN = re.compile(
    r"\s*(?:ст\.|статт|розділу\s+\w+\s+Закон|Закон|Кодекс|Положенн|Порядку|Правил|Інструкці|Постанов|Указ|Методик|Типов|Держ)"
)
# "This procedure" is the chapter or the annex in which the words stand.
_OWN = re.compile(r"\s*(цього|цієї|цих)\s+((?!регламент)\w+)", re.IGNORECASE)
_SELF = re.compile(r"(?<!\w)(цим|цього|цьому)\s+(розпорядженн\w*|наказ\w*)", re.IGNORECASE)
_STEM = 5


def find(subject: Subject) -> Iterator[Finding]:
    """Each clause that cites what is not there."""
    numbers = {(clause.annex, clause.number) for clause in subject.clauses}
    annexes = {clause.annex for clause in subject.clauses} - {""}
    for clause in subject.clauses:
        if not (clause.number or clause.annex):
            continue
        for match in _CLAUSE.finditer(clause.text):
            if not _FOREIGN.match(clause.text, match.end()):
                yield from _numbers(subject, clause, match, numbers)
        absent = [number for number in _annexes(clause.text) if number not in annexes]
        if absent:
            yield _finding(subject, clause, [f"додаток {number}" for number in absent], "Регламенті")
        yield from _itself(subject, clause)


def _numbers(
    subject: Subject, clause: Clause, match: re.Match[str], numbers: set[tuple[str, str]]
) -> Iterator[Finding]:
    """Numbers of one citation that are not there; those of "this procedure" are sought in the clause's own chapter."""
    cited = dict.fromkeys(re.findall(_NUMBER, match["numbers"]))
    if own := _OWN.match(clause.text, match.end()):
        missing = [number for number in cited if not _in_chapter(subject, clause, number)]
        place = f"«{own[1]} {own[2]}» ({f'додаток {clause.annex}' if clause.annex else f'розділ {clause.chapter}'})"
    else:
        missing = [number for number in cited if not {(clause.annex, number), ("", number)} & numbers]
        place = "Регламенті"
    if missing:
        yield _finding(subject, clause, missing, place)


def _in_chapter(subject: Subject, clause: Clause, number: str) -> bool:
    own = [
        one for one in subject.clauses if one.annex == clause.annex and (clause.annex or one.chapter == clause.chapter)
    ]
    return any(one.number == number for one in own)


def _finding(subject: Subject, clause: Clause, missing: list[str], place: str) -> Finding:
    which = "яких" if len(missing) > 1 else "якого"
    said = listed(map(words.clause, missing))
    where = f"в {place}" if place == "Регламенті" else f"серед пунктів {place}"
    sentence = f"{headed(clause.printed)} посилається на {said}, {which} {where} немає."
    return Finding("dangling", _ids(subject, clause), (clause.printed, *missing), (), sentence)


def _itself(subject: Subject, clause: Clause) -> Iterator[Finding]:
    """The regulation calls itself an act that it is not: the words came from another paper."""
    if (match := _SELF.search(clause.text)) and match[2][:_STEM].lower() not in subject.edition.act.lower():
        sentence = f"{headed(clause.printed)} говорить про себе «{match[0]}», хоча Регламент таким актом не є."
        yield Finding("dangling", _ids(subject, clause), (clause.printed,), (), sentence)


def _ids(subject: Subject, clause: Clause) -> tuple[str, ...]:
    return tuple(entry.id for entry in subject.edition.entries if base(entry.id) == clause.id) or (clause.id,)


def _annexes(text: str) -> list[str]:
    found = [
        number
        for match in _ANNEX.finditer(text)
        if not _FOREIGN.match(text, match.end())
        for number in re.findall(r"\d+", match["numbers"])
    ]
    return list(dict.fromkeys(found))
