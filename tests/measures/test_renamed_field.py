"""What was stored while a measure's field was named ``action`` is found under its name of now."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from wagtail.models import Comment, Locale
from wagtail_localize.models import (
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)

from measures.models import MeasurePage
from tests.small_site import SmallSite, add

migration = importlib.import_module("measures.migrations.0003_action_taken")


@pytest.fixture
def measure(site: SmallSite) -> MeasurePage:
    """A published measure with a newer draft."""
    page = add(
        site.sections["measures", "ja"],
        MeasurePage(title="施策", slug="measure", kind="policy", action_taken="<p>公開の文</p>"),
    )
    page.action_taken = "<p>下書きの文</p>"
    page.save_revision()
    return page


def test_a_draft_of_before_opens_whole(measure: MeasurePage) -> None:
    revision = measure.latest_revision
    revision.content["action"] = revision.content.pop("action_taken")
    revision.save()
    migration.rename("action", "action_taken")(apps, None)
    page = MeasurePage.objects.get(pk=measure.pk).get_latest_revision_as_object()
    assert page.action_taken == "<p>下書きの文</p>"
    assert MeasurePage.objects.get(pk=measure.pk).action_taken == "<p>公開の文</p>"


def test_a_comment_stays_at_its_field(measure: MeasurePage) -> None:
    user = get_user_model().objects.create_user("sato", "sato@example.org", "x")
    comment = Comment.objects.create(page=measure, user=user, text="?", contentpath="action")
    migration.rename("action", "action_taken")(apps, None)
    comment.refresh_from_db()
    assert comment.contentpath == "action_taken"


def test_a_translation_keeps_its_texts(measure: MeasurePage) -> None:
    """As wagtail-localize stored it under the old name, and finds it under the new one."""
    source, _created = TranslationSource.get_or_create_from_instance(measure)
    translation = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="en")
    )
    segment = source.stringsegment_set.get(context__path="action_taken")
    StringTranslation.objects.create(
        translation_of=segment.string,
        locale=translation.target_locale,
        context=segment.context,
        data="Text in English",
    )
    migration.rename("action_taken", "action")(apps, None)
    context = TranslationContext.objects.get(pk=segment.context_id)
    assert (context.path, context.path_id) == ("action", context._get_path_id("action"))
    source.refresh_from_db()
    assert '"action_taken"' not in source.content_json

    migration.rename("action", "action_taken")(apps, None)
    source.refresh_from_db()
    source.update_from_db()
    kept = StringTranslation.objects.get(data="Text in English")
    assert kept.context == source.stringsegment_set.get(context__path="action_taken").context
