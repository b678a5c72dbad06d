"""One reading in a process of its own: `python -m magistrat.texts.readers '{"reader": …}'`, the answer as JSON."""

from __future__ import annotations

import importlib
import inspect
import json
import sys

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
    except trouble.Unreadable as reason:
        answer = {"unreadable": str(reason)}
    except MemoryError:
        answer = {"unreadable": trouble.NO_MEMORY}
    except Exception as reason:  # noqa: BLE001 - whatever a broken file does to a library, it is told and nothing else breaks
        answer = {"unreadable": trouble.BROKEN, "trouble": f"{type(reason).__name__}: {reason}"[:500]}
    json.dump(answer, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1])
