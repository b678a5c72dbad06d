"""What an act's paper bears beside its text: who is named on the reverse page, in which order, what stands on annexes.

KR 4.16.3–4.16.7, 5.15.5–5.15.7, 6.4, 6.10, annexes 3, 4, 8–11; DR 4.8, 5.8, 5.11. Pure functions over an edition; a city
without the key has no such page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from magistrat.rules.act_text import ActText, Annex, walk
from magistrat.rules.called import Called
from magistrat.rules.edition import Edition, Entry

BACK_PAGES = {
    "committee-decision": "decision_back_page_form",
    "protocol-decision": "protocol_decision_back_page_form",
    "council-decision": "council_decision_back_page_form",
    "order": "order_back_page_form",
    "personnel-order": "order_back_page_form",
}
# The flag of a decision taken between meetings (KR 4.41).
POLL = "between-meetings"
POLL_PAGE, POLL_MEMBERS = "poll_decision_back_page_form", "poll_members_list"
# The clause that asks for the reverse of an annex, and its form.
ANNEX_RULE, ANNEX_PAGE = "annex_back_page", "annex_back_page_form"
# What the back page must have besides its form: who, visas, mailing list, telephones (KR 4.16.3, 4.16.5, 5.15.5, 6.4).
PAGE_RULES = {
    "committee-decision": "decision_back_page",
    "protocol-decision": "decision_back_page",
    "council-decision": "council_decision_back_page",
    "order": "order_back_page",
    "personnel-order": "order_back_page",
}
CONTENTS = {
    "committee-decision": "draft_decision_content",
    "protocol-decision": "draft_decision_content",
    "council-decision": "council_draft_content",
    "order": "order_content",
    "personnel-order": "order_content",
}
ANNEX_SIGNATORIES = {
    "committee-decision": "decision_annex_signatories",
    "protocol-decision": "decision_annex_signatories",
    "council-decision": "council_decision_length",
    "order": "order_signatories",
    "personnel-order": "order_signatories",
}
NAMES = {
    "committee-decision": "РІШЕННЯ",
    "protocol-decision": "ПРОТОКОЛЬНЕ РІШЕННЯ",
    "council-decision": "РІШЕННЯ",
    "order": "РОЗПОРЯДЖЕННЯ",
    "personnel-order": "РОЗПОРЯДЖЕННЯ",
}
NOUNS = {
    "committee-decision": "Рішення",
    "protocol-decision": "Рішення",
    "council-decision": "Рішення",
    "order": "Розпорядження",
    "personnel-order": "Розпорядження",
}
# In the genitive, without the mayor or the council whose act it is.
OF_ACT = {
    "committee-decision": "рішення виконкому",
    "protocol-decision": "протокольного рішення виконкому",
    "council-decision": "рішення",
    "order": "розпорядження",
    "personnel-order": "розпорядження",
}
BLANKS = {
    "committee-decision": "committee",
    "protocol-decision": "committee",
    "council-decision": "council",
    "order": "mayor",
    "personnel-order": "mayor",
}
# How who stands in for an absent one is printed (KR 4.5, 4.16.7).
ACTING = ("decision_signatory", "acting_affairs_manager_mark", "acting_deputy_mark")
POST = "{post}"
BOLD_ITALIC = "напівжирним курсивом"
NO_DATE, NO_NUMBER = "____________", "_______"
DIRECTORS, OFFICES, MEMBERS, OTHERS = "department_directors", "office_heads", "committee_members", "others"
# Who stands under these is told by the words of his post.
HEADINGS = {DIRECTORS: "Директори департаментів:", OFFICES: "Начальники управлінь:", OTHERS: ""}
OF_DIRECTOR = re.compile(r"^Директорк?а? департаменту (?P<rest>.+)$")
OF_OFFICE = re.compile(r"^Начальни(?:к|ця) (?:управління (?P<rest>.+)|(?P<what>\S+ого) управління)$")
HEAD = re.compile(
    r"^(?P<head>Начальни(?:к|ця)|Директорк?а?|Завідувачк?а?|Керівни(?:к|ця)) (?:\S+(?:ого|ої) )?"
    r"(?P<body>управління|департаменту|відділу|сектору|служби|центру|бухгалтерії|апарату)\b"
)
NOT_LETTERS = re.compile(r"[^а-щьюяєіїґ]+")
ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
APPROVES = re.compile(r"затвердити.+\(додається\)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Named:
    """A line of signatures: the post or both posts line by line, «Власне ім'я ПРІЗВИЩЕ», the day of a given visa."""

    lines: tuple[str, ...]
    name: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody of the route: the role by which he is asked, his post, whether he stands in for an absent one."""

    role: str
    title: str
    name: str
    day: str = ""
    acting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Officials under one heading («Начальники управлінь:»), or one official with his whole post and no heading."""

    heading: str
    people: tuple[Named, ...]


def back_page(edition: Edition, kind: str, *, is_poll: bool = False) -> Entry | None:
    """The form of the reverse page; none where the regulation has none. A decision between meetings has its own."""
    if is_poll and kind == "committee-decision" and edition.get(POLL_MEMBERS):
        return edition.get(POLL_PAGE)
    return edition.get(BACK_PAGES[kind])


def clause_of_page(edition: Edition, kind: str) -> str:
    """The clause that asks for the reverse page; empty where none does."""
    rule = edition.get(PAGE_RULES[kind])
    return rule.clause if rule else ""


def has_separate_list(edition: Edition, kind: str) -> bool:
    """Whether a mailing list in general words needs the very list on a separate sheet (KR 4.16.3.3, 6.10)."""
    rules = (edition.get(PAGE_RULES[kind]), edition.get("order_recipients"))
    return any(rule is not None and bool(rule.values.get("separate_list_when_generalised")) for rule in rules)


def has_italic_title(edition: Edition, kind: str) -> bool:
    """Whether the heading is printed in bold italic (KR 4.16.1.1, 5.15.1.1, 6.3.2)."""
    rule = edition.get(CONTENTS[kind])
    return rule is not None and any(BOLD_ITALIC in str(label) for label in rule.values.get("labels", ()))


def annex_page(edition: Edition) -> Entry | None:
    """The form of an annex's reverse page; none where no clause asks for the page (KR 4.16.5)."""
    return edition.get(ANNEX_PAGE) if edition.get(ANNEX_RULE) else None


def acting_lines(edition: Edition, absent: Collection[str], lines: tuple[str, ...]) -> tuple[str, ...]:
    """Both posts of one who stands in as the regulation itself prints them, else as they are (KR 4.5, 4.16.7.1, 4.16.7.2).

    :param absent: roles of the absent post; ``lines``: both posts, the own one last.
    """
    for rule in filter(None, map(edition.get, ACTING)):
        stood_in = rule.values.get("absent_roles", rule.values.get("signatory_roles", ()))
        block = str(rule.values.get("signature_block", "")) if set(stood_in).intersection(absent) else ""
        if POST in block and len(lines) > 1:
            return block.replace(POST, "").strip(), lines[-1]
    return lines


def annex_roles(edition: Edition, kind: str, annex: Annex) -> tuple[str, ...]:
    """Roles that sign the annex, in the order of signatures (KR 4.16.4, 5.15.6, 6.12; DR 4.8, 5.11)."""
    rule = edition.get(ANNEX_SIGNATORIES[kind])
    if rule is None:
        return ()
    values = rule.values
    if "." in annex.label and "annex_of_annex_roles" in values:
        return tuple(values["annex_of_annex_roles"])
    if annex.is_commission and "commission_annex_roles" in values:
        return tuple(values["commission_annex_roles"])
    return tuple(values.get("annex_roles", ()))


def of_which(kind: str, called: Called) -> str:
    """Of which act something is: «розпорядження міського голови»."""
    return f"{OF_ACT[kind]} {_body(kind, called)}"


def _body(kind: str, called: Called) -> str:
    return called.mayor_genitive if BLANKS[kind] == "mayor" else called.council_genitive


def annex_heading(
    text: ActText, annex: Annex, kind: str, on: date | None, number: str, called: Called
) -> tuple[str, ...]:  # fmt: skip
    """What stands at the upper right of an annex: to which act it belongs, its body on a line of its own (DR 4.8, 5.11).

    The only annex that a point approves («Затвердити … (додається)») bears «ЗАТВЕРДЖЕНО» instead, and one of which the act
    itself has not come down.
    """
    of_act, body = OF_ACT[kind], _body(kind, called)
    dated = f"{on:%d.%m.%Y}" if on else NO_DATE
    line = f"{dated} № {number or NO_NUMBER}"
    if not annex.label and (not text.points or any(APPROVES.search(point.text) for point in walk(text.points))):
        return "ЗАТВЕРДЖЕНО", of_act[0].upper() + of_act[1:], body, line
    if "." in annex.label:
        parent, _, own = annex.label.rpartition(".")
        return f"Додаток {own}", f"до додатка {parent}", f"до {of_act}", body, line
    return f"Додаток {annex.label}".strip(), f"до {of_act}", body, line


def groups(form: Entry, officials: Sequence[Official], members: Iterable[str] = ()) -> tuple[Group, ...]:
    """«Погоджено:» in the order of the form, not in that of the visas (KR annexes 3, 8–11, notes of the entries).

    :param members: names of the committee's members, printed alphabetically where the form lists them (KR 4.41.1).
    """
    required = [str(one) for one in form.values.get("required", ())]
    labels = dict(zip(required, map(str, form.values.get("labels", ())), strict=False))
    sections = {role: section for section in required for role in _roles(form, section)}
    placed: dict[str, list[Official]] = {}
    for one in officials:
        placed.setdefault(sections.get(one.role) or _section(one), []).append(one)
    found: list[Group] = []
    for section in _order(required):
        if section == MEMBERS:
            named = tuple(Named((), name) for name in sorted(members, key=by_surname))
            found += [Group(_heading(labels.get(MEMBERS, "")), named)] if named else []
        elif section in HEADINGS:
            found += _printed(placed.get(section, []), heading=HEADINGS[section])
        else:
            found += _by_roles(form, section, placed.get(section, []), labels.get(section, ""))
    return tuple(found)


def by_surname(name: str) -> tuple[list[int], ...]:
    """The place of «Власне ім'я ПРІЗВИЩЕ» in the Ukrainian alphabet: by the surname, then by the name."""
    words = name.lower().split()
    return tuple(
        [ALPHABET.index(letter) for letter in NOT_LETTERS.sub("", word)] for word in [*words[-1:], *words[:-1]]
    )


def head_line(title: str) -> str:
    """The head's post under the line that has just named his body: «Начальник управління», «Директор департаменту»."""
    found = HEAD.match(title)
    return f"{found['head']} {found['body']}" if found else title


def _roles(form: Entry, section: str) -> tuple[str, ...]:
    """Roles that stand in the section, in their order; one that the form gives none is that of the role of its name."""
    return tuple(form.values.get("section_roles", {}).get(section, (section,)))


def _section(one: Official) -> str:
    if OF_DIRECTOR.match(one.title):
        return DIRECTORS
    return OFFICES if OF_OFFICE.match(one.title) else OTHERS


def _order(required: Sequence[str]) -> list[str]:
    """Sections of the form; directors whom it lacks stand before heads of offices, others after them."""
    order = [one for one in required if one not in ("prepared_by", "distribution_list", "preparer_contacts")]
    place = order.index(OFFICES) if OFFICES in order else len(order)
    if DIRECTORS not in order:
        order.insert(place, DIRECTORS)
    place = order.index(OFFICES) + 1 if OFFICES in order else len(order)
    order[place:place] = [OTHERS] if OFFICES in order else [OFFICES, OTHERS]
    return order


def _by_roles(form: Entry, section: str, officials: Sequence[Official], label: str) -> list[Group]:
    """Those of each role in the order of the roles; a heading over several of one says their post already."""
    headings = form.values.get("role_headings", {})
    found: list[Group] = []
    for role in _roles(form, section):
        held = [one for one in officials if one.role == role]
        found += _printed(held, label, heading=_heading(headings.get(role, "")), says_post=True)
    return found


def _printed(officials: Sequence[Official], label: str = "", *, heading: str, says_post: bool = False) -> list[Group]:
    """Several share a heading; one alone, one who stands in and those without a heading have their posts in full."""
    own = [one for one in officials if not one.acting]
    together = own if len(own) > 1 and heading else []
    alone = [one for one in officials if one not in together]
    found = [Group("", (Named(one.acting or (_title(one, label),), one.name, one.day),)) for one in alone]
    if together:
        lines = [() if says_post else (_short(one.title),) for one in together]
        rows = (Named(line, one.name, one.day) for line, one in zip(lines, together, strict=True))
        found.append(Group(heading, tuple(rows)))
    return found


def _heading(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}:" if words else ""


def _short(title: str) -> str:
    """What the heading does not say of the post already."""
    found = OF_DIRECTOR.match(title) or OF_OFFICE.match(title)
    rest = (found.groupdict().get("rest") or found.groupdict().get("what")) if found else title
    return rest or title


def _title(one: Official, label: str) -> str:
    """The post as the form writes it where the post begins with these words, else the post."""
    if label and one.title.lower().startswith(label.lower()):
        return label[0].upper() + label[1:]
    return one.title
