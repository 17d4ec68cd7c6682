"""What this room adds to Wagtail: link handlers and the vocabularies' admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from .link_handlers import PublicDocumentLinkHandler, PublicPageLinkHandler
from .vocabulary_admin import VocabularyGroup


@hooks.register("register_rich_text_features", order=100)
def register_public_link_handlers(features: FeatureRegistry) -> None:
    """Links whose target the public may not read become plain text."""
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(PublicDocumentLinkHandler)


register_snippet(VocabularyGroup)
