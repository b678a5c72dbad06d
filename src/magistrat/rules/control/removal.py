"""How a document comes off control, and what may be written off (KR 8.11, 8.14, 8.15; DR 8.8, 8.12, 9.7, 10.22)."""

from __future__ import annotations

from collections.abc import Iterable

from magistrat.rules import limits, words
from magistrat.rules.control.duty import by_points, kinds, names
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.refusal import Refusal

WRITE_OFF = "control.write_off"
MAYORS = "removal_by_mayor"


def comes_off_by_points(edition: Edition, kind: str) -> Entry | None:
    """The entry by which points come off control one by one, and the document with the last of them (KR 8.11, 8.20.13)."""
    return names(edition, "protocol_removed_with_last_point", kind) or by_points(edition, kind)


def only_source_removes(edition: Edition, kind: str) -> Entry | None:
    """The entry by which only the body that made the document takes it off control (KR 8.15), if there is one."""
    return names(edition, "removal_by_source_only", kind)


def source_letter_removes(edition: Edition, kind: str) -> Entry | None:
    """The entry by which a letter of the body that made the document takes it off control (KR 8.15; DR 8.12)."""
    return only_source_removes(edition, kind) or _with_ground(edition, kind, "source_letter")


def information_removes(edition: Edition, kind: str) -> Entry | None:
    """The entry by which the document comes off control once its information has been sent (DR 8.12, 9.7)."""
    return _with_ground(edition, kind, "information_sent")


def _with_ground(edition: Edition, kind: str, ground: str) -> Entry | None:
    entry = names(edition, "higher_removed_after_information", kind)
    return entry if entry and ground in entry.values.get("grounds", ()) else None


def deciding_roles(edition: Edition, kind: str = "") -> frozenset[str]:
    """Roles that write off what has been submitted (KR 8.15; DR 10.22), a state body's paper whoever's resolution it is (DR 9.7)."""
    roles = edition.roles_with(WRITE_OFF)
    higher = names(edition, MAYORS, kind)
    return roles.intersection(higher.values.get("decider_roles", ())) if higher else roles


def higher_kinds(edition: Edition) -> frozenset[str]:
    """Kinds of documents that are written off by some roles alone, not by the author of the resolution (DR 9.7)."""
    return kinds(edition, MAYORS)


def submit_refusal(edition: Edition, kind: str) -> Refusal | None:
    """Why the case of such a document, or a point of it, is never submitted to the leader: he may not take it off (KR 8.15)."""
    source = only_source_removes(edition, kind)
    if source is None:
        return None
    return source.refusal(
        "Справу не подають керівникові: документ органу виконавчої влади знімає з контролю лише орган, що його створив, своїм"
        " листом."
    )


def visa_entry(edition: Edition, kind: str) -> Entry | None:
    """The entry by which an executed document of the kind is visaed before its case is submitted (DR 9.6)."""
    entry = names(edition, "write_off_to_file", kind)
    return entry if entry and entry.values.get("visa_roles") else None


def visas(entry: Entry, roles: Iterable[str]) -> bool:
    """Whether the visa of a post with these roles is the one that the entry asks for."""
    return not set(entry.values.get("visa_roles", ())).isdisjoint(roles)


def original_stays(edition: Edition, when: str) -> Entry | None:
    """The entry by which the original of an executed document is not returned in this case (KR 8.17).

    :param when: "act_adopted": on its ground an act was adopted; "law": a law says where it stays.
    """
    entry = edition.get("paper_returned")
    return entry if entry and when in entry.values.get("except_when", ()) else None


def write_off_refusal(
    edition: Edition,
    kind: str,
    *,
    roles: Iterable[str],
    is_author: bool,
    author: str,
    is_submitted: bool,
    decider: str = "",
) -> Refusal | None:
    """Why the actor may not write the document off to its file now, beside his right to do so at all.

    :param is_author: whether he decides as the author of the resolution or in his place; `author`: that post's title (DR 10.22).
    :param decider: the title of the post that decides in the author's place, where he may not or nobody fills his post.
    :param is_submitted: whether the case has been submitted to the leader (KR 8.14; Cabinet 55, item 174).
    """
    if source := only_source_removes(edition, kind):
        return source.refusal(
            "Не можна зняти з контролю: документ органу виконавчої влади знімає лише орган, що його створив."
        )
    if not is_submitted:
        entry = edition.get("write_off_to_file") or edition.entry("removal_by_leader")
        return entry.refusal(
            "Документ списують до справи після того, як спеціаліст з контролю подасть справу про виконання."
        )
    anothers = _another_decides(edition, kind, roles, is_author=is_author)
    if anothers is None:
        return None
    if anothers.key == MAYORS:
        return anothers.refusal("Документ органу виконавчої влади знімають з контролю за резолюцією міського голови.")
    return anothers.refusal(_whose_word(author, decider or author))


def leave_refusal(
    edition: Edition, kind: str, *, roles: Iterable[str], is_author: bool, author: str, decider: str = ""
) -> Refusal | None:
    """Why the actor may not leave a submitted document on control: who takes it off decides that, too (DR 9.7, 10.22).

    The parameters are those of `write_off_refusal`.
    """
    entry = _another_decides(edition, kind, roles, is_author=is_author)
    if entry is None:
        return None
    return entry.refusal(f"Залишити документ на контролі може той, хто знімає його з контролю: {decider or author}.")


def _another_decides(edition: Edition, kind: str, roles: Iterable[str], *, is_author: bool) -> Entry | None:
    """The entry by which another decides: the mayor of a state body's paper (DR 9.7), the resolution's author (DR 10.22)."""
    if higher := names(edition, MAYORS, kind):
        return None if deciding_roles(edition, kind).intersection(roles) else higher
    return None if is_author else edition.get("write_off_by_author")


def _whose_word(author: str, decider: str) -> str:
    if decider == author:
        return f"Напис «До справи» робить автор резолюції: {author}."
    return f"Замість автора резолюції ({author}) напис «До справи» робить {decider}."


def removal_clause(edition: Edition, kind: str) -> str:
    """The clause by which a leader takes a document of this kind off control."""
    found = (
        names(edition, MAYORS, kind),
        names(edition, "removal_consent", kind),
        names(edition, "removal_of_local", kind),
        edition.get("write_off_by_author"),
        edition.get("removal_by_leader"),
        edition.get("write_off_to_file"),
    )
    return next((entry.clause for entry in found if entry), "")


def pages_refusal(edition: Edition, kind: str, pages: int | None) -> Refusal | None:
    """Why a report of so many pages is too long (DR 8.8); nothing when it is not."""
    entry = names(edition, "information_pages", kind)
    if not entry or not pages or limits.judge(entry, pages, "pages").is_allowed:
        return None
    limit = limits.number(entry)
    counted = words.plural(limit, "сторінки", "сторінок", "сторінок")
    return entry.refusal(f"Обсяг інформації не може перевищувати {limit} {counted}.")
