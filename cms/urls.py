"""The roof's addresses: public pages below a language, the admin, files."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from delivery import v2
from delivery.api import api as delivery
from delivery.views import shared_preview
from home import error_pages, views
from media.views import serve_document
from publishing.site.views import page
from search.site.views import results as search_results

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("api/delivery/v1/", delivery.urls),
    path("api/v2/", include(v2.urls[:2], v2.urls[2])),
    path("admin/", include(wagtailadmin_urls)),
    path(
        "documents/<int:document_id>/<str:document_filename>",
        serve_document,
        name="wagtaildocs_serve",
    ),
    path("documents/", include(wagtaildocs_urls)),
    path("p/<int:number>", views.page_by_number, name="page_by_number"),
    path("p/<int:number>/", views.page_by_number),
    path("sitemap.xml", views.sitemap_xml, name="sitemap_xml"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path("favicon.ico", views.icon, {"name": "favicon.ico"}),
    path("apple-touch-icon.png", views.icon, {"name": "apple-touch-icon.png"}),
    path("apple-touch-icon-precomposed.png", views.icon, {"name": "apple-touch-icon.png"}),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("security.txt", views.security_txt),
    path("preview/<str:token>/", shared_preview, name="shared_preview"),
    path("healthz", views.health, name="health"),
    path("media/<path:path>", views.media_file, name="media_file"),
    *i18n_patterns(
        path("sitemap/", views.sitemap_page, name="sitemap_page"),
        path("search/", search_results, name="search"),
        path("opensearch.xml", views.opensearch_xml, name="opensearch_xml"),
        path("p/<int:number>", views.page_by_number),
        path("p/<int:number>/", views.page_by_number),
        *(known for known in wagtail_urls.urlpatterns if known.name != "wagtail_serve"),
        re_path(wagtail_urls.serve_pattern, page, name="wagtail_serve"),
        prefix_default_language=True,
    ),
]

handler400 = error_pages.bad_request
handler403 = error_pages.permission_denied
handler404 = error_pages.page_not_found
handler500 = error_pages.server_error
