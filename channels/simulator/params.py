"""Form parameters of a REST request, read the way Twilio reads them; unknown ones are noted."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from channels.simulator.errors import ApiError
from channels.simulator.legs import Callback

if TYPE_CHECKING:
    from starlette.requests import Request

    from channels.simulator.journal import Journal

PAGING = frozenset({"PageSize", "Page", "PageToken"})


class Params:
    """The parameters of one request."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    def get(self, name: str, default: str = "") -> str:
        """The first value."""
        return next((value for key, value in self._pairs if key == name), default)

    def has(self, name: str) -> bool:
        """Whether the parameter was given, even empty."""
        return any(key == name for key, _ in self._pairs)

    def many(self, name: str) -> list[str]:
        """All values: repeated keys and space-separated lists alike."""
        return [word for key, value in self._pairs if key == name for word in value.split()]

    def whole(self, name: str) -> tuple[str, ...]:
        """All values of a repeated key, unsplit."""
        return tuple(value for key, value in self._pairs if key == name)

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean: ``true``; anything else is false."""
        return self.get(name) == "true" if self.has(name) else default

    def maybe_flag(self, name: str) -> bool | None:
        """A boolean, or None when it was not given."""
        return self.flag(name) if self.has(name) else None

    def maybe(self, name: str) -> str | None:
        """A text, or None when it was not given."""
        return self.get(name) if self.has(name) else None

    def number(self, name: str, default: int) -> int:
        """A whole number; raises ApiError."""
        text = self.get(name) or str(default)
        if not text.lstrip("-").isdigit():
            raise ApiError(400, 20001, f"Parameter {name} is not a number")
        return int(text)

    def callback(
        self, prefix: str = "StatusCallback", default: str = "completed"
    ) -> Callback | None:
        """The callback that ``prefix`` and its Method and Event ask for."""
        url = self.get(prefix)
        if not url:
            return None
        events = frozenset(self.many(f"{prefix}Event") or default.split())
        return Callback(url, self.get(f"{prefix}Method") or "POST", events)

    def names(self) -> frozenset[str]:
        """The names given."""
        return frozenset(key for key, _ in self._pairs)


async def read_params(request: Request, known: frozenset[str], journal: Journal) -> Params:
    """Read the form (POST) or the query (GET); a JSON body is refused, unknown names noted."""
    if request.method == "POST":
        body = await request.body()
        content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if body and content_type != "application/x-www-form-urlencoded":
            raise ApiError(415, 20415, "Unsupported media type: send a form")
        pairs = parse_qsl(body.decode(), keep_blank_values=True)
    else:
        known = known | PAGING
        pairs = parse_qsl(request.url.query, keep_blank_values=True)
    params = Params(pairs)
    for name in sorted(params.names() - known):
        journal.complain(f"{request.method} {request.url.path}: unknown parameter {name!r}")
    return params


def words(text: str) -> frozenset[str]:
    """A set of parameter names written as one text."""
    return frozenset(text.split())
