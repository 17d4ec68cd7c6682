"""What this room adds to the admin."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Site

from content.editing.next_steps import HOOK, Item, NextStep

from .models import SiteSettings

REQUIRED_SETTINGS = ("operator_name_ja", "operator_name_en", "contact_ja", "contact_en")


@hooks.register(HOOK, order=20)
def site_settings_to_complete(user: Any) -> NextStep | None:
    """Say that readers do not learn yet who runs the site and whom to ask."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or not user.has_perm("home.change_sitesettings"):
        return None
    record = SiteSettings.objects.filter(site=site).first() or SiteSettings(site=site)
    labels = [
        str(SiteSettings._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in REQUIRED_SETTINGS
        if not getattr(record, name)
    ]
    if not labels:
        return None
    address = reverse("wagtailsettings:edit", args=["home", "sitesettings", site.pk])
    return NextStep(
        _("Who runs this site"),
        _("Enter the operator and the contact, so that readers know whom to ask."),
        [Item(label, address) for label in labels],
        len(labels),
    )
