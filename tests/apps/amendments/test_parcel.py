"""What comes in a ZIP may be anything."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from magistrat.amendments import parcel

TEXTS = {"edition.toml": "city = 'x'\n", "rules.toml": "\r\nключ\n", "cases/a.toml": "", "regulation.txt": "Текст"}


def packed(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return target.getvalue()


def test_what_is_packed_is_unpacked_letter_by_letter(tmp_path: Path) -> None:
    assert parcel.unpack(parcel.pack(TEXTS)) == TEXTS
    assert parcel.pack(TEXTS) == parcel.pack(dict(reversed(TEXTS.items())))
    parcel.write_folder(tmp_path / "out", TEXTS)
    assert parcel.read_folder(tmp_path / "out") == TEXTS
    with pytest.raises(parcel.Unfit, match="не порожня"):
        parcel.write_folder(tmp_path / "out", TEXTS)


def test_a_folder_around_the_files_is_left_out() -> None:
    assert parcel.unpack(packed({f"2026/{name}": text.encode() for name, text in TEXTS.items()})) == TEXTS


HEAD = {"edition.toml": b"x"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "не архів"),
        (packed(HEAD)[:-9], "не архів"),
        (packed({"rules.toml": b""}), "edition.toml"),
        (packed(HEAD | {"../evil.toml": b""}), "Назва файла"),
        (packed(HEAD | {"/etc/x.toml": b""}), "Назва файла"),
        (packed(HEAD | {"cases/../../x.toml": b""}), "Назва файла"),
        (packed(HEAD | {"run.sh": b""}), "Назва файла"),
        (packed(HEAD | {"rules.toml": b"\xff"}), "UTF-8"),
        (packed(HEAD | {f"f{n}.toml": b"" for n in range(parcel.MOST_FILES)}), "забагато"),
        (packed(HEAD | {"bomb.toml": b"\0" * (parcel.MOST_BYTES + 1)}), "завеликі"),
        (b"x" * (parcel.MOST_BYTES + 1), "завеликий"),
    ],
)
def test_a_dangerous_parcel_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(parcel.Unfit, match=said):
        parcel.unpack(content)
