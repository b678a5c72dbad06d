"""Parses a text of TOML; what is no TOML is refused with its name and line."""

import re
import tomllib
from typing import Any

from magistrat.rules.form import FormError

_PLACE = re.compile(r"\s*\((?:at line (\d+), column (\d+)|at end of document)\)")


def parse(text: str, file: str) -> dict[str, Any]:
    """The text's tables.

    :raises FormError: naming the file and the place in it.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise FormError(file, "", "увесь текст", "це не TOML: таблиці й переліки вкладено надто глибоко") from None
    # besides its own error the parser lets through those of numbers and days that cannot be
    except ValueError as wrong:
        found = _PLACE.search(str(wrong))
        place = "увесь текст"
        if found is not None:
            place = f"рядок {found[1]}, позиція {found[2]}" if found[1] else "кінець тексту"
        raise FormError(file, "", place, f"це не TOML: {_PLACE.sub('', str(wrong))}") from None
