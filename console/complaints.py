"""Turns what is wrong with a setting into one sentence: where, what, and how it should be."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

SHOWN = 60
"""Characters of a wrong value that an error repeats."""

_WRONG = {
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "string_type": "must be text in quotes",
    "tuple_type": "must be a list in [brackets]",
    "model_type": "must be a table with keys",
    "dict_type": "must be a table with keys",
    "missing": "is missing",
    "string_pattern_mismatch": "is not written as it should be",
    "string_too_short": "must not be empty",
}


def meant(wrong: str, known: Iterable[str]) -> str:
    """A question to end a sentence with: which known name a wrong one comes close to."""
    close = difflib.get_close_matches(wrong, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else "."


def complaint(error: ErrorDetails, source: str, siblings: Iterable[str]) -> str:
    """One sentence about a value that the settings refused.

    Args:
        error: What pydantic found first.
        source: The file or the environment variable the value came from.
        siblings: The names that stand where the wrong one stands.
    """
    place = error["loc"]
    where = source if source.isidentifier() else f"{source}: {_spelled(place)}"
    if error["type"] == "extra_forbidden":
        return f"{where} is not a setting{meant(str(place[-1]), siblings)}"
    return f"{where} {_what(error)}."


def _spelled(place: tuple[int | str, ...]) -> str:
    if not place:
        return "the file"
    section, *keys = place
    spelled = ".".join(f"entry {key + 1}" if isinstance(key, int) else key for key in keys)
    return f"[{section}] {spelled}".rstrip()


def _what(error: ErrorDetails) -> str:
    kind, limits = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(limits["error"])
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = "at least" if "ge" in limits else "at most"
        what = f"must be {bound} {limits.get('ge', limits.get('le'))}"
    elif kind == "literal_error":
        what = f"must be {limits['expected']}"
    else:
        what = _WRONG.get(kind, error["msg"][:1].lower() + error["msg"][1:])
    given = error["input"]
    # A long or structured value says nothing, and what looks like a secret is nobody's business.
    plain = isinstance(given, int | float | str) and len(str(given)) <= SHOWN
    return f"{what}, not {json.dumps(given)}" if plain and not _is_hidden(error) else what


def _is_hidden(error: ErrorDetails) -> bool:
    words = " ".join(str(part) for part in error["loc"])
    return any(word in words for word in ("secret", "url", "key", "_env", "account"))
