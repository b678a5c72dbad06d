"""Signatures as their reader sees them, made by an authority of our own."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from magistrat.signatures.readers import container, owner
from magistrat.texts.readers.trouble import Unreadable
from tests.factories import documents as papers
from tests.factories import signatures as make

AT = datetime(2026, 3, 10, 8, tzinfo=UTC)
LETTER = "Про ремонт мереж".encode()


@pytest.fixture(scope="module")
def people():
    ca = make.authority()
    return {
        "ca": ca,
        "ec": make.signer(ca),
        "rsa": make.signer(ca, is_rsa=True),
        "old": make.signer(ca, until=datetime(2026, 3, 10, tzinfo=UTC)),
        "tsa": make.signer(ca, is_rsa=True, stamps=True),
    }


@pytest.fixture
def roots(tmp_path, people):
    folder = tmp_path / "roots"
    folder.mkdir()
    body = people["ca"].certificate.public_bytes(serialization.Encoding.PEM)
    (folder / "root.pem").write_bytes(body)
    (folder / "readme.txt").write_text("not a certificate")
    return str(folder)


@pytest.fixture
def read(tmp_path):
    def reads(body, **more):
        (tmp_path / "into").mkdir(exist_ok=True)
        (tmp_path / "signed").write_bytes(body)
        return container.read(str(tmp_path / "signed"), str(tmp_path / "into"), AT.isoformat(), **more)

    return reads


def said(answer):
    return [(one["state"], one["reason"]) for one in answer["signatures"]]


class TestAttached:
    def test_content_is_taken_out_and_the_owner_told(self, read, people, roots):
        answer = read(make.p7s(LETTER, people["ec"]), roots=roots)
        (row,), (taken,) = answer["signatures"], answer["taken"]
        assert Path(taken["path"]).read_bytes() == LETTER
        assert said(answer) == [("valid", "")]
        assert (row["owner"], row["post"]) == ("Вигаданенко Олена Ігорівна", "директор")
        assert (row["organisation"], row["entity_code"]) == ("КП «Вигадані мережі»", "03341316")
        assert row["person_code"] == "31••••••91"
        assert row["signed_at"] == make.SIGNED_AT.isoformat()
        assert row["stamped_at"] == ""

    def test_rsa_several_signers_and_letters_instead_of_bytes(self, read, people, roots):
        body = make.p7s(LETTER, people["rsa"], people["ec"])
        assert said(read(base64.encodebytes(body), roots=roots)) == [("valid", ""), ("valid", "")]

    def test_a_changed_content_is_told(self, read, people, roots):
        body = make.p7s(LETTER, people["ec"]).replace(LETTER, LETTER[:-2] + "т".encode())
        assert said(read(body, roots=roots)) == [("tampered", "підпис не відповідає вмісту")]

    def test_a_changed_signature_is_wrong(self, read, people, roots):
        body = bytearray(make.p7s(LETTER, people["rsa"]))
        body[-1] ^= 1
        assert said(read(bytes(body), roots=roots))[0][0] == "wrong"

    def test_the_moment_of_a_stamp_counts_when_it_is_proved(self, read, people, roots):
        stamped = read(make.p7s(LETTER, people["old"], stamper=people["tsa"]), roots=roots)
        assert said(stamped) == [("valid", "")]
        assert (stamped["signatures"][0]["stamped_at"], stamped["signatures"][0]["stamp_note"]) == (
            make.STAMPED_AT.isoformat(),
            "",
        )
        assert said(read(make.p7s(LETTER, people["old"]), roots=roots)) == [
            ("intact", "строк чинності сертифіката закінчився")
        ]

    def test_trust_is_given_to_the_citys_own_roots_only(self, read, people, roots):
        stranger = make.signer(make.authority("Чужий надавач"))
        assert said(read(make.p7s(LETTER, people["ec"]))) == [("intact", "коріння довіри не задано")]
        assert said(read(make.p7s(LETTER, stranger), roots=roots)) == [
            ("intact", "сертифікат видав надавач, якого немає серед довірених")
        ]

    def test_a_certificate_for_stamps_is_none_for_letters(self, read, people, roots):
        not_stamper = read(make.p7s(LETTER, people["old"], stamper=people["ec"]), roots=roots)
        assert not_stamper["signatures"][0]["stamp_note"].startswith("сертифікат не призначено")
        assert said(not_stamper)[0][0] == "intact"

    def test_the_ukrainian_algorithm_is_named_and_nothing_is_claimed(self, read, people, roots):
        answer = read(make.p7s(LETTER, make.as_dstu(people["ec"]), dstu=True), roots=roots)
        assert said(answer) == [("unverified", "алгоритм ДСТУ 4145-2002")]
        assert answer["signatures"][0]["algorithm"] == "ДСТУ 4145-2002"
        assert answer["signatures"][0]["owner"] == "Вигаданенко Олена Ігорівна"


class TestDetached:
    def test_finds_its_content_among_the_files(self, read, people, roots, tmp_path):
        body = make.p7s(LETTER, people["ec"], attached=False)
        (tmp_path / "letter").write_bytes(LETTER)
        (tmp_path / "other").write_bytes(b"another")
        candidates = [["other", str(tmp_path / "other")], ["letter", str(tmp_path / "letter")]]
        answer = read(body, candidates=candidates, roots=roots)
        assert (answer["kind"], answer["over"], said(answer)) == ("detached", "letter", [("valid", "")])
        assert said(read(body, candidates=candidates[:1])) == [
            ("unverified", "підписаного файлу немає серед файлів документа")
        ]
        assert said(read(body, candidates=candidates[:1], expected="other")) == [
            ("tampered", "підпис не відповідає вмісту")
        ]


class TestAsic:
    def test_three_forms(self, read, people, roots):
        files = {"лист.pdf": LETTER, "add.txt": b"annex"}
        for body, count in (
            (make.asic_e(files, people["ec"]), 2),
            (make.asic_xades(files, people["ec"]), 2),
            (make.asic_xades(files, people["rsa"]), 2),
            (make.asic_s("лист.pdf", LETTER, people["rsa"]), 1),
        ):
            answer = read(body, roots=roots)
            assert said(answer) == [("valid", "")]
            assert [one["name"] for one in answer["taken"]] == list(files)[:count]
            assert answer["signatures"][0]["covers"] == list(files)[:count]
            assert answer["signatures"][0]["owner"] == "Вигаданенко Олена Ігорівна"

    def test_a_changed_file_is_told(self, read, people, roots):
        files = {"a.pdf": LETTER, "b.txt": b"annex"}
        for body in (
            make.asic_e(files, people["ec"], spoil="b.txt"),
            make.asic_xades(files, people["ec"], spoil="b.txt"),
        ):
            assert said(read(body, roots=roots)) == [("tampered", "підпис не відповідає вмісту")]

    def test_a_signature_changed_in_its_time_is_told(self, read, people, roots):
        body = make._asic("application/vnd.etsi.asic-e+zip", {
            "a.txt": LETTER,
            "META-INF/signatures.xml": make._xades({"a.txt": LETTER}, people["ec"]).replace(b"2026-03-09", b"2025-03-09"),
        })  # fmt: skip
        assert said(read(body, roots=roots)) == [("tampered", "підпис не відповідає вмісту")]

    def test_outer_entities_are_refused(self, read):
        xml = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
        with pytest.raises(Unreadable, match="заборонені"):
            read(make._asic("application/vnd.etsi.asic-e+zip", {"a.txt": b"a", "META-INF/signatures.xml": xml}))


class TestPdf:
    def test_its_own_signature(self, read, people, roots):
        body = make.pdf(papers.pdf(("Лист",)), people["ec"])
        answer = read(body, roots=roots)
        assert (answer["kind"], said(answer)) == ("pdf", [("valid", "")])
        assert answer["signatures"][0]["signed_at"]
        changed = (
            body.replace(b"/Type/Catalog", b"/Type/Catalof", 1)
            if b"/Type/Catalog" in body
            else body[:40] + b"!" + body[41:]
        )
        assert said(read(changed))[0][0] == "tampered"
        assert said(read(body + b"\n% added afterwards", roots=roots)) == [
            ("unverified", "після підписання файл доповнено")
        ]


class TestBroken:
    @pytest.mark.parametrize(
        "body", [b"", b"0\x82\x01", b"PK\x03\x04", b"MIIB", b"-----BEGIN PKCS7-----\n-----END PKCS7-----"]
    )
    def test_is_told(self, read, body):
        with pytest.raises(Unreadable):
            read(body)

    def test_a_container_without_signatures(self, read):
        with pytest.raises(Unreadable, match="жодного підпису"):
            read(make._asic("application/vnd.etsi.asic-e+zip", {"a.txt": b"a"}))


def test_codes_are_masked():
    assert owner.masked("3184710691") == "31••••••91"
    assert owner.masked("12") == "••"
