"""What this room adds to the admin."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from . import views


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    return [
        path("bin/", views.show, name="bin"),
        path("bin/<int:item_id>/restore/", views.bring_back, name="bin_restore"),
        path("bin/<int:item_id>/delete/", views.remove, name="bin_remove"),
    ]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    label = pgettext_lazy("deleted things", "Bin")
    return MenuItem(label, reverse("bin"), name="bin", icon_name="bin", order=900)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("bin.restore", _("Restore from the bin"), _("Restored from the bin"))
