"""``manage.py create_administrator``: the first account of a fresh installation."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

USER_NAME = "admin"
PASSWORD_BYTES = 12


class Command(BaseCommand):
    help = "Create the administrator `admin` with a generated password, unless there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()._default_manager
        if users.filter(is_superuser=True).exists():
            return
        if users.filter(username=USER_NAME).exists():
            self.stdout.write(
                f"No administrator was created: the user `{USER_NAME}` exists and is none. "
                "To create one under another name: make superuser"
            )
            return
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        users.create_superuser(username=USER_NAME, email="", password=password)
        lines = (
            "An administrator was created. The password is shown only this once:",
            "",
            f"    user name  {USER_NAME}",
            f"    password   {password}",
            "",
            f"Forgotten? .venv/bin/python manage.py changepassword {USER_NAME}",
        )
        width = max(len(line) for line in lines)
        frame = "+" + "-" * (width + 2) + "+"
        self.stdout.write(frame)
        for line in lines:
            self.stdout.write(f"| {line:<{width}} |")
        self.stdout.write(frame)
