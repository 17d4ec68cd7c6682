"""The shapes of answers that hold some members alone (``fields``), for the API's document."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from .fieldsets import ALWAYS_SERVED
from .responses import MEDIA_TYPE

OK = 200
REFERENCE = "#/components/schemas/"
WHOLE, SPARSE = "Served", "Sparse"


def describe_sparse_answers(document: dict[str, Any]) -> None:
    """Say of each operation with ``fields`` that it answers a whole shape, or a sparse one.

    Of a sparse shape all members are optional but those that every answer has. It is marked
    (``x-sparse``), since who does not ask for it never gets it.
    """
    schemas = document["components"]["schemas"]
    for operations in document["paths"].values():
        for operation in operations.values():
            if any(one["name"] == "fields" for one in operation.get("parameters", ())):
                content = operation["responses"][OK]["content"][MEDIA_TYPE]
                whole = content["schema"]
                content["schema"] = {
                    "anyOf": [whole, {"x-sparse": True, **_sparse(whole, schemas)}]
                }


def _sparse(whole: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the sparse shape of a page, or of a list of pages."""
    if "oneOf" in whole:
        names = [one["$ref"].removeprefix(REFERENCE) for one in whole["oneOf"]]
        return {"anyOf": [{"$ref": f"{REFERENCE}{_add(name, schemas)}"} for name in names]}
    name = whole["$ref"].removeprefix(REFERENCE)
    listed = deepcopy(schemas[name])
    items = listed["properties"]["items"]
    items["items"] = _sparse(items["items"], schemas)
    listed["title"] = f"{SPARSE}{name}"
    schemas[listed["title"]] = listed
    return {"$ref": f"{REFERENCE}{listed['title']}"}


def _add(name: str, schemas: dict[str, Any]) -> str:
    sparse = deepcopy(schemas[name])
    sparse["title"] = name.replace(WHOLE, SPARSE, 1)
    sparse["required"] = list(ALWAYS_SERVED)
    sparse["description"] = "Of the whole shape, the members that `fields` asked for."
    schemas[sparse["title"]] = sparse
    return str(sparse["title"])
