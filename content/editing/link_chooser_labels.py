"""Labels for the fields of Wagtail's link choosers that have only their name in English."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers

LABELS = {
    "link_text": _("Text of the link"),
    "email_address": _("Email address"),
    "subject": _("Subject of the message"),
    "body": _("Text of the message"),
    "phone_number": _("Telephone number"),
}
FORMS = (
    choosers.ExternalLinkChooserForm,
    choosers.AnchorLinkChooserForm,
    choosers.EmailLinkChooserForm,
    choosers.PhoneLinkChooserForm,
)


def label_fields() -> None:
    """Name the fields that Wagtail does not name, so that editors read them in their language."""
    for form in FORMS:
        for name, field in form.base_fields.items():
            if field.label is None and name in LABELS:
                field.label = LABELS[name]
