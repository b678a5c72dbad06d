"""Whose certificate it is: name, organisation, post, codes, as certificates of Ukrainian providers say them."""

from __future__ import annotations

import re
from typing import Any

from asn1crypto import core, x509

# Attributes of the subject in the extension subjectDirectoryAttributes (order of the Ministry of Justice 1017/5 of 2013).
TAXPAYER, ENTITY = "1.2.804.2.1.1.1.11.1.4.1.1", "1.2.804.2.1.1.1.11.1.4.2.1"
_ENTITY_IN_NAME = re.compile(r"(?:NTRUA-|UA-EDRPOU-)?(\d{8})")
_TAXPAYER_IN_NAME = re.compile(r"(?:TINUA-|IDCUA-)(\d{10})")


def of(certificate: x509.Certificate) -> dict[str, str]:
    """Printed facts of the certificate; codes of persons only masked, so that nobody keeps them by chance."""
    subject = _names(certificate.subject)
    person = " ".join(part for part in (subject.get("surname", ""), subject.get("given_name", "")) if part)
    taxpayer, entity = _codes(certificate)
    if not taxpayer and (found := _TAXPAYER_IN_NAME.fullmatch(subject.get("serial_number", ""))):
        taxpayer = found[1]
    if not entity and (found := _ENTITY_IN_NAME.fullmatch(subject.get("organization_identifier", ""))):
        entity = found[1]
    return {
        "owner": person or subject.get("common_name", "") or subject.get("organization_name", ""),
        "organisation": subject.get("organization_name", ""),
        "post": subject.get("title", ""),
        "person_code": masked(taxpayer),
        "entity_code": entity if len(entity) == 8 else masked(entity),
        "issuer": _names(certificate.issuer).get("common_name", "") or _names(certificate.issuer).get("organization_name", ""),
        "serial": f"{certificate.serial_number:X}"[:64],
        "valid_from": _moment(certificate, "not_before"),
        "valid_until": _moment(certificate, "not_after"),
    }  # fmt: skip


def masked(code: str) -> str:
    """The code with its middle hidden: enough to compare, not enough to use."""
    return f"{code[:2]}{'•' * (len(code) - 4)}{code[-2:]}" if len(code) > 4 else "•" * len(code)


def _names(name: x509.Name) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in name.native.items():
        words = value[0] if isinstance(value, list) else value
        found[key] = " ".join(str(words).split())[:300]
    return found


def _codes(certificate: x509.Certificate) -> tuple[str, str]:
    """The codes of the person and of the legal entity, from the extension that Ukrainian providers fill."""
    codes = {TAXPAYER: "", ENTITY: ""}
    for extension in certificate["tbs_certificate"]["extensions"] or ():
        if extension["extn_id"].dotted != "2.5.29.9":
            continue
        for attribute in _attributes(extension["extn_value"]):
            if attribute[0] in codes:
                codes[attribute[0]] = "".join(filter(str.isdigit, attribute[1]))[:10]
    return codes[TAXPAYER], codes[ENTITY]


class _Attribute(core.Sequence):
    _fields = [("type", core.ObjectIdentifier), ("values", core.SetOf, {"spec": core.Any})]


class _Attributes(core.SequenceOf):
    _child_spec = _Attribute


def _attributes(value: Any) -> list[tuple[str, str]]:
    try:
        rows = _Attributes.load(bytes(value))
        return [(row["type"].dotted, str(row["values"][0].native)) for row in rows if len(row["values"])]
    except (ValueError, TypeError):
        return []


def _moment(certificate: x509.Certificate, end: str) -> str:
    return str(certificate["tbs_certificate"]["validity"][end].native.isoformat())
