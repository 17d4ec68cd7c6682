"""What search adds to the admin: a report on files that it cannot read."""

from __future__ import annotations

from wagtail import hooks

from cms.content import next_steps

from . import file_report

hooks.register("register_admin_urls", file_report.urls)
hooks.register("register_reports_menu_item", file_report.menu_item)
hooks.register(next_steps.HOOK, file_report.without_text, order=4)
