"""What Django checks of the storage before it migrates: a bucket named without its keys would refuse every file."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from magistrat.storage import bucket


@register
def bucket_is_whole(**_: Any) -> list[CheckMessage]:
    """Either no bucket, or all that it needs."""
    return [Error(f"Назву бакета задано, а {name} ні.", id="storage.E001") for name in bucket.lacking()]
