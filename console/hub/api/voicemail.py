"""The sound of one voicemail, for whoever is on record as listening to it just now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select
from starlette.responses import Response
from starlette.routing import Route

from console.domain.incident import Incident
from console.domain.permissions import check_allowed
from console.domain.voicemail import VoicemailHeard
from console.hub.api.attachments import NOT_OPENED, OPEN_FOR
from console.hub.api.fetched import HEADERS, fetched
from console.hub.api.views import NOTHING, path_number
from console.hub.store.restricted import is_open_to
from console.hub.store.tables import EntryRow, IncidentRow, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection
    from starlette.requests import Request

    from console.domain.followup import Followup
    from console.hub.api.parts import ApiParts

ENTRY, INCIDENT = table(EntryRow), table(IncidentRow)
HEARD: str = VoicemailHeard.model_fields["kind"].default


def find_message(number: int, key: str, viewer: int) -> Callable[[Connection], Followup | None]:
    """Look a message up; None when the incident has no such one, or is not there for them."""

    def reading(connection: Connection) -> Followup | None:
        state = connection.execute(
            select(INCIDENT.c.state).where(INCIDENT.c.number == number)
        ).scalar_one_or_none()
        incident = None
        if state is not None and is_open_to(state, viewer):
            incident = Incident.model_validate_json(state)
        found = (f for f in incident.followups if f.key == key) if incident else ()
        return next((f for f in found if f.what == "voicemail"), None)

    return reading


def is_on_record(
    number: int, key: str, actor: str, since: datetime
) -> Callable[[Connection], bool]:
    """Look up whether somebody has said that they listen."""

    def reading(connection: Connection) -> bool:
        rows = connection.execute(
            select(ENTRY.c.data).where(
                ENTRY.c.incident == number,
                ENTRY.c.kind == HEARD,
                ENTRY.c.actor == actor,
                ENTRY.c.at >= since,
            )
        ).scalars()
        return any(data and json.loads(data).get("key") == key for data in rows)

    return reading


class Voicemails:
    """``GET /api/incidents/{number}/voicemail/{key}``."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """List the routes."""
        path = "/api/incidents/{number}/voicemail/{key}"
        return [Route(path, self.sound, methods=["GET"])]

    async def sound(self, request: Request) -> Response:
        """Answer the sound, fetched from the provider."""
        caller = await self._parts.gate.caller(request.scope)
        check_allowed(caller.role, "voicemail.play")
        number, key = path_number(request.path_params["number"]), request.path_params["key"]
        found = await self._parts.readings.run(find_message(number, key, caller.agent))
        if found is None:
            raise NOTHING
        since = self._parts.clock.now() - OPEN_FOR
        wanted = is_on_record(number, key, f"agent:{caller.agent}", since)
        if not await self._parts.readings.run(wanted):
            raise NOT_OPENED
        content = await fetched(self._parts.files, found.recording)
        return Response(content, media_type="application/octet-stream", headers=HEADERS)
