"""The pictures of the people who sign in: taken as other pictures are, and small.

Wagtail's form keeps a picture of up to 400 pixels as it came, with all that a camera wrote into
it; it unpacks any other in the web process, whatever its size.
"""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.users.models import UserProfile

from .pictures import PictureError, format_and_size
from .rendering import made_ready, sizes
from .told import tells_nothing
from .upload_fields import PictureField, say_beforehand

#: Pixels of the longer side at most.
LONGER_SIDE = 400


class AvatarForm(AvatarPreferencesForm):  # type: ignore[misc]
    """A picture of a person, without what a camera wrote into it, reduced to what is shown."""

    avatar = PictureField(label=_("Upload a profile picture"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_beforehand(self.fields["avatar"])

    def clean_avatar(self) -> Any:
        """Return the new picture, reduced; the one of before where none was sent."""
        file = self.cleaned_data.get("avatar")
        if file is False:
            return False  # "reset to default" was ticked
        if not file or file == self._original_avatar:
            return self._original_avatar
        file.seek(0)
        return ContentFile(reduced(file.read()), name=PurePath(file.name).name)


def connect() -> None:
    """Let the account's screen take pictures by our form."""
    AvatarSettingsPanel.form_class = AvatarForm


def profile_with_picture(path: str) -> UserProfile | None:
    """Return the profile whose picture a path below ``MEDIA_URL`` names; ``None`` for none."""
    profile: UserProfile | None = UserProfile.objects.filter(avatar=path).first() if path else None
    return profile


def reduced(data: bytes) -> bytes:
    """Return a picture that was made ready, with neither side longer than ``LONGER_SIDE``.

    Raises:
        PictureError: it cannot be read.
    """
    kind, (width, height) = format_and_size(data)
    longer = max(width, height)
    if longer <= LONGER_SIDE:
        return data
    size = [max(1, round(side * LONGER_SIDE / longer)) for side in (width, height)]
    [small] = sizes(data, [[("resize", [size], {}), (f"save_as_{kind}", [], {})]])
    return small


def telling(profile: UserProfile) -> bool:
    """Whether the picture of a person tells anything beside how it looks.

    Raises:
        OSError: its file is gone.
    """
    return not tells_nothing(_bytes(profile))


def clean(profile: UserProfile) -> None:
    """Make the picture of a person ready as at upload; its file gets a new name.

    Raises:
        PictureError: it cannot be read as a picture.
        OSError: its file is gone.
    """
    ready = reduced(made_ready(_bytes(profile)))
    if not tells_nothing(ready):
        raise PictureError("It could not be cleaned.")
    storage, old = profile.avatar.storage, profile.avatar.name
    with transaction.atomic():
        # Wagtail puts an identifier before the name at each saving: the old one goes.
        profile.avatar.save(f"cleaned{PurePath(old).suffix}", ContentFile(ready))
        transaction.on_commit(partial(storage.delete, old))


def _bytes(profile: UserProfile) -> bytes:
    with profile.avatar.storage.open(profile.avatar.name) as file:
        data: bytes = file.read()
    return data
