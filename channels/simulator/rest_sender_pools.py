"""REST routes of messaging services, the pools of senders; they live on a host of their own.

Source: https://www.twilio.com/docs/messaging/api/service-resource
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.simulator.errors import ApiError, not_found
from channels.simulator.params import Params, read_params, words
from channels.simulator.shelf import Kept, Shelf, required

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from starlette.requests import Request

    from channels.simulator.plant import Plant
    from channels.simulator.settings import OwnedNumber

HOST = "https://messaging.twilio.com"
"""The links in answers name it, whatever address was asked."""
FIELDS = {
    "FriendlyName": "friendly_name",
    "InboundRequestUrl": "inbound_request_url",
    "InboundMethod": "inbound_method",
    "FallbackUrl": "fallback_url",
    "FallbackMethod": "fallback_method",
    "StatusCallback": "status_callback",
    "UseInboundWebhookOnNumber": "use_inbound_webhook_on_number",
}
DEFAULTS = {
    "inbound_method": "POST",
    "fallback_method": "POST",
    "use_inbound_webhook_on_number": "false",
}


class SenderPoolRoutes:
    """``/v1/Services``."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self._shelf = Shelf(plant, "MG", FIELDS, DEFAULTS)
        self._senders: dict[str, list[OwnedNumber]] = {}

    def routes(self) -> list[Route]:
        """The routes, from the root."""
        senders = "/v1/Services/{sid}/PhoneNumbers"
        return [
            Route("/v1/Services", self.list, methods=["GET"]),
            Route("/v1/Services", self.make, methods=["POST"]),
            Route("/v1/Services/{sid}", self.show, methods=["GET"]),
            Route("/v1/Services/{sid}", self.update, methods=["POST"]),
            Route(senders, self.senders, methods=["GET"]),
            Route(senders, self.join, methods=["POST"]),
        ]

    async def _params(self, request: Request, known: frozenset[str]) -> Params:
        return await read_params(request, known, self._plant.journal)

    async def list(self, request: Request) -> Response:
        """The services, newest first."""
        params = await self._params(request, frozenset())
        shown = [self._shown(one) for one in self._shelf.newest_first()]
        return _page(request, params, "services", shown)

    async def make(self, request: Request) -> Response:
        """A new service."""
        params = await self._params(request, self._shelf.known)
        required(params, "FriendlyName")
        return JSONResponse(self._shown(self._shelf.make(params)), 201)

    async def show(self, request: Request) -> Response:
        """One service."""
        return JSONResponse(self._shown(self._shelf.find(request)))

    async def update(self, request: Request) -> Response:
        """Change one service."""
        params = await self._params(request, self._shelf.known)
        found = self._shelf.find(request)
        self._shelf.change(found, params)
        return JSONResponse(self._shown(found))

    async def senders(self, request: Request) -> Response:
        """The numbers a service sends from."""
        params = await self._params(request, frozenset())
        found = self._shelf.find(request)
        shown = [self._sender(found, one) for one in self._senders.get(found.sid, [])]
        return _page(request, params, "phone_numbers", shown)

    async def join(self, request: Request) -> Response:
        """Put a number into a service; it can be in one only."""
        params = await self._params(request, words("PhoneNumberSid"))
        service = self._shelf.find(request)
        sid = required(params, "PhoneNumberSid")
        number = next((one for one in self._plant.settings.numbers if one.sid == sid), None)
        if number is None:
            raise not_found(request.url.path)
        holder = next((one for one, held in self._senders.items() if number in held), None)
        if holder == service.sid:
            raise ApiError(409, 21710, "Phone Number is already in the Messaging Service.")
        if holder is not None:
            raise ApiError(409, 21712, "Phone Number is associated with another Messaging Service.")
        self._senders.setdefault(service.sid, []).append(number)
        return JSONResponse(self._sender(service, number), 201)

    def _shown(self, one: Kept) -> dict[str, object]:
        url = f"{HOST}/v1/Services/{one.sid}"
        flags = {"use_inbound_webhook_on_number": one.flag("use_inbound_webhook_on_number")}
        return {
            "sid": one.sid,
            "account_sid": self._plant.settings.account_sid,
            "date_created": _iso(one.made),
            "date_updated": _iso(one.changed),
            "sticky_sender": True,
            "mms_converter": True,
            "smart_encoding": True,
            "scan_message_content": "inherit",
            "fallback_to_long_code": True,
            "area_code_geomatch": True,
            "synchronous_validation": False,
            "validity_period": 36000,
            "usecase": "undeclared",
            "us_app_to_person_registered": False,
            "url": url,
            "links": {"phone_numbers": f"{url}/PhoneNumbers"},
            **{name: value or None for name, value in one.values.items()},
            **flags,
        }

    def _sender(self, service: Kept, number: OwnedNumber) -> dict[str, object]:
        return {
            "sid": number.sid,
            "account_sid": self._plant.settings.account_sid,
            "service_sid": service.sid,
            "phone_number": number.number,
            "country_code": "US",
            "capabilities": ["MMS", "SMS", "Voice"],
            "date_created": _iso(service.changed),
            "date_updated": _iso(service.changed),
            "url": f"{HOST}/v1/Services/{service.sid}/PhoneNumbers/{number.sid}",
        }


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _page(request: Request, params: Params, key: str, items: Sequence[object]) -> Response:
    """One page as the newer hosts have them: what it is about stands in ``meta``."""
    size = max(1, min(1000, params.number("PageSize", 50)))
    index = max(0, params.number("Page", 0))

    def url(number: int) -> str:
        return f"{HOST}{request.url.path}?PageSize={size}&Page={number}"

    has_next = len(items) > (index + 1) * size
    meta = {
        "page": index,
        "page_size": size,
        "first_page_url": url(0),
        "previous_page_url": url(index - 1) if index else None,
        "next_page_url": url(index + 1) if has_next else None,
        "url": url(index),
        "key": key,
    }
    return JSONResponse({key: list(items[index * size : (index + 1) * size]), "meta": meta})
