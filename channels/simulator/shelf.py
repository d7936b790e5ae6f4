"""Resources that the account only keeps: made, listed, shown and changed, and nothing rings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.simulator.errors import ApiError, not_found
from channels.simulator.sids import new_sid

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from starlette.requests import Request

    from channels.simulator.params import Params
    from channels.simulator.plant import Plant

URL_ENDINGS = ("Url", "Callback")
METHODS = ("", "GET", "POST")


@dataclass(slots=True)
class Kept:
    """One resource: its values as texts, by the names the JSON has."""

    sid: str
    made: datetime
    changed: datetime
    values: dict[str, str]

    def flag(self, name: str) -> bool:
        """A value that is true or false."""
        return self.values[name] == "true"


@dataclass(frozen=True, slots=True)
class Shelf:
    """All resources of one kind."""

    plant: Plant
    prefix: str
    """Of their sids."""
    fields: Mapping[str, str]
    """Parameter to the name the JSON has."""
    defaults: Mapping[str, str] = field(default_factory=dict)
    """What a value is that was not given, by the name the JSON has; empty otherwise."""
    all: dict[str, Kept] = field(default_factory=dict)

    @property
    def known(self) -> frozenset[str]:
        """The parameters that a request may have."""
        return frozenset(self.fields)

    def make(self, params: Params) -> Kept:
        """Keep a new one. Raises ApiError."""
        now = self.plant.clock.now()
        values = {name: self.defaults.get(name, "") for name in self.fields.values()}
        made = Kept(new_sid(self.prefix), now, now, values)
        self.change(made, params)
        self.all[made.sid] = made
        return made

    def change(self, kept: Kept, params: Params) -> None:
        """Change what was given and nothing else. Raises ApiError."""
        check_webhooks(params)
        for name, attribute in self.fields.items():
            if params.has(name):
                kept.values[attribute] = params.get(name)
        kept.changed = self.plant.clock.now()

    def find(self, request: Request, name: str = "sid") -> Kept:
        """The one a path names. Raises ApiError."""
        found = self.all.get(str(request.path_params[name]))
        if found is None:
            raise not_found(request.url.path)
        return found

    def newest_first(self) -> list[Kept]:
        """All of them as lists have them."""
        return list(reversed(self.all.values()))


def check_webhooks(params: Params) -> None:
    """Refuse addresses and methods no webhook can have. Raises ApiError."""
    for name in sorted(params.names()):
        value = params.get(name)
        if name.endswith(URL_ENDINGS) and value and not value.startswith(("https://", "http://")):
            raise ApiError(400, 21402, f"{name} is not valid: {value}")
        if name.endswith("Method") and value.upper() not in METHODS:
            raise ApiError(400, 21403, f"{name} is not valid: {value}")


def required(params: Params, name: str) -> str:
    """A parameter that must not be empty. Raises ApiError."""
    if not params.get(name):
        raise ApiError(400, 20001, f"Missing required parameter {name} in the post body")
    return params.get(name)
