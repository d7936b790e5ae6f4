"""Reads JSON that strangers wrote: what is ambiguous or cannot be stored is refused in words."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from console.hub.asgi import KIB, BodyLimit, NotServed, read_body

if TYPE_CHECKING:
    from starlette.types import Receive, Scope

LIMIT = BodyLimit(256 * KIB)
LARGEST = 2**63 - 1
"""What a database column holds."""
LONGEST_NUMBER = 20
_ODD = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
"""Escapes that may stand for half a character, and the one character PostgreSQL refuses."""

Model = TypeVar("Model", bound=BaseModel)


async def read_model(scope: Scope, receive: Receive, model: type[Model]) -> Model:
    """Read the body as one model. Raises NotServed (400, 413, 415, 422) or ClientGone."""
    found = read_json(await read_body(scope, receive, LIMIT))
    try:
        return model.model_validate(found)
    except ValidationError as error:
        raise NotServed(422, "invalid", _words(error)) from None


def read_json(raw: bytes) -> object:
    """Parse strictly: UTF-8, no doubled keys, no NaN, no number or nesting beyond reason.

    Raises:
        NotServed: 400 for what is not JSON, 422 for JSON that nobody can store.
    """
    try:
        text = raw.decode("utf-8")
        found: object = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=_constant,
        )
    except RecursionError:
        raise NotServed(400, "too_deep", "The JSON is nested too deep.") from None
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise NotServed(400, "not_json", "The body is not JSON in UTF-8.") from None
    if _ODD.search(text):
        _check_text(found)
    return found


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotServed(422, "doubled", "A key of a JSON object stands there twice.")
    return found


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER or abs(value := int(digits)) > LARGEST:
        raise NotServed(422, "number", "A number is too large.")
    return value


def _fraction(digits: str) -> float:
    if not math.isfinite(value := float(digits[:400])):
        raise NotServed(422, "number", "A number is too large.")
    return value


def _constant(name: str) -> float:
    raise NotServed(422, "number", f"{name} is not a number of JSON.")


def _check_text(found: object) -> None:
    text = json.dumps(found, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise NotServed(422, "text", "A text holds half a character.") from None
    if "\\u0000" in text.replace("\\\\", ""):
        raise NotServed(422, "text", "A text holds the character NUL.")


def _words(error: ValidationError) -> str:
    """What is wrong and where; never what was sent, it may be personal."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(step)[:40] for step in first["loc"][:6])
    return f"{where}: {first['msg']}"[:300] if where else str(first["msg"])[:300]
