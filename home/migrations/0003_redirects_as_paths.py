"""Links of redirects that lead to this site become paths, as forms and imports store them by now."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations

#: At which a service answers that was started without ``BASE_URL``.
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def store_as_paths(apps: Any, _schema_editor: Any) -> None:
    """Leave scheme and host out of links to this site; the rest of each link stays."""
    sites = apps.get_model("wagtailcore", "Site").objects.values_list("hostname", "port")
    own = {urlsplit(settings.BASE_URL).netloc, *(host for host, _port in sites)}
    own |= {f"{host}:{port}" for host, port in sites}
    redirects = apps.get_model("wagtailredirects", "Redirect").objects
    for redirect in redirects.filter(redirect_link__iregex=r"^\s*https?://").iterator():
        try:
            link = urlsplit(redirect.redirect_link.strip())
            is_own = link.netloc in own or link.hostname in THIS_MACHINE
        except ValueError:  # such as a bracket that nothing closes
            continue
        if is_own:
            path = link._replace(scheme="", netloc="", path=link.path or "/").geturl()
            redirects.filter(pk=redirect.pk).update(redirect_link=path)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_wording"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(store_as_paths, migrations.RunPython.noop)]
