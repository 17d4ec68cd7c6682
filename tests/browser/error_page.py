"""Prints the page that answers a request which is refused: ``python -m … 403``."""

from __future__ import annotations

import os
import sys

import django


def error_page(status: str) -> str:
    """Return the page for a status, as a visitor of the Japanese site gets it."""
    from django.shortcuts import render
    from django.test import RequestFactory
    from django.utils.translation import override

    with override("ja"):
        return render(RequestFactory().get("/ja/refused/"), f"{status}.html").content.decode()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    sys.stdout.write(error_page(sys.argv[1]))
