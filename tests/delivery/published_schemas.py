"""The schemas that the API publishes, ready to validate answers with."""

from __future__ import annotations

from typing import Any

import jsonschema_rs


class PublishedSchemas:
    """The OpenAPI document as the service gives it; ``found`` is the document itself."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.found = found

    def answer(self, path: str, status: int = 200) -> dict[str, Any]:
        """Return the schema of an operation's answer, the whole one where others are sparse."""
        contents = self.found["paths"][path]["get"]["responses"][str(status)]["content"]
        [content] = contents.values()
        schema: dict[str, Any] = content["schema"]
        return next((one for one in schema.get("anyOf", ()) if not one.get("x-sparse")), schema)

    def any_answer(self, path: str) -> dict[str, Any]:
        """Return the schema of an operation's good answer, sparse ones included."""
        content = self.found["paths"][path]["get"]["responses"]["200"]["content"]
        schema: dict[str, Any] = content["application/json"]["schema"]
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
