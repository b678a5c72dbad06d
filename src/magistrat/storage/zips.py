"""What Python's reading of a ZIP may raise on a damaged, encrypted or unusual one: asked for in one place."""

from __future__ import annotations

import lzma
import zipfile
import zlib

# A packed stream that is damaged raises its own packer's error, an encrypted member RuntimeError, a way of packing that
# Python does not know NotImplementedError; a name or a size that cannot be ValueError.
BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError,
    OSError, ValueError,
)  # fmt: skip
