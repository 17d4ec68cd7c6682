"""People of each group, signed in to the admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User

SignIn = Callable[[str], tuple[Client, User]]


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """Return a client that a new member of a group is signed in with, and that person."""

    def sign_in_member(group: str) -> tuple[Client, User]:
        user = User.objects.create_user(group.lower(), f"{group.lower()}@example.org", "x")
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client, user

    return sign_in_member
