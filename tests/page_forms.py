"""The admin's page forms as a browser would send them."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks.base import BlockField
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

PUBLISH = {"action-publish": "action-publish"}


def page_form(model: type[Page], **values: Any) -> dict[str, Any]:
    """Return the fields of a page type's form: the values given, everything else untouched."""
    form = model.get_edit_handler().get_form_class()(instance=model())
    data: dict[str, Any] = {name: inline_formset([]) for name in form.formsets}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(field, BlockField):
            data[name] = streamfield([])
        elif isinstance(field.widget, DraftailRichTextArea):
            data[name] = rich_text("")
        elif value not in (None, False, []):
            data[name] = value
    data |= {"title": "見本", "slug": "sample", **values}
    several = {name: value for name, value in data.items() if isinstance(value, list)}
    return {**nested_form_data({**data, **dict.fromkeys(several, "")}), **several}


def send_new_page(client: Client, model: type[Page], parent: Page, **values: Any) -> Any:
    """Send the form for a new page below a parent; return the response."""
    name = (model._meta.app_label, model._meta.model_name)
    address = reverse("wagtailadmin_pages:add", args=[*name, parent.pk])
    return client.post(address, page_form(model, **values))


def errors(response: Any) -> dict[str, list[str]]:
    """Return the errors of a form that was refused, by field."""
    assert response.status_code == 200, "the form was accepted"
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def added(parent: Page, slug: str = "sample") -> Page:
    """Return the page that a form has added."""
    return Page.objects.child_of(Page.objects.get(pk=parent.pk)).get(slug=slug).specific
