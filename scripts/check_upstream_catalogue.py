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
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message

from scripts.catalogue_files import (
    PROJECT_DIR,
    MessageKey,
    broken_translations,
    compiled,
    is_compiled_from,
    messages_of,
    package_folders,
    read_catalogue,
    translated,
    write_catalogue,
)

OUR_DIR = PROJECT_DIR / "locale" / "upstream" / "ja" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")


def missing_messages(domain: str, ours: Catalog) -> dict[MessageKey, tuple[str, Message]]:
    """Messages without Japanese, each with the package that has it.

    Python and templates see the catalogues of all packages merged. JavaScript is handed the
    catalogue of its own package and ours, so there another package's Japanese does not help.
    """
    in_our_catalogue = translated(ours)
    english: list[tuple[str, dict[MessageKey, Message]]] = []
    japanese: dict[str, set[MessageKey]] = {}
    for package, folder in package_folders():
        name = f"LC_MESSAGES/{domain}.po"
        if (folder / "en" / name).exists():
            english.append((package, messages_of(read_catalogue(folder / "en" / name, "en"))))
            japanese[package] = set(translated(read_catalogue(folder / "ja" / name)))
    in_any_package = set().union(*japanese.values())
    missing = {}
    for package, messages in english:
        theirs = in_any_package if domain == "django" else japanese[package]
        for key, message in messages.items():
            if key not in theirs and key not in in_our_catalogue:
                missing[key] = (package, message)
    return missing


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
        write_catalogue(path, ours)
    (our_dir / f"{domain}.mo").write_bytes(compiled(ours))
    return len(added)


def main(arguments: list[str] | None = None) -> int:
    """Check, or with ``--write`` bring up to date; the exit code says whether all is well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--write", action="store_true", help="add missing messages to the .po files and compile"
    )
    options = parser.parse_args(arguments)
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
