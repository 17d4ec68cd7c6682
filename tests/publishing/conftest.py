from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction

from publishing.writing import actions

from ..small_site import SmallSite
from .full_site import FullSite


@pytest.fixture(scope="module")
def full_site_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[FullSite]:
    """Build the full site once for a module; each of its tests starts from that point."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield FullSite()
        transaction.set_rollback(True)


@pytest.fixture
def full_site(full_site_of_module: FullSite, db: None) -> FullSite:
    """A page of each type in both languages with everything filled in."""
    return full_site_of_module


@pytest.fixture(scope="module")
def settled_site_of_module(site_of_module: SmallSite) -> SmallSite:
    actions.settle()
    return site_of_module


@pytest.fixture
def settled_site(settled_site_of_module: SmallSite, db: None) -> SmallSite:
    """The small site, whose pages are documents and with which nothing is left to do."""
    return deepcopy(settled_site_of_module)
