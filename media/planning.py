"""What Wagtail would do to a picture is noted down, and done within what it may cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from wagtail.images.models import AbstractImage, Filter, SourceImageIOError

from .pictures import PictureError, format_and_size
from .rendering import Plan, sizes


@dataclass(frozen=True)
class Made:
    """A size of a picture, as Wagtail expects it from its image library."""

    f: Any
    format_name: str


class NotedPicture:
    """A picture to Wagtail, which notes what is asked of it, and does it when it is saved."""

    def __init__(self, data: bytes, name: str) -> None:
        """Take a picture's bytes, and its name for messages.

        Raises:
            SourceImageIOError: it is damaged, or of a format that is not taken.
        """
        self._data, self._name = data, name
        try:
            self.format_name, (width, height) = format_and_size(data)
        except PictureError as error:
            raise self._unreadable(error) from error
        self.image = SimpleNamespace(width=width, height=height)
        self.plan: Plan = []

    def has_alpha(self) -> bool:
        """Say no: what is saved as JPEG gets its white ground then."""
        return False

    def has_animation(self) -> bool:
        """Say no: the first frame is taken."""
        return False

    def auto_orient(self) -> NotedPicture:
        """Do nothing: a picture is turned upright before all else."""
        return self

    def get_size(self) -> tuple[int, int]:
        """Return the width and the height of the whole picture, upright."""
        return self.image.width, self.image.height

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)

        def note(*arguments: Any, **options: Any) -> Any:
            if name.startswith("save_as_"):
                file, *arguments = arguments  # type: ignore[assignment]
                self._note(name, arguments, options)
                return self._saved(file)
            self._note(name, arguments, options)
            return self

        return note

    def _note(self, name: str, arguments: Iterable[Any], options: dict[str, Any]) -> None:
        self.plan.append((name, [_plain(one) for one in arguments], options))

    def _saved(self, file: Any) -> Made:
        try:
            [made] = sizes(self._data, [self.plan])
        except PictureError as error:
            raise self._unreadable(error) from error
        file.write(made)
        return Made(file, _format_of(self.plan))

    def _unreadable(self, error: PictureError) -> SourceImageIOError:
        return SourceImageIOError(f"{self._name}: {error or type(error).__name__}")


class _Planned(NotedPicture):
    """A picture of which only the plan is wanted."""

    def _saved(self, file: Any) -> Made:
        return Made(file, _format_of(self.plan))


class Ready(Filter):  # type: ignore[misc]
    """A size of a picture that has been made already."""

    def __init__(self, spec: str, made: Made) -> None:
        super().__init__(spec)
        self._made = made

    def run(self, image: Any, output: Any, source: Any = None) -> Made:
        """Return what has been made."""
        return self._made


def made_together(image: AbstractImage, filters: Iterable[Filter]) -> dict[str, Made]:
    """Return sizes of a picture by their specifications, for which it is unpacked once.

    Raises:
        SourceImageIOError: its file is missing, damaged, or would cost too much.
    """
    with image.open_file() as file:
        data = file.read()
    plans: dict[str, Plan] = {}
    for one in filters:
        noted = _Planned(data, image.file.name)
        one.run(_Lent(image, noted), BytesIO())
        plans[one.spec] = noted.plan
    try:
        results = sizes(data, list(plans.values()))
    except PictureError as error:
        raise SourceImageIOError(f"{image.file.name}: {error or type(error).__name__}") from error
    return {
        specification: Made(BytesIO(result), _format_of(plan))
        for (specification, plan), result in zip(plans.items(), results, strict=True)
    }


class _Lent:
    """A picture's record, which shows Wagtail a picture that takes notes."""

    def __init__(self, image: AbstractImage, noted: NotedPicture) -> None:
        self._image, self._noted = image, noted

    def __getattr__(self, name: str) -> Any:
        return getattr(self._image, name)

    @contextmanager
    def get_willow_image(self) -> Iterator[NotedPicture]:
        """Give what takes notes."""
        yield self._noted


def _plain(value: Any) -> Any:
    """Return an argument as JSON knows it."""
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else value


def _format_of(plan: Plan) -> str:
    return plan[-1][0].removeprefix("save_as_")
