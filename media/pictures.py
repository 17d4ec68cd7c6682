"""Pictures as they are stored: whole, upright, one frame, 8 bits a channel, nothing told beside.

What a camera or a phone writes into a picture (where it was taken, by whom, with what) never
reaches a reader; the colour profile stays, since it belongs to how the picture looks.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from .told import tells_nothing

MOST_PIXELS = 40_000_000
#: What belongs to the look of a picture; all else that Pillow knows of a file is left behind.
_LOOK = ("icc_profile", "transparency", "background", "gamma", "srgb")
_FORMATS = {"MPO": "JPEG"}
_READ = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")  # MPO is opened as JPEG
#: How each format is written when a picture must be written anew.
_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 95, "subsampling": 0},
    "WEBP": {"quality": 95, "method": 4},
    "AVIF": {"quality": 90, "speed": 8},
    "PNG": {"optimize": False},
    "GIF": {},
}
#: The tag of a picture that says how a camera was held.
ORIENTATION = 0x0112
#: What pictures are made of that every format can be written from.
_MODES = frozenset({"1", "L", "P", "RGB", "RGBA"})
#: Values of it that exchange width and height.
_TURNED = frozenset({5, 6, 7, 8})
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


class PictureError(Exception):
    """A picture that is not taken."""


class DamagedError(PictureError):
    """It is cut off, broken or no picture at all."""


class TooLargeError(PictureError):
    """It has more pixels than ``MOST_PIXELS``."""


class HeicError(PictureError):
    """It is of the format of phones, for which no free reader may be shipped."""


def is_heic(beginning: bytes) -> bool:
    """Whether a file begins as HEIC does."""
    return beginning[4:8] == b"ftyp" and beginning[8:12] in _HEIC_BRANDS


def bare(picture: Any) -> Any:
    """Leave of what Pillow knows of a picture what belongs to its look; return the picture."""
    picture.info = {name: value for name, value in picture.info.items() if name in _LOOK}
    return picture


def opened(data: bytes) -> Any:
    """Return a picture of which only the beginning has been read.

    Raises:
        PictureError: it is no picture, too large by far, or of a format that is not taken.
    """
    if is_heic(data[:12]):
        raise HeicError
    try:
        return Pillow.open(BytesIO(data), formats=_READ)
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise TooLargeError(str(error)) from error
    except Exception as error:  # a file may break its reader in any way
        raise DamagedError(str(error)) from error


def format_and_size(data: bytes) -> tuple[str, tuple[int, int]]:
    """Return a picture's format, in small letters, and its width and height as it is displayed.

    Raises:
        PictureError: as of :func:`opened`.
    """
    with opened(data) as picture:
        width, height = picture.size
        kind = _FORMATS.get(picture.format, picture.format).lower()
        is_turned = _orientation(picture) in _TURNED
        return kind, ((height, width) if is_turned else (width, height))


def is_held_askew(data: bytes) -> bool:
    """Whether a picture says that it is to be turned or mirrored.

    Raises:
        PictureError: as of :func:`opened`.
    """
    with opened(data) as picture:
        return _orientation(picture) != 1


def _orientation(picture: Any) -> int:
    try:
        # Asked for what does not stand at its beginning, a PNG would be unpacked.
        is_told = picture.format != "PNG" or "exif" in picture.info
        return int(picture.getexif().get(ORIENTATION, 1)) if is_told else 1
    except Exception as error:  # a file may break its reader in any way
        raise DamagedError(str(error)) from error


def upright(picture: Any) -> Any:
    """Return a picture as it is displayed, in 8 bits a channel, and in colours of light."""
    turned = _in_8_bits(ImageOps.exif_transpose(picture))
    if turned.mode == "CMYK":
        return _in_rgb(turned)
    if turned.mode not in _MODES:
        return turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    return turned


def prepared(file: IO[bytes]) -> bytes:
    """Return the bytes of a picture as it is stored, in its own format.

    Only as many bytes are unpacked as its size allows, and of an animation only the first frame.

    Raises:
        PictureError: it is damaged, too large or of a format that is not taken.
    """
    file.seek(0)
    data = file.read()
    with opened(data) as one:
        if one.width * one.height > MOST_PIXELS:
            raise TooLargeError
        try:
            return _written(one, data)
        except (MemoryError, Pillow.DecompressionBombError) as error:
            raise TooLargeError from error
        except Exception as error:  # a file may break its reader in any way
            raise DamagedError(str(error)) from error


def _written(picture: Any, data: bytes) -> bytes:
    kind = _FORMATS.get(picture.format, picture.format)
    is_plain = set(picture.info) <= {*_LOOK, "version", "duration", "loop", "timestamp"}
    is_still = getattr(picture, "n_frames", 1) == 1 if kind in {"WEBP", "AVIF"} else True
    picture.load()
    if kind in {"WEBP", "AVIF"} and is_plain and is_still and tells_nothing(data):
        return data
    turned = ImageOps.exif_transpose(picture)
    options = dict(_OPTIONS[kind])
    is_upright = picture.getexif().get(ORIENTATION, 1) == 1
    if picture.format == "JPEG" and is_upright:
        turned, options = picture, {"quality": "keep"}
    turned = _in_8_bits(turned)
    profile = turned.info.get("icc_profile")
    if profile:
        options["icc_profile"] = profile
    written = BytesIO()
    bare(turned).save(written, kind, **options)
    return written.getvalue()


def _in_8_bits(picture: Any) -> Any:
    """Return a grey picture of 16 bits in 8, any other as it is."""
    if not picture.mode.startswith("I") and picture.mode != "F":
        return picture
    look = picture.info
    reduced = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    reduced.info = look
    return reduced


def _in_rgb(picture: Any) -> Any:
    """Return a picture in colours of ink in those of light, by its profile where it has one."""
    look = {name: value for name, value in picture.info.items() if name != "icc_profile"}
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(picture.info["icc_profile"]))
        light = ImageCms.createProfile("sRGB")
        converted: Any = ImageCms.profileToProfile(picture, profile, light, outputMode="RGB")
    except (KeyError, OSError, ImageCms.PyCMSError):
        converted = picture.convert("RGB")
    converted.info = look
    return converted
