"""REST routes of SIP domains, credential lists and which list opens which domain.

Source: https://www.twilio.com/docs/voice/sip/api
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.simulator.errors import ApiError, not_found
from channels.simulator.paging import page
from channels.simulator.params import Params, read_params, words
from channels.simulator.plant import rfc2822
from channels.simulator.shelf import Kept, Shelf, required

if TYPE_CHECKING:
    from starlette.requests import Request

    from channels.simulator.plant import Plant

FIELDS = {
    "FriendlyName": "friendly_name",
    "DomainName": "domain_name",
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "voice_fallback_url",
    "VoiceFallbackMethod": "voice_fallback_method",
    "VoiceStatusCallbackUrl": "voice_status_callback_url",
    "VoiceStatusCallbackMethod": "voice_status_callback_method",
    "SipRegistration": "sip_registration",
    "Secure": "secure",
}
FLAGS = ("sip_registration", "secure")
DEFAULTS = {
    **{name: "POST" for name in FIELDS.values() if name.endswith("_method")},
    **dict.fromkeys(FLAGS, "false"),
}
SUFFIX = ".sip.twilio.com"
TAKEN = "taken.sip.twilio.com"
"""A name that another account has."""


class SipRoutes:
    """``/SIP/Domains`` and ``/SIP/CredentialLists``."""

    def __init__(self, plant: Plant) -> None:
        self._lists = _Lists(plant)
        self._domains = _Domains(plant, self._lists)

    def routes(self) -> list[Route]:
        """The routes, relative to the account."""
        mappings = "/SIP/Domains/{sid}/Auth/{use}/CredentialListMappings.json"
        domains, lists = self._domains, self._lists
        return [
            Route("/SIP/Domains.json", domains.all, methods=["GET"]),
            Route("/SIP/Domains.json", domains.make, methods=["POST"]),
            Route("/SIP/Domains/{sid}.json", domains.show, methods=["GET"]),
            Route("/SIP/Domains/{sid}.json", domains.update, methods=["POST"]),
            Route(mappings, domains.mappings, methods=["GET"]),
            Route(mappings, domains.map, methods=["POST"]),
            Route("/SIP/CredentialLists.json", lists.all, methods=["GET"]),
            Route("/SIP/CredentialLists.json", lists.make, methods=["POST"]),
        ]


class _Lists:
    """Credential lists; nobody is in them."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self._shelf = Shelf(plant, "CL", {"FriendlyName": "friendly_name"})

    def find(self, sid: str) -> Kept | None:
        """One list."""
        return self._shelf.all.get(sid)

    async def all(self, request: Request) -> Response:
        """The lists, newest first."""
        params = await read_params(request, frozenset(), self._plant.journal)
        shown = [self._shown(one) for one in self._shelf.newest_first()]
        return page(request, params, "credential_lists", shown)

    async def make(self, request: Request) -> Response:
        """A new list with nobody in it."""
        params = await read_params(request, self._shelf.known, self._plant.journal)
        required(params, "FriendlyName")
        return JSONResponse(self._shown(self._shelf.make(params)), 201)

    def _shown(self, one: Kept) -> dict[str, object]:
        return {**_head(self._plant, one, "CredentialLists"), **one.values}


class _Domains:
    """SIP domains, and which lists open them."""

    def __init__(self, plant: Plant, lists: _Lists) -> None:
        self._plant = plant
        self._lists = lists
        self._shelf = Shelf(plant, "SD", FIELDS, DEFAULTS)
        self._mapped: dict[tuple[str, str], list[Kept]] = {}

    async def _params(self, request: Request, known: frozenset[str]) -> Params:
        return await read_params(request, known, self._plant.journal)

    async def all(self, request: Request) -> Response:
        """The domains, newest first."""
        params = await self._params(request, frozenset())
        shown = [self._shown(one) for one in self._shelf.newest_first()]
        return page(request, params, "domains", shown)

    async def make(self, request: Request) -> Response:
        """A new domain; its name must be free in the whole world."""
        params = await self._params(request, self._shelf.known)
        name = required(params, "DomainName")
        owned = {one.values["domain_name"] for one in self._shelf.all.values()}
        if not name.endswith(SUFFIX) or name in owned or name == TAKEN:
            raise ApiError(400, 20001, f"DomainName is not valid or not available: {name}")
        return JSONResponse(self._shown(self._shelf.make(params)), 201)

    async def show(self, request: Request) -> Response:
        """One domain."""
        return JSONResponse(self._shown(self._shelf.find(request)))

    async def update(self, request: Request) -> Response:
        """Change one domain."""
        params = await self._params(request, self._shelf.known)
        found = self._shelf.find(request)
        self._shelf.change(found, params)
        return JSONResponse(self._shown(found))

    def _mapping_of(self, request: Request) -> list[Kept]:
        """The lists that open a domain for one use."""
        domain, use = self._shelf.find(request), str(request.path_params["use"])
        if use not in ("Calls", "Registrations"):
            raise not_found(request.url.path)
        return self._mapped.setdefault((domain.sid, use), [])

    async def mappings(self, request: Request) -> Response:
        """The lists that open a domain for calls or for registrations."""
        params = await self._params(request, frozenset())
        shown = [_mapping(self._plant, one) for one in self._mapping_of(request)]
        return page(request, params, "contents", shown)

    async def map(self, request: Request) -> Response:
        """Let one more list open a domain."""
        params = await self._params(request, words("CredentialListSid"))
        mapped = self._mapping_of(request)
        found = self._lists.find(required(params, "CredentialListSid"))
        if found is None:
            raise not_found(request.url.path)
        if found in mapped:
            raise ApiError(400, 20001, "The credential list is mapped already")
        mapped.append(found)
        return JSONResponse(_mapping(self._plant, found), 201)

    def _shown(self, one: Kept) -> dict[str, object]:
        return {
            **_head(self._plant, one, "Domains"),
            "api_version": "2010-04-01",
            "auth_type": "CREDENTIAL_LIST" if self._mapped.get((one.sid, "Calls")) else "",
            "emergency_calling_enabled": False,
            "byoc_trunk_sid": None,
            "emergency_caller_sid": None,
            **{name: value or None for name, value in one.values.items()},
            **{name: one.flag(name) for name in FLAGS},
        }


def _head(plant: Plant, one: Kept, path: str) -> dict[str, object]:
    return {
        "sid": one.sid,
        "account_sid": plant.settings.account_sid,
        "date_created": rfc2822(one.made),
        "date_updated": rfc2822(one.changed),
        "uri": plant.path(f"SIP/{path}/{one.sid}.json"),
        "subresource_uris": {},
    }


def _mapping(plant: Plant, one: Kept) -> dict[str, object]:
    return {
        "sid": one.sid,
        "account_sid": plant.settings.account_sid,
        "friendly_name": one.values["friendly_name"],
        "date_created": rfc2822(one.made),
        "date_updated": rfc2822(one.changed),
    }
