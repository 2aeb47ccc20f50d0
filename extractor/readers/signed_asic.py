"""Signed containers (.asice, .asics; ETSI EN 319 162-1): a zip of documents with signatures beside them.

Signatures are CAdES with a manifest of what they cover, or XAdES. Nothing is verified."""

from __future__ import annotations

import re
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from lxml import etree

from extractor.errors import SourceError
from extractor.readers import archive_zip, office_xml, signed_cms
from extractor.readers.archive import Member
from extractor.readers.archive_meter import Meter, ends_all
from extractor.schema.document import SignatureFacts

if TYPE_CHECKING:
    from extractor.readers import Source

EXTENSIONS: Final = ("asice", "asics", "sce", "scs")
IS_DOCUMENT: Final = False

_TYPE: Final = b"mimetypeapplication/vnd.etsi.asic-"
_FOLDER: Final = "META-INF/"
_SIGNATURE: Final = re.compile(r"META-INF/[^/]*signature[^/]*\.(p7s|xml)", re.IGNORECASE)
_MANIFEST: Final = re.compile(r"META-INF/ASiC[^/]*Manifest[^/]*\.xml", re.IGNORECASE)
_DSIG: Final = "{http://www.w3.org/2000/09/xmldsig#}"


@dataclass(frozen=True, slots=True)
class _Covered:
    """A signature, and the documents that it covers; None: all that there are."""

    facts: SignatureFacts
    names: frozenset[str] | None


def recognises(source: Source) -> bool:
    """A zip archive that says its type first, or has signatures where this standard puts them."""
    if not source.data.startswith(b"PK\x03\x04"):
        return False
    if source.data[30:].startswith(_TYPE):
        return True
    names = archive_zip.names_told(source.data)
    return archive_zip.holds_documents(names) and any(_SIGNATURE.fullmatch(n) for n in names)


def unpack(source: Source, meter: Meter) -> Iterator[Member]:
    """The signed documents, each with the signatures over it."""
    covered = tuple(_signatures(source.data, meter))
    for member in archive_zip.unpack(source, meter, lambda n: not n.startswith(_FOLDER) and n != "mimetype"):
        over = tuple(c.facts for c in covered if c.names is None or member.path in c.names)
        yield Member(member.path, member.data, member.error, signatures=over)


def _signatures(data: bytes, meter: Meter) -> Iterator[_Covered]:
    """All that can be read; a damaged signature says nothing of the documents."""
    with archive_zip.opened(data, meter) as archive:
        infos = [i for i in archive.infolist() if i.filename.startswith(_FOLDER)]
        manifests = dict(_manifest(archive, data, i, meter) for i in infos if _MANIFEST.fullmatch(i.filename))
        for info in infos:
            kind = _SIGNATURE.fullmatch(info.filename)
            if kind is None:
                continue
            content = _content(archive, data, info, meter)
            if kind[1].lower() == "p7s":
                for facts in _cades(content):
                    yield _Covered(facts, manifests.get(info.filename))
            else:
                yield from _xades(content, meter)


def _manifest(archive: zipfile.ZipFile, data: bytes, info: zipfile.ZipInfo, meter: Meter) -> tuple[str, frozenset[str]]:
    """The signature that a manifest belongs to, and the documents that it covers."""
    root = _xml(_content(archive, data, info, meter), meter)
    found = {"SigReference": [""], "DataObjectReference": []}
    for element in root.iter() if root is not None else ():
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name in found:
            found[name].append(unquote(element.get("URI", "")))
    return found["SigReference"][-1], frozenset(found["DataObjectReference"])


def _content(archive: zipfile.ZipFile, data: bytes, info: zipfile.ZipInfo, meter: Meter) -> bytes:
    """A signature's or manifest's bytes; b"" where they are damaged."""
    try:
        return archive_zip.content(archive, data, info, meter)
    except SourceError as error:
        if ends_all(error):
            raise
        return b""


def _cades(content: bytes) -> tuple[SignatureFacts, ...]:
    try:
        return signed_cms.parse(content).signatures
    except SourceError:
        return ()


def _xades(content: bytes, meter: Meter) -> Iterator[_Covered]:
    """Signatures of an XML file: the certificate that each carries, its time, what it refers to."""
    from asn1crypto import x509

    root = _xml(content, meter)
    for signature in root.iter(f"{_DSIG}Signature") if root is not None else ():
        try:
            certificate = x509.Certificate.load(b64decode(signature.findtext(f".//{_DSIG}X509Certificate") or ""))
            signer = signed_cms.certificate_facts(certificate)
            told = signature.findtext(".//{*}SigningTime")
            signed_at = signed_cms.utc(datetime.fromisoformat(told.strip())) if told else None
        except signed_cms.DAMAGE:
            continue
        names = frozenset(unquote(r.get("URI", "")) for r in signature.iter(f"{_DSIG}Reference"))
        method = signature.find(f".//{_DSIG}SignatureMethod")
        algorithm = method.get("Algorithm", "") if method is not None else ""
        yield _Covered(SignatureFacts(*signer, signed_at, None, signed_cms.reason(algorithm)), names)


def _xml(content: bytes, meter: Meter) -> etree._Element | None:
    """The root of an XML file; None where it is none, or none that is parsed."""
    try:
        return office_xml.parse(content, "that signs", meter.settings.max_xml_depth)
    except SourceError:
        return None
