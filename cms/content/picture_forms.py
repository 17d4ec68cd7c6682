"""The admin's form for pictures."""

from __future__ import annotations

from wagtail.images.forms import BaseImageForm

from cms.media.models import Image

from .tasks import make_renditions_of


class PictureForm(BaseImageForm):  # type: ignore[misc]
    """Wagtail's form, after which the picture has its sizes again.

    Where a file is replaced, the form deletes what was made of the old one after it has saved the
    picture: too late for whoever listens to that.
    """

    def save(self, commit: bool = True) -> Image:
        image: Image = super().save(commit=commit)
        if commit:
            make_renditions_of.enqueue(image.pk)
        return image
