"""A signature within a PDF (PAdES, ETSI EN 319 142): added after the file's last byte, what was before stays as it is."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from asn1crypto import keys, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from magistrat.signatures.authority import Opened


class Unsignable(Exception):
    """The file is no PDF that can be signed."""


class _AtMoment(PdfSigner):
    """Says the given moment as that of the signature: time enters by the caller's clock alone."""

    def __init__(self, *given: Any, at: datetime, **more: Any) -> None:
        super().__init__(*given, **more)
        self._at = at

    def init_signing_session(self, *given: Any, **more: Any) -> Any:
        session = super().init_signing_session(*given, **more)
        session.system_time = self._at
        return session


def sign(pdf: bytes, opened: Opened, *, field: str, reason: str, name: str, at: datetime) -> bytes:
    """The file with one more signature.

    :param field: name of the signature's field, another for each signature of the file.
    :raises Unsignable: no PDF, an encrypted or broken one, or the field is signed already.
    """
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([x509.Certificate.load(one) for one in opened.others])
    signer = SimpleSigner(
        signing_cert=x509.Certificate.load(opened.certificate),
        signing_key=keys.PrivateKeyInfo.load(opened.key),
        cert_registry=store,
    )
    meta = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason, name=name
    )
    try:
        made = _AtMoment(meta, signer=signer, at=at).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    except (PdfError, SigningError, ValueError, KeyError) as trouble:
        raise Unsignable(str(trouble)) from trouble
    made.seek(0)
    return bytes(made.read())
