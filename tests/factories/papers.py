"""Small papers of every kind that arrives, made on the spot; what LibreOffice makes is made once a run."""

from __future__ import annotations

import functools
import io
import subprocess
import tempfile
from pathlib import Path

import docx
import openpyxl
import typst
from PIL import Image

LETTER = (
    "06.03.2026 № 01-12/77",
    "Про ремонт водогону",
    "Просимо розглянути звернення мешканців вулиці Шевченка щодо водопостачання будинків та надати письмову відповідь.",
    "Кошти передбачено програмою розвитку житлового господарства міста на поточний рік.",
)


def sheet(*lines: str, ppi: int = 200) -> Image.Image:
    """A small sheet of paper with these lines, as a scanner sees it."""
    text = '#set page(width: 150mm, height: 105mm, margin: 12mm)\n#set text(font: "Liberation Serif", size: 14pt, lang: "uk")\n'
    drawn = typst.compile((text + "\n\n".join(lines or LETTER)).encode(), format="png", ppi=ppi)
    return Image.open(io.BytesIO(drawn)).convert("L")


def picture(drawn: Image.Image | None = None, kind: str = "PNG") -> bytes:
    """The sheet as a file."""
    kept = io.BytesIO()
    (drawn or sheet()).save(kept, kind, dpi=(200, 200))
    return kept.getvalue()


def scan(*pages: Image.Image) -> bytes:
    """A PDF of pictures, as a scanner makes it."""
    kept = io.BytesIO()
    first, *others = pages or (sheet(),)
    first.save(kept, "PDF", save_all=True, append_images=others, resolution=200)
    return kept.getvalue()


def tiff(*frames: Image.Image) -> bytes:
    """A TIFF of many frames."""
    kept = io.BytesIO()
    frames[0].save(kept, "TIFF", save_all=True, append_images=list(frames[1:]), compression="tiff_lzw", dpi=(200, 200))
    return kept.getvalue()


@functools.cache
def document() -> bytes:
    """A DOCX with a header and a table."""
    made, kept = docx.Document(), io.BytesIO()
    made.sections[0].header.paragraphs[0].text = "Управління благоустрою"
    for line in LETTER:
        made.add_paragraph(line)
    table = made.add_table(2, 2)
    for place, text in enumerate(("Назва робіт", "Сума", "Заміна труби", "125 000")):
        table.cell(place // 2, place % 2).text = text
    made.save(kept)
    return kept.getvalue()


@functools.cache
def workbook() -> bytes:
    """An XLSX of two sheets."""
    made, kept = openpyxl.Workbook(), io.BytesIO()
    made.active.title = "Кошторис"
    made.active.append(["Назва робіт", "Сума"])
    made.active.append(["Заміна труби", 125000.5])
    made.create_sheet("Графік").append(["Березень"])
    made.save(kept)
    return kept.getvalue()


@functools.cache
def converted(ending: str) -> bytes:
    """The DOCX or the XLSX saved by LibreOffice as DOC, RTF, ODT, XLS, ODS."""
    of_sheets = ending in {"xls", "ods"}
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / ("paper.xlsx" if of_sheets else "paper.docx")
        given.write_bytes(workbook() if of_sheets else document())
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", folder, str(given)]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        return (Path(folder) / f"paper.{ending}").read_bytes()
