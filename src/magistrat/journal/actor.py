"""Who acts: a person in a post, perhaps for an absent one, perhaps on a leader's behalf."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Actor:
    """The one who does a deed, with the names that were printed at that moment.

    `post_id` is the post in whose name the deed is done; `own_post_id` the person's own post. They differ when the
    person stands in for an absent one (`acting_for`: that post, KR 4.5, 4.16.7) or types on a leader's behalf
    (`on_behalf`: that leader's post). `roles` are the role keys whose rights apply; `line` the posts whose papers the
    person may see (own, substituted, led as an assistant), `signs_as` the roles of the own and substituted ones, in
    which he signs whatever name he acts in now; without those of an own post for which somebody stands in.
    """

    person_id: int | None
    person_name: str
    post_id: int | None
    post_title: str
    own_post_id: int | None = None
    department_id: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    acting_for: int | None = None
    on_behalf: int | None = None
    line: tuple[int, ...] = ()
    signs_as: frozenset[str] = field(default_factory=frozenset)
    departments: tuple[int, ...] = ()
    is_system: bool = False

    @property
    def printed(self) -> str:
        """Post and name as a journal prints them."""
        return ", ".join(part for part in (self.post_title, self.person_name) if part)


SYSTEM = Actor(
    person_id=None,
    person_name="",
    post_id=None,
    post_title="Система",
    roles=frozenset({"system"}),
    is_system=True,
)
