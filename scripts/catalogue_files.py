"""Reading, comparing and compiling message catalogues, for the two scripts that keep ours.

Babel does the work: nothing here needs gettext's own programs.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

PROJECT_DIR = Path(__file__).resolve().parent.parent
_PYPROJECT = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text(encoding="utf-8"))
#: The folders of the service's own code, as the import contracts name them.
ROOMS: list[str] = _PYPROJECT["tool"]["importlinter"]["root_packages"]
PLACEHOLDER_OR_TAG = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{[^{}]*\}|</?[a-z]+[^<>]*>")

MessageKey = tuple[str | None, str]


def source_text(message: Message) -> str:
    """The English that a translation answers to: of a plural, the plural form."""
    return str(message.id[-1] if isinstance(message.id, tuple) else message.id)


def translation_text(message: Message) -> str:
    """The Japanese, which has one form for every number; empty where there is none."""
    text = message.string[0] if isinstance(message.string, tuple | list) else message.string
    return str(text or "")


def key_of(message: Message) -> MessageKey:
    """What gettext looks a message up by: its context and its (singular) English."""
    return message.context, str(message.id[0] if isinstance(message.id, tuple) else message.id)


def messages_of(catalogue: Catalog) -> dict[MessageKey, Message]:
    """All messages of a catalogue but its header, by key."""
    return {key_of(message): message for message in catalogue if message.id}


def translated(catalogue: Catalog) -> dict[MessageKey, str]:
    """The Japanese that a reader sees, by key: a fuzzy message is not compiled."""
    return {
        key: translation_text(message)
        for key, message in messages_of(catalogue).items()
        if translation_text(message) and not message.fuzzy
    }


def read_catalogue(path: Path, language: str = "ja") -> Catalog:
    """A ``.po`` file as Babel reads it; an empty catalogue where the file is missing."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write_catalogue(path: Path, catalogue: Catalog, *, sort: bool = False) -> None:
    """Write a ``.po`` file, without the messages that are no longer in use."""
    with path.open("wb") as file:
        write_po(file, catalogue, width=99, sort_output=sort, ignore_obsolete=True)


def package_folders() -> Iterator[tuple[str, Path]]:
    """Name and locale folder of Django and each installed package that brings translations.

    In the order in which Django merges them: a later one wins. The rooms of this project bring
    none; theirs are in ``locale``.
    """
    from django.apps import apps  # noqa: PLC0415 - needs django.setup() first

    yield "django", Path(django.__file__).parent / "conf" / "locale"
    for app in reversed(list(apps.get_app_configs())):
        folder = Path(app.path) / "locale"
        if folder.is_dir():
            yield app.name, folder


def broken_translations(catalogue: Catalog) -> Iterator[str]:
    """Translations whose placeholders or tags differ from those of the English."""
    for message in messages_of(catalogue).values():
        text = translation_text(message)
        if not text:
            continue
        english = Counter(PLACEHOLDER_OR_TAG.findall(source_text(message)))
        japanese = Counter(PLACEHOLDER_OR_TAG.findall(text))
        if english != japanese:
            lost = ", ".join((english - japanese).elements()) or "nothing"
            added = ", ".join((japanese - english).elements()) or "nothing"
            yield f"{source_text(message)!r}: lost {lost}; added {added}"


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as a ``.mo`` file."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def is_compiled_from(mo_path: Path, catalogue: Catalog) -> bool:
    """Whether the ``.mo`` file holds exactly what compiling the catalogue gives."""
    if not mo_path.exists():
        return False

    def texts(content: bytes) -> dict[MessageKey, str]:
        # Without the header: it names the version of Babel.
        read = messages_of(read_mo(BytesIO(content)))
        return {key: translation_text(message) for key, message in read.items()}

    return texts(mo_path.read_bytes()) == texts(compiled(catalogue))
