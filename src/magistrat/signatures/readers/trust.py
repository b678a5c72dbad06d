"""Whether a certificate descends from the roots that the city trusts; never by the network."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
    ValidationError,
)

NO_ROOTS = "коріння довіри не задано"
SIGNS = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
STAMPS = KeyUsageConstraints(extd_key_usage={"time_stamping"})


def roots(folder: str) -> list[x509.Certificate]:
    """Certificates of the folder, DER or PEM; what is no certificate is passed over."""
    found: list[x509.Certificate] = []
    for path in sorted(Path(folder).iterdir()) if folder and Path(folder).is_dir() else ():
        if path.is_file() and path.stat().st_size < 1_000_000:
            found += _certificates(path.read_bytes())
    return found


def _certificates(body: bytes) -> list[x509.Certificate]:
    try:
        if pem.detect(body):
            return [x509.Certificate.load(der) for _, _, der in pem.unarmor(body, multiple=True)]
        loaded = x509.Certificate.load(body)
        # Parsing is lazy: what is no certificate shows it here.
        loaded.serial_number, loaded.subject.native  # noqa: B018
    except (ValueError, TypeError):
        return []
    return [loaded]


def offline(trusted: list[x509.Certificate]) -> ValidationContext:
    """Where chains are looked for: among the city's own roots, never by the network, never those of the machine."""
    return ValidationContext(trust_roots=trusted, allow_fetching=False)


async def refusal(
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    trusted: list[x509.Certificate],
    moment: datetime,
    usage: KeyUsageConstraints = SIGNS,
) -> str:
    """Why the certificate is not trusted at the moment; "" when it is."""
    if not trusted:
        return NO_ROOTS
    context = ValidationContext(
        trust_roots=trusted, other_certs=list(others), moment=moment, allow_fetching=False, revocation_mode="soft-fail"
    )
    try:
        await CertificateValidator(certificate, validation_context=context).async_validate_path()
        usage.validate(certificate)
    except ExpiredError:
        return "строк чинності сертифіката закінчився"
    except NotYetValidError:
        return "строк чинності сертифіката ще не почався"
    except RevokedError:
        return "сертифікат відкликано"
    except PathBuildingError:
        return "сертифікат видав надавач, якого немає серед довірених"
    except (PathValidationError, ValidationError, ValueError, NotImplementedError):
        return "сертифікат не призначено для підпису або ланцюг його надавачів не сходиться"
    return ""
