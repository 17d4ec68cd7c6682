"""The user model, our own from the first migration so that it can grow."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _

from .names import full_name, is_written_in_japanese


class User(AbstractUser):
    """A person who signs in to the admin."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    def get_full_name(self) -> str:
        """The person's name in the order in which it is read, empty where none is entered."""
        return full_name(self.first_name, self.last_name)

    def get_short_name(self) -> str:
        """The name by which mails address the person: nobody is addressed by 花子 alone."""
        name = self.get_full_name()
        return name if is_written_in_japanese(name) else self.first_name

    @property
    def display_name(self) -> str:
        """The person's name as colleagues read it, or the user name."""
        return self.get_full_name() or self.get_username()
