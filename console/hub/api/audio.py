"""``/api/audio``: sign the audio page in, let it ring, and tell it which call it may answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.responses import Response
from starlette.routing import Route

from channels.twilio.tokens import SECONDS
from console.domain.audio_line import AudioCode, AudioEntry, AudioLine, identity_of, is_browser
from console.domain.call_state import Call
from console.domain.person import masked
from console.hub.api.json_body import read_model
from console.hub.asgi import NotServed, header
from console.hub.audio_door import CODE_SECONDS, ended
from console.hub.store.tables import AgentRow, CallRow, IncidentRow, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection
    from starlette.requests import Request

    from channels.twilio.tokens import AudioKey
    from console.hub.api.parts import ApiParts
    from console.hub.audio_door import AudioDoor, Page

AGENT, CALL, INCIDENT = table(AgentRow), table(CallRow), table(IncidentRow)
LONGEST = 300
NO_KEY = "The hub has no API key: an admin sets [twilio] api_key_sid and its secret."


class AudioRoutes:
    """What the desk and the page ask for; a page shows its session, never a personal token."""

    def __init__(self, parts: ApiParts, door: AudioDoor, key: AudioKey) -> None:
        self._parts = parts
        self._door = door
        self._key = key

    def routes(self) -> list[Route]:
        """List the routes."""
        return [
            Route("/api/audio/code", self.code, methods=["POST"]),
            Route("/api/audio/session", self.session, methods=["POST"]),
            Route("/api/audio/token", self.token, methods=["GET"]),
            Route("/api/audio/legs/{sid}", self.leg, methods=["GET"]),
            Route("/api/audio/line", self.line, methods=["POST"]),
        ]

    async def code(self, request: Request) -> Response:
        """Give the desk what opens the page once."""
        caller = await self._parts.reader(request)
        if not is_browser(await self._phone(caller.agent)):
            words = "Your audio is not in the browser; an admin changes it with --phone browser."
            raise NotServed(409, "no_browser", words)
        return _json(AudioCode(code=self._door.code(caller), seconds=CODE_SECONDS).model_dump())

    async def session(self, request: Request) -> Response:
        """Take a code, once."""
        shown = await read_model(request.scope, request.receive, AudioEntry)
        return _json({"session": self._door.enter(shown.code)})

    async def token(self, request: Request) -> Response:
        """Give the page what makes it a telephone."""
        page = await self._page(request)
        if not self._key.is_set:
            raise NotServed(409, "no_key", NO_KEY)
        token = self._key.token(identity_of(page.agent))
        return _json({"token": token, "seconds": SECONDS})

    async def leg(self, request: Request) -> Response:
        """Tell whether what rings was accepted at the agent's desk, and which call it is."""
        page = await self._page(request)
        return _json(await self._parts.readings.run(_leg(page.agent, request.path_params["sid"])))

    async def line(self, request: Request) -> Response:
        """Tell the agent's desks how the line stands."""
        page = await self._page(request)
        told = await read_model(request.scope, request.receive, AudioLine)
        told = told.model_copy(update={"agent": page.agent})
        about = f"line:{page.agent}"
        self._parts.broadcast.tell("line", told, to=[page.agent], about=about)
        if told.state == "closed":
            self._door.close(page)
        return Response(status_code=204)

    async def _page(self, request: Request) -> Page:
        """Whose page asks; it ends with the token of the desk that opened it. Raises NotServed."""
        given = header(request.scope, b"authorization") or b""
        scheme, _, session = given.partition(b" ")
        if scheme.lower() != b"bearer" or not 0 < len(session) <= LONGEST:
            raise ended()
        page = self._door.page(session.decode("latin-1"))
        if page.desk_token not in await self._parts.gate.rights([page.desk_token]):
            self._door.close(page)
            raise ended()
        return page

    async def _phone(self, agent: int) -> str:
        def reading(connection: Connection) -> str:
            wanted = select(AGENT.c.state).where(AGENT.c.number == agent)
            state = connection.execute(wanted).scalar_one_or_none()
            return str(json.loads(state)["phone"]) if state else ""

        return await self._parts.readings.run(reading)


def _leg(agent: int, sid: str) -> Callable[[Connection], dict[str, object]]:
    """Look for a leg of the agent among the calls that live."""

    def reading(connection: Connection) -> dict[str, object]:
        live = connection.execute(
            select(CALL.c.state, INCIDENT.c.ref)
            .join(INCIDENT, CALL.c.incident == INCIDENT.c.number)
            .where(CALL.c.phase.notin_(("ended", "wrap-up")))
        )
        for state, ref in live:
            call = Call.model_validate_json(state)
            label = _label(call, agent, sid)
            if label:
                told = {"ref": ref, "caller": masked(call.handle), "muted": call.part(label).muted}
                return {"accepted": not call.end_asked, **told}
        return {"accepted": False}

    return reading


def _label(call: Call, agent: int, sid: str) -> str:
    """The label of the agent's leg that has a sid; empty when it is not theirs."""
    own = [call.agent_leg] if call.agent == agent and not call.left else []
    guests = [
        leg for leg, guest in call.guests.items() if guest.agent == agent and not guest.drop_asked
    ]
    return next((leg for leg in [*own, *guests] if leg and call.part(leg).sid == sid), "")


def _json(found: dict[str, object]) -> Response:
    headers = {"cache-control": "no-store"}
    return Response(json.dumps(found), media_type="application/json", headers=headers)
