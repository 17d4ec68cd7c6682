"""Which files public pages show: their documents' dependencies name them."""

from __future__ import annotations

from django.db.models import CharField, Exists, Model, OuterRef, Value
from django.db.models.functions import Cast, Concat

from content.dependencies import FILE, IMAGE
from media.models import Image
from publishing.models import Dependency


def is_on_a_public_page(model: type[Model], field: str) -> Exists:
    """Return the condition that a public page shows the file whose id a field holds."""
    kind = IMAGE if issubclass(model, Image) else FILE
    name = Concat(Value(f"{kind}-"), Cast(OuterRef(field), CharField()), output_field=CharField())
    return Exists(Dependency.objects.filter(name=name))
