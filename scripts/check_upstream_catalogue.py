"""Check that the Japanese of the installed packages' admin is complete, and keep it so.

Wagtail and wagtail-localize translate about half of their messages into Japanese;
``locale/upstream`` translates the rest. This script fails when a message has no Japanese in
either place, when a translation of ours lost a placeholder or a tag, and when a compiled
catalogue is not what its ``.po`` file gives. ``--write`` adds the missing messages, empty, to
the ``.po`` files and compiles them. See docs/admin-japanese.md.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

PROJECT_DIR = Path(__file__).resolve().parent.parent
OUR_DIR = PROJECT_DIR / "locale" / "upstream" / "ja" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
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


def read_catalogue(path: Path, language: str = "ja") -> Catalog:
    """A ``.po`` file as Babel reads it; an empty catalogue where the file is missing."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def translated_keys(catalogue: Catalog) -> set[MessageKey]:
    """The messages that a reader sees translated: a fuzzy one is not compiled."""
    return {
        key
        for key, message in messages_of(catalogue).items()
        if translation_text(message) and not message.fuzzy
    }


def package_catalogues(domain: str) -> Iterator[tuple[str, Path]]:
    """Name and locale folder of each installed package that lists its English messages."""
    from django.apps import apps  # noqa: PLC0415 - needs django.setup() first

    if domain == "django":
        yield "django", Path(django.__file__).parent / "conf" / "locale"
    for app in apps.get_app_configs():
        folder = Path(app.path) / "locale"
        if (folder / "en" / "LC_MESSAGES" / f"{domain}.po").exists():
            yield app.name, folder


def missing_messages(domain: str, ours: Catalog) -> dict[MessageKey, tuple[str, Message]]:
    """Messages without Japanese, each with the package that has it.

    Python and templates see the catalogues of all packages merged. JavaScript is handed the
    catalogue of its own package and ours, so there another package's Japanese does not help.
    """
    in_our_catalogue = translated_keys(ours)
    english: list[tuple[str, dict[MessageKey, Message]]] = []
    japanese: dict[str, set[MessageKey]] = {}
    for package, folder in package_catalogues(domain):
        name = f"LC_MESSAGES/{domain}.po"
        english.append((package, messages_of(read_catalogue(folder / "en" / name, "en"))))
        japanese[package] = translated_keys(read_catalogue(folder / "ja" / name))
    in_any_package = set().union(*japanese.values())
    missing = {}
    for package, messages in english:
        theirs = in_any_package if domain == "django" else japanese[package]
        for key, message in messages.items():
            if key not in theirs and key not in in_our_catalogue:
                missing[key] = (package, message)
    return missing


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


def problems(domain: str, our_dir: Path = OUR_DIR) -> Iterator[str]:
    """What is wrong with one of our catalogues, a line for each."""
    ours = read_catalogue(our_dir / f"{domain}.po")
    for (_context, text), (package, _message) in missing_messages(domain, ours).items():
        yield f"{domain}.po: no Japanese for {text!r} of {package}"
    for line in broken_translations(ours):
        yield f"{domain}.po: {line}"
    if not is_compiled_from(our_dir / f"{domain}.mo", ours):
        yield f"{domain}.mo is not what {domain}.po gives"


def write(domain: str, our_dir: Path = OUR_DIR) -> int:
    """Add what is missing, empty, to our catalogue, compile it, and return how much it was."""
    path = our_dir / f"{domain}.po"
    ours = read_catalogue(path)
    missing = missing_messages(domain, ours)
    added = [entry for key, entry in missing.items() if key not in messages_of(ours)]
    for package, message in added:
        ours.add(message.id, locations=[(package, None)], context=message.context)
    if added:
        with path.open("wb") as file:
            write_po(file, ours, width=99)
    (our_dir / f"{domain}.mo").write_bytes(compiled(ours))
    return len(added)


def main(arguments: list[str] | None = None) -> int:
    """Check, or with ``--write`` bring up to date; the exit code says whether all is well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--write", action="store_true", help="add missing messages to the .po files and compile"
    )
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(PROJECT_DIR))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    if options.write:
        for domain in DOMAINS:
            print(f"{domain}.po: {write(domain)} messages added; {domain}.mo compiled")
    found = [line for domain in DOMAINS for line in problems(domain)]
    if found:
        print(f"The Japanese of the admin has {len(found)} problems in {OUR_DIR}:")
        for line in found:
            print(f"  {line}")
        print("What to do: docs/admin-japanese.md")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
