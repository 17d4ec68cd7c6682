"""Write ``docs/settings.md`` from the typed settings' own descriptions; ``--check`` compares.

The page is what ``cms.settings.env`` says, so the two cannot disagree.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from cms.settings.env import PROJECT_DIR, Environment

PAGE = PROJECT_DIR / "docs" / "settings.md"
INTRODUCTION = """\
# Settings

Everything that an operator can set, by the name of its environment variable. Development needs
none of them. With `ENVIRONMENT=production` the service refuses to start until what production
needs is there, and names all of it in one message. An empty variable counts as not set. Nothing
but `cms/settings/env.py` reads the environment; `make settings-page` writes this page from it.

Production needs `SECRET_KEY`, `ALLOWED_HOSTS`, `BASE_URL` and `DATABASE_URL`; with
`S3_BUCKET_NAME` also `S3_ACCESS_KEY_ID` and `S3_SECRET_ACCESS_KEY`.
[deployment.md](deployment.md) shows them in use.

| variable | value | without it | meaning |
|---|---|---|---|
"""
KINDS = {str: "text", int: "number", bool: "`true` or `false`", Path: "folder"}


def kind_of(annotation: Any) -> str:
    """Say in a word or two which values a setting takes."""
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(annotation))
    return KINDS[annotation]


def default_of(field: FieldInfo) -> str:
    """Say what holds when nothing is set; paths inside the project are written from its top."""
    if field.default in ("", None):
        return ""
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    return f"`{str(field.default).replace(f'{PROJECT_DIR}/', '')}`"


def rows() -> Iterator[str]:
    """The table's rows, in the order of the settings."""
    for name, field in Environment.model_fields.items():
        cells = (f"`{name.upper()}`", kind_of(field.annotation), default_of(field))
        yield f"| {' | '.join(cells)} | {field.description} |\n"


def page() -> str:
    """The whole page."""
    return INTRODUCTION + "".join(rows())


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or with ``--check`` say whether it is what the settings give."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only compare")
    if not parser.parse_args(arguments).check:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page():
        return 0
    print("docs/settings.md is not what cms/settings/env.py says. Run: make settings-page")
    return 1


if __name__ == "__main__":
    sys.exit(main())
