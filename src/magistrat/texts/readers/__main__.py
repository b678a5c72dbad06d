"""One reading in a process of its own: `python -m magistrat.texts.readers '{"reader": …}'`, the answer as JSON."""

from __future__ import annotations

import errno
import importlib
import inspect
import json
import os
import subprocess
import sys
import traceback
from contextlib import suppress
from typing import Any

from magistrat.texts.readers import limits, trouble

# reader -> module and function; nothing else can be asked for.
READERS = {
    "pdf": ("pdf", "read"),
    "plain": ("plain", "read"),
    "packed": ("packed", "read"),
    "mail": ("mail", "read"),
    "dangers": ("dangers", "read"),
    "separators": ("separators", "read"),
    "signed": ("magistrat.signatures.readers.container", "read"),
    "docx": ("office", "read_docx"),
    "paragraphs": ("paragraphs", "read"),
    "doc": ("office", "read_doc"),
    "rtf": ("office", "read_rtf"),
    "odt": ("office", "read_odt"),
    "xlsx": ("sheets", "read_xlsx"),
    "xls": ("sheets", "read_xls"),
    "ods": ("sheets", "read_ods"),
    "frames": ("drawing", "read_frames"),
    "pages": ("libreoffice", "convert"),
    "ocr": ("ocr", "read"),
    "picture": ("drawing", "draw"),
    "words": ("pdf", "words"),
    "layer": ("layer", "write"),
}
MOST_TOLD = 4000


def main(wished: str) -> None:
    asked = json.loads(wished)
    limits.hold(seconds=asked["seconds"], megabytes=asked["megabytes"])
    module, function = READERS[asked["reader"]]
    try:
        place = module if "." in module else f"magistrat.texts.readers.{module}"
        reader = getattr(importlib.import_module(place), function)
        if "seconds" in inspect.signature(reader).parameters:
            # A program that the reader starts ends before the reader itself is ended.
            asked["arguments"]["seconds"] = max(asked["seconds"] - 3, 1)
        answer = {"answer": reader(**asked["arguments"])}
    except Exception as reason:  # noqa: BLE001 - whatever a broken file does to a library, it is told and nothing else breaks
        answer = _told(reason)
    _say(answer)


def _say(answer: dict[str, Any]) -> None:
    """The answer to a file on the disk, which may be full: the end of the process tells it then."""
    try:
        json.dump(answer, sys.stdout, ensure_ascii=False)
        sys.stdout.flush()
    except OSError as reason:
        if reason.errno not in trouble.LACKING:
            raise
        with suppress(OSError):
            sys.stderr.write(_whole(reason))
        # Not by `sys.exit`: Python would write the rest of the answer once more, and end with a code of its own.
        os._exit(os.EX_TEMPFAIL)


def _told(reason: Exception) -> dict[str, str]:
    """What people read of it, and what the log does: the exception itself, whenever one stands behind the words."""
    if isinstance(reason, trouble.Unreadable):
        kind = "interrupted" if isinstance(reason, trouble.Interrupted) else "unreadable"
        return {kind: str(reason)} | ({"trouble": _whole(reason)} if reason.__cause__ else {})
    if isinstance(reason, MemoryError):
        return {"unreadable": trouble.NO_MEMORY}
    if isinstance(reason, subprocess.TimeoutExpired):
        return {"unreadable": trouble.TOO_LONG.format(seconds=reason.timeout), "trouble": str(reason)}
    if isinstance(reason, OSError) and reason.errno == errno.EFBIG:
        return {"unreadable": trouble.NO_MEMORY, "trouble": _whole(reason)}
    if isinstance(reason, OSError) and reason.errno in trouble.LACKING:
        return {"interrupted": trouble.INTERRUPTED, "trouble": _whole(reason)}
    return {"unreadable": trouble.BROKEN, "trouble": _whole(reason)}


def _whole(reason: Exception) -> str:
    return "".join(traceback.format_exception(reason))[-MOST_TOLD:]


if __name__ == "__main__":
    main(sys.argv[1])
