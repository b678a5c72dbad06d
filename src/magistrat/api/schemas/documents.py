"""Documents as programs read and send them."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, ValidationInfo, field_validator

from magistrat.api.schemas.basic import NO_ZERO, Day, Given, Id, Line, Moment, Named, Size, Token
from magistrat.documents.card import Card, Party, Signed

# What a program may give, and what it may be told: acts come by their own way.
Flow = Literal["incoming", "outgoing", "internal"]
Kept = Literal["incoming", "outgoing", "internal", "act"]
State = Literal["arrived", "draft", "registered", "passed_on", "returned", "annulled"]
Way = Literal["post", "courier", "email", "exchange", "hand", "phone"]
Count = Annotated[int, Field(ge=0, le=100_000)]
Summary = Annotated[str, Field(min_length=1, max_length=1000, pattern=NO_ZERO)]


class Sender(Schema):
    """A correspondent with his own index and date."""

    correspondent: Named
    their_index: str
    their_date: date | None
    signed_by: str


class DocumentLine(Schema):
    """A document as a list shows it."""

    id: int
    index: str
    direction: Kept
    state: State
    kind: str
    registry: Named | None
    registered_on: date | None
    summary: str
    correspondent: Named | None
    addressee: Named | None
    is_urgent: bool
    is_restricted: bool
    due_on: date | None

    @staticmethod
    def resolve_kind(row: Any) -> str:
        """The kind's key of the classifier."""
        return str(row.kind.key)

    @staticmethod
    def resolve_correspondent(row: Any) -> dict[str, Any] | None:
        """The first correspondent."""
        return None if row.correspondent is None else {"id": row.correspondent.pk, "title": row.correspondent.name}


class DocumentWhole(DocumentLine):
    """A document with its whole card."""

    number: int | None
    registered_at: datetime | None
    arrived_at: datetime | None
    way: str
    author: Named | None
    signatory: str
    senders: list[Sender]
    pages: int | None
    annex_pages: int | None
    stated_due_on: date | None
    answered_index: str
    answered_date: date | None
    case_file: str
    edition_from: date

    @staticmethod
    def resolve_case_file(row: Any) -> str:
        """The index of the file in which it lies."""
        return row.case_file.index if row.case_file else ""

    @staticmethod
    def resolve_edition_from(row: Any) -> Any:
        """The day from which the edition holds by which the document is handled."""
        return row.edition.in_force_from

    @staticmethod
    def resolve_senders(row: Any) -> list[dict[str, Any]]:
        """Correspondents in their order, as the endpoint has laid them on the row."""
        return [
            {"correspondent": {"id": one.correspondent_id, "title": one.correspondent.name},
             "their_index": one.their_index, "their_date": one.their_date, "signed_by": one.signed_by}
            for one in row.shown_parties
        ]  # fmt: skip


class DocumentPage(Schema):
    """A page of a list; `next` goes into `after` of the next request, empty at the end."""

    items: list[DocumentLine]
    next: str


class Turning(Given):
    """Which page of a list."""

    after: Token | None = Field(None, description="значення next попередньої сторінки")
    limit: Size = 50


class Narrowed(Turning):
    """What a list shows."""

    registry: Id | None = None
    direction: Kept | None = None
    state: State | None = None
    kind: Id | None = None
    correspondent: Id | None = None
    addressee: Id | None = None
    since: Day | None = None
    until: Day | None = Field(None, description="останній день переліку")


class Sought(Turning):
    """What is sought."""

    q: Annotated[str, Field(min_length=1, max_length=200, pattern=NO_ZERO)]


class DirectoryNarrowed(Turning):
    """What of the directory is shown."""

    q: Annotated[str, Field(max_length=200, pattern=NO_ZERO)] = Field("", description="назва (також із вадами) або код")


class PartyGiven(Given):
    """A correspondent of the document: the sender of an incoming paper, the addressee of an outgoing one."""

    correspondent: Id
    their_index: Annotated[str, Field(max_length=80, pattern=NO_ZERO)] = ""
    their_date: Day | None = None
    signed_by: Annotated[str, Field(max_length=200, pattern=NO_ZERO)] = ""


class LinkGiven(Given):
    """A relation to an earlier document."""

    document: Id
    kind: Literal["reply", "supplement", "about", "copy"] = "about"


# Fields of one flow alone, added after the first programs had sent theirs.
OF_FLOW = {"answered_index": "incoming", "answered_date": "incoming", "is_interim": "outgoing", "signer": "outgoing"}


class Registering(Given):
    """A card to be registered (Cabinet resolution 55, item 41)."""

    direction: Flow
    registry: Id
    kind: Id
    summary: Summary
    parties: Annotated[list[PartyGiven], Field(max_length=50)] = []
    addressee: Id | None = None
    author: Id | None = None
    department: Id | None = None
    signatory: Line = ""
    way: Way | Literal[""] = ""
    arrived_at: Moment | None = None
    pages: Count | None = None
    annex_pages: Count | None = None
    is_urgent: bool = False
    is_restricted: bool = False
    is_personal: bool = False
    stated_due_on: Day | None = None
    answered_index: Annotated[str, Field(max_length=80, pattern=NO_ZERO)] = ""
    answered_date: Day | None = None
    case_file: Id | None = None
    links: Annotated[list[LinkGiven], Field(max_length=50)] = []
    signed_on: Day | None = Field(None, description="день підписання вихідного листа; без нього — день реєстрації")
    checked: Annotated[list[Annotated[str, Field(max_length=40, pattern=NO_ZERO)]], Field(max_length=20)] = Field(
        default=[], description="що перевірено, приймаючи вихідний лист, ключами запису dispatch_checks регламенту"
    )
    is_interim: bool = Field(
        False, description="проміжна відповідь: повідомлення про хід розгляду, завдання лишається відкритим"
    )
    signer: Id | None = Field(
        None,
        description="id особи, яка підписала вихідний лист, — у день, коли обов'язки повернуто й підписати могли двоє",
    )
    confirm: bool = Field(False, description="це інший документ, хоча індекс і дата кореспондента вже траплялися")

    @field_validator(*OF_FLOW)
    @classmethod
    def is_of_the_flow(cls, value: Any, asked: ValidationInfo) -> Any:
        """What says nothing of a paper of this flow is refused, never passed over."""
        flow = OF_FLOW[asked.field_name or ""]
        if value and asked.data.get("direction", flow) != flow:
            raise ValueError(f"зазначають лише з direction «{flow}»")
        return value

    def fingerprint(self) -> str:
        """By what a repeated request is known; a field that came later counts where it says something."""
        unsaid = {name for name in OF_FLOW if not getattr(self, name)}
        return hashlib.sha256(self.model_dump_json(exclude=unsaid).encode()).hexdigest()

    def card(self) -> Card:
        """The card for the action."""
        aside = {"direction", "registry", "parties", "links", "confirm", "signed_on", "checked", "is_interim", "signer"}
        told = self.model_dump(exclude=aside)
        return Card(**told, parties=tuple(Party(**party.model_dump()) for party in self.parties))

    def signed(self) -> Signed:
        """What is said of an outgoing letter's signature."""
        return Signed(on=self.signed_on, checked=tuple(self.checked), is_interim=self.is_interim, by=self.signer)


class Registered(Schema):
    """The number given; `is_new` is false when the same request came before."""

    id: int
    index: str
    registered_on: date
    is_new: bool


class FileLine(Schema):
    """A file of a document; its content is at `content`."""

    id: int
    name: str
    media_type: str
    role: str
    state: str
    pages: int | None
    size: int
    sha256: str
    added_at: datetime

    @staticmethod
    def resolve_size(row: Any) -> int:
        """Bytes."""
        return int(row.blob.size)

    @staticmethod
    def resolve_sha256(row: Any) -> str:
        """The content's SHA-256, by which a program sees whether it has it already."""
        return str(row.blob_id)


class RegistryLine(Schema):
    """A registry in which the program's post may or may not register."""

    id: int
    title: str
    direction: Kept
    department: int
    is_open: bool

    @staticmethod
    def resolve_department(row: Any) -> int:
        """The unit's id."""
        return int(row.department_id)


class KindLine(Schema):
    """A kind of documents."""

    id: int
    key: str
    title: str
    directions: list[Kept]


class CorrespondentLine(Schema):
    """An entry of the directory."""

    id: int
    name: str
    kind: str
    code: str
    is_open: bool


class CorrespondentPage(Schema):
    """A page of the directory."""

    items: list[CorrespondentLine]
    next: str


class CorrespondentGiven(Given):
    """A new entry of the directory."""

    name: Annotated[str, Field(min_length=1, max_length=300, pattern=NO_ZERO)]
    kind: Literal[
        "parliament", "president", "cabinet", "central_body", "local_state_body", "regional_council", "law_enforcement",
        "control_body", "court", "peoples_deputy", "councillor", "district_council", "municipal", "enterprise", "citizen", "other",
    ]  # fmt: skip
    code: Annotated[str, Field(max_length=10, pattern=r"^[0-9]*$")] = ""
    address: Line = ""
    email: Annotated[str, Field(max_length=254, pattern=r"^$|^[^@\s\u0000]+@[^@\s\u0000]+\.[^@\s\u0000]+$")] = ""
    phone: Annotated[str, Field(max_length=40, pattern=NO_ZERO)] = ""
    head: Annotated[str, Field(max_length=200, pattern=NO_ZERO)] = ""
