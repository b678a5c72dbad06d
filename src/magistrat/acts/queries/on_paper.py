"""An act as it is set on paper: its blank, text, signatures, annexes and reverse pages (ДСТУ 4163:2020; KR 4.16, 6.3; DR 4.8, 5.11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from magistrat.acts.models import Act
from magistrat.acts.queries import reverse
from magistrat.approvals.models import Version
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.papers import act_sheets, act_word
from magistrat.papers.act_sheets import ActSheets, AnnexSheets, Line
from magistrat.regulation import queries as regulation
from magistrat.rules import act_paper, act_text, words
from magistrat.rules.act_paper import Named
from magistrat.rules.act_text import ActText
from magistrat.rules.called import Called
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.stationery import Blank

NoVersion = Version.DoesNotExist
RESTRICTED = "Для службового користування"
# A paper that goes for signature is the original already.
MARKED = frozenset({Act.State.DRAFT, Act.State.APPROVAL, Act.State.AGREED, Act.State.CANCELLED})


def pdf(act_id: int, version: int | None = None, *, at: datetime) -> bytes:
    """The act with its annexes and reverse pages as PDF/A-2b.

    :param version: the number of the version sent for visas; without it the signed one, else the working text.
    :raises Act.DoesNotExist: there is no such act. :raises Version.DoesNotExist: there is no such version.
    """
    return act_sheets.act_pdf(paper(act_id, local_date(at), version), at=at)


def docx(act_id: int, version: int | None = None, *, at: datetime) -> bytes:
    """The same as DOCX, to be edited in a word processor."""
    return act_word.act_docx(paper(act_id, local_date(at), version), at=at)


def pages(act_id: int) -> float:
    """How many pages the main text takes without annexes, the last one in part (KR 4.16.4, 5.15.6, 6.3.1)."""
    act = _act(act_id)
    return act_sheets.pages_of(_paper(act, working(act), local_date(act.changed_at)))


def paper(act_id: int, on: date, version: int | None = None) -> ActSheets:
    """The act ready to be set; the number of statements does not depend on its size.

    :param on: the day by which posts are held while it is not signed.
    """
    act = _act(act_id)
    return _paper(act, working(act, version), on)


def of_text(act_id: int, text: ActText, on: date, *, changes: str = "") -> ActSheets:
    """The act with another text of its own: a redaction of a day with the mark of its changes (KR 15.13)."""
    return _paper(_act(act_id), text, on, changes=changes)


def working(act: Act, version: int | None = None) -> ActText:
    """The text of the version; without one the signed text, else the one being written. At most one statement.

    :raises Version.DoesNotExist: there is no such version.
    """
    if version is not None:
        return read(Version.objects.get(approval__document=act.document_id, number=version).content)
    if act.signed_version_id is not None and act.signed_version is not None:
        return read(act.signed_version.content)
    return read(act.text)


def read(content: Mapping[str, Any]) -> ActText:
    """The text in the content of a version, which may hold other facts of the act beside it."""
    inner = content.get("text")
    return act_text.read(inner if isinstance(inner, Mapping) else content)


def titles(*texts: ActText) -> act_text.Titles:
    """Posts of the texts' points as they are printed; at most one statement."""
    wanted = {post for text in texts for point in act_text.walk(text.points) for post in point.executors}
    return printed(Post.objects.filter(pk__in=wanted)) if wanted else act_text.Titles()


def printed(posts: Iterable[Post]) -> act_text.Titles:
    """The posts in the cases in which points name them."""
    found = list(posts)
    return act_text.Titles(
        dative={post.pk: organisation.dative(post) for post in found},
        accusative={post.pk: organisation.accusative(post) for post in found},
        nominative={post.pk: post.title for post in found},
    )


def blank(kind: str, department: str) -> Blank:
    """The head of the blank of acts of the kind by the city's data, without reference data (6.8)."""
    blanks = regulation.work_calendar().city.stationery.blanks
    names = regulation.city().names
    known = blanks.get(kind) or blanks.get(act_paper.BLANKS[kind])
    if known is not None:
        made = known.of(department, names)
        return Blank(made.lines, made.main, (), made.emblem)
    council = (names.get("council") or "Міська рада").upper()
    return {
        "mayor": Blank(((names.get("mayor") or "Міський голова").upper(),)),
        "committee": Blank((council, "ВИКОНАВЧИЙ КОМІТЕТ"), main=1),
        "council": Blank((council,)),
    }[act_paper.BLANKS[kind]]


def signature(act: Act, on: date) -> Named:
    """Who signed, else who would sign on the day: both posts of an acting one (KR 4.5, 6.13)."""
    if act.signed_name:
        return Named(tuple(act.signed_title.split("\n")), act.signed_name)
    if act.signatory_id is None:
        return Named((words.sentence(regulation.called().mayor),), "")
    return signs(act.signatory_id, on, regulation.rules_of(act.document.edition_id))


def is_earlier(act: Act) -> bool:
    """Whether the act was issued before the system came: who prepared it and signed its annexes is not known."""
    return act.state == Act.State.REGISTERED and act.signed_version_id is None


def _act(act_id: int) -> Act:
    related = ("document", "drafter__department", "signatory", "signed_version")
    return Act.objects.select_related(*related).get(pk=act_id)


def _paper(act: Act, text: ActText, on: date, *, changes: str = "") -> ActSheets:
    edition = regulation.rules_of(act.document.edition_id)
    body = act.drafter.department
    is_whole = not is_earlier(act)
    back = reverse.of_act(act, edition, on) if is_whole else None
    listing = reverse.listing(act, edition) if is_whole else ()
    called = regulation.called()
    return ActSheets(
        blank=blank(act.kind, body.name),
        kind=act_paper.NAMES[act.kind],
        day=f"{act.adopted_on:%d.%m.%Y}" if act.adopted_on else act_paper.NO_DATE,
        place=called.place,
        number=act.document.index or act_paper.NO_NUMBER,
        title=text.title,
        stating=_paragraphs(text.stating),
        ordering=text.ordering,
        points=_points(text),
        signature=signature(act, on),
        is_title_italic=act_paper.has_italic_title(edition, act.kind),
        restriction=RESTRICTED if act.document.is_restricted else "",
        mark=(act_sheets.DRAFT,) if act.state in MARKED else (),
        changes=changes,
        visas=() if back or not is_whole else reverse.visas(act),
        annexes=tuple(_annex(act, edition, text, annex, on, called) for annex in text.annexes),
        back=back,
        listing_heading=reverse.listing_heading(act, called) if listing else "",
        listing=listing,
    )


def _annex(
    act: Act, edition: Edition, text: ActText, annex: act_text.Annex, on: date, called: Called
) -> AnnexSheets:  # fmt: skip
    is_whole = not is_earlier(act)
    roles = act_paper.annex_roles(edition, act.kind, annex) if is_whole else ()
    return AnnexSheets(
        heading=act_paper.annex_heading(text, annex, act.kind, act.adopted_on, act.document.index, called),
        title=annex.title,
        paragraphs=_paragraphs(annex.text),
        rows=annex.rows,
        is_commission=annex.is_commission,
        signatures=tuple(signs(post, on, edition) for post in _posts_of(act, roles, on)),
        back=reverse.of_annex(act, edition, on) if is_whole else None,
    )


def _posts_of(act: Act, roles: tuple[str, ...], on: date) -> list[int]:
    """The posts that sign an annex: by role, the head of the drafter's body, the drafter himself."""
    found: list[int] = []
    for role in roles:
        if role == "drafter":
            found.append(act.drafter_id)
            continue
        post: Post | None = (
            organisation.head_of_department(act.drafter.department_id, on)
            if role == "department_head"
            else next(iter(organisation.posts_with_role(role, on)), None)
        )
        if post is not None:
            found.append(post.pk)
    return list(dict.fromkeys(found))


def signs(post: int, on: date, edition: Edition) -> Named:
    """The signature of the post on the day, beginning with a capital; of a vacant one without a name."""
    signed, held = organisation.signature_of(post, on), organisation.post(post)
    if signed is None:
        return Named((held.title,), "")
    first, *rest = act_paper.acting_lines(edition, held.roles, signed.lines) if signed.acting_for else signed.lines
    return Named((first[:1].upper() + first[1:], *rest), signed.name)


def _points(text: ActText) -> tuple[Line, ...]:
    posts = titles(text)
    return tuple(
        Line(f"{point.label}. {words.sentence(act_text.sentence(point, posts))}".strip(), point.label.count(".") + 1)
        for point in act_text.walk(text.points)
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n") if part.strip())
