"""Members of an Office or OpenDocument file: an archive of XML of which any part may be broken."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import RawIOBase
from typing import IO, Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, TreeBuilder  # the types alone: defusedxml reads

from defusedxml import ElementTree

from .parts import Notes, Reason, UnreadableError

#: Bytes of a member that are unpacked, and that become one tree in memory; the rest is left out.
MOST_UNPACKED = 512 * 1024**2
MOST_IN_A_TREE = 64 * 1024**2
_CHUNK = 64 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED


def local(element: Element) -> str:
    """Return an element's name without its namespace, which Strict Open XML has of its own."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """Return an attribute's value whatever its namespace, or an empty text."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of a name, whatever its namespace."""
    return None if element is None else next((one for one in element if local(one) == name), None)


def children(element: Element | None, name: str) -> list[Element]:
    """Return what stands in the first child of a name."""
    found = child(element, name)
    return [] if found is None else list(found)


def is_true(value: str) -> bool:
    """Whether a switch of Open XML is on; without a value it is."""
    return value.lower() not in {"0", "false", "off"}


@dataclass(frozen=True)
class Relation:
    """What a part of a package leads to: ``kind`` is the last word of its type."""

    kind: str
    target: str


class Package:
    """An archive, of which whatever can be read is read.

    The sizes and checksums that it states are not looked at: what is packed says where it ends.
    """

    def __init__(self, file: IO[bytes], notes: Notes) -> None:
        self.notes = notes
        self._file = file
        try:
            self._archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableError(str(error)) from error
        self._members: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.infolist():
            self._members.setdefault(_plain(info.filename), info)

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._members

    def names(self) -> list[str]:
        """Return the members' names, in lower case."""
        return list(self._members)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield what is in a member as far as it can be unpacked."""
        info = self._members.get(_plain(name))
        if info is None:
            self.notes.is_damaged = True
            return
        if info.flag_bits & 1:
            raise UnreadableError("Its members are encrypted.", Reason.PASSWORD)
        left = MOST_UNPACKED
        try:
            for chunk in self._unpacked(info):
                yield chunk[:left]
                left -= len(chunk)
                if left <= 0:
                    return
        except (zlib.error, EOFError, OSError, ValueError, struct.error):
            self.notes.is_damaged = True

    def _unpacked(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        self._file.seek(info.header_offset)
        header = _LOCAL_HEADER.unpack(self._file.read(_LOCAL_HEADER.size))
        position = info.header_offset + _LOCAL_HEADER.size + header[-2] + header[-1]
        if info.compress_type == _STORED:
            left = info.compress_size
            while left > 0:
                self._file.seek(position)  # another member may be read in between
                chunk = self._file.read(min(_CHUNK, left))
                if not chunk:
                    raise EOFError
                position += len(chunk)
                left -= len(chunk)
                yield chunk
            return
        if info.compress_type != _DEFLATED:
            raise ValueError("a way of packing that Office does not use")
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        packed = b""
        while not unpacker.eof:
            if not packed:
                self._file.seek(position)
                packed = self._file.read(_CHUNK)
                position += len(packed)
                if not packed:
                    raise EOFError
            chunk = unpacker.decompress(packed, _CHUNK)
            packed = unpacker.unconsumed_tail
            if chunk:
                yield chunk

    def data(self, name: str) -> bytes:
        """Return what is in a member, of which a beginning may be all that there is."""
        return b"".join(self.chunks(name))

    def stream(self, name: str) -> IO[bytes]:
        """Return a member to be read from its beginning to its end."""
        return _Stream(self.chunks(name))  # type: ignore[return-value]

    def tree(self, name: str) -> Element | None:
        """Return a member's tree; of one that breaks off, the tree until there; or nothing."""
        builder = _Builder()
        parser = ElementTree.DefusedXMLParser(target=builder)
        size = 0
        try:
            for chunk in self.chunks(name):
                parser.feed(chunk)
                size += len(chunk)
                if size > MOST_IN_A_TREE:
                    self.notes.is_damaged = True
                    break
            else:
                parser.close()
        except UnreadableError:
            raise
        except Exception:  # noqa: BLE001  # whatever a broken or hostile member does to its parser
            self.notes.is_damaged = True
        return builder.root

    def relations(self, name: str) -> dict[str, Relation]:
        """Return what a part leads to within the package, by identifier; ``""`` is the package."""
        folder, _slash, file = name.rpartition("/")
        member = posixpath.join(folder, "_rels", f"{file}.rels")
        root = self.tree(member) if member in self else None
        found: dict[str, Relation] = {}
        for one in root if root is not None else ():
            if attribute(one, "TargetMode").lower() == "external":
                continue
            target = unquote(attribute(one, "Target")).replace("\\", "/")
            found[attribute(one, "Id")] = Relation(
                attribute(one, "Type").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"),
            )
        return found

    def main_part(self, usual: str) -> str:
        """Return the part that the package is about."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self:
                return relation.target
        return usual


class _Builder:
    """Builds a tree that may be asked for before it is complete."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self.root: Element | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        element = self._builder.start(tag, attributes)
        if self.root is None:
            self.root = element
        return element

    def end(self, tag: str) -> Element:
        return self._builder.end(tag)

    def data(self, data: str) -> None:
        self._builder.data(data)

    def close(self) -> Element | None:
        return self.root


class _Stream(RawIOBase):
    """Chunks as a file that is read once."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> Any:
        """Return the next chunk, whatever its size, or nothing at the end."""
        return next((chunk for chunk in self._chunks if chunk), b"")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
