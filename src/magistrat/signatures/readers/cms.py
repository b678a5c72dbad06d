"""Signatures in CMS (P7S): whose, of what moment, whether they fit the content (RFC 5652; ДСТУ ETSI EN 319 122)."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import cms, core, pem, tsp, x509
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity, validate_tst_signed_data

from magistrat.signatures.readers import owner, trust
from magistrat.texts.readers.trouble import Unreadable

VALID, INTACT, TAMPERED, WRONG, UNVERIFIED = "valid", "intact", "tampered", "wrong", "unverified"
MISMATCH = "підпис не відповідає вмісту"
NOBODY = "сертифіката підписувача у файлі немає"
NO_CONTENT = "підписаного файлу немає серед файлів документа"
# The arc of Ukrainian cryptography: ДСТУ 4145 (signature), ГОСТ 34.311 and ДСТУ 7564 «Купина» (digests).
UKRAINIAN = "1.2.804.2.1.1.1."
NAMES = {
    "1.2.804.2.1.1.1.1.3": "ДСТУ 4145-2002",
    "1.2.804.2.1.1.1.1.2.1": "ГОСТ 34.311-95",
    "1.2.804.2.1.1.1.1.2.2": "ДСТУ 7564:2014 «Купина»",
}
MOST_SIGNERS = 50


def load(body: bytes) -> cms.SignedData:
    """The signed data of DER, PEM or bare base64.

    :raises Unreadable: it is none.
    """
    try:
        if pem.detect(body):
            body = pem.unarmor(body)[2]
        elif body[:1] == b"M":
            body = base64.b64decode(b"".join(body.split()), validate=True)
        found = cms.ContentInfo.load(body)
        if found["content_type"].native != "signed_data":
            raise Unreadable("У файлі немає підписаних даних.")
        signed: cms.SignedData = found["content"]
        len(signed["signer_infos"])  # parsing is lazy: what is broken shows it here
    except (ValueError, TypeError, KeyError, binascii.Error):
        raise Unreadable("Файл підпису пошкоджено.") from None
    return signed


def content(signed: cms.SignedData) -> bytes | None:
    """The content that the file itself carries; none where the signature is detached."""
    carried = signed["encap_content_info"]["content"]
    return None if isinstance(carried, core.Void) or carried.native is None else bytes(carried)


def signers(
    signed: cms.SignedData, body: Path | bytes | None, trusted: list[x509.Certificate], at: datetime
) -> list[dict[str, Any]]:
    """Each signature with its owner, moment and state; `body` is what was signed, if it is known."""
    certificates = _certificates(signed)
    infos = list(signed["signer_infos"])[:MOST_SIGNERS]
    if not infos:
        raise Unreadable("У файлі немає жодного підпису.")
    return [_signer(signed, info, certificates, body, trusted, at) for info in infos]


def fits(signed: cms.SignedData, body: Path) -> bool:
    """Whether a signature of the file is over this content, as far as its digest can be counted."""
    for info in signed["signer_infos"]:
        wanted, counted = _attribute(info, "message_digest"), _digest(info, body)
        if wanted is not None and counted == wanted.native:
            return True
    return False


def _certificates(signed: cms.SignedData) -> list[x509.Certificate]:
    if isinstance(signed["certificates"], core.Void):
        return []
    return [choice.chosen for choice in signed["certificates"] if choice.name == "certificate"]


def _signer(
    signed: cms.SignedData,
    info: cms.SignerInfo,
    certificates: list[x509.Certificate],
    body: Path | bytes | None,
    trusted: list[x509.Certificate],
    at: datetime,
) -> dict[str, Any]:
    certificate = next((one for one in [*certificates, *trusted] if _is_of(info, one)), None)
    said: dict[str, Any] = owner.of(certificate) if certificate else {}
    said |= {"algorithm": _algorithm(info), "signed_at": _signed_at(info), "stamped_at": "", "stamp_note": ""}
    stamp = _stamp(info)
    if stamp is not None:
        said["stamped_at"] = stamp[1].isoformat()
        said["stamp_note"] = _stamp_note(info, stamp[0], trusted, stamp[1])
    moment = stamp[1] if stamp is not None and not said["stamp_note"] else at
    state, reason = _judged(signed, info, certificate, certificates, body, trusted, moment)
    return said | {"state": state, "reason": reason}


def _judged(
    signed: cms.SignedData,
    info: cms.SignerInfo,
    certificate: x509.Certificate | None,
    others: list[x509.Certificate],
    body: Path | bytes | None,
    trusted: list[x509.Certificate],
    moment: datetime,
) -> tuple[str, str]:
    if body is None:
        return UNVERIFIED, NO_CONTENT
    counted, said = _digest(info, body), _attribute(info, "message_digest")
    if counted is not None and said is not None and counted != said.native:
        return TAMPERED, MISMATCH
    if foreign := _unknown_algorithm(info, certificate):
        return UNVERIFIED, f"алгоритм {foreign}"
    if certificate is None:
        return UNVERIFIED, NOBODY
    if counted is None:
        return UNVERIFIED, f"алгоритм {info['digest_algorithm']['algorithm'].native}"
    try:
        kind = signed["encap_content_info"]["content_type"].native
        intact, valid = validate_sig_integrity(info, certificate, kind, counted)
    except (
        SignatureValidationError,
        CMSStructuralError,
        CMSExtractionError,
        ValueError,
        TypeError,
        KeyError,
        NotImplementedError,
    ):
        return WRONG, "підпис складено не за правилами CMS"
    if not intact:
        return TAMPERED, MISMATCH
    if not valid:
        return WRONG, "підпис недійсний: його зроблено не ключем цього сертифіката"
    refused = asyncio.run(trust.refusal(certificate, others, trusted, moment))
    return (INTACT, refused) if refused else (VALID, "")


def _is_of(info: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    sid = info["sid"]
    if sid.name == "subject_key_identifier":
        return bool(certificate.key_identifier == sid.chosen.native)
    wanted = sid.chosen
    same_number = wanted["serial_number"].native == certificate.serial_number
    return bool(same_number and wanted["issuer"] == certificate.issuer)


def _digest(info: cms.SignerInfo, body: Path | bytes) -> bytes | None:
    name = info["digest_algorithm"]["algorithm"].native
    if name not in {"sha1", "sha224", "sha256", "sha384", "sha512"}:
        return None
    if isinstance(body, bytes):
        return hashlib.new(name, body).digest()
    with body.open("rb") as stream:
        return hashlib.file_digest(stream, name).digest()


def _attribute(info: cms.SignerInfo, name: str, where: str = "signed_attrs") -> Any:
    if isinstance(info[where], core.Void):
        return None
    return next((row["values"][0] for row in info[where] if row["type"].native == name and len(row["values"])), None)


def _algorithm(info: cms.SignerInfo) -> str:
    found = info["signature_algorithm"]["algorithm"]
    return _name(found.dotted) or str(found.native).upper().replace("_", "-")


def _name(dotted: str) -> str:
    return next((name for arc, name in NAMES.items() if dotted == arc or dotted.startswith(arc + ".")), "")


def _unknown_algorithm(info: cms.SignerInfo, certificate: x509.Certificate | None) -> str:
    """The name of an algorithm of the Ukrainian standards, which this program does not count."""
    used = [info["signature_algorithm"]["algorithm"].dotted, info["digest_algorithm"]["algorithm"].dotted]
    if certificate is not None:
        used.append(certificate["tbs_certificate"]["subject_public_key_info"]["algorithm"]["algorithm"].dotted)
    dotted = next((one for one in used if one.startswith(UKRAINIAN)), "")
    return (_name(dotted) or dotted) if dotted else ""


def _signed_at(info: cms.SignerInfo) -> str:
    said = _attribute(info, "signing_time")
    try:
        return said.native.isoformat() if said is not None else ""
    except (ValueError, AttributeError):
        return ""


def _stamp(info: cms.SignerInfo) -> tuple[cms.SignedData, datetime] | None:
    """The time stamp over the signature and the moment that it says."""
    token = _attribute(info, "signature_time_stamp_token", "unsigned_attrs")
    try:
        return (token["content"], _tst(token["content"])["gen_time"].native) if token is not None else None
    except (ValueError, TypeError, KeyError):
        return None


def _tst(stamp: cms.SignedData) -> tsp.TSTInfo:
    return tsp.TSTInfo.load(bytes(stamp["encap_content_info"]["content"]))


def _stamp_note(info: cms.SignerInfo, stamp: cms.SignedData, trusted: list[x509.Certificate], moment: datetime) -> str:
    """Why the moment of the stamp is only said, not proved; "" when it is proved."""

    def imprint(name: str) -> bytes:
        return hashlib.new(name, info["signature"].native).digest()

    stamper = next(iter(stamp["signer_infos"]), None)
    certificates = _certificates(stamp)
    if stamper is not None and (foreign := _unknown_algorithm(stamper, None)):
        return f"алгоритм {foreign}"
    try:
        said = asyncio.run(validate_tst_signed_data(stamp, trust.offline(trusted), imprint))
    except (
        SignatureValidationError,
        CMSStructuralError,
        CMSExtractionError,
        ValueError,
        TypeError,
        KeyError,
        NotImplementedError,
    ):
        return "позначку складено не за правилами"
    if not (said["intact"] and said["valid"]):
        return "позначка не відповідає підпису"
    return asyncio.run(trust.refusal(said["signing_cert"], certificates, trusted, moment, trust.STAMPS))
