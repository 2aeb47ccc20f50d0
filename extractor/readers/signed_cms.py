"""What a CMS signature (RFC 5652, CAdES) and the certificates in it say of the signer. Nothing is verified."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from extractor.errors import SourceError
from extractor.schema.document import SignatureFacts

#: What asn1crypto raises on damaged structures, besides ValueError.
DAMAGE: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)

#: Signature algorithms of DSTU 4145-2002, all under this arc.
_DSTU_4145: Final = "1.2.804.2.1.1.1.1.3."
#: The code in the register of organisations, as authorities of Ukraine put it into a certificate's subject directory
#: attributes; newer ones write it as «NTRUA-12345678» into the subject (ETSI EN 319 412-1).
_EDRPOU: Final = "1.2.804.2.1.1.1.11.1.4.2.1"
_EDRPOU_IN_SUBJECT: Final = re.compile(r"(?:NTRUA-)?(\d{8})")
_CODE: Final = re.compile(rb"(?<!\d)\d{8}(?!\d)")
_CONTENT_STAMP: Final = "1.2.840.113549.1.9.16.2.20"
_SIGNATURE_STAMP: Final = "signature_time_stamp_token"
_BY_DSTU: Final = "signatures by DSTU 4145 are not verified: there is no mature library for it"
_BY_OTHERS: Final = "signatures are not verified: the program keeps no list of trusted authorities"


@dataclass(frozen=True, slots=True)
class Signed:
    """A CMS message: what was signed, None where it is a file of its own, and the signatures."""

    content: bytes | None
    signatures: tuple[SignatureFacts, ...]


def parse(data: bytes) -> Signed:
    """The message in `data`, DER or BER. Raises SourceError: encrypted, unsupported_type, corrupted."""
    from asn1crypto import cms

    try:
        info = cms.ContentInfo.load(data)
        kind = info["content_type"].native
        if kind != "signed_data":
            raise _other(kind)
        signed = info["content"]
        held = signed["encap_content_info"]["content"]
        content = bytes(held) if held.native is not None else None
        certificates = [c.chosen for c in signed["certificates"] if c.name == "certificate"]
        return Signed(content, tuple(_signature(s, certificates) for s in signed["signer_infos"]))
    except DAMAGE as error:
        raise SourceError("corrupted", "the signed file is damaged") from error


def certificate_facts(certificate: Any) -> tuple[str | None, str | None, str | None]:
    """Signer's name, organisation and EDRPOU in an asn1crypto certificate."""
    subject: Mapping[str, Any] = certificate.subject.native
    name = " ".join(filter(None, (_one(subject, "surname"), _one(subject, "given_name"))))
    edrpou = next(_codes(certificate), None)
    if edrpou is None and (told := _EDRPOU_IN_SUBJECT.fullmatch(_one(subject, "organization_identifier") or "")):
        edrpou = told[1]
    return name or _one(subject, "common_name"), _one(subject, "organization_name"), edrpou


def reason(algorithm: str) -> str:
    """Why a signature by this algorithm (its OID or name) was not verified."""
    return _BY_DSTU if algorithm.startswith(_DSTU_4145) else _BY_OTHERS


def utc(moment: datetime) -> str:
    """A time as ISO 8601 in UTC."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _other(kind: str) -> SourceError:
    if kind in ("enveloped_data", "encrypted_data", "authenticated_enveloped_data", "signed_and_enveloped_data"):
        return SourceError("encrypted", "the file is encrypted for those who hold its keys")
    return SourceError("unsupported_type", "a cryptographic message that is no signature")


def _signature(signer: Any, certificates: list[Any]) -> SignatureFacts:
    found = next((c for c in certificates if _is_of(c, signer["sid"])), None)
    name, organisation, edrpou = certificate_facts(found) if found is not None else (None, None, None)
    signed_at = next((v.native for v in _values(signer, "signed_attrs", "signing_time")), None)
    return SignatureFacts(
        signer=name,
        organisation=organisation,
        edrpou=edrpou,
        signed_at=utc(signed_at) if signed_at is not None else None,
        stamped_at=_stamped_at(signer),
        reason=reason(signer["signature_algorithm"]["algorithm"].native),
    )


def _is_of(certificate: Any, signer: Any) -> bool:
    if signer.name == "subject_key_identifier":
        return bool(certificate.key_identifier == signer.native)
    told = signer.chosen
    return bool(
        certificate.serial_number == told["serial_number"].native
        and certificate.issuer.hashable == told["issuer"].hashable
    )


def _values(signer: Any, where: str, kind: str) -> Iterator[Any]:
    """Values of the signer's attributes of this kind."""
    for attribute in signer[where] or ():
        if attribute["type"].native == kind:
            yield from attribute["values"]


def _stamped_at(signer: Any) -> str | None:
    """The time in a time stamp token (RFC 3161) over the signature, or else over the content."""
    from asn1crypto import cms, tsp

    for where, kind in (("unsigned_attrs", _SIGNATURE_STAMP), ("signed_attrs", _CONTENT_STAMP)):
        for value in _values(signer, where, kind):
            token = cms.ContentInfo.load(value.dump())["content"]["encap_content_info"]["content"]
            return utc(tsp.TSTInfo.load(bytes(token))["gen_time"].native)
    return None


def _one(subject: Mapping[str, Any], field: str) -> str | None:
    """A field of a name; of several values the first."""
    value = subject.get(field)
    first = value[0] if isinstance(value, list) and value else value
    return " ".join(str(first).split()) or None if first is not None else None


def _codes(certificate: Any) -> Iterator[str]:
    """EDRPOU codes in the certificate's subject directory attributes."""
    for extension in certificate["tbs_certificate"]["extensions"] or ():
        if extension["extn_id"].native == "subject_directory_attributes":
            for attribute in extension["extn_value"].parsed:
                if attribute["type"].dotted == _EDRPOU:
                    # A set of strings whose type each authority chooses.
                    yield from (code.decode("ascii") for code in _CODE.findall(attribute["values"].dump()))
