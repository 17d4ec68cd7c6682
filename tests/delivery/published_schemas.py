"""The schemas that the API publishes, ready to validate answers with."""

from __future__ import annotations

from typing import Any

import jsonschema_rs


class PublishedSchemas:
    """The OpenAPI document as the service gives it; ``found`` is the document itself."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.found = found

    def answer(self, path: str, status: int = 200) -> dict[str, Any]:
        """Return the schema of an operation's answer."""
        contents = self.found["paths"][path]["get"]["responses"][str(status)]["content"]
        [content] = contents.values()
        schema: dict[str, Any] = content["schema"]
        return schema

    def errors(self, schema: dict[str, Any], value: Any) -> list[str]:
        """Say where and why a value does not fit a schema (JSON Schema, draft 2020-12)."""
        whole = {**schema, "components": self.found["components"]}
        validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        return [
            f"{'/'.join(map(str, error.instance_path))}: {error.message}"
            for error in validator.iter_errors(value)
        ]

    def told_apart(self, schema: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
        """Return the alternative of a discriminated union that a client picks for a value."""
        discriminator = schema["discriminator"]
        return {"$ref": discriminator["mapping"][value[discriminator["propertyName"]]]}

    def without_required(self) -> PublishedSchemas:
        """Return the schemas for answers of which a client asked for some members only."""
        return PublishedSchemas(_partial(self.found))


def _partial(part: Any) -> Any:
    if isinstance(part, list):
        return [_partial(one) for one in part]
    if not isinstance(part, dict):
        return part
    renamed = {"anyOf" if name == "oneOf" else name: _partial(one) for name, one in part.items()}
    if isinstance(renamed.get("required"), list):
        del renamed["required"]
    return renamed
