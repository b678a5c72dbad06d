"""LibreOffice turns office documents into pages: its own profile for each call, no macros, no outer sources, no network."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from magistrat.texts.readers import archive, pdf, trouble

# Names of endings by which LibreOffice chooses its filter; the kept content has none.
WRITER, CALC = "writer_pdf_Export", "calc_pdf_Export"
FILTERS = {
    "docx": WRITER, "doc": WRITER, "rtf": WRITER, "odt": WRITER, "txt": WRITER, "xlsx": CALC, "xls": CALC, "ods": CALC,
}  # fmt: skip
ZIPPED = {"docx", "odt", "xlsx", "ods"}
NOT_CONVERTED = "LibreOffice не зміг відкрити цей файл."
# Macros never run, sources outside the document are never asked for.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""  # noqa: E501 - a setting stands on one line


def is_there() -> bool:
    """Whether LibreOffice is installed on this machine."""
    return shutil.which("soffice") is not None


def convert(path: str, *, ending: str, target: str, seconds: int) -> dict[str, Any]:
    """Write the document's pages as a PDF to `target`.

    :raises Interrupted: LibreOffice was ended from outside.
    :raises Unreadable: it cannot be opened, or takes too long.
    """
    if ending in ZIPPED:
        archive.check(path)
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        given = room / f"paper.{ending}"
        shutil.copyfile(path, given)
        profile = room / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        command = [
            *_without_network(), "soffice", f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--nodefault", "--convert-to", f"pdf:{FILTERS[ending]}", "--outdir", folder, str(given),
        ]  # fmt: skip
        environment = os.environ | {
            "HOME": folder,
            "http_proxy": "http://127.0.0.1:9",
            "https_proxy": "http://127.0.0.1:9",
        }
        try:
            ended = subprocess.run(command, env=environment, capture_output=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired as reason:
            raise trouble.Unreadable(f"LibreOffice відкривав файл довше за дозволені {seconds} с.") from reason
        trouble.refuse_killed("soffice", ended.returncode)
        made = room / "paper.pdf"
        if not made.is_file():
            raise trouble.Unreadable(NOT_CONVERTED)
        shutil.move(made, target)
    with pdf.opened(target) as pages:
        return {"pages": len(pages)}


@functools.cache
def _without_network() -> tuple[str, ...]:
    """The way to start a program without a network, where the system allows it."""
    for way in (("unshare", "--net"), ("unshare", "--map-root-user", "--net")):
        if shutil.which("unshare") and not subprocess.run([*way, "true"], capture_output=True, check=False).returncode:
            return way
    return ()
