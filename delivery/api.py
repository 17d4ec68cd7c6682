"""The API's addresses. Each operation reads its parameters and answers; nothing more."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from pydantic import Field

from content.pictures import FORMATS

from . import schemas
from .access import previews, tokens
from .http import fieldsets
from .http.parameters import InLanguage, Parameters, described, read_parameters
from .http.problems import MEDIA_TYPE, Problem, problem_response
from .http.responses import answer_revalidated, json_bytes
from .http.sparse_schemas import describe_sparse_answers
from .resources import changes as change_log
from .resources import documents, lists, media, navigation, redirects, resolving, searching, site
from .resources import vocabularies as vocabulary_entries

VERSION = "1.0.0"
DESCRIPTION = (
    "Everything that is published, ready to be shown: one request per page, nothing left to look "
    "up. Only what the public may read is here. Answers depend on their address alone and carry "
    "an `ETag`."
)

#: Described as a choice; what is none is refused by the operation itself.
PictureName = Annotated[str, Field(json_schema_extra={"enum": list(media.declared())})]


class DescribedAPI(NinjaAPI):
    """An API whose document says what every operation can answer, problems included.

    ``choices`` holds, for each operation, the values of parameters that only the page types and
    vocabularies know.
    """

    choices: dict[str, dict[str, Collection[str]]] = {}
    #: Problems that any operation can answer, and those of operations that give drafts.
    PROBLEMS = {
        400: "A parameter is unknown or wrong.",
        401: "The token is missing or no longer valid.",
        404: "There is nothing here.",
        429: "Too many requests.",
        503: "The service is not available at the moment.",
    }
    PROBLEMS_OF_DRAFTS = {403: "The token does not allow this.", 409: "The draft is not complete."}
    PROBLEMS_OF_SEARCH = {
        403: "The token does not allow this.",
        503: "The answer took too long, or the service is not available at the moment.",
    }
    PROBLEMS_OF_CHANGES = {410: "The log does not go on from this line: start again."}
    OPERATIONS_WITH_DRAFTS = ("read_a_page", "preview_a_draft")

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema["servers"] = [{"url": settings.BASE_URL}]
        components = schema["components"]["schemas"]
        components["ProblemSchema"] = schemas.ProblemSchema.model_json_schema(
            ref_template="#/components/schemas/{model}"
        )
        problem = {
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemSchema"}}}
        }
        for operations in schema["paths"].values():
            for operation in operations.values():
                choices = self.choices.get(operation["operationId"], {})
                for parameter in operation.get("parameters", ()):
                    if values := choices.get(parameter["name"]):
                        own = parameter["schema"]
                        value = own["items"] if own["type"] == "array" else own
                        value.clear()
                        value |= {"type": "string", "enum": list(values)}
                problems = self.PROBLEMS
                if operation["operationId"] in self.OPERATIONS_WITH_DRAFTS:
                    problems = {**problems, **self.PROBLEMS_OF_DRAFTS}
                if operation["operationId"] == "read_what_has_changed":
                    problems = {**problems, **self.PROBLEMS_OF_CHANGES}
                if operation["operationId"] == "search_pages":
                    problems = {**problems, **self.PROBLEMS_OF_SEARCH}
                operation["responses"] |= {
                    304: {"description": "Not modified: the client has it already."},
                    **{
                        status: {"description": description, **problem}
                        for status, description in problems.items()
                    },
                }
        describe_sparse_answers(schema)
        return schema


api = DescribedAPI(
    title="Hashi delivery API",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace="delivery",
)


def reads(
    path: str,
    parameters: type[Parameters],
    response: Any,
    summary: str,
    choices: dict[str, Collection[str]] | None = None,
) -> Callable[..., Any]:
    """Declare an operation that reads, with its parameters and the shape of its answer.

    ``choices`` are all values of parameters whose own types do not say them.
    """
    operation_id = "_".join(summary.lower().split())
    api.choices[operation_id] = choices or {}

    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        return api.get(
            path,
            response=response,
            summary=summary,
            operation_id=operation_id,
            openapi_extra={"parameters": described(parameters)},
        )(view)

    return declare


@api.exception_handler(Exception)
def pass_on(_request: HttpRequest, error: Any) -> HttpResponse:
    """Leave what went wrong to the middleware, in development too: it knows what to answer."""
    raise error


@api.exception_handler(Problem)
def answer_problem(request: HttpRequest, problem: Any) -> HttpResponse:
    """Answer with what was wrong."""
    return problem_response(request, problem)


@reads("/", Parameters, schemas.IndexSchema, "List what there is to read")
def index(request: HttpRequest) -> HttpResponse:
    """The addresses of this API."""
    read_parameters(Parameters, request.GET)
    base = f"{settings.BASE_URL}{reverse('delivery:api-root')}"
    described = api.get_openapi_schema(path_prefix="")["paths"]
    items = [
        {"address": f"{base}{path.removeprefix('/')}", "summary": operations["get"]["summary"]}
        for path, operations in described.items()
        if path != "/"
    ]
    body = {"openapi_url": f"{base}openapi.json", "docs_url": f"{base}docs", "items": items}
    return answer_revalidated(request, "index", json_bytes(body), [])


@reads(
    "/pages/",
    lists.ListParameters,
    schemas.page_of(fieldsets.card_schema()),
    "List pages",
    lists.fixed_values() | {"fields": sorted(fieldsets.card_members())},
)
def pages(request: HttpRequest) -> HttpResponse:
    """Pages, narrowed by any of their facets, counted by facet, in pages of a stable list."""
    return lists.page_list(request, read_parameters(lists.ListParameters, request.GET))


@reads(
    "/pages/{number}/",
    documents.DetailParameters,
    fieldsets.page_schema(),
    "Read a page",
    {"fields": sorted(fieldsets.page_members())},
)
def page(request: HttpRequest, number: int) -> HttpResponse:
    """A whole page by its permanent number, in a language."""
    asked = read_parameters(documents.DetailParameters, request.GET)
    return documents.detail(request, number, asked)


@reads(
    "/resolve/",
    resolving.ResolveParameters,
    schemas.resolved_of(fieldsets.page_schema()),
    "Resolve an address",
)
def resolve(request: HttpRequest) -> HttpResponse:
    """What is at an address of the site: a whole page, a redirect, or something that has gone."""
    return resolving.resolve(request, read_parameters(resolving.ResolveParameters, request.GET))


@reads(
    "/navigation/", navigation.NavigationParameters, schemas.NavigationSchema, "Read the navigation"
)
def read_navigation(request: HttpRequest) -> HttpResponse:
    """Header, footer and the tree of pages of a language, in the editors' order."""
    asked = read_parameters(navigation.NavigationParameters, request.GET)
    return navigation.navigation(request, asked)


@reads("/redirects/", Parameters, schemas.RedirectListSchema, "List redirects")
def read_redirects(request: HttpRequest) -> HttpResponse:
    """All redirects, for front ends and edge configurations."""
    read_parameters(Parameters, request.GET)
    return redirects.redirect_list(request)


@reads(
    "/vocabularies/{name}/",
    InLanguage,
    schemas.VocabularySchema,
    "Read a vocabulary",
    {"name": sorted(vocabulary_entries.vocabularies())},
)
def read_vocabulary(request: HttpRequest, name: str) -> HttpResponse:
    """A vocabulary's entries that public pages carry, with their uses."""
    asked = read_parameters(InLanguage, request.GET)
    return vocabulary_entries.vocabulary(request, name, asked)


@reads("/changes/", change_log.ChangesParameters, schemas.ChangesSchema, "Read what has changed")
def read_changes(request: HttpRequest) -> HttpResponse:
    """The change log after one of its lines: what to fetch again, and what to forget."""
    asked = read_parameters(change_log.ChangesParameters, request.GET)
    return change_log.changes(request, asked)


@reads(
    "/search/",
    searching.SearchParameters,
    schemas.results_of(fieldsets.card_schema()),
    "Search pages",
    lists.fixed_values(),
)
def search_pages(request: HttpRequest) -> HttpResponse:
    """Pages that a question finds in either language, the reader's own first."""
    return searching.search(request, read_parameters(searching.SearchParameters, request.GET))


@reads("/suggest/", searching.SuggestParameters, schemas.SuggestionsSchema, "Suggest questions")
def suggest_questions(request: HttpRequest) -> HttpResponse:
    """Titles, names, terms and places that begin as what has been typed, or are read so."""
    return searching.suggest(request, read_parameters(searching.SuggestParameters, request.GET))


@reads("/token/", Parameters, schemas.TokenSchema, "Read the own token")
def read_token(request: HttpRequest) -> HttpResponse:
    """What the token in this request's ``Authorization`` header allows."""
    read_parameters(Parameters, request.GET)
    return tokens.own_token(request)


@reads(
    "/preview/{token}/", Parameters, schemas.preview_of(fieldsets.page_schema()), "Preview a draft"
)
def read_preview(request: HttpRequest, token: str) -> HttpResponse:
    """The draft that an editor shares by a link, in the shape of a page."""
    read_parameters(Parameters, request.GET)
    return previews.preview(request, token)


@reads("/site/", InLanguage, schemas.SiteSchema, "Read what surrounds every page")
def read_site(request: HttpRequest) -> HttpResponse:
    """Operator, contact, banners, languages and texts of the user interface."""
    return site.site(request, read_parameters(InLanguage, request.GET))


@api.get(
    "/media/{number}/{name}",
    summary="Read a picture",
    operation_id="read_a_picture",
    openapi_extra={
        "responses": {
            200: {
                "description": "The picture.",
                "content": {media_type: {} for media_type in FORMATS},
            },
            206: {
                "description": "The part of it that `Range` asks for.",
                "content": {media_type: {} for media_type in FORMATS},
            },
        }
    },
)
def read_picture(request: HttpRequest, number: int, name: PictureName) -> HttpResponse:
    """A picture in one of the declared sizes and formats, such as `width-960.avif`."""
    read_parameters(Parameters, request.GET)
    return media.picture(request, number, name)
