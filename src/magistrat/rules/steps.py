"""Steps by which a paper is approved: who does what, in which order, and when it is asked at all."""

import re
from dataclasses import dataclass

from magistrat.rules.form import Fields

ROUTES = {
    "committee-decision": "рішення виконавчого комітету",
    "council-decision": "рішення міської ради",
    "protocol-decision": "протокольне рішення виконавчого комітету",
    "order": "розпорядження міського голови",
    "personnel-order": "розпорядження з кадрових питань",
    "contract": "договір",
    "letter": "лист",
    "half-year-plan": "перспективний план роботи",
    "training-plan": "план навчання депутатів",
    "event-plan": "план заходу",
    "speech-materials": "матеріали для виступу",
    "nomenclature": "номенклатура справ",
    "destruction-act": "акт про вилучення для знищення",
    "job-description": "посадова інструкція",
    "internship-plan": "індивідуальний план стажування",
    "timesheet": "табель обліку робочого часу",
    "document": "інший документ",
}
DEEDS = {
    "visa": "віза",
    "consent": "погодження",
    "conclusion": "висновок",
    "check": "перевірка",
    "sign": "підпис",
    "register": "реєстрація",
    "submit": "подання",
    "approve": "затвердження",
}
# what a paper may be about; a clause that needs more adds words of its own
FLAGS = frozenset({
    "budget", "treasury", "registration", "service-cards", "regulatory", "tariffs", "competition", "awards", "permits",
    "housing", "commission-members",
})  # fmt: skip
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_FLAG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route.

    ``place`` orders the whole route over all entries, equal places stand side by side; ``label`` is the Ukrainian name of
    the role; ``when`` asks for one of its flags, ``unless`` for none; ``limit`` is the key of the entry that gives the
    time; ``parallel`` where the clause itself says that the order does not matter; ``outer`` for a body outside the city hall.
    """

    place: int
    role: str
    label: str
    does: str
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    limit: str | None = None
    parallel: bool = False
    outer: bool = False


def read(fields: Fields) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    """The ``routes`` and ``steps`` of an entry; both or none.

    :raises FormError: naming file, entry, field and reason.
    """
    routes = fields.texts("routes")
    for route in routes:
        if route not in ROUTES:
            raise fields.error("routes", f"«{route}» не передбачено; можливі: {', '.join(ROUTES)}")
    if len(set(routes)) != len(routes):
        raise fields.error("routes", "маршрут названо двічі")
    steps = tuple(_read(Fields(fields.file, fields.entry, table)) for table in fields.tables("steps"))
    if steps and not routes:
        raise fields.error("routes", "кроки не належать до жодного маршруту")
    if routes and not steps:
        raise fields.error("steps", "маршрут не має жодного кроку")
    return routes, steps


def _read(fields: Fields) -> Step:
    step = Step(
        place=fields.take("place", int),
        role=fields.take("role", str),
        label=fields.take("label", str),
        does=fields.choice("does", tuple(DEEDS)),
        when=_flags(fields, "when"),
        unless=_flags(fields, "unless"),
        limit=fields.optional("limit", str),
        parallel=fields.take("parallel", bool, False),
        outer=fields.take("outer", bool, False),
    )
    fields.done()
    if step.place < 0:
        raise fields.error("place", "не може бути менше нуля")
    if not _KEY.fullmatch(step.role):
        raise fields.error("role", f"«{step.role}» не є ключем ролі (snake_case)")
    if not step.label.strip():
        raise fields.error("label", "назва не може бути порожньою")
    if step.limit is not None and not _KEY.fullmatch(step.limit):
        raise fields.error("limit", f"«{step.limit}» не є ключем (snake_case)")
    if both := set(step.when) & set(step.unless):
        raise fields.error("unless", f"«{min(both)}» стоїть і в when, і в unless")
    return step


def _flags(fields: Fields, key: str) -> tuple[str, ...]:
    flags = fields.texts(key)
    for flag in flags:
        if not _FLAG.fullmatch(flag):
            raise fields.error(key, f"«{flag}» не є ознакою (латинські слова через дефіс)")
    return flags
