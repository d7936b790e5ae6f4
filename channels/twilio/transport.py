"""Carries the provider library's requests over our httpx client, to the configured hosts."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
from twilio.http import AsyncHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from channels.base import Uncertain
from channels.twilio.errors import UNCERTAIN, rate_limited

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

API_HOST = "api.twilio.com"
TIMEOUT = httpx.Timeout(10.0, connect=3.0, pool=3.0)
NO_ENVIRONMENT = {"TWILIO_REGION": "", "TWILIO_EDGE": ""}
"""Not empty on purpose: the library reads the process environment instead of an empty one."""


def rewrite(url: str, bases: Mapping[str, str]) -> str:
    """The address to ask for ``url``: a host named in ``bases`` is replaced by its base."""
    asked = httpx.URL(url)
    base = bases.get(asked.host)
    if base is None:
        return url
    return base.rstrip("/") + asked.raw_path.decode("ascii")


def api_client(
    account_sid: str,
    credentials: tuple[str, str],
    http: httpx.AsyncClient,
    bases: Mapping[str, str] | None = None,
) -> Client:
    """A provider client that knows only what it is given, nothing of the environment."""
    user, secret = credentials
    return Client(
        user,
        secret,
        account_sid,
        http_client=HttpxTransport(http, bases or {}),
        environment=NO_ENVIRONMENT,
    )


class HttpxTransport(AsyncHttpClient):  # type: ignore[misc]  # the library ships no types
    """The provider library's transport on a shared httpx client."""

    def __init__(self, http: httpx.AsyncClient, bases: Mapping[str, str]) -> None:
        super().__init__(log, True, None)
        self._http = http
        self._bases = dict(bases)

    async def request(
        self,
        method: str,
        uri: str,
        *,
        params: dict[str, str] | None = None,
        data: dict[str, str | list[str]] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  (the library's own signature)
        allow_redirects: bool = False,
    ) -> Response:
        """Send one request; raises Unreachable on 429 because the library drops Retry-After."""
        answer = await self._http.request(
            method.upper(),
            rewrite(uri, self._bases),
            params=params or None,
            data=data or None,
            headers=headers,
            auth=auth,
            timeout=TIMEOUT if timeout is None else timeout,
            follow_redirects=allow_redirects,
        )
        if answer.status_code == 429:
            raise rate_limited(answer.headers.get("Retry-After"), datetime.now(UTC))
        if answer.is_success and answer.content and not _is_object(answer.text):
            raise Uncertain(UNCERTAIN.what, do=UNCERTAIN.do)
        return Response(answer.status_code, answer.text, answer.headers)


def _is_object(body: str) -> bool:
    """Whether a body is the JSON object that every successful answer is."""
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False
