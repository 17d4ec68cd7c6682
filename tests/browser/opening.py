"""Opens a site: ``python -m tests.browser.opening`` puts the opening content where settings say.

It copies what ``manage.py migrate`` and ``manage.py load_opening_content`` have made.
"""

from __future__ import annotations

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()

from tests.prepared_databases import install_opening_content

if __name__ == "__main__":
    install_opening_content()
