"""Signatures in XML (XAdES) of an ASiC container: whose, of what moment, over which of its files."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from asn1crypto import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.x509 import load_der_x509_certificate
from lxml import etree

from magistrat.signatures.readers import owner, trust
from magistrat.signatures.readers.cms import INTACT, MISMATCH, NAMES, NOBODY, TAMPERED, UNVERIFIED, VALID, WRONG
from magistrat.texts.readers.trouble import Unreadable

DS = "{http://www.w3.org/2000/09/xmldsig#}"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = ("http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2006/12/xml-c14n11")
DIGESTS = {"sha1": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512", "sha224": "sha224"}
HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 old signatures are told apart from tampered ones
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
Digest = Callable[[str, str], "bytes | None"]


def parse(body: bytes) -> etree._Element:
    """The tree of the XML: no outer entities, no document type, no network.

    :raises Unreadable: it is broken or has a document type.
    """
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise Unreadable("Файл підпису має заборонені частини XML.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        raise Unreadable("Файл підпису пошкоджено.") from None


def signers(body: bytes, digest: Digest, trusted: list[x509.Certificate], at: datetime) -> list[dict[str, Any]]:
    """Each signature of the file; `digest(name of a part, name of the hash)` counts a part of the container."""
    found = list(parse(body).iter(f"{DS}Signature"))
    return [_signer(one, digest, trusted, at) for one in found[:50]]


def _signer(one: etree._Element, digest: Digest, trusted: list[x509.Certificate], at: datetime) -> dict[str, Any]:
    certificates = _certificates(one)
    certificate = certificates[0] if certificates else None
    method = uri(one, "SignatureMethod")
    said: dict[str, Any] = owner.of(certificate) if certificate else {}
    said |= {"algorithm": _name(method), "signed_at": _signing_time(one), "stamped_at": "", "stamp_note": ""}
    said["covers"] = [unquote(name) for ref in _references(one) if (name := ref.get("URI", "")) and name[:1] != "#"]
    state, reason = _judged(one, certificate, digest)
    if state == VALID:
        assert certificate is not None
        refused = asyncio.run(trust.refusal(certificate, certificates[1:], trusted, at))
        state, reason = (INTACT, refused) if refused else (VALID, "")
    return said | {"state": state, "reason": reason}


def _judged(one: etree._Element, certificate: x509.Certificate | None, digest: Digest) -> tuple[str, str]:
    unknown = ""
    if all((reference.get("URI") or "#").startswith("#") for reference in _references(one)):
        return UNVERIFIED, "підпис не охоплює жодного файлу"
    for reference in _references(one):
        counted = _counted(one, reference, digest)
        said = decoded(reference.findtext(f"{DS}DigestValue"))
        if counted is None:
            unknown = unknown or _name(uri(reference, "DigestMethod"))
        elif counted != said:
            return TAMPERED, MISMATCH
    method = uri(one, "SignatureMethod")
    if unknown or hash_of(method) not in HASHES:
        return UNVERIFIED, f"алгоритм {unknown or _name(method)}"
    if certificate is None:
        return UNVERIFIED, NOBODY
    return _value(one, certificate, method)


def _value(one: etree._Element, certificate: x509.Certificate, method: str) -> tuple[str, str]:
    signed_info = one.find(f"{DS}SignedInfo")
    key = load_der_x509_certificate(certificate.dump()).public_key()
    signature, algorithm = decoded(one.findtext(f"{DS}SignatureValue")), HASHES[hash_of(method)]
    if signed_info is None:
        return WRONG, "підпис складено не за правилами XAdES"
    over = _canonical(signed_info, uri(signed_info, "CanonicalizationMethod"))
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            half = len(signature) // 2
            numbers = (int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
            key.verify(utils.encode_dss_signature(*numbers), over, ec.ECDSA(algorithm))
        elif isinstance(key, rsa.RSAPublicKey) and "pss" not in method.lower() and "mgf1" not in method.lower():
            key.verify(signature, over, padding.PKCS1v15(), algorithm)
        else:
            return UNVERIFIED, f"алгоритм {_name(method)}"
    except (InvalidSignature, ValueError):
        return WRONG, "підпис недійсний: його зроблено не ключем цього сертифіката"
    return VALID, ""


def _references(one: etree._Element) -> list[etree._Element]:
    return list(one.findall(f"{DS}SignedInfo/{DS}Reference"))


def _counted(one: etree._Element, reference: etree._Element, digest: Digest) -> bytes | None:
    """The digest of what the reference names; none where it cannot be counted."""
    name, algorithm = reference.get("URI", ""), hash_of(uri(reference, "DigestMethod"))
    if algorithm not in DIGESTS:
        return None
    transforms = [each.get("Algorithm", "") for each in reference.iter(f"{DS}Transform")]
    if not name.startswith("#"):
        return digest(unquote(name), algorithm) if not transforms else None
    part = next((each for each in one.getroottree().iter() if name[1:] in {each.get("Id"), each.get("ID")}), None)
    if part is None:
        return None
    known = [each for each in transforms if each == EXCLUSIVE or each in INCLUSIVE]
    if len(known) != len(transforms):
        return None
    return hashlib.new(algorithm, _canonical(part, known[0] if known else INCLUSIVE[0])).digest()


def _canonical(part: etree._Element, method: str) -> bytes:
    made: bytes = etree.tostring(part, method="c14n", exclusive=method.startswith(EXCLUSIVE), with_comments=False)
    return made


def _certificates(one: etree._Element) -> list[x509.Certificate]:
    found = []
    for text in one.iter(f"{DS}X509Certificate"):
        try:
            certificate = x509.Certificate.load(decoded(text.text))
            certificate.subject.native  # noqa: B018 parsing is lazy
            found.append(certificate)
        except (ValueError, TypeError):
            continue
    return found


def _signing_time(one: etree._Element) -> str:
    said = next((each.text or "" for each in one.iter() if str(each.tag).endswith("}SigningTime")), "").strip()
    try:
        return datetime.fromisoformat(said).isoformat() if said else ""
    except ValueError:
        return ""


def uri(part: etree._Element, name: str) -> str:
    """The address of the algorithm that the first element of this name states."""
    found = next(part.iter(f"{DS}{name}"), None)
    return (found.get("Algorithm") or "") if found is not None else ""


def hash_of(address: str) -> str:
    """The name of the hash at the end of an algorithm's address."""
    return address.rpartition("#")[2].rpartition("-")[2].lower().replace("mgf1", "")


def _name(address: str) -> str:
    lowered = address.lower()
    if "dstu4145" in lowered or "1.2.804.2.1.1.1.1.3" in lowered:
        return NAMES["1.2.804.2.1.1.1.1.3"]
    if "gost34311" in lowered:
        return NAMES["1.2.804.2.1.1.1.1.2.1"]
    return address.rpartition("#")[2].upper() or "не зазначено"


def decoded(text: str | None) -> bytes:
    """Bytes of a base64 text; none of a broken one."""
    try:
        return base64.b64decode("".join((text or "").split()))
    except binascii.Error:
        return b""
