"""Words of Wagtail's screens that no catalogue reaches, because they are data or are not marked."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.reports.aging_pages import AgingPagesView
from wagtail.models import Collection, Page
from wagtail.sites.views import IndexView as SitesView
from wagtail.users.forms import PagePermissionsForm

#: Kinds of things whose name is English in the code, as the form of a group shows them.
KINDS = (gettext_noop("locale"), gettext_noop("translation"))
#: The title and the name that Wagtail's migrations give to the roots of pages and collections.
ROOT = "Root"
SITE_COLUMNS = {
    "port": _("Port"),
    "site_name": _("Name of the site"),
    "root_page": _("Page at the top"),
}

_page_title = Page.get_admin_display_title
_name_publisher = AgingPagesView.add_last_publisher_name_to_page


def install() -> None:
    """Show these words in the language of the admin."""
    Page.get_admin_display_title = page_title
    Collection.__str__ = collection_name  # type: ignore[method-assign]
    AgingPagesView.add_last_publisher_name_to_page = name_publisher
    for column in SitesView.columns:
        if column.name in SITE_COLUMNS:
            column.label = SITE_COLUMNS[column.name]
    for form in (WorkflowPageForm, PagePermissionsForm):
        form.base_fields["page"].label = _("Page")
    PagePermissionsForm.base_fields["permissions"].label_from_instance = right_on_pages


def right_on_pages(permission: Any) -> str:
    """Return what a right on pages allows; its name is data, in English."""
    names = {codename: str(meaning) for codename, _name, meaning in Page.permission_types}
    return names.get(permission.codename, str(permission.name))


def page_title(page: Any) -> str:
    """Return a page's title in the admin; the root is no page that anybody has named."""
    if page.depth == 1 and page.title == ROOT:
        return pgettext("the root of the page tree", "All pages")
    title: str = _page_title(page)
    return title


def collection_name(collection: Any) -> str:
    """Return a collection's name; the root is no collection that anybody has named."""
    if collection.depth == 1 and collection.name == ROOT:
        return pgettext("the root of the collections", "All collections")
    return str(collection.name)


def name_publisher(view: Any, usernames: dict[Any, str], page: Any) -> None:
    """Name who published a page last by their own name; nobody where a command did."""
    if not hasattr(view, "display_names"):
        people = get_user_model()._default_manager.filter(pk__in=[pk for pk in usernames if pk])
        view.display_names = {person.pk: get_user_display_name(person) for person in people}
    _name_publisher(view, view.display_names, page)
    if page.last_published_by is None:
        page.last_published_by_user = "–"
