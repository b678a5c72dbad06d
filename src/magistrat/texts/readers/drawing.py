"""A page as a picture, drawn within bounds."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageOps

from magistrat.texts.readers import limits, pdf, trouble

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = limits.MOST_PIXELS
INCH = 72
TOO_LARGE = f"Зображення має забагато точок: більше за {limits.MOST_PIXELS // 1_000_000} млн."


def read_frames(path: str) -> dict[str, Any]:
    """The picture's frames, all to be recognised (of a moving picture only the first).

    :raises Unreadable: broken or too large.
    """
    with _opened(path) as whole:
        frames = getattr(whole, "n_frames", 1) if whole.format == "TIFF" else 1
        if frames > limits.MOST_PAGES:
            raise trouble.Unreadable(f"У файлі {frames} сторінок: більше за дозволені {limits.MOST_PAGES}.")
        return {"pages": [None] * frames}


def draw(path: str, *, is_pdf: bool, page: int, width: int, turned: int, skew: float, target: str) -> None:
    """Write the page, righted, as PNG to `target`, so many dots wide at most."""
    drawn = page_of(path, is_pdf=is_pdf, number=page, width=width if not turned % 180 else 0, dots=150)
    picture = righted(drawn, turned=turned, skew=skew)
    if picture.width > width:
        picture = picture.resize(
            (width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS
        )
    picture.save(target, "PNG", optimize=False, compress_level=6)


def page_of(path: str, *, is_pdf: bool, number: int, dots: int = 0, width: int = 0) -> Image.Image:
    """The page (from 1), as it lies in the file.

    :param dots: dots an inch of a PDF's page (a picture keeps its own).
    :param width: wanted instead of `dots`: so many dots wide, a picture never enlarged.
    :raises Unreadable: no such page, broken or too large.
    """
    drawn = _of_pdf(path, number, dots, width) if is_pdf else _of_picture(path, number)
    if width and drawn.width > width:
        drawn = drawn.resize((width, max(1, round(drawn.height * width / drawn.width))), Image.Resampling.LANCZOS)
    return drawn


def righted(picture: Image.Image, *, turned: int, skew: float) -> Image.Image:
    """The picture turned clockwise by quarters, then straightened by degrees clockwise; its edges stay white."""
    if turned % 360:
        picture = picture.rotate(-turned, expand=True)
    if skew:
        white = 255 if picture.mode == "L" else (255, 255, 255)
        picture = picture.rotate(-skew, Image.Resampling.BICUBIC, fillcolor=white)
    return picture


def jpeg(picture: Image.Image, quality: int = 75) -> bytes:
    """The picture as JPEG."""
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=quality, optimize=True)
    return kept.getvalue()


def _of_pdf(path: str, number: int, dots: int, width: int) -> Image.Image:
    with pdf.opened(path) as document:
        if not 0 < number <= len(document):
            raise trouble.Unreadable(f"У файлі немає сторінки {number}.")
        sheet = document[number - 1]
        wide, high = sheet.get_size()
        scale = width / max(wide, 1) if width else dots / INCH
        # A poster is drawn more coarsely: letters on it are large.
        scale = min(scale, (limits.RENDERED_PIXELS / max(wide * high, 1)) ** 0.5)
        drawn: Image.Image = sheet.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        return drawn


def _of_picture(path: str, number: int) -> Image.Image:
    with _opened(path) as whole:
        try:
            whole.seek(number - 1)
            _refuse_large(whole)
            turned = ImageOps.exif_transpose(whole)
        except EOFError as reason:
            raise trouble.Unreadable(f"У файлі немає сторінки {number}.") from reason
        except (OSError, SyntaxError, ValueError) as reason:
            raise trouble.Unreadable(trouble.BROKEN) from reason
        return _on_white(turned)


def _on_white(picture: Image.Image) -> Image.Image:
    """What is transparent lies on white paper."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        under = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(under, picture.convert("RGBA"))
    return picture.convert("RGB")


def _opened(path: str) -> Image.Image:
    try:
        whole = Image.open(Path(path))
        _refuse_large(whole)
    except Image.DecompressionBombError as reason:
        raise trouble.Unreadable(TOO_LARGE) from reason
    except (OSError, SyntaxError, ValueError) as reason:
        raise trouble.Unreadable(trouble.BROKEN) from reason
    return whole


def _refuse_large(picture: Image.Image) -> None:
    if picture.width * picture.height > limits.MOST_PIXELS:
        raise trouble.Unreadable(TOO_LARGE)
