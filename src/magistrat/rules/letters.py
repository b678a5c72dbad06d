"""Outgoing letters: who signs, who visas, how many addressees, when it is registered and sent (KR 7.12, 8.8; DR 11).

Pure functions over an edition; a city without a key has no such rule.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from magistrat.rules import limits, terms
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.moments import local
from magistrat.rules.refusal import Refusal

SIGN = "letter.sign"
REGISTER = "document.register_outgoing"
FOREIGN = frozenset("ыэёъ")
EXECUTOR, HEAD, IN_CHARGE = "executor", "department_head", "leader_in_charge"
# Copies beside those for addressees: for the file, and the executor's own.
FILE, OWN = "file", "executor"
# An executor answers for his draft before anyone else does; the others follow side by side.
VISA_ORDER = (EXECUTOR, HEAD, IN_CHARGE)
BY_ADDRESSEE = ("letter_signatories_state_bodies", "letter_signatories_councillors")
BY_ANSWERED_KIND = ("councillor_reply_signatories",)
VISAS = ("visas_for_mayor", "visas_for_leader")
# Blanks, the entry that says whose signature each bears, and who signs on it as a rule, also where no entry says so.
BLANKS = {
    "mayor": ("letter_blank_mayor", ("mayor",)),
    "council": ("letter_blank_council", ("mayor", "council_secretary")),
    "committee": (
        "letter_blank_committee",
        ("mayor", "first_deputy_mayor", "deputy_mayor", "affairs_manager", "council_secretary"),
    ),
    "department": ("letter_blank_department", ("department_head",)),
}


@dataclass(frozen=True, slots=True)
class Matter:
    """What the rules need to know of a letter.

    :param addressee_kinds: kinds of the correspondents to whom it goes.
    :param addressed_to: roles of the post to which the answered paper was addressed; empty for a letter of our own.
    :param answered_kind: kind of the answered paper; ``on_control``: whether that paper is on control.
    :param is_instructed: the paper was given for an answer by a resolution of the one to whom it was addressed.
    """

    addressee_kinds: tuple[str, ...] = ()
    addressed_to: frozenset[str] = frozenset()
    answered_kind: str = ""
    on_control: bool = False
    is_instructed: bool = False


@dataclass(frozen=True, slots=True)
class Visa:
    """A visa that a letter needs: whose (`EXECUTOR`, `HEAD` or `IN_CHARGE`) and by which clause."""

    who: str
    clause: str


@dataclass(frozen=True, slots=True)
class Caution:
    """What the regulation advises against without forbidding it."""

    clause: str
    message: str


# ── who signs ───────────────────────────────────────────────────────────────────────────────────────────────────────


def refusal_to_sign(edition: Edition, matter: Matter, roles: Collection[str]) -> Refusal | None:
    """Why a post with these roles may not sign the letter; nothing when it may.

    In this order: what was written to a department directly its head answers (KR 7.12.4); the addressee's kind
    (KR 7.12.2, 7.12.3; DR 8.8); the kind of the answered paper (KR 5.44.1); to whom that was addressed (KR 7.12.1);
    the general right (DR 15.11).
    """
    if direct := _direct(edition, matter):
        rule, heads, clause = direct
        return None if heads.intersection(roles) else Refusal(clause, rule.meaning, rule.words)
    for entry, allowed in _restrictions(edition, matter):
        if not allowed.intersection(roles):
            return entry.refusal()
    if refusal := _uninstructed(edition, matter, roles):
        return refusal
    return edition.may(SIGN, roles)


def may_sign(edition: Edition, matter: Matter) -> frozenset[str]:
    """Roles that may sign the letter."""
    known = edition.roles_with(SIGN)
    return frozenset(role for role in known if refusal_to_sign(edition, matter, {role}) is None)


def proposed(edition: Edition, matter: Matter, posts: Sequence[tuple[int, frozenset[str]]]) -> int | None:
    """Whom to offer as signatory: the first of the posts (id, roles; in the order of preference) that may sign."""
    return next((post for post, roles in posts if refusal_to_sign(edition, matter, roles) is None), None)


def _direct(edition: Edition, matter: Matter) -> tuple[Entry, frozenset[str], str] | None:
    """The entry by which a paper sent straight to a department is answered by its head, with those who sign."""
    for entry in _entries(edition, BY_ADDRESSEE):
        table = entry.values.get("direct_to_department", {})
        for kind in matter.addressee_kinds:
            allowed = frozenset(table.get(kind, ()))
            if allowed & matter.addressed_to:
                return entry, allowed, str(entry.values.get("direct_clause", entry.clause))
    return None


def _restrictions(edition: Edition, matter: Matter) -> list[tuple[Entry, frozenset[str]]]:
    found: list[tuple[Entry, frozenset[str]]] = []
    control = edition.get("information_signatory")
    if control and matter.on_control and matter.answered_kind in control.values.get("kinds", ()):
        found += _of_kinds(control, matter.addressee_kinds)
    for entry in _entries(edition, BY_ADDRESSEE):
        found += _of_kinds(entry, matter.addressee_kinds)
    for entry in _entries(edition, BY_ANSWERED_KIND):
        found += _of_kinds(entry, (matter.answered_kind,))
    if addressed := edition.get("letter_signatories_by_addressed"):
        table = addressed.values["signatories_by_addressed_to"]
        named = [role for role in table if role in matter.addressed_to]
        found += [(addressed, frozenset(table[role])) for role in named[:1]]
    return found


def _of_kinds(entry: Entry, kinds: Collection[str]) -> list[tuple[Entry, frozenset[str]]]:
    table = entry.values.get("signatories", {})
    return [(entry, frozenset(table[kind])) for kind in kinds if kind in table]


def _uninstructed(edition: Edition, matter: Matter, roles: Collection[str]) -> Refusal | None:
    """A head of an executive body answers for his leader only when instructed (KR 7.12.1.1, 7.12.1.3, 7.12.1.4)."""
    entry = edition.get("letter_signatories_by_addressed")
    if entry is None or matter.is_instructed:
        return None
    table = entry.values["signatories_by_addressed_to"]
    only = frozenset(entry.values.get("on_instruction_roles", ()))
    if not any(role in matter.addressed_to for role in table) or not only.intersection(roles):
        return None
    full = edition.roles_with(SIGN) - only
    if full.intersection(roles):
        return None
    message = "Керівник виконавчого органу підписує відповідь лише за дорученням того, кому адресовано документ."
    return entry.refusal(message)


# ── who visas ───────────────────────────────────────────────────────────────────────────────────────────────────────


def visas(edition: Edition, signatory: Collection[str], *, has_co_executors: bool = False) -> tuple[Visa, ...]:
    """Visas that a letter needs by the roles of its signatory, in their order (KR 7.12.5, 7.12.6, 8.8; DR 11.11).

    The executor's own visa always comes first: with co-executors he answers for all of them (KR 8.8).
    """
    entry = _of_signatory(edition, VISAS, signatory)
    needed = dict.fromkeys(entry.values.get("visa_roles", ()), entry.clause) if entry else {}
    consolidated = edition.get("consolidated_reply") if has_co_executors else None
    own = needed.get(EXECUTOR) or (consolidated.clause if consolidated else "") or (entry.clause if entry else "")
    needed[EXECUTOR] = own
    return tuple(Visa(who, needed[who]) for who in VISA_ORDER if who in needed)


def leaders_in_charge(edition: Edition, signatory: Collection[str]) -> frozenset[str]:
    """Roles among which the leader in charge is looked for by fields of responsibility."""
    entry = _of_signatory(edition, VISAS, signatory)
    return frozenset(entry.values.get("leader_in_charge_roles", ())) if entry else frozenset()


def executor_mark(edition: Edition, signatory: Collection[str]) -> Visa:
    """Who is printed as executor with his phone: a leader in charge, the head or the executor (KR 7.12.5; DR 11.9)."""
    entry = _of_signatory(edition, VISAS, signatory)
    marked = tuple(entry.values.get("executor_mark_roles", ())) if entry else ()
    if entry and marked:
        return Visa(HEAD if marked == (HEAD,) else IN_CHARGE, entry.clause)
    own = edition.get("letter_executor_mark")
    return Visa(EXECUTOR, own.clause if own else "")


def phone_refusal(edition: Edition, signatory: Collection[str], phone: str) -> Refusal | None:
    """The executor's phone must stand on the letter (KR 7.12.5, 7.12.6; DR 11.9)."""
    entries = (_of_signatory(edition, VISAS, signatory), edition.get("letter_executor_mark"))
    wanting = next((entry for entry in entries if entry and "executor_phone" in entry.values.get("requires", ())), None)
    if wanting is None or phone.strip():
        return None
    return wanting.refusal("Зазначте номер службового телефону виконавця: він має бути на всіх примірниках листа.")


def co_executors_caution(edition: Edition, signatory: Collection[str]) -> Caution | None:
    """A reply signed by a head of a body goes with the information of all co-executors (KR 8.8)."""
    entry = edition.get("consolidated_reply")
    named = frozenset(entry.values.get("attach_co_executors_when_signed_by", ())) if entry else frozenset()
    if entry is None or not named.intersection(signatory):
        return None
    return Caution(entry.clause, "Додайте до відповіді погоджені інформації всіх співвиконавців.")


# ── addressees, copies, blank ───────────────────────────────────────────────────────────────────────────────────────


def addressees_refusal(edition: Edition, count: int, *, by_list: bool) -> Refusal | None:
    """Beyond the limit of addressees a list on a separate sheet is needed (DR 11.7)."""
    limit, rule = edition.get("max_addressees"), edition.get("addressee_list")
    if limit is None or by_list or limits.judge(limit, count, "count").is_allowed:
        return None
    most = limits.number(limit)
    return (rule or limit).refusal(
        f"Адресатів {count}, а документ має не більше ніж {most} різні адреси: "
        "надішліть його за списком на окремому аркуші."
    )


def address_caution(edition: Edition, unaddressed: Sequence[str]) -> Caution | None:
    """An addressee without an exact address, which papers to other towns must bear (DR 11.7).

    :param unaddressed: names of the addressees of whom no address is known.
    """
    rule = edition.get("max_addressees")
    if rule is None or not unaddressed:
        return None
    names = "; ".join(unaddressed)
    return Caution(rule.clause, f"Немає точної адреси, обов'язкової для документів до інших міст: {names}.")


def is_one_on_copy(edition: Edition, count: int) -> bool:
    """Whether each copy bears only its own addressee (DR 11.7)."""
    rule = edition.get("addressee_list")
    return bool(rule and rule.values.get("one_addressee_on_copy") and limits.judge(rule, count).is_allowed)


def copies(edition: Edition, *, by_exchange: bool = False) -> tuple[int, str, tuple[str, ...]] | None:
    """How many copies are handed in for registration, the clause and what each is for (KR 7.12.7)."""
    entry = edition.get("outgoing_copies")
    if entry is None:
        return None
    fewer = edition.get("outgoing_copies_by_exchange") if by_exchange else None
    number = limits.number(fewer or entry)
    return number, entry.clause, tuple(entry.values.get("uses", ()))[:number]


def marked_copies(edition: Edition, *, by_exchange: bool = False) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The clause and what is printed beside the addressees' copies: use (`FILE`, `OWN`) and its mark (KR 7.12.7; DR 11.5).

    Through the system of exchange the executor gets no copy. A city that counts no copies keeps the second one, with
    visas, where its clerk looks at them.
    """
    found = copies(edition, by_exchange=by_exchange)
    if found is not None:
        number, clause, uses = found
        return clause, tuple(zip((FILE, OWN), uses[1:number], strict=False))
    entry = edition.get("dispatch_checks")
    if entry is None or "visas_on_copy" not in entry.values["checks"]:
        return "", ()
    return entry.clause, ((FILE, "примірник для справи"),)


def executor_name_form(edition: Edition) -> str:
    """How the executor is named: `surname_initials` (DR 11.9), else by given name and surname (KR 7.12.5)."""
    entry = edition.get("letter_executor_mark")
    return str(entry.values.get("name_form", "")) if entry else ""


def blanks(edition: Edition, signatory: Collection[str]) -> tuple[str, ...]:
    """Blanks on which the signatory may sign, the usual one first (KR 9.1.1; DR 15.11, 15.12)."""
    usual: list[str] = []
    others: list[str] = []
    for blank, (key, roles) in BLANKS.items():
        entry = edition.get(key)
        if frozenset(entry.values["signatory_roles"] if entry else roles).intersection(signatory):
            (usual if frozenset(roles).intersection(signatory) else others).append(blank)
    return (*usual, *others) or ("committee",)


# ── registration and dispatch ───────────────────────────────────────────────────────────────────────────────────────


def cutoff_caution(edition: Edition, signatory: Collection[str], at: datetime) -> Caution | None:
    """Handed in later than the hour until which letters for the mayor's signature are taken (DR 11.2)."""
    entry = edition.get("outgoing_for_mayor_hour")
    if entry is None or entry.term is None or entry.term.clock is None:
        return None
    named = frozenset(entry.values.get("signatory_roles", ()))
    if not named.intersection(signatory) or local(at).time() <= entry.term.clock:
        return None
    hour = f"{entry.term.clock:%H:%M}"
    message = f"Листи на підпис міському голові приймають до {hour}: цей опрацюють наступного робочого дня."
    return Caution(entry.clause, message)


def registration_refusal(edition: Edition, calendar: WorkCalendar, *, signed_on: date, on: date) -> Refusal | None:
    """A letter is registered on the day of its signature (DR 11.4)."""
    entry = edition.get("outgoing_registration_day")
    if entry is None or on <= _day(terms.by_entry(entry, signed_on, calendar).due):
        return None
    return entry.refusal(
        f"Лист підписано {signed_on:%d.%m.%Y}, а реєструють його в день підписання. "
        "Поверніть лист на підпис, щоб дата підпису й реєстрації збігалися."
    )


def register_by(edition: Edition, calendar: WorkCalendar, *, signed_on: date) -> tuple[date, str] | None:
    """The last day of registration of a signed letter and its clause (DR 11.3, 11.4)."""
    entries = _entries(edition, ("outgoing_registration_day", "outgoing_processed"))
    found = [(_day(terms.by_entry(entry, signed_on, calendar).due), entry.clause) for entry in entries]
    return min(found, default=None, key=lambda one: one[0])


def registrar_refusal(edition: Edition, *, signatory: Collection[str], registrar: Collection[str]) -> Refusal | None:
    """What leaders sign is registered centrally, not by a department's clerk (KR 7.4)."""
    entry = edition.get("central_registration")
    named = frozenset(entry.values.get("outgoing_signatories", ())) if entry else frozenset()
    central = (
        frozenset(role for grant in entry.grants if grant.right == REGISTER for role in grant.roles) if entry else None
    )
    if entry is None or not named.intersection(signatory) or not central or central.intersection(registrar):
        return None
    return entry.refusal("Лист за підписом керівництва реєструє служба діловодства, а не виконавчий орган.")


def next_post(edition: Edition, calendar: WorkCalendar, *, sent_on: date) -> tuple[date, str] | None:
    """The next day of the ordinary post after a day on which it went, and the clause (DR 11.14)."""
    entry = edition.get("daily_post")
    if entry is None:
        return None
    return calendar.on_or_next(_day(terms.by_entry(entry, sent_on, calendar).due)), entry.clause


def language_caution(edition: Edition, text: str) -> Caution | None:
    """Letters are written in the state language (DR 2.11): letters of another one are pointed out."""
    entry = edition.get("state_language")
    if entry is None or entry.values.get("language") != "uk" or not FOREIGN.intersection(text.lower()):
        return None
    return Caution(
        entry.clause, "У тексті є літери, яких немає в українській абетці: діловодство ведуть державною мовою."
    )


def card_refusal(edition: Edition, *, has_case: bool) -> Refusal | None:
    """The card names the file in which the second copy is kept (DR 11.12)."""
    entry = edition.get("outgoing_card")
    if entry is None or has_case or "case_index" not in entry.values.get("requires", ()):
        return None
    return entry.refusal("Зазначте справу, у якій зберігатиметься другий примірник листа.")


def unchecked(edition: Edition, checked: Collection[str]) -> Refusal | None:
    """What has not been looked at on taking the letter for dispatch (DR 11.5)."""
    entry = edition.get("dispatch_checks")
    missing = [label for key, label in checks(edition) if key not in checked]
    if entry is None or not missing:
        return None
    return entry.refusal(f"Не перевірено: {'; '.join(missing)}.")


def checks(edition: Edition) -> tuple[tuple[str, str], ...]:
    """What is looked at on taking an outgoing letter: key and words (DR 11.5)."""
    entry = edition.get("dispatch_checks")
    return tuple(zip(entry.values["checks"], entry.values["labels"], strict=True)) if entry else ()


def dispatch_due(
    edition: Edition, calendar: WorkCalendar, *, signed_on: date, registered_at: datetime, is_urgent: bool
) -> tuple[date, str] | None:
    """The last day of dispatch and its clause: an urgent letter goes on the day of signature (DR 11.3, 11.14)."""
    if is_urgent and (entry := edition.get("urgent_dispatch")):
        return _day(terms.by_entry(entry, signed_on, calendar).due), entry.clause
    if entry := edition.get("dispatch_day"):
        return _day(terms.by_entry(entry, registered_at, calendar).due), entry.clause
    return None


def dispatch_refusal(edition: Edition, *, is_registered: bool) -> Refusal | None:
    """An unregistered letter leaves the house nowhere (DR 11.4)."""
    if is_registered:
        return None
    message = "Лист не зареєстровано: без реєстрації вихідний документ не надсилають і не передають."
    entry = edition.get("no_dispatch_unregistered")
    return entry.refusal(message) if entry else Refusal("", message)


def way_refusal(edition: Edition, signatory: Collection[str], sender: Collection[str], by: str) -> Refusal | None:
    """Why the sender does not send a letter signed so in this way: leaders' letters go by post from one unit (KR 7.12.8).

    :param signatory: roles of the signatory; :param sender: those of the one who sends; :param by: key of the way.
    """
    entry = edition.get("leaders_letters_dispatch")
    if entry is None or not set(entry.values["signatory_roles"]).intersection(signatory):
        return None
    if set(entry.values["unit_roles"]).intersection(sender) or by in entry.values["body_ways"]:
        return None
    return entry.refusal(
        "Листи за підписом керівництва поштою та через СЕВ надсилає служба діловодства; виконавчий орган лише надсилає їх"
        " електронною поштою або видає особисто."
    )


def _day(end: date | datetime) -> date:
    return end.date() if isinstance(end, datetime) else end


def _entries(edition: Edition, keys: Sequence[str]) -> list[Entry]:
    return [entry for key in keys if (entry := edition.get(key))]


def _of_signatory(edition: Edition, keys: Sequence[str], roles: Collection[str]) -> Entry | None:
    """The first of the entries that speaks of a signatory with one of these roles."""
    wanted = frozenset(roles)
    return next((one for one in _entries(edition, keys) if wanted.intersection(one.values["signatory_roles"])), None)
