"""Kinds of fields: bounded, so that nothing reaches the database that it cannot take."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}(T.+)?")


def _written(value: Any) -> Any:
    """Refuse seconds since 1970, which the library would take for a day."""
    if isinstance(value, int | float) or (isinstance(value, str) and not WRITTEN.fullmatch(value)):
        raise PydanticCustomError("date_parsing", "not written as a day")
    return value


# What PostgreSQL's bigint holds; no id is beyond.
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Size = Annotated[int, Field(ge=1, le=200)]
# PostgreSQL keeps no zero character.
NO_ZERO = r"^[^\u0000]*$"
Line = Annotated[str, Field(max_length=300, pattern=NO_ZERO)]
Token = Annotated[str, Field(max_length=600, pattern=NO_ZERO)]


Day = Annotated[date, BeforeValidator(_written)]
Moment = Annotated[AwareDatetime, BeforeValidator(_written)]


class Given(Schema):
    """What a program sends: an unknown field is refused, never passed over."""

    model_config = ConfigDict(extra="forbid")


class FieldTrouble(Schema):
    """A field and what is wrong with it."""

    field: str
    message: str


class Problem(Schema):
    """RFC 9457, with the clause of the regulation and its own words where it is the regulation that refuses."""

    type: str
    title: str
    status: int
    detail: str
    clause: str
    words: str
    errors: list[FieldTrouble]


class Named(Schema):
    """Something with an id and its name."""

    id: int
    title: str
