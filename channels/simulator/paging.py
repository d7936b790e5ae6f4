"""Lists in pages, and filters by date, as the 2010 API has them.

Source: https://www.twilio.com/docs/usage/twilios-response#paging
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from starlette.responses import JSONResponse

from channels.simulator.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from channels.simulator.params import Params


def page(request: Request, params: Params, key: str, items: Sequence[object]) -> JSONResponse:
    """One page of ``items`` under ``key``, with links to the others."""
    size = max(1, min(1000, params.number("PageSize", 50)))
    index = max(0, params.number("Page", 0))
    shown = list(items[index * size : (index + 1) * size])

    def uri(number: int) -> str:
        query = dict(parse_qsl(request.url.query, keep_blank_values=True))
        query |= {"PageSize": str(size), "Page": str(number)}
        return f"{request.url.path}?{urlencode(query)}"

    has_next = len(items) > (index + 1) * size
    return JSONResponse(
        {
            key: shown,
            "page": index,
            "page_size": size,
            "start": index * size,
            "end": max(0, index * size + len(shown) - 1),
            "uri": uri(index),
            "first_page_uri": uri(0),
            "previous_page_uri": uri(index - 1) if index else None,
            "next_page_uri": uri(index + 1) if has_next else None,
        }
    )


def in_dates(params: Params, name: str, moment: datetime | None) -> bool:
    """Whether a moment passes the filters ``Name``, ``Name<`` and ``Name>``; None never does."""
    filters = [mark for mark in ("", "<", ">") if params.has(name + mark)]
    if not filters:
        return True
    if moment is None:
        return False
    return all(_passes(mark, _moment(params.get(name + mark)), moment) for mark in filters)


def _passes(mark: str, limit: datetime, moment: datetime) -> bool:
    if mark == "<":
        return moment <= limit
    if mark == ">":
        return moment >= limit
    return moment.date() == limit.date()


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ApiError(400, 20001, f"Not a date: {text}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
