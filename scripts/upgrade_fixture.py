"""Keep a used site of today's version as a file, which the tests of every later version upgrade.

``python -m scripts.upgrade_fixture NAME`` writes ``tests/upgrade/sites/NAME.json.gz``. Make one
for each release, before its migrations get company.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path


def main() -> None:
    """Build the site in a database of its own, and keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="of the version, as in 2026-11-before-the-move")
    name = parser.parse_args().name
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/site.sqlite3"
        os.environ["MEDIA_ROOT"] = f"{folder}/media"
        os.environ["TASKS_BACKEND"] = "immediate"
        import django  # noqa: PLC0415  # settings first

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        from tests.upgrade import kept_site, used_site  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        file = kept_site.KEPT / f"{name}.json.gz"
        kept_site.keep(file, used_site.build())
    size = file.stat().st_size
    print(f"{file.relative_to(Path.cwd())}: {size // 1000} KB")


if __name__ == "__main__":
    main()
