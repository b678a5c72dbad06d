"""A certification authority of our own, people who sign, and what they sign: P7S, ASiC, a PDF with its signature."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import cms, core, keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from lxml import etree

FROM = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = datetime(2028, 1, 1, tzinfo=UTC)
SIGNED_AT = datetime(2026, 3, 9, 14, 20, tzinfo=UTC)
STAMPED_AT = SIGNED_AT + timedelta(seconds=5)
DSTU = "1.2.804.2.1.1.1.1.3.1.1"
GOST_DIGEST = "1.2.804.2.1.1.1.1.2.1"


@dataclass
class Signer:
    """A key with its certificate and those above it."""

    key: Any
    certificate: x509.Certificate
    chain: list[x509.Certificate] = field(default_factory=list)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


def authority(name: str = "Вигаданий надавач довірчих послуг") -> Signer:
    """A root."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = _builder(subject, subject, key, FROM, UNTIL)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    built = built.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    return Signer(key, built.sign(key, hashes.SHA256()))


def signer(
    ca: Signer, *, is_rsa: bool = False, until: datetime = UNTIL, stamps: bool = False, taxpayer: str = "3184710691"
) -> Signer:
    """A made-up official with the codes as Ukrainian providers write them."""
    key = rsa.generate_private_key(65537, 2048) if is_rsa else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "КП «Вигадані мережі»"),
            x509.NameAttribute(NameOID.TITLE, "директор"),
            x509.NameAttribute(NameOID.SURNAME, "Вигаданенко"),
            x509.NameAttribute(NameOID.GIVEN_NAME, "Олена Ігорівна"),
            x509.NameAttribute(NameOID.COMMON_NAME, "Вигаданенко Олена Ігорівна"),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, f"TINUA-{taxpayer}"),
            x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, "NTRUA-03341316"),
        ]
    )
    built = _builder(subject, ca.certificate.subject, key, FROM, until)
    built = built.add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
    if stamps:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Signer(key, built.sign(ca.key, hashes.SHA256()), [ca.certificate])


def _builder(subject: Any, issuer: Any, key: Any, since: datetime, until: datetime) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    return made.serial_number(x509.random_serial_number()).not_valid_before(since).not_valid_after(until)


def _usage(**chosen: bool) -> x509.KeyUsage:
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")  # fmt: skip
    return x509.KeyUsage(**{name: chosen.get(name, False) for name in names})


def p7s(
    content: bytes, *signers: Signer, attached: bool = True, stamper: Signer | None = None, dstu: bool = False
) -> bytes:
    """Signed data over the content."""
    infos = [_info(content, one, stamper, dstu) for one in signers]
    encapsulated: dict[str, Any] = {"content_type": "data"}
    if attached:
        encapsulated["content"] = content
    return _signed_data(infos, signers, encapsulated)


def _signed_data(infos: list[cms.SignerInfo], signers: Any, encapsulated: dict[str, Any]) -> bytes:
    certificates = [asn1.Certificate.load(one.der) for one in signers]
    made = cms.SignedData(
        {
            "version": "v1" if encapsulated["content_type"] == "data" else "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": encapsulated,
            "certificates": [cms.CertificateChoices("certificate", one) for one in certificates],
            "signer_infos": infos,
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": made}).dump()


def _info(content: bytes, one: Signer, stamper: Signer | None, dstu: bool, kind: str = "data") -> cms.SignerInfo:
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": [kind]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(content).digest()]}),
            cms.CMSAttribute({"type": "signing_time", "values": [cms.Time("utc_time", SIGNED_AT)]}),
        ]
    )
    signature = _sign(one.key, attributes.dump())
    issuer = asn1.Certificate.load(one.der)
    made = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": issuer.issuer, "serial_number": issuer.serial_number}},
        "digest_algorithm": {"algorithm": GOST_DIGEST if dstu else "sha256"},
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": DSTU if dstu else _algorithm(one.key)},
        "signature": signature,
    }
    if stamper is not None:
        token = cms.ContentInfo.load(_stamp(signature, stamper))
        made["unsigned_attrs"] = [cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})]
    return cms.SignerInfo(made)


def _stamp(signature: bytes, stamper: Signer) -> bytes:
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": hashlib.sha256(signature).digest()}
    said = {
        "version": "v1",
        "policy": "1.2.3.4",
        "message_imprint": imprint,
        "serial_number": 7,
        "gen_time": STAMPED_AT,
    }
    info = tsp.TSTInfo(said)
    signer_info = _info(info.dump(), stamper, None, dstu=False, kind="tst_info")
    encapsulated = {"content_type": "tst_info", "content": core.ParsableOctetString(info.dump())}
    return _signed_data([signer_info], [stamper], encapsulated)


def _sign(key: Any, over: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(over, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(over, ec.ECDSA(hashes.SHA256()))


def _algorithm(key: Any) -> str:
    return "sha256_rsa" if isinstance(key, rsa.RSAPrivateKey) else "sha256_ecdsa"


def as_dstu(one: Signer) -> Signer:
    """The same certificate with the algorithms of ДСТУ 4145 in it: its signature cannot be counted here."""
    made = asn1.Certificate.load(one.der)
    key = keys.PublicKeyAlgorithm({"algorithm": DSTU})
    made["tbs_certificate"]["subject_public_key_info"]["algorithm"] = key
    der = made.dump(force=True)

    class Raw(Signer):
        @property
        def der(self) -> bytes:
            return der

    return Raw(one.key, one.certificate)


def asic_e(files: dict[str, bytes], one: Signer, *, spoil: str = "") -> bytes:
    """ASiC-E with a CMS over its manifest; `spoil` names a file that is changed afterwards."""
    manifest = "".join(
        f'<asic:DataObjectReference URI="{name}"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<ds:DigestValue>{base64.b64encode(hashlib.sha256(body).digest()).decode()}</ds:DigestValue>"
        "</asic:DataObjectReference>"
        for name, body in files.items()
    )
    xml = (
        '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
        f'<asic:SigReference URI="META-INF/signature001.p7s"/>{manifest}</asic:ASiCManifest>'
    ).encode()
    parts = {name: body + (b"!" if name == spoil else b"") for name, body in files.items()}
    parts |= {"META-INF/ASiCManifest001.xml": xml, "META-INF/signature001.p7s": p7s(xml, one, attached=False)}
    return _asic("application/vnd.etsi.asic-e+zip", parts)


def asic_s(name: str, body: bytes, one: Signer) -> bytes:
    """ASiC-S: one file and a CMS over it."""
    parts = {name: body, "META-INF/signature.p7s": p7s(body, one, attached=False)}
    return _asic("application/vnd.etsi.asic-s+zip", parts)


def asic_xades(files: dict[str, bytes], one: Signer, *, spoil: str = "") -> bytes:
    """ASiC-E with an XML signature."""
    parts = {name: body + (b"!" if name == spoil else b"") for name, body in files.items()}
    parts["META-INF/signatures001.xml"] = _xades(files, one)
    return _asic("application/vnd.etsi.asic-e+zip", parts)


DS, C14N = "http://www.w3.org/2000/09/xmldsig#", "http://www.w3.org/2001/10/xml-exc-c14n#"


def _xades(files: dict[str, bytes], one: Signer) -> bytes:
    def digested(body: bytes) -> str:
        value = base64.b64encode(hashlib.sha256(body).digest()).decode()
        return (
            '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
            f"<ds:DigestValue>{value}</ds:DigestValue>"
        )

    references = "".join(f'<ds:Reference URI="{name}">{digested(body)}</ds:Reference>' for name, body in files.items())
    method = "rsa-sha256" if isinstance(one.key, rsa.RSAPrivateKey) else "ecdsa-sha256"
    xml = f"""<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"><ds:Signature xmlns:ds="{DS}" Id="s">
<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{C14N}"/>
<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#{method}"/>{references}
<ds:Reference URI="#props"><ds:Transforms><ds:Transform Algorithm="{C14N}"/></ds:Transforms>PROPS</ds:Reference>
</ds:SignedInfo><ds:SignatureValue>VALUE</ds:SignatureValue>
<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{base64.b64encode(one.der).decode()}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
<ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#s">
<xades:SignedProperties Id="props"><xades:SignedSignatureProperties><xades:SigningTime>{SIGNED_AT.isoformat()}</xades:SigningTime>
</xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Object>
</ds:Signature></asic:XAdESSignatures>"""
    tree = etree.fromstring(xml)
    properties = next(each for each in tree.iter() if each.get("Id") == "props")
    xml = xml.replace("PROPS", digested(etree.tostring(properties, method="c14n", exclusive=True)))
    tree = etree.fromstring(xml)
    over = etree.tostring(tree.find(f".//{{{DS}}}SignedInfo"), method="c14n", exclusive=True)
    signature = _sign(one.key, over)
    if not isinstance(one.key, rsa.RSAPrivateKey):
        signature = b"".join(number.to_bytes(32, "big") for number in utils.decode_dss_signature(signature))
    return xml.replace("VALUE", base64.b64encode(signature).decode()).encode()


def _asic(mimetype: str, parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name, body in parts.items():
            archive.writestr(name, body)
    return kept.getvalue()


def pdf(body: bytes, one: Signer) -> bytes:
    """The PDF with a signature of its own (PAdES)."""
    from asn1crypto import keys as asn1_keys
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    private = one.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    simple = signers.SimpleSigner(
        signing_cert=asn1.Certificate.load(one.der),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )
    made = io.BytesIO()
    meta = signers.PdfSignatureMetadata(field_name="Podpys", subfilter=fields.SigSeedSubFilter.PADES)
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(body)), meta, signer=simple, output=made)
    return made.getvalue()
