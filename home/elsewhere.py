"""Which public page somebody may mean who asks for an address at which there is none.

Somebody changes the language in an address, or follows a link to a page that is public in the other
language alone. Only documents are told, so nothing hidden is.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language_from_path

from content.languages import LANGUAGE_CODES, other_language
from publishing.models import Change, Document

LONGEST_PATH = 2048
#: Steps of an address beyond which no page is.
MOST_STEPS = 20


def page_meant(path: str) -> dict[str, str] | None:
    """Return the public page that an address without one means, ``None`` where none is known.

    It is the page that is at the same address in the other language, or has been, or that was at
    this address once; each step of the address may be called otherwise in the other language. Where
    that page is public in the language of the address, it is given in that.
    """
    language = get_language_from_path(path)
    if language not in LANGUAGE_CODES or "\0" in path or len(path) > LONGEST_PATH:
        return None
    steps = [step for step in path.split("/") if step][1:]
    if not steps or len(steps) > MOST_STEPS:
        return None
    other = other_language(language)
    paths = [_address(language, steps), *_in_other_language(steps, language, other)]
    number = _number_at(paths)
    if number is None:
        return None
    found = Document.objects.filter(number=number).values_list("locale", "path", "title")
    pages = {
        locale: {"path": path, "title": title, "locale": locale} for locale, path, title in found
    }
    return pages.get(language) or pages.get(other)


def _address(language: str, steps: list[str]) -> str:
    return "/" + "".join(f"{step}/" for step in (language, *steps))


def _in_other_language(steps: list[str], language: str, other: str) -> Iterator[str]:
    """Yield the addresses that steps may have in the other language, the likeliest first.

    As far as there is a public page in the language of the address, the other language's name of
    that page stands for its steps.
    """
    above = [_address(language, steps[:end]) for end in range(len(steps) - 1, 0, -1)]
    numbers = dict(Document.objects.filter(path__in=above).values_list("path", "number"))
    twins = dict(
        Document.objects.filter(number__in=numbers.values(), locale=other).values_list(
            "number", "path"
        )
    )
    for path in above:
        if twin := twins.get(numbers.get(path, 0)):
            rest = steps[len(path.strip("/").split("/")) - 1 :]
            yield twin + "".join(f"{step}/" for step in rest)
    yield _address(other, steps)


def _number_at(paths: list[str]) -> int | None:
    """Return the number of the page that is at the first of some addresses, or was there last."""
    now = dict(Document.objects.filter(path__in=paths).values_list("path", "number"))
    lines = Change.objects.filter(path__in=paths).order_by("sequence")
    before = dict(lines.values_list("path", "number"))
    known = Document.objects.filter(number__in=before.values()).values_list("number", flat=True)
    public = set(known)
    for path in paths:
        number = now.get(path, before.get(path))
        if number is not None and (path in now or number in public):
            return number
    return None
