"""The admin's form for pictures."""

from __future__ import annotations

from typing import Any

from wagtail.images.forms import BaseImageForm

from content.tasks import make_renditions_of
from media.models import Image
from media.upload_fields import PictureField, say_beforehand


class PictureForm(BaseImageForm):  # type: ignore[misc]
    """Wagtail's form, after which the picture has its sizes again.

    Where a file is replaced, the form deletes what was made of the old one after it has saved the
    picture: too late for whoever listens to that.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:  # Wagtail makes the field by the model's form; ours reads more
            self.fields["file"].__class__ = PictureField
            say_beforehand(self.fields["file"])

    def save(self, commit: bool = True) -> Image:
        image: Image = super().save(commit=commit)
        if commit:
            make_renditions_of.enqueue(image.pk)
        return image
