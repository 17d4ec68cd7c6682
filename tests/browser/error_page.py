"""Prints the page that answers a request which is refused: ``python -m … 403``."""

from __future__ import annotations

import os
import sys

import django


def error_page(status: str) -> str:
    """Return the page for a status, as a visitor of the Japanese site gets it."""
    from django.test import RequestFactory
    from django.utils.translation import override

    from home.error_pages import bad_request, permission_denied

    answer = {"400": bad_request, "403": permission_denied}[status]
    with override("ja"):
        return answer(RequestFactory().get("/ja/refused/"), Exception()).content.decode()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    sys.stdout.write(error_page(sys.argv[1]))
