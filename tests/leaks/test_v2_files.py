"""Wagtail's API v2 knows nothing of the files of closed collections."""

from __future__ import annotations

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from .planting import PUBLIC, SECRET, Plants
from .walking_v2 import Walk, answer, known_pages


@pytest.mark.parametrize("name", ["Drawer", "Cabinet"])
def test_files_of_a_closed_collection_leave_no_trace(planted_files: Plants, name: str) -> None:
    picture, file = planted_files.image, planted_files.document
    CollectionViewRestriction.objects.create(
        collection=Collection.objects.get(name=name), restriction_type="password", password="x"
    )
    walk = Walk(known_pages())
    assert walk.saying(SECRET) == set()
    assert "pages/?fields=*" in walk.saying(PUBLIC)
    for address in (f"images/{picture.pk}/", f"documents/{file.pk}/"):
        assert answer(address)[0] == 404
    for address in (f"images/?title={picture.title}", f"documents/?checksum={file.checksum}"):
        assert answer(address)[1]["meta"]["total_count"] == 0
