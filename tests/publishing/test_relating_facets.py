"""By which facets pages are related, and by which they are alike by chance."""

from __future__ import annotations

import pytest

from publishing.models import Facet
from publishing.registry import FacetValue
from publishing.writing import actions
from publishing.writing.related import related_documents, related_everywhere

from .full_site import FullSite
from .test_related import store

pytestmark = pytest.mark.django_db
#: By which facets pages are related, and by which they are alike by chance.
RELATES = {
    "tag": True, "sector": True, "country": True, "city": True, "network": True,
    "organisation": True, "support": True, "year": True,
    "kind": False, "section": False, "standing": False, "state": False, "type": False,
}  # fmt: skip


def test_each_facet_is_known_to_relate_or_not(full_site: FullSite) -> None:
    actions.settle()
    assert set(RELATES) == set(Facet.objects.values_list("key", flat=True))


@pytest.mark.parametrize("key", sorted(RELATES))
def test_pages_are_related_by_what_they_are_about_alone(key: str) -> None:
    store(1, [(key, "same")])
    store(2, [(key, "same")])
    found = related_documents("measure", "ja", 1, [FacetValue(key, "same")])
    assert found.page_ids == ((2,) if RELATES[key] else ())
    assert related_everywhere("measure", "ja")[1].page_ids == found.page_ids
