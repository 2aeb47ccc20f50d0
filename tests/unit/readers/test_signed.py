"""Signed files: the document inside, and what the signature says of the signer, never that it was verified."""

from __future__ import annotations

import hashlib
import io
import zipfile
from base64 import b64encode
from datetime import UTC, datetime

import pytest
from asn1crypto import algos, cms, core, tsp, x509

from extractor.errors import SourceError
from extractor.readers import Source, containers, inputs, signed_cms
from extractor.settings import Settings

LETTER = "Лист про воду. Просимо надати відповідь до 05.03.2025.".encode()
SIGNED_AT = datetime(2025, 2, 3, 8, 0, 30, tzinfo=UTC)
DSTU = "1.2.804.2.1.1.1.1.3.1.1"


def certificate(organisation_id: str | None = "NTRUA-12345678", attribute: str | None = None) -> x509.Certificate:
    subject = {
        "country_name": "UA",
        "organization_name": "Відділ освіти",
        "common_name": "Коваль Ірина Петрівна",
        "surname": "Коваль",
        "given_name": "Ірина Петрівна",
    }
    if organisation_id:
        subject["organization_identifier"] = organisation_id
    extensions = []
    if attribute:
        string = core.PrintableString(attribute).dump()
        kind = core.ObjectIdentifier("1.2.804.2.1.1.1.11.1.4.2.1").dump()
        inner = kind + bytes([0x31, len(string)]) + string
        inner = bytes([0x30, len(inner)]) + inner
        codes = x509.SubjectDirectoryAttributes.load(bytes([0x30, len(inner)]) + inner)
        extensions = [{"extn_id": "subject_directory_attributes", "critical": False, "extn_value": codes}]
    algorithm = {"algorithm": "sha256_rsa"}
    key = {"algorithm": {"algorithm": "rsa"}, "public_key": {"modulus": 15, "public_exponent": 3}}
    return x509.Certificate(
        {
            "tbs_certificate": {
                "version": "v3",
                "serial_number": 77,
                "signature": algorithm,
                "issuer": x509.Name.build({"common_name": "КНЕДП"}),
                "validity": {
                    "not_before": x509.Time({"utc_time": SIGNED_AT}),
                    "not_after": x509.Time({"utc_time": SIGNED_AT}),
                },
                "subject": x509.Name.build(subject),
                "subject_public_key_info": key,
                "extensions": extensions or None,
            },
            "signature_algorithm": algorithm,
            "signature_value": b"not a signature",
        }
    )


def stamp() -> cms.ContentInfo:
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": "1.2.3",
            "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": b"x"},
            "serial_number": 1,
            "gen_time": datetime(2025, 2, 3, 8, 0, 31, tzinfo=UTC),
        }
    )
    held = {"content_type": "tst_info", "content": core.ParsableOctetString(info.dump())}
    return cms.ContentInfo({"content_type": "signed_data", "content": _data(held, [], [])})


def _data(held: dict[str, object], certificates: list[object], signers: list[object]) -> cms.SignedData:
    return cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
            "encap_content_info": held,
            "certificates": certificates,
            "signer_infos": signers,
        }
    )


def signed(content: bytes | None, owner: x509.Certificate | None = None, algorithm: str = DSTU) -> bytes:
    owner = owner or certificate()
    signer = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": owner.issuer, "serial_number": owner.serial_number}},
        "digest_algorithm": {"algorithm": "sha256"},
        "signed_attrs": [{"type": "signing_time", "values": [cms.Time({"utc_time": SIGNED_AT})]}],
        "signature_algorithm": {"algorithm": algorithm},
        "signature": b"not a signature",
        "unsigned_attrs": [{"type": "signature_time_stamp_token", "values": [stamp()]}],
    }
    held: dict[str, object] = {"content_type": "data"}
    if content is not None:
        held["content"] = content
    data: bytes = cms.ContentInfo({"content_type": "signed_data", "content": _data(held, [owner], [signer])}).dump()
    return data


def found(data: bytes, name: str) -> list[containers.Found]:
    return list(containers.documents(Source(data, name, hashlib.sha256(data).hexdigest()), Settings()))


def test_the_signed_document_is_the_document() -> None:
    (letter,) = found(signed(LETTER), "лист.txt.p7s")
    assert (letter.name, letter.data) == ("лист.txt.p7s/лист.txt", LETTER)
    (signature,) = letter.signatures
    assert (signature.signer, signature.organisation) == ("Коваль Ірина Петрівна", "Відділ освіти")
    assert (signature.edrpou, signature.signed_at) == ("12345678", "2025-02-03T08:00:30Z")
    assert signature.stamped_at == "2025-02-03T08:00:31Z"
    assert "DSTU 4145" in signature.reason


def test_what_was_read_carries_the_signatures() -> None:
    document = inputs.single(inputs.opened(signed(LETTER), "лист.txt.p7s", Settings()), Settings())
    assert document.source.container is not None
    assert (document.source.container.filename, len(document.source.signatures)) == ("лист.txt.p7s", 1)
    assert document.notices == ()


@pytest.mark.parametrize(
    ("organisation_id", "attribute", "code"),
    [
        ("NTRUA-12345678", None, "12345678"),
        (None, "87654321", "87654321"),
        (None, "1234567890", None),
        (None, None, None),
    ],
)
def test_codes_of_organisations(organisation_id: str | None, attribute: str | None, code: str | None) -> None:
    owner = certificate(organisation_id, attribute)
    assert signed_cms.parse(signed(LETTER, owner)).signatures[0].edrpou == code


def test_other_algorithms_are_not_verified_either() -> None:
    (signature,) = signed_cms.parse(signed(LETTER, algorithm="sha256_rsa")).signatures
    assert "trusted" in signature.reason


def _armoured(data: bytes) -> bytes:
    return b"-----BEGIN PKCS7-----\n" + b64encode(data) + b"\n-----END PKCS7-----\n"


@pytest.mark.parametrize("wrap", [b64encode, _armoured], ids=["base64", "armour"])
def test_wrapped(wrap: object) -> None:
    assert callable(wrap)
    assert [f.data for f in found(wrap(signed(LETTER)), "лист.txt.p7s")] == [LETTER]


def test_signed_twice() -> None:
    (letter,) = found(signed(signed(LETTER)), "лист.txt.p7s.p7s")
    assert (letter.data, len(letter.signatures)) == (LETTER, 2)


def test_a_signature_alone_says_where_the_document_is() -> None:
    (alone,) = found(signed(None), "лист.pdf.p7s")
    assert alone.error is not None
    assert (alone.error.code, alone.optional) == ("no_text", False)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("лист.txt", LETTER)
        archive.writestr("лист.txt.p7s", signed(None))
    assert [f.optional for f in found(out.getvalue(), "a.zip")] == [False, True]


def test_encrypted_and_damaged() -> None:
    with pytest.raises(SourceError) as error:
        signed_cms.parse(bytes.fromhex("301406092a864886f70d010703a0073005020100310030"[:44]))
    assert error.value.code in ("encrypted", "corrupted")
    whole = signed(LETTER)
    for cut in range(20, len(whole), 97):
        with pytest.raises(SourceError):
            signed_cms.parse(whole[:cut])


def container(*members: tuple[str, bytes], kind: str = "e") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.etsi.asic-{kind}+zip")
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


MANIFEST = """<?xml version="1.0"?>
<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#">
<asic:SigReference URI="META-INF/signature001.p7s" MimeType="application/x-pkcs7-signature"/>
<asic:DataObjectReference URI="%D0%BB%D0%B8%D1%81%D1%82.txt"/></asic:ASiCManifest>"""


def test_asic_with_cades_tells_what_each_signature_covers() -> None:
    data = container(
        ("лист.txt", LETTER),
        ("додаток.txt", LETTER),
        ("META-INF/signature001.p7s", signed(None)),
        ("META-INF/ASiCManifest001.xml", MANIFEST.encode()),
    )
    assert [(f.name, len(f.signatures)) for f in found(data, "a.asice")] == [
        ("a.asice/лист.txt", 1),
        ("a.asice/додаток.txt", 0),
    ]


def test_asic_with_one_document_and_no_manifest() -> None:
    data = container(("лист.txt", LETTER), ("META-INF/signature.p7s", signed(None)), kind="s")
    assert [(f.name, len(f.signatures)) for f in found(data, "a.asics")] == [("a.asics/лист.txt", 1)]


XADES = """<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#">
<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>
<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>
<ds:Reference URI="a.txt"/><ds:Reference URI="#xades"/></ds:SignedInfo>
<ds:KeyInfo><ds:X509Data><ds:X509Certificate>CERTIFICATE</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
<ds:Object><q:SigningTime xmlns:q="http://uri.etsi.org/01903/v1.3.2#">2025-02-03T10:00:30+02:00</q:SigningTime></ds:Object>
</ds:Signature></asic:XAdESSignatures>"""


def test_asic_with_xades() -> None:
    xml = XADES.replace("CERTIFICATE", b64encode(certificate().dump()).decode())
    data = container(("a.txt", LETTER), ("b.txt", LETTER), ("META-INF/signatures0.xml", xml.encode()))
    first, second = found(data, "a.asice")
    assert second.signatures == ()
    (signature,) = first.signatures
    assert (signature.edrpou, signature.signed_at) == ("12345678", "2025-02-03T08:00:30Z")


@pytest.mark.parametrize(
    "xml",
    [
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<a>",
        XADES.replace("CERTIFICATE", "AAAA"),
        "<a>" * 5000,
    ],
)
def test_a_bad_signature_leaves_the_document(xml: str) -> None:
    data = container(("a.txt", LETTER), ("META-INF/signatures0.xml", xml.encode()))
    assert [(f.name, f.signatures) for f in found(data, "a.asice")] == [("a.asice/a.txt", ())]
