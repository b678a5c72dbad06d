"""A test authority: a root of our own and keys under it, for cities that try electronic signing out.

Nobody outside believes it. A city that signs in earnest puts a provider of its own in its place (`signers`).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

ROOT, PRIVATE = "test-authority.pem", "test-authority-key.pem"
NAME = "Випробувальний надавач підписів"
ROOT_LIVES, KEY_LIVES = timedelta(days=3650), timedelta(days=730)
# An hour back: the clocks of two machines never agree quite.
BACK = timedelta(hours=1)
ROUNDS = 200_000
MOST_NAME = 64


class NoAuthority(Exception):
    """The city has no test authority yet."""


class WrongPin(Exception):
    """The key does not open by this PIN."""


@dataclass(frozen=True)
class Holder:
    """Whose key it is, as the certificate says it."""

    surname: str
    given: str
    title: str = ""
    organisation: str = ""

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given} {self.surname}".strip()


@dataclass(frozen=True)
class Issued:
    """A new key: the PKCS#12 that its PIN opens, its certificate (PEM), serial number and last moment."""

    pkcs12: bytes
    certificate: str
    serial: str
    valid_until: datetime


@dataclass(frozen=True)
class Opened:
    """A key opened by its PIN, in the forms that pyHanko takes (DER)."""

    key: bytes
    certificate: bytes
    others: tuple[bytes, ...]


def make(folder: Path, *, organisation: str, at: datetime) -> Path:
    """The root's certificate in the folder, made when there is none; its key stays beside it, for nobody else to read."""
    folder.mkdir(parents=True, exist_ok=True)
    root = folder / ROOT
    if not root.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name([(NameOID.ORGANIZATION_NAME, organisation)], common=NAME)
        built = _builder(name, name, key, at - BACK, at + ROOT_LIVES)
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        built = built.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        _write_once(folder / PRIVATE, _plain(key), mode=0o600)
        _write_once(root, built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM), mode=0o644)
    return root


def issue(folder: Path, *, holder: Holder, pin: str, at: datetime) -> Issued:
    """A key for the holder, encrypted by the PIN.

    :raises NoAuthority: the folder holds no root.
    """
    if not (folder / ROOT).exists() or not (folder / PRIVATE).exists():
        raise NoAuthority(str(folder))
    root = x509.load_pem_x509_certificate((folder / ROOT).read_bytes())
    root_key = serialization.load_pem_private_key((folder / PRIVATE).read_bytes(), password=None)
    assert isinstance(root_key, ec.EllipticCurvePrivateKey)
    key, until = ec.generate_private_key(ec.SECP256R1()), at + KEY_LIVES
    built = _builder(_subject(holder), root.subject, key, at - BACK, until)
    built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    built = built.add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
    certificate = built.sign(root_key, hashes.SHA256())
    return Issued(
        pkcs12=_packed(key, certificate, root, pin),
        certificate=certificate.public_bytes(serialization.Encoding.PEM).decode("ascii"),
        serial=f"{certificate.serial_number:X}",
        valid_until=until,
    )


def open_key(packed: bytes, pin: str) -> Opened:
    """The key of a PKCS#12.

    :raises WrongPin: the PIN does not open it.
    """
    try:
        found = pkcs12.load_pkcs12(packed, pin.encode())
    except ValueError:
        raise WrongPin from None
    assert found.key is not None
    assert found.cert is not None
    der = serialization.Encoding.DER
    return Opened(
        key=found.key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        certificate=found.cert.certificate.public_bytes(der),
        others=tuple(one.certificate.public_bytes(der) for one in found.additional_certs),
    )


def repacked(packed: bytes, pin: str, new_pin: str) -> bytes:
    """The same key under another PIN.

    :raises WrongPin: the present PIN does not open it.
    """
    try:
        found = pkcs12.load_pkcs12(packed, pin.encode())
    except ValueError:
        raise WrongPin from None
    assert isinstance(found.key, ec.EllipticCurvePrivateKey)
    assert found.cert is not None
    return _packed(found.key, found.cert.certificate, found.additional_certs[0].certificate, new_pin)


def _packed(key: ec.EllipticCurvePrivateKey, own: x509.Certificate, root: x509.Certificate, pin: str) -> bytes:
    locked = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(pin.encode())
    )
    return pkcs12.serialize_key_and_certificates(b"magistrat", key, own, [root], locked)


def _subject(holder: Holder) -> x509.Name:
    said = [
        (NameOID.ORGANIZATION_NAME, holder.organisation),
        (NameOID.TITLE, holder.title),
        (NameOID.SURNAME, holder.surname),
        (NameOID.GIVEN_NAME, holder.given),
    ]
    return _name(said, common=holder.name)


def _name(said: Iterable[tuple[x509.ObjectIdentifier, str]], *, common: str) -> x509.Name:
    wanted = [*said, (NameOID.COMMON_NAME, common)]
    return x509.Name([x509.NameAttribute(oid, _cut(words)) for oid, words in wanted if words])


def _cut(words: str) -> str:
    """The bound of RFC 5280 as the library counts it: in bytes, of which a Ukrainian letter has two."""
    return words.encode()[:MOST_NAME].decode(errors="ignore").strip()


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    return made.serial_number(x509.random_serial_number()).not_valid_before(since).not_valid_after(until)


def _usage(**chosen: bool) -> x509.KeyUsage:
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")  # fmt: skip
    return x509.KeyUsage(**{name: chosen.get(name, False) for name in names})


def _plain(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write_once(file: Path, body: bytes, *, mode: int) -> None:
    """Write the whole file aside and put it in its place: a half of it is never seen."""
    half = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as written:
        written.write(body)
        written.flush()
        os.fsync(written.fileno())
    half.replace(file)
