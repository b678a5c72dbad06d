"""Reverse pages of an act and its annexes: by whom it was prepared, with whom agreed, to whom it goes (KR 4.16.3, 4.16.5, 6.4)."""

from __future__ import annotations

from datetime import date

from magistrat.acts.models import Act, Recipient
from magistrat.approvals.models import Answer, Step
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Holding, on_day
from magistrat.papers.act_sheets import Back
from magistrat.rules import act_paper, bodies, words
from magistrat.rules.act_paper import Named, Official
from magistrat.rules.called import Called
from magistrat.rules.edition import Edition

AGREEING = ("visa", "consent", "check", "conclusion")
ACTING = "В.о."
# Longer lists of outside bodies are named in general words with the list on a separate sheet (KR annex 11).
FEW = 3
GENERAL = "підприємствам, установам, організаціям за окремим списком"


def of_act(act: Act, edition: Edition, on: date) -> Back | None:
    """The reverse page by the city's form (KR annexes 3, 8–11); nothing where the regulation has none."""
    form = act_paper.back_page(edition, act.kind, is_poll=act_paper.POLL in act.flags)
    if form is None:
        return None
    asked = officials(act, edition, on)
    printed = {one.name for one in asked}
    members = (
        [name for name in _members(on) if name not in printed] if act_paper.MEMBERS in form.values["required"] else []
    )
    noun = act_paper.NOUNS[act.kind]
    words = dispatch(act, edition)
    return Back(
        prepared=_prepared(act, noun),
        head=_head(act, on),
        groups=act_paper.groups(form, asked, members),
        dispatch=f"{noun} розіслати: {words}." if words else "",
        preparer=preparer(act, on),
    )


def of_annex(act: Act, edition: Edition, on: date) -> Back | None:
    """The reverse page of an annex (KR 4.16.5, annex 4); nothing where the regulation has none."""
    if act_paper.annex_page(edition) is None:
        return None
    return Back(prepared=_prepared(act, "Додаток"), head=_head(act, on), preparer=preparer(act, on))


def officials(act: Act, edition: Edition, on: date) -> list[Official]:
    """Who is asked for a visa in the order of the route: those who gave one as they signed, others as they hold posts.

    Four statements.
    """
    steps = Step.objects.filter(approval__document=act.document_id, does__in=AGREEING).exclude(state=Step.State.SKIPPED)
    asked = [one for one in steps.select_related("post").order_by("place", "position") if not _is_own(act, one)]
    given = {one.step_id: one for one in Answer.objects.filter(step__in=asked, voided_at__isnull=True)}
    ahead = organisation.signatures_of([one.post_id for one in asked if one.post_id], on)
    return [_official(one, given.get(one.pk), ahead, edition) for one in asked]


def visas(act: Act) -> tuple[Named, ...]:
    """Visas that hold, as they were given, for the foot of the act where there is no form of the reverse page."""
    found = Answer.objects.filter(step__approval__document=act.document_id, voided_at__isnull=True)
    return tuple(
        Named(tuple(words.sentence(one.printed_title).split("\n")), one.printed_name, f"{one.on:%d.%m.%Y}")
        for one in found.exclude(outcome=Answer.Outcome.RETURNED).order_by("step__place", "step__position")
    )


def dispatch(act: Act, edition: Edition) -> str:
    """To whom the act goes, in the dative; many outside bodies in general words (KR 4.16.3.3, 6.10). One statement."""
    found = _recipients(act)
    inner = [name for name, is_outside in found if not is_outside]
    outside = [name for name, is_outside in found if is_outside]
    if len(outside) > FEW and act_paper.has_separate_list(edition, act.kind):
        outside = [GENERAL]
    return ", ".join([*inner, *outside])


def listing(act: Act, edition: Edition) -> tuple[str, ...]:
    """The separate list of those who are named in general words; empty when all stand on the reverse page."""
    outside = [name for name, is_outside in _recipients(act) if is_outside]
    return tuple(outside) if len(outside) > FEW and act_paper.has_separate_list(edition, act.kind) else ()


def listing_heading(act: Act, called: Called) -> str:
    """What stands over the separate list."""
    dated = f"{act.adopted_on:%d.%m.%Y}" if act.adopted_on else act_paper.NO_DATE
    number = act.document.index or act_paper.NO_NUMBER
    return f"Список розсилки {act_paper.of_which(act.kind, called)} від {dated} № {number}"


def preparer(act: Act, on: date) -> tuple[str, ...]:
    """Name and telephones of who prepared the act (KR 4.16.3.4, 6.10)."""
    held = organisation.holder_of(act.drafter_id, on)
    return tuple(line for line in (held.person.signature_name if held else "", act.phone) if line)


def _prepared(act: Act, noun: str) -> str:
    name = bodies.without_council(act.drafter.department.name)
    return f"{noun} підготовлено {bodies.name_in(bodies.INSTRUMENTAL, name)}:"


def _head(act: Act, on: date) -> Named | None:
    """The head of the drafter's body; of a part without one, the head of the drafter."""
    head = organisation.head_of_department(act.drafter.department_id, on)
    post = head.pk if head else act.drafter.head_id
    signed = organisation.signature_of(post, on) if post else None
    if signed is None:
        return None
    lines = signed.lines if len(signed.lines) > 1 else (act_paper.head_line(signed.title),)
    return Named((lines[0][:1].upper() + lines[0][1:], *lines[1:]), signed.name)


def _is_own(act: Act, step: Step) -> bool:
    """The drafter and his head stand at the top of the page already."""
    if step.post is None:
        return False
    return step.post_id == act.drafter_id or (
        step.post.is_department_head and step.post.department_id == act.drafter.department_id
    )


def _official(step: Step, given: Answer | None, ahead: dict[int, organisation.Signature], edition: Edition) -> Official:
    title = step.post.title if step.post else step.label[:1].upper() + step.label[1:]
    if given is not None:
        lines = tuple(given.printed_title.split("\n"))
        acting = lines if len(lines) > 1 or lines[0].startswith(ACTING) else ()
        return Official(step.role, title, given.printed_name, f"{given.on:%d.%m.%Y}", acting)
    signed = ahead.get(step.post_id or 0)
    acting = signed.lines if signed and signed.acting_for else ()
    if acting and step.post is not None:
        acting = act_paper.acting_lines(edition, step.post.roles, acting)
    return Official(step.role, title, signed.name if signed else "", acting=acting)


def _members(on: date) -> list[str]:
    held = Holding.objects.filter(on_day(on), on_day(on, "post__"), post__is_committee_member=True)
    return [one.person.signature_name for one in held.exclude(post__roles__contains=["mayor"]).select_related("person")]


def _recipients(act: Act) -> list[tuple[str, bool]]:
    """Names in the dative with whether they are outside the city hall, in the order of the list."""
    found = Recipient.objects.filter(act=act).order_by("position").select_related("department", "post", "correspondent")
    return [(_recipient(one), one.correspondent_id is not None) for one in found]


def _recipient(one: Recipient) -> str:
    if one.department is not None:
        return bodies.name_in(bodies.DATIVE, one.department.name)
    if one.post is not None:
        return organisation.dative(one.post)
    assert one.correspondent is not None
    return bodies.name_in(bodies.DATIVE, one.correspondent.name, is_own=False)
