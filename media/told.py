"""What the file of a picture tells beside how it looks, by the parts that its format has.

The parts are walked through as the formats lay them down, not as a library shows them: what stands
behind the end of a picture, or in a part that the library leaves out, is told all the same.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

#: JPEG (ITU-T T.81): parts that belong to the picture. Of the applications' own, JFIF's head, the
#: colour profile and Adobe's note on colours.
_JPEG_PARTS = frozenset({*range(0xC0, 0xD0), *range(0xD8, 0xE0)})
_JPEG_NOTES = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_START_OF_SCAN, _END = 0xDA, 0xD9
#: PNG (W3C): chunks that belong to the picture.
_PNG_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP"}
    | {b"sBIT", b"bKGD", b"hIST", b"mDCV", b"cLLI"}
)
#: WebP (RFC 9649).
_WEBP_CHUNKS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"})
#: AVIF (ISO 23008-12): boxes of a still picture, and what its parts may not be.
_AVIF_BOXES = frozenset({b"ftyp", b"meta", b"mdat", b"free"})
_AVIF_TOLD = (b"Exif", b"mime", b"uri ")


class _TornError(Exception):
    """A file that does not go on as its format says."""


def tells_nothing(data: bytes) -> bool:
    """Whether a picture tells nothing beside how it looks; one that is torn may tell anything."""
    try:
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _png(data)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return _gif(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp(data)
        return data[4:8] == b"ftyp" and _avif(data)
    except (_TornError, struct.error, IndexError):
        return False


def _jpeg(data: bytes) -> bool:
    at = 2
    while True:
        if data[at] != 0xFF:  # noqa: PLR2004  # every part begins by it
            raise _TornError
        kind = data[at + 1]
        if kind == 0xFF:  # noqa: PLR2004  # fills up
            at += 1
            continue
        if kind == _END:
            return at + 2 == len(data)
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        body = data[at + 4 : at + 2 + length]
        if kind not in _JPEG_PARTS and not (
            kind in _JPEG_NOTES and body.startswith(_JPEG_NOTES[kind])
        ):
            return False
        at += 2 + length
        if kind == _START_OF_SCAN:
            at = _after_scan(data, at)


def _after_scan(data: bytes, at: int) -> int:
    """Return where the next part begins: 0xFF in a scan is followed by zero or a restart."""
    while (at := data.find(b"\xff", at)) >= 0:
        follows = data[at + 1]
        if follows and not 0xD0 <= follows <= 0xD7:  # noqa: PLR2004  # restarts
            return at
        at += 2
    raise _TornError


def _png(data: bytes) -> bool:
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind not in _PNG_CHUNKS:
            return False
        at += 12 + length
        if kind == b"IEND":
            return at == len(data)
    raise _TornError


def _gif(data: bytes) -> bool:
    """Walk through a GIF (89a): of an animation, its count of rounds alone is no telling."""
    flags = data[10]
    at = 13 + (3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0)
    while True:
        kind = data[at]
        if kind == 0x3B:  # noqa: PLR2004  # the end
            return at + 1 == len(data)
        if kind == 0x2C:  # noqa: PLR2004  # a frame
            flags = data[at + 9]
            at += 11 + (3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0)
        elif kind == 0x21:  # noqa: PLR2004  # an extension
            label, name = data[at + 1], data[at + 3 : at + 14]
            if label != 0xF9 and not (label == 0xFF and name == b"NETSCAPE2.0"):  # noqa: PLR2004
                return False
            at += 2
        else:
            raise _TornError
        while data[at]:
            at += data[at] + 1
        at += 1


def _webp(data: bytes) -> bool:
    (size,) = struct.unpack("<I", data[4:8])
    if size + 8 != len(data):
        return False
    at = 12
    while at < len(data):
        kind, length = struct.unpack("<4sI", data[at : at + 8])
        if kind not in _WEBP_CHUNKS:
            return False
        at += 8 + length + length % 2
    return at == len(data)


def _avif(data: bytes) -> bool:
    for kind, body in _boxes(data):
        if kind not in _AVIF_BOXES or (kind == b"free" and body.strip(b"\0")):
            return False
        if kind == b"meta" and any(told in body for told in _AVIF_TOLD):
            return False
    return True


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if length == 1:
            (length,) = struct.unpack(">Q", data[at + 8 : at + 16])
        elif length == 0:
            length = len(data) - at
        if length < 8 or at + length > len(data):  # noqa: PLR2004  # a box's own head
            raise _TornError
        yield kind, data[at + 8 : at + length]
        at += length
