"""The standard instruction on records management, which holds in every city (Cabinet resolution 55 of 17.01.2018)."""

from __future__ import annotations


def item(number: int) -> str:
    """An item of it as a refusal cites it, after «п.»."""
    return f"{number} Типової інструкції, постанова КМУ № 55"
