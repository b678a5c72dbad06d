"""Parses a text of TOML; what is no TOML is refused with its name."""

import tomllib
from typing import Any

from magistrat.rules.form import FormError


def parse(text: str, file: str) -> dict[str, Any]:
    """The text's tables.

    :raises FormError: naming the file and the place in it.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise FormError(file, "", "", f"це не TOML: {wrong}") from None
