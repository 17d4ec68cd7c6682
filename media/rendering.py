"""Makes the sizes of a picture, and a picture ready to be stored, within what that may cost.

A small picture is worked on here, any other in a process of its own: ``python -m
media.rendering FOLDER``, which reads ``job.json`` and ``source`` in the folder, and writes one
file for each size. One process makes all sizes of a picture, which is unpacked once. This module
knows no database, and of Django what Willow asks: its settings.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image as Pillow
from willow.plugins.pillow import PillowImage

from .apart import limit_this_process, run_apart
from .encoding import QuickAvif
from .pictures import (
    DamagedError,
    PictureError,
    TooLargeError,
    bare,
    opened,
    prepared,
    upright,
)

#: What is done to a picture: names of Willow's operations and their arguments, the last one saves.
Plan = list[tuple[str, list[Any], dict[str, Any]]]

#: Pixels up to which a picture is small: what fills a screen. A process of its own costs ten times
#: as much as a thumbnail of such a picture, and whoever opens a library for the first time waits
#: for one thumbnail of each. One of AVIF never is: its decoder believes the file.
SMALL = 1920 * 1080
#: Pictures that one process of the service has made elsewhere at once.
_ROOM = threading.BoundedSemaphore(2)
#: Sizes of one picture that are made at once.
_AT_ONCE = 2
_PREPARE = "prepare"
_ERRORS = {error.__name__: error for error in (DamagedError, TooLargeError)}


def made_ready(data: bytes) -> bytes:
    """Return the bytes of a picture as it is stored.

    Raises:
        PictureError: it is damaged, too large or of a format that is not taken.
    """
    if _is_small(data):
        return prepared(BytesIO(data))
    [ready] = _apart(data, _PREPARE, 1)
    return ready


def sizes(data: bytes, plans: Sequence[Plan]) -> list[bytes]:
    """Return what the plans make of a picture, which tells nothing beside how it looks.

    Raises:
        PictureError: it is damaged, or would cost too much.
    """
    if _is_small(data):
        return _sizes(data, plans)
    return _apart(data, plans, len(plans))


def _is_small(data: bytes) -> bool:
    try:
        with opened(data) as picture:
            return picture.width * picture.height <= SMALL and picture.format != "AVIF"
    except PictureError:
        return True  # it is refused before anything is unpacked


def _apart(data: bytes, job: object, results: int) -> list[bytes]:
    with _ROOM, TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "source").write_bytes(data)
        (folder / "job.json").write_text(json.dumps(job))
        outcome = run_apart(__name__, name)
        made = [folder / str(number) for number in range(results)]
        if outcome.code == 0 and all(path.exists() for path in made):
            return [path.read_bytes() for path in made]
        error = _ERRORS.get(outcome.lines[-1] if outcome.lines else "", TooLargeError)
        raise error("\n".join(outcome.errors[-1:]))


def _sizes(data: bytes, plans: Sequence[Plan]) -> list[bytes]:
    try:
        with opened(data) as picture:
            whole = bare(upright(picture))
        with ThreadPoolExecutor(max_workers=_AT_ONCE) as together:
            return list(together.map(lambda plan: _size(whole, plan), plans))
    except PictureError:
        raise
    except MemoryError as error:
        raise TooLargeError(str(error)) from error
    except Exception as error:  # a file may break its reader in any way
        raise DamagedError(str(error)) from error


def _size(picture: Any, plan: Plan) -> bytes:
    *steps, (save, arguments, options) = plan
    willow = PillowImage(picture)
    for name, values, named in steps:
        willow = getattr(willow, name)(*values, **named)
    if save == "save_as_jpeg":
        willow = willow.set_background_color_rgb((255, 255, 255))  # nothing where it is opaque
    written = BytesIO()
    kind = QuickAvif if save == "save_as_avif" else PillowImage
    getattr(kind(bare(willow.image.copy())), save)(written, *arguments, **options)
    return written.getvalue()


def main(name: str) -> int:
    """Do the job in a folder within what a file may cost; return the process's exit code."""
    limit_this_process()
    folder = Path(name)
    data, job = (folder / "source").read_bytes(), json.loads((folder / "job.json").read_text())
    try:
        results = [prepared(BytesIO(data))] if job == _PREPARE else _sizes(data, job)
    except PictureError as error:
        sys.stdout.write(f"{type(error).__name__}\n")
        sys.stderr.write(f"{error}\n")
        return 1
    for number, result in enumerate(results):
        (folder / str(number)).write_bytes(result)
    return 0


if __name__ == "__main__":
    Pillow.MAX_IMAGE_PIXELS = None  # the limit of memory decides
    sys.exit(main(*sys.argv[1:]))
