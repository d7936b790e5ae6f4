"""The few variables that a prepared line may have, and how they are filled in.

Only names of this list are replaced, once, by plain text: there are no attributes, formats, calls
or conditions, so neither a card nor a name from outside can make a line do anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAMES: dict[str, str] = {
    "agent": "the agent's first name",
    "company": "the company's name",
    "caller": "the name of the person on the line",
    "pet": "the name of the animal",
    "ref": "the reference of the incident",
    "callback": "the number we will call from",
    "time": "the time that was promised, in the caller's zone",
    "place": "where the caller is",
}
STAND_INS: dict[str, tuple[str, str]] = {
    "agent": ("agent", "agente"),
    "company": ("company", "empresa"),
    "caller": ("caller", "nombre"),
    "pet": ("pet", "mascota"),
    "ref": ("reference", "referencia"),
    "callback": ("our number", "nuestro número"),
    "time": ("time", "hora"),
    "place": ("place", "lugar"),
}
"""What is read where nobody knows a value, in English and Spanish."""
_PLACE = re.compile(r"\{([^{}]*)\}")


def unknown(text: str) -> Iterator[str]:
    """Names in braces that are no variables."""
    for found in _PLACE.finditer(text):
        if found[1] not in NAMES:
            yield found[1]


def filled(text: str, values: Mapping[str, str]) -> str:
    """A line with what is known filled in; what is not known keeps its braces."""
    return _PLACE.sub(lambda found: _known(found, values), text)


def readable(text: str, values: Mapping[str, str], language: str) -> str:
    """A line to be read out: what is not known has a stand-in in brackets, ``[pet]``."""

    def shown(found: re.Match[str]) -> str:
        known = _known(found, values)
        if known != found[0] or found[1] not in STAND_INS:
            return known
        return f"[{STAND_INS[found[1]][language.startswith('es')]}]"

    return _PLACE.sub(shown, text)


def _known(found: re.Match[str], values: Mapping[str, str]) -> str:
    name = found[1]
    value = values.get(name, "") if name in NAMES else ""
    # A value with braces must not pass for a variable that still has to be filled in.
    return value.replace("{", "(").replace("}", ")") or found[0]


def unfilled(text: str) -> tuple[str, ...]:
    """Variables of a line that nobody has filled in; it must not be sent with them."""
    return tuple(found[1] for found in _PLACE.finditer(text) if found[1] in NAMES)
