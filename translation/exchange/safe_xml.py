"""Reading XML that came from outside, and writing it.

No declaration of a document type is read at all: with it go entities that grow and entities that
fetch files or addresses.
"""

from __future__ import annotations

import codecs
import io
import re

from defusedxml import ElementTree as Defused
from defusedxml.common import DefusedXmlException
from lxml import etree

from .comparing import is_usable
from .documents import ExchangeError, Fault

MEGABYTE = 1024 * 1024
#: The largest file that is read: some hundred thousand segments.
LARGEST = 50 * MEGABYTE
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_DECLARED = re.compile(r"""\A\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(data: bytes) -> str:
    """Return a file's text: UTF-8, or UTF-16 with its mark.

    Raises:
        ExchangeError: it is in another encoding, broken or too large.
    """
    if len(data) > LARGEST:
        raise ExchangeError(Fault.TOO_LARGE, f"{LARGEST // MEGABYTE} MB")
    try:
        return data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExchangeError(Fault.BROKEN_ENCODING, f"byte {error.start + 1}") from None


def parsed(data: bytes) -> etree._Element:
    """Return the root of an XML file.

    Raises:
        ExchangeError: it is no XML, in another encoding than UTF-8 or UTF-16, declares a document
            type or is too large.
    """
    text = decoded(data)
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() not in {"utf-8", "utf8", "utf-16", "us-ascii"}:
        raise ExchangeError(Fault.BROKEN_ENCODING, declared[1])
    unmarked = re.sub(r"\A\s*<\?xml.*?\?>", "", text, flags=re.DOTALL).encode("utf-8", "replace")
    _refuse_document_types(unmarked)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(unmarked, parser)
    except etree.XMLSyntaxError as error:
        raise ExchangeError(Fault.NOT_READABLE, str(error.msg)) from None


def _refuse_document_types(data: bytes) -> None:
    """A document type stands before the first element, so no more than that is read."""
    try:
        next(iter(Defused.iterparse(io.BytesIO(data), events=("start",), forbid_dtd=True)), None)
    except DefusedXmlException:
        raise ExchangeError(Fault.HAS_DTD) from None
    except Defused.ParseError as error:
        raise ExchangeError(Fault.NOT_READABLE, str(error)) from None


def serialised(root: etree._Element) -> bytes:
    """Return the bytes of an XML file, the same for the same tree."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def put_text(element: etree._Element, text: str) -> None:
    """Set an element's text.

    Raises:
        ExchangeError: it has a character that XML cannot hold.
    """
    require_usable(text)
    element.text = text


def require_usable(text: str) -> None:
    """Raise an error when a text has a character that no format can hold.

    Raises:
        ExchangeError: naming the text's beginning.
    """
    if not is_usable(text):
        raise ExchangeError(Fault.CANNOT_BE_WRITTEN, ascii(text[:40]))


def indent(element: etree._Element, level: int = 0, *, keep: frozenset[str]) -> None:
    """Put each element on a line of its own, but inside those in which white space counts."""
    if element.tag in keep or not len(element):
        return
    space = "\n" + "  " * (level + 1)
    element.text = space
    for child in element:
        child.tail = space
        indent(child, level + 1, keep=keep)
    element[-1].tail = "\n" + "  " * level
