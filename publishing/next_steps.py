"""What to do next, for pictures that the public sees."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from content.dependencies import IMAGE
from content.editing.next_steps import NextStep, step_about
from media.models import Image

from .models import Dependency


def undescribed_pictures(user: Any) -> NextStep | None:
    """Pictures without an alternative text in a language in which a public page shows them.

    One that no page shows is asked for by the form of the page that comes to show it.
    """
    policy = policy_registry.get_by_type(Image)
    pictures = policy.instances_user_has_permission_for(user, "change").filter(
        Q(_is_shown_in("ja"), alt_ja="") | Q(_is_shown_in("en"), alt_en="")
    )
    return step_about(
        _("Images without alternative text"),
        _(
            "Pages show them in a language in which they have none. Write it for readers who "
            "cannot see them."
        ),
        pictures.order_by("-created_at"),
        lambda picture: picture.title,
        lambda picture: reverse("wagtailimages:edit", args=[picture.pk]),
    )


def _is_shown_in(language: str) -> Exists:
    """Return the condition that a public page of a language shows a picture."""
    number = Cast(OuterRef("pk"), CharField())
    name = Concat(Value(f"{IMAGE}-"), number, output_field=CharField())
    return Exists(Dependency.objects.filter(name=name, document__locale=language))
