"""Wagtail's API v2, for clients of that convention: JSON alone, and through the one gate.

What a page type publishes (:class:`~publishing.registry.DocumentType`) are its fields here,
under the same names. See docs/api-v2.md.
"""

from __future__ import annotations

import logging
from typing import Any, ClassVar
from urllib.parse import unquote

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import models
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, JsonResponse
from django.urls import re_path, reverse
from django.utils import timezone, translation
from pydantic_core import to_jsonable_python
from rest_framework.filters import BaseFilterBackend
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api import APIField
from wagtail.api.v2.filters import (
    AncestorOfFilter,
    ChildOfFilter,
    DescendantOfFilter,
    LocaleFilter,
    OrderingFilter,
    TranslationOfFilter,
)
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import BaseSerializer, Field, PageAliasOfField, PageSerializer
from wagtail.api.v2.utils import BadRequestError, parse_boolean
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page, Site

from content.addresses import absolute_url
from content.availability import is_database_away
from content.links import learn_links_of
from content.models import BasePage
from content.visibility import public_pages
from home.queries import public_redirects, redirect_at
from home.redirects import page_at
from media.models import Document, Image
from media.visibility import served_files
from publishing.registry import DocumentType, document_types, type_of
from publishing.schemas import PageSchema
from publishing.writing import envelope

from . import v2_answers

logger = logging.getLogger(__name__)

#: What every page type publishes here beside its own members; lists of other pages are left out.
MEMBERS_OF_ALL = (
    "number",
    "summary",
    "picture",
    "dates",
    "standing",
    "prevailing_language",
    "tags",
    "body",
)
#: Columns by which lists may be narrowed and ordered, where they are published.
PLAIN_COLUMNS = (models.CharField, models.IntegerField, models.BooleanField, models.DateField)
LONGEST_FIELDS, MOST_BRACKETS, FURTHEST_OFFSET = 2000, 20, 1_000_000


class PlainFieldsFilter(BaseFilterBackend):
    """Narrow by the value of a published column, as ``?kind=policy``."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        for name in view.get_available_fields(queryset.model, db_fields_only=True):
            if name in request.GET:
                field = queryset.model._meta.get_field(name)
                queryset = queryset.filter(**{name: self._value(field, request.GET[name])})
        return queryset

    def _value(self, field: models.Field, text: str) -> Any:
        try:
            return (
                parse_boolean(text)
                if isinstance(field, models.BooleanField)
                else field.clean(text, None)
            )
        except (ValidationError, ValueError) as error:
            raise BadRequestError(f"'{text}' is not a valid value for {field.name}") from error


class TotalOrderingFilter(OrderingFilter):
    """Order as Wagtail does, and by the number where that leaves two objects equal.

    Otherwise a database may give one of them on two pages of a list, and the other on none.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        ordered: QuerySet = super().filter_queryset(request, queryset, view)
        columns = ordered.query.order_by
        decided = {"?", "id", "-id"}
        return ordered if decided & set(columns) else ordered.order_by(*columns, "id")


class BoundedPagination(WagtailPagination):
    """Refuse offsets that no database could skip."""

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> Any:
        offset = request.GET.get("offset", "0")
        if len(offset) > len(str(FURTHEST_OFFSET)):
            raise BadRequestError(f"offset cannot be higher than {FURTHEST_OFFSET}")
        return super().paginate_queryset(queryset, request, view)


class PublicViewSet(BaseAPIViewSet):
    """What holds for each endpoint: everybody gets the same answer, in JSON, or is told why not."""

    renderer_classes: ClassVar = [JSONRenderer]
    authentication_classes: ClassVar[list[type]] = []
    permission_classes: ClassVar[list[type]] = []
    metadata_class = None
    filter_backends: ClassVar = [PlainFieldsFilter, TotalOrderingFilter]
    pagination_class = BoundedPagination
    known_query_parameters = frozenset({"limit", "offset", "fields", "order", "format", "_"})
    #: What may be asked of a single object.
    detail_query_parameters = frozenset({"fields", "format", "_"})

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if any("\0" in text for pair in request.GET.items() for text in pair):
            raise BadRequestError("null characters are not allowed")
        fields = request.GET.get("fields", "")
        if len(fields) > LONGEST_FIELDS or fields.count("(") > MOST_BRACKETS:
            raise BadRequestError("fields is too long")
        if self.action != "listing_view":
            allowed = self.detail_query_parameters
            if self.action == "find_view":
                allowed |= self.find_query_parameters
            if unknown := set(request.GET) - allowed:
                names = ", ".join(sorted(unknown))
                raise BadRequestError(f"query parameter is not an operation: {names}")

    def handle_exception(self, exc: Exception) -> Response:
        try:
            return super().handle_exception(exc)
        except SuspiciousOperation:
            return Response({"message": "the request could not be understood"}, status=400)
        except Exception as error:
            if is_database_away(error):
                return v2_answers.unavailable(self.request)
            logger.exception("%s could not be answered.", self.request.get_full_path())
            return v2_answers.message(self.request, 500)

    @classmethod
    def get_available_fields(
        cls, model: type[models.Model], db_fields_only: bool = False
    ) -> list[str]:
        """Return the published fields; with ``db_fields_only``, those that narrow and order."""
        names = cls.get_body_fields_names(model) + cls.get_meta_fields_names(model)
        if not db_fields_only:
            return names
        plain = {
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, PLAIN_COLUMNS) and not field.is_relation
        }
        return [name for name in names if name in plain or name == "id"]

    def find_object(self, queryset: QuerySet, request: Request) -> models.Model | None:
        if "id" not in request.GET:
            return None
        if not request.GET["id"].isdecimal():
            raise BadRequestError("id must be a positive integer")
        found: models.Model = queryset.get(pk=int(request.GET["id"][:20]))
        return found


class PublishedField(Field):
    """A member of a page's published shape, rendered from the page as it is stored."""

    def get_attribute(self, instance: BasePage) -> BasePage:
        return instance

    def to_representation(self, page: BasePage) -> Any:
        if not hasattr(page, "_published_members"):
            page._published_members = published_members(page)
        return page._published_members[self.field_name]


def published_members(page: BasePage) -> dict[str, Any]:
    """Return what a public page publishes here, in its own language, ready for JSON."""
    document_type = type_of(page)
    if document_type is None:
        return {}
    with translation.override(page.locale.language_code):
        prefetch_related_objects([page], "listing_image", *document_type.relations)
        learn_links_of(page)
        members = {
            "number": page.number,
            "summary": page.summary_text,
            "picture": envelope.representation.image(page.listing_image),
            "dates": envelope.dates(page),
            "standing": page.translation_standing,
            "prevailing_language": page.prevailing_language or None,
            "tags": envelope.tags(page),
            "body": envelope.body(page),
        }
        result: dict[str, Any] = to_jsonable_python(
            {**members, **document_type.members(page, timezone.now())}
        )
    return result


def own_members(document_type: DocumentType) -> list[str]:
    """Return the names of what a type's document has beyond that of every page."""
    return [
        name for name in document_type.schema.model_fields if name not in PageSchema.model_fields
    ]


class HtmlUrlField(Field):
    """A page's public address."""

    def get_attribute(self, instance: Page) -> Page:
        return instance

    def to_representation(self, page: Page) -> str | None:
        url = page.url
        return absolute_url(url) if url else None


class PublicAliasOfField(PageAliasOfField):
    """The page that an alias shows, where that is public itself."""

    def get_attribute(self, instance: Page) -> Page | None:
        source = instance.alias_of
        if source is None or not self.context["base_queryset"].filter(pk=source.pk).exists():
            return None
        return source


class PublicPageSerializer(PageSerializer):
    html_url = HtmlUrlField(read_only=True)
    alias_of = PublicAliasOfField(read_only=True)


class PublicPagesViewSet(PublicViewSet, PagesAPIViewSet):
    """Pages that are public, as everywhere."""

    base_serializer_class = PublicPageSerializer
    filter_backends: ClassVar = [
        PlainFieldsFilter,
        ChildOfFilter,
        AncestorOfFilter,
        DescendantOfFilter,
        TotalOrderingFilter,
        TranslationOfFilter,
        LocaleFilter,
    ]
    known_query_parameters = PublicViewSet.known_query_parameters | {
        "type",
        "child_of",
        "ancestor_of",
        "descendant_of",
        "translation_of",
        "locale",
    }

    def get_base_queryset(self) -> QuerySet:
        return public_pages(Page.objects.filter(depth__gt=1)).order_by("id")

    def get_root_page(self) -> Page:
        site = Site.find_for_request(self.request)
        if site is None:
            raise BadRequestError("there is no site")
        root: Page = site.root_page
        return root

    @classmethod
    def get_body_fields(cls, model: type[models.Model]) -> list[APIField]:
        fields: list[APIField] = super().get_body_fields(model)
        for document_type in document_types():
            if document_type.model is model:
                names = (*MEMBERS_OF_ALL, *own_members(document_type))
                fields += [APIField(name, serializer=PublishedField()) for name in names]
        return fields

    def find_object(self, queryset: QuerySet, request: Request) -> models.Model | None:
        if "html_path" not in request.GET:
            return super().find_object(queryset, request)
        page = page_at(request.GET["html_path"])
        return queryset.filter(pk=page.pk).first() if page is not None else None


class PictureUrlField(Field):
    """The largest size at which a picture is shown; ``null`` where no page has shown it yet."""

    def get_attribute(self, instance: Image) -> Image:
        return instance

    def to_representation(self, image: Image) -> str | None:
        shown = [one for one in image.renditions.all() if one.filter_spec.endswith("format-webp")]
        largest = max(shown, key=lambda one: one.width, default=None)
        return absolute_url(largest.url) if largest else None


class PublicImageSerializer(BaseSerializer):
    download_url = PictureUrlField(read_only=True)


class PublicImagesViewSet(PublicViewSet, ImagesAPIViewSet):
    """Pictures that public pages show; never their original files."""

    base_serializer_class = PublicImageSerializer
    filter_backends: ClassVar = PublicViewSet.filter_backends
    body_fields: ClassVar = [*ImagesAPIViewSet.body_fields, "alt_ja", "alt_en", "credit", "licence"]

    def get_queryset(self) -> QuerySet:
        return served_files(Image.objects.order_by("id")).prefetch_related("renditions")


class FileUrlField(Field):
    """Where a file is downloaded."""

    def get_attribute(self, instance: Document) -> Document:
        return instance

    def to_representation(self, document: Document) -> str:
        return absolute_url(document.url)


class PublicDocumentSerializer(BaseSerializer):
    download_url = FileUrlField(read_only=True)


class PublicDocumentsViewSet(PublicViewSet, DocumentsAPIViewSet):
    """Files that public pages show."""

    base_serializer_class = PublicDocumentSerializer
    filter_backends: ClassVar = PublicViewSet.filter_backends
    body_fields: ClassVar = [
        *DocumentsAPIViewSet.body_fields,
        "filename",
        "file_size",
        "media_type",
        "language",
        "page_count",
        "checksum",
    ]

    def get_queryset(self) -> QuerySet:
        return served_files(Document.objects.order_by("id"))


class LocationField(Field):
    """Where a redirect leads."""

    def get_attribute(self, instance: Redirect) -> Redirect:
        return instance

    def to_representation(self, redirect: Redirect) -> str:
        return absolute_url(self.context["view"].targets[redirect.pk])


class PublicRedirectSerializer(BaseSerializer):
    location = LocationField(read_only=True)


class PublicRedirectsViewSet(PublicViewSet):
    """Redirects that readers are given."""

    base_serializer_class = PublicRedirectSerializer
    body_fields: ClassVar = [*PublicViewSet.body_fields, "old_path", "location", "is_permanent"]
    listing_default_fields: ClassVar = [
        *PublicViewSet.listing_default_fields,
        "old_path",
        "location",
    ]
    find_query_parameters = PublicViewSet.find_query_parameters | {"html_path"}
    name = "redirects"
    model = Redirect

    def get_queryset(self) -> QuerySet:
        self.targets = {redirect.id: redirect.target for redirect in public_redirects()}
        return Redirect.objects.filter(pk__in=self.targets).order_by("id")

    def find_object(self, queryset: QuerySet, request: Request) -> models.Model | None:
        if "html_path" not in request.GET:
            return super().find_object(queryset, request)
        path, _mark, query = request.GET["html_path"].partition("?")
        found = redirect_at(unquote(path), query)
        return queryset.filter(pk=found.id).first() if found else None


def index(_request: HttpRequest) -> JsonResponse:
    """Answer with the address of each list, by its name."""
    names = ("pages", "images", "documents", "redirects")
    return JsonResponse(
        {name: absolute_url(reverse(f"{router.url_namespace}:{name}:listing")) for name in names}
    )


router = WagtailAPIRouter("wagtailapi")
for viewset in (
    PublicPagesViewSet,
    PublicImagesViewSet,
    PublicDocumentsViewSet,
    PublicRedirectsViewSet,
):
    router.register_endpoint(viewset.name, viewset)

#: To be mounted below ``api/v2/``.
urls = (
    [
        *router.get_urlpatterns(),
        re_path(r"^$", index),
        re_path(r"^(?:[\s\S]*/)?$", v2_answers.not_found),
    ],
    router.url_namespace,
    router.url_namespace,
)
