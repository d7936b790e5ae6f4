"""REST routes of the account's TwiML applications.

Source: https://www.twilio.com/docs/usage/api/applications
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.simulator.paging import page
from channels.simulator.params import read_params, words
from channels.simulator.plant import rfc2822
from channels.simulator.shelf import Kept, Shelf

if TYPE_CHECKING:
    from starlette.requests import Request

    from channels.simulator.plant import Plant

FIELDS = {
    "FriendlyName": "friendly_name",
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "voice_fallback_url",
    "VoiceFallbackMethod": "voice_fallback_method",
    "StatusCallback": "status_callback",
    "StatusCallbackMethod": "status_callback_method",
    "SmsUrl": "sms_url",
    "SmsMethod": "sms_method",
    "SmsFallbackUrl": "sms_fallback_url",
    "SmsFallbackMethod": "sms_fallback_method",
    "SmsStatusCallback": "sms_status_callback",
    "MessageStatusCallback": "message_status_callback",
}
DEFAULTS = {name: "POST" for name in FIELDS.values() if name.endswith("_method")}


class ApplicationRoutes:
    """``/Applications``."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self._shelf = Shelf(plant, "AP", FIELDS, DEFAULTS)

    def routes(self) -> list[Route]:
        """The routes, relative to the account."""
        return [
            Route("/Applications.json", self.list, methods=["GET"]),
            Route("/Applications.json", self.make, methods=["POST"]),
            Route("/Applications/{sid}.json", self.show, methods=["GET"]),
            Route("/Applications/{sid}.json", self.update, methods=["POST"]),
        ]

    async def list(self, request: Request) -> Response:
        """The applications, newest first."""
        params = await read_params(request, words("FriendlyName"), self._plant.journal)
        name = params.maybe("FriendlyName")
        shown = [
            self._shown(one)
            for one in self._shelf.newest_first()
            if name in (None, one.values["friendly_name"])
        ]
        return page(request, params, "applications", shown)

    async def make(self, request: Request) -> Response:
        """A new application."""
        params = await read_params(request, self._shelf.known, self._plant.journal)
        return JSONResponse(self._shown(self._shelf.make(params)), 201)

    async def show(self, request: Request) -> Response:
        """One application."""
        return JSONResponse(self._shown(self._shelf.find(request)))

    async def update(self, request: Request) -> Response:
        """Change one application."""
        params = await read_params(request, self._shelf.known, self._plant.journal)
        found = self._shelf.find(request)
        self._shelf.change(found, params)
        return JSONResponse(self._shown(found))

    def _shown(self, one: Kept) -> dict[str, object]:
        return {
            "sid": one.sid,
            "account_sid": self._plant.settings.account_sid,
            "api_version": "2010-04-01",
            "date_created": rfc2822(one.made),
            "date_updated": rfc2822(one.changed),
            "voice_caller_id_lookup": False,
            "public_application_connect_enabled": False,
            "uri": self._plant.path(f"Applications/{one.sid}.json"),
            **{name: value or None for name, value in one.values.items()},
        }
