"""Why a file cannot be read, said for people."""

from __future__ import annotations

BROKEN = "Файл пошкоджено: його вміст не відповідає виду файлу."
ENCRYPTED = "Файл захищено паролем."
NO_MEMORY = "Файл потребує більше пам'яті, ніж дозволено для читання."


class Unreadable(Exception):
    """The file cannot be read; the text is a Ukrainian sentence."""
