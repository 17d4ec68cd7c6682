"""``manage.py create_administrator``: the first account of a fresh installation."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

PASSWORD_BYTES = 12


class Command(BaseCommand):
    help = "Create the administrator `admin` with a generated password, unless there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()._default_manager
        if users.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        users.create_superuser(username="admin", email="", password=password)
        lines = (
            "An administrator was created. The password is shown only this once:",
            "",
            "    user name  admin",
            f"    password   {password}",
            "",
            "Forgotten? .venv/bin/python manage.py changepassword admin",
        )
        width = max(len(line) for line in lines)
        frame = "+" + "-" * (width + 2) + "+"
        self.stdout.write(frame)
        for line in lines:
            self.stdout.write(f"| {line:<{width}} |")
        self.stdout.write(frame)
