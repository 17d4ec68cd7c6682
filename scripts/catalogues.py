"""Keep the project's own Japanese catalogue complete: ``locale/ja/LC_MESSAGES/django.po``.

English messages stand in the code and the templates. This script fails when one of them has no
Japanese, when the catalogue still holds one that is no longer used, when a translation lost a
placeholder or a tag, when a message means something else in a package (ours would change the
package's screens: give it a context), and when the compiled catalogue is not what the ``.po``
file gives. ``--write`` brings the ``.po`` file up to date and compiles it. See
docs/admin-japanese.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from scripts.catalogue_files import (
    PROJECT_DIR,
    ROOMS,
    MessageKey,
    broken_translations,
    compiled,
    is_compiled_from,
    key_of,
    messages_of,
    package_folders,
    read_catalogue,
    translated,
    translation_text,
    write_catalogue,
)

FOLDERS = (*ROOMS, "templates")
CATALOGUE = PROJECT_DIR / "locale" / "ja" / "LC_MESSAGES" / "django.po"
UPSTREAM = PROJECT_DIR / "locale" / "upstream" / "ja" / "LC_MESSAGES" / "django.po"
TRANSLATOR_COMMENTS = ["Translators:"]
PLAIN, PLURAL = None, (1, 2)
CONTEXT, CONTEXT_PLURAL = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": PLAIN,
    "gettext": PLAIN,
    "gettext_lazy": PLAIN,
    "gettext_noop": PLAIN,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
    "npgettext": CONTEXT_PLURAL,
    "npgettext_lazy": CONTEXT_PLURAL,
}


def source_files(root: Path = PROJECT_DIR, folders: Iterable[str] = FOLDERS) -> Iterator[Path]:
    """The modules (without migrations, which hold no words of their own) and the templates."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                yield path


def python_source(path: Path) -> bytes:
    """What Babel reads: the module itself, or a template's messages as calls of gettext.

    The parentheses free the calls of Python's rules of indentation.
    """
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return source.encode()
    return f"({templatize(source, str(path))}\n)".encode()


def extracted(paths: Iterable[Path]) -> Catalog:
    """All messages of these files."""
    catalogue = Catalog()
    for path in paths:
        found = extract("python", BytesIO(python_source(path)), KEYWORDS, TRANSLATOR_COMMENTS)
        for _line, message, comments, context in found:
            catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def updated(old: Catalog, used: Catalog) -> Catalog:
    """The messages in use, with the translations and comments that they already have."""
    kept = messages_of(old)
    new = Catalog(
        locale="ja",
        domain="django",
        header_comment=old.header_comment,
        creation_date=old.creation_date,
        fuzzy=False,
    )
    new.mime_headers = old.mime_headers
    for key, message in messages_of(used).items():
        known = kept.get(key)
        text = translation_text(known) if known else ""
        new.add(
            message.id,
            (text,) if isinstance(message.id, tuple) else text,
            flags=known.flags if known else (),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    return new


def package_translations() -> dict[MessageKey, str]:
    """The Japanese that Django, the packages and our completion of them give, ours aside."""
    texts: dict[MessageKey, str] = {}
    for _package, folder in package_folders():
        texts |= translated(read_catalogue(folder / "ja" / "LC_MESSAGES" / "django.po"))
    return texts | translated(read_catalogue(UPSTREAM))


def collisions(ours: Catalog, theirs: dict[MessageKey, str]) -> Iterator[str]:
    """Messages by which we would change a package's words, without meaning to."""
    for key, text in translated(ours).items():
        if text != theirs.get(key, text):
            yield (
                f"{key[1]!r} is {theirs[key]!r} in a package and {text!r} here: "
                "give it a context (pgettext), or use the same Japanese"
            )


def problems(used: Catalog, path: Path = CATALOGUE) -> Iterator[str]:
    """What is wrong with the catalogue, a line for each."""
    ours = read_catalogue(path)
    in_use, in_catalogue = messages_of(used), messages_of(ours)
    for key, message in in_use.items():
        known = in_catalogue.get(key)
        if known is None or known.id != message.id:
            yield f"not in the catalogue: {key[1]!r}"
        elif not translation_text(known):
            yield f"no Japanese for {key[1]!r}"
        elif known.fuzzy:
            yield f"fuzzy, so not used: {key[1]!r}"
    for message in in_catalogue.values():
        if key_of(message) not in in_use:
            yield f"no longer used: {key_of(message)[1]!r}"
    yield from broken_translations(ours)
    yield from collisions(ours, package_translations())
    if not is_compiled_from(path.with_suffix(".mo"), ours):
        yield f"{path.stem}.mo is not what {path.name} gives"


def write(used: Catalog, path: Path = CATALOGUE) -> None:
    """Bring the catalogue up to date, untranslated where there is no Japanese, and compile it."""
    catalogue = updated(read_catalogue(path), used)
    write_catalogue(path, catalogue, sort=True)
    path.with_suffix(".mo").write_bytes(compiled(catalogue))


def main(arguments: list[str] | None = None) -> int:
    """Check, or with ``--write`` bring up to date; the exit code says whether all is well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="update the .po file and compile it")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    used = extracted(source_files())
    if options.write:
        write(used)
    found = list(problems(used))
    if found:
        print(f"The Japanese catalogue has {len(found)} problems ({CATALOGUE}):")
        for line in found:
            print(f"  {line}")
        print("What to do: docs/admin-japanese.md")
        return 1
    print(f"{len(messages_of(used))} messages, all in Japanese")
    return 0


if __name__ == "__main__":
    sys.exit(main())
