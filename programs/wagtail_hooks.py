"""What this section adds to the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from cms.content.vocabulary_admin import NAMES, VocabularyViewSet

from .models import SupportForm


class SupportFormViewSet(VocabularyViewSet):
    """Forms of support, as the programmes offer them."""

    model = SupportForm
    icon = "tag"
    menu_label = _("Forms of support")
    add_to_settings_menu = True
    panels = [*NAMES, FieldPanel("sort_order")]


register_snippet(SupportFormViewSet)
