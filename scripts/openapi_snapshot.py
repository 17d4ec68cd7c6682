"""Write the delivery API's OpenAPI document into ``docs/openapi/``; ``--check`` compares.

The document in the repository shows in review what a change does to clients. What breaks one is
refused, as long as ``info.version`` keeps its first number; see ``api_compatibility`` for what
that is. Versions that stand in the repository's history count too: a promise is not taken back by
writing the file anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.api_compatibility import OpenAPI, breaking_differences

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "docs" / "openapi"
#: What stands in the file instead of the address of whoever wrote it.
SERVER = {"url": "https://hashi.example.org"}


def served_document() -> OpenAPI:
    """Return the document as the service gives it, apart from where that is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    import django  # noqa: PLC0415  # settings first

    django.setup()
    from delivery.api import api  # noqa: PLC0415  # models exist only when apps are ready

    document: OpenAPI = json.loads(json.dumps(api.get_openapi_schema()))
    return {**document, "servers": [SERVER]}


def as_text(document: OpenAPI) -> str:
    """Return a document as the file holds it."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def major_version(document: OpenAPI) -> int:
    """Return the first number of a document's version."""
    return int(document["info"]["version"].partition(".")[0])


def file_of(document: OpenAPI) -> Path:
    """Return where documents of a major version stand."""
    return FOLDER / f"delivery-v{major_version(document)}.json"


#: Documents that promised what the service never kept, and that no client was given: by the SHA-256
#: of the file.
WITHDRAWN = frozenset(
    {
        # Searches were said to take any word as a section, and questions of any length.
        "f7ad9e9c6acf51655ac9e56a4e3353561b81da3e5957a18687dfea52645d56fe",
    }
)


def is_withdrawn(content: str) -> bool:
    """Whether a document promises nothing any more."""
    return hashlib.sha256(content.encode()).hexdigest() in WITHDRAWN


def earlier_documents(file: Path) -> Iterator[tuple[str, OpenAPI]]:
    """Give each document that a file holds or held in the repository's history, with where."""
    contents = {file.read_text(encoding="utf-8"): "the file"} if file.exists() else {}
    name = file.relative_to(PROJECT).as_posix()
    for commit in _git("log", "--format=%h", "--", name).split():
        contents.setdefault(_git("show", f"{commit}:{name}"), f"commit {commit}")
    for content, place in contents.items():
        if content and not is_withdrawn(content):
            yield place, json.loads(content)


def broken_promises(document: OpenAPI) -> list[str]:
    """Return how a document breaks clients of earlier ones of its major version."""
    found: dict[str, str] = {}
    for place, earlier in earlier_documents(file_of(document)):
        if major_version(earlier) == major_version(document):
            for text in breaking_differences(earlier, document):
                found.setdefault(text, f"{text} (compared with {place})")
    return list(found.values())


def _git(*arguments: str) -> str:
    """Return what git says; nothing where there is no history to ask."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=PROJECT, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return ""
    return done.stdout if done.returncode == 0 else ""


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or with ``--check`` say whether it is what the service gives."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only compare")
    checks = parser.parse_args(arguments).check
    document = served_document()
    file = file_of(document)
    if broken := broken_promises(document):
        print("\n".join(["This breaks clients of the delivery API:", *broken]))
        print("Keep what there was, or give VERSION in delivery/api.py a new first number.")
        return 1
    if not checks:
        FOLDER.mkdir(exist_ok=True)
        file.write_text(as_text(document), encoding="utf-8")
        return 0
    if file.exists() and file.read_text(encoding="utf-8") == as_text(document):
        return 0
    print(f"{file.relative_to(PROJECT)} is not what the service gives. Run: make openapi")
    return 1


if __name__ == "__main__":
    sys.exit(main())
