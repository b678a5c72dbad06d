"""Tasks, organisation and rules as programs read them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from magistrat.api.schemas.basic import Day, Given, Id, Named, Size, Token


class Me(Schema):
    """Whose key it is."""

    program: str
    post: Named
    scopes: list[str]
    expires_on: date
    city: str


class TaskLine(Schema):
    """A task as a list shows it."""

    id: int
    document: int
    document_index: str
    executor: Named
    department: Named
    part: str
    state: str
    text: str
    due_on: date | None
    due_clause: str
    done_on: date | None
    given_at: datetime

    @staticmethod
    def resolve_document(row: Any) -> int:
        """The document's id."""
        return int(row.document_id)

    @staticmethod
    def resolve_document_index(row: Any) -> str:
        """The document's index."""
        return str(row.document.index)

    @staticmethod
    def resolve_department(row: Any) -> dict[str, Any]:
        """The executor's unit."""
        return {"id": row.department.pk, "title": row.department.name}


class TaskPage(Schema):
    """A page of tasks."""

    items: list[TaskLine]
    next: str


class TasksNarrowed(Given):
    """What the list of tasks shows."""

    state: Literal["given", "taken", "reported", "head_accepted", "done", "returned", "cancelled"] | None = None
    department: Id | None = None
    document: Id | None = None
    due_until: Day | None = Field(None, description="строк не пізніше цього дня")
    after: Token | None = None
    limit: Size = 50


class DepartmentLine(Schema):
    """A department of the day."""

    id: int
    name: str
    short_name: str
    index: str
    parent: int | None

    @staticmethod
    def resolve_parent(row: Any) -> Any:
        """The id of the department above."""
        return row.parent_id


class PostLine(Schema):
    """A post of the day with its holder."""

    id: int
    title: str
    department: int
    roles: list[str]
    is_leader: bool
    holder: str

    @staticmethod
    def resolve_department(row: Any) -> int:
        """The unit's id."""
        return int(row.department_id)

    @staticmethod
    def resolve_holder(row: Any) -> str:
        """The name as signatures print it; empty while the post is vacant."""
        return row.holding.person.signature_name if row.holding else ""


class RuleLine(Schema):
    """An entry of the regulation."""

    id: str
    clause: str
    key: str
    kind: str
    capability: str
    meaning: str
    words: str
    is_term: bool

    @staticmethod
    def resolve_is_term(row: Any) -> bool:
        """Whether a day can be counted by it."""
        return row.term is not None


class CountedDay(Schema):
    """A day of the counting."""

    date: date
    counted: bool
    n: int | None
    reason: str


class Due(Schema):
    """A term counted from its event."""

    id: str
    clause: str
    anchor: str
    due: str
    kind: Literal["date", "moment"]
    days: list[CountedDay]
    explanation: str


class WorkDay(Schema):
    """A day of the work calendar."""

    date: date
    working: bool
    reason: str
    hours: list[str]
