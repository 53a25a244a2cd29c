"""Writes the OpenAPI document off the table of operations and its models."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from bot.web.api.asked import LARGEST_ID
from bot.web.api.operations import PREFIX, Operation
from bot.web.api.problems import MEDIA_TYPE, STATUSES, ProblemDocument, sentences

_REFS = "#/components/schemas/{model}"
#: What any operation can answer.
_ALWAYS = ("not_signed_in", "forbidden", "failed", "unavailable")
_PATH_SCHEMAS: dict[str, dict[str, Any]] = {
    "claim_id": {"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
    "file_id": {"type": "string", "minLength": 1, "maxLength": 100},
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag of the claim as it was read; 412 where it has changed since.",
    "schema": {"type": "string"},
}
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A request repeated with the same key is done once and answered the same.",
    "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,200}$"},
}
_ENTRA = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}

Schema = dict[str, Any]


def openapi(
    operations: Sequence[Operation], title: str, version: str, *, local: bool = False
) -> Schema:
    """Give the OpenAPI 3.1 document of a table of operations; `local`: no sign-in is needed."""
    schemas = _schemas(operations)
    paths: dict[str, Schema] = defaultdict(dict)
    for row in operations:
        paths[PREFIX + row.path][row.method.lower()] = _operation(row, schemas)
    document: Schema = {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": dict(paths),
        "components": {"schemas": schemas},
    }
    if not local:
        document["components"]["securitySchemes"] = {"entra": _ENTRA}
        document["security"] = [{"entra": []}]
    return document


def _schemas(operations: Iterable[Operation]) -> Schema:
    taken = [model for row in operations for model in (row.query, row.body) if model]
    given: list[type[BaseModel]] = [ProblemDocument]
    given += [row.answer for row in operations if row.answer]
    modes: list[tuple[type[BaseModel], JsonSchemaMode]] = []
    modes += [(model, "validation") for model in dict.fromkeys(taken)]
    modes += [(model, "serialization") for model in dict.fromkeys(given)]
    _, document = models_json_schema(modes, ref_template=_REFS)
    return dict(document["$defs"])


def _operation(row: Operation, schemas: Schema) -> Schema:
    found: Schema = {
        "operationId": row.name,
        "summary": row.summary,
        "parameters": [*_path_parameters(row), *_query_parameters(row, schemas), *_headers(row)],
        "responses": _responses(row),
    }
    if row.body:
        needed = bool(schemas[_name(row.body)].get("required"))
        found["requestBody"] = {"required": needed, "content": _json(row.body)}
    return found


def _path_parameters(row: Operation) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _PATH_SCHEMAS[name]}
        for name in re.findall(r"\{(\w+)\}", row.path)
    ]


def _query_parameters(row: Operation, schemas: Schema) -> list[Schema]:
    if row.query is None:
        return []
    model = schemas[_name(row.query)]
    return [
        {
            "name": name,
            "in": "query",
            "required": name in model.get("required", []),
            "schema": schema,
        }
        for name, schema in model["properties"].items()
    ]


def _headers(row: Operation) -> list[Schema]:
    return [_IF_MATCH, _IDEMPOTENCY_KEY] if row.changes else []


def _responses(row: Operation) -> Schema:
    found: Schema = {"200": _success(row)}
    by_status: dict[int, list[str]] = defaultdict(list)
    for kind in dict.fromkeys((*_ALWAYS, *row.errors)):
        by_status[STATUSES[kind]].append(sentences()[kind]["title"])
    for status, titles in sorted(by_status.items()):
        schema = {"$ref": _REFS.format(model=_name(ProblemDocument))}
        found[str(status)] = {
            "description": "; ".join(titles),
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
    return found


def _success(row: Operation) -> Schema:
    answer: Schema = {"description": HTTPStatus.OK.phrase, "content": {"*/*": {}}}
    if row.answer:
        answer["content"] = _json(row.answer)
    if row.versioned:
        answer["headers"] = {
            "ETag": {"description": "The claim's version.", "schema": {"type": "string"}}
        }
    return answer


def _json(model: type[BaseModel]) -> Schema:
    return {"application/json": {"schema": {"$ref": _REFS.format(model=_name(model))}}}


def _name(model: type[BaseModel]) -> str:
    return model.__name__
