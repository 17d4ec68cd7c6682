from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Collection

from publishing.writing import actions
from tests.small_site import SmallSite

from .planting import PUBLIC, SECRET, Plants, plant


@contextmanager
def kept_for_a_module(blocker: Any) -> Iterator[None]:
    """Keep what is built inside for all tests of a module, each of which takes its own back."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def pages_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plants]:
    with kept_for_a_module(django_db_blocker):
        plants = plant(SmallSite(), "en")
        actions.settle()
        yield plants


@pytest.fixture
def planted(pages_of_module: Plants, db: None) -> Plants:
    """Public English pages that say the secret word, and everything that points at them."""
    return pages_of_module.fresh()


@pytest.fixture(scope="module")
def files_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plants]:
    with kept_for_a_module(django_db_blocker):
        cabinet = Collection.get_first_root_node().add_child(name="Cabinet")
        drawer = cabinet.add_child(name="Drawer")
        plants = plant(SmallSite(), "en", PUBLIC, file_word=SECRET, collection=drawer)
        actions.settle()
        yield plants


@pytest.fixture
def planted_files(files_of_module: Plants, db: None) -> Plants:
    """Public pages with a picture and a file that say the secret word: in a drawer of a cabinet."""
    return files_of_module.fresh()
