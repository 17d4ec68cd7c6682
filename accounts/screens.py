"""Where Wagtail's screens name people and groups past the records' own words."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.sidebar import MainMenuModule
from wagtail.users.views.groups import IndexView as GroupsView

#: The groups that a fresh site has; code and operators look for them by these English names.
GROUP_TITLES: dict[str, Promise] = {
    "Editors": pgettext_lazy("group of people", "Editors"),
    "Moderators": pgettext_lazy("group of people", "Moderators"),
    "Translators": pgettext_lazy("group of people", "Translators"),
}

_sidebar_arguments = MainMenuModule.js_args


def connect() -> None:
    """Show people and groups by the names that are read."""
    MainMenuModule.js_args = sidebar_arguments
    Group.__str__ = group_title  # type: ignore[method-assign,assignment]
    for column in GroupsView.columns:
        if column.name == "name":
            column.accessor = group_title


def group_title(group: Group) -> str:
    """Return a group's name in the language of the admin; one that somebody gave stays."""
    return str(GROUP_TITLES.get(group.name, group.name))


def sidebar_arguments(menu: Any) -> list[Any]:
    """Return what the menu is made of; whoever is signed in by their whole name."""
    *items, person = _sidebar_arguments(menu)
    name = getattr(menu.user, "display_name", person["name"])
    return [*items, {**person, "name": name}]
