"""REST routes of conferences.

Source: https://www.twilio.com/docs/voice/api/conference-resource
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.simulator import renderings
from channels.simulator.errors import not_found
from channels.simulator.moderation import announce
from channels.simulator.paging import page
from channels.simulator.params import read_params, words

if TYPE_CHECKING:
    from starlette.requests import Request

    from channels.simulator.board import Board
    from channels.simulator.conference import Conference


def room_of(board: Board, request: Request) -> Conference:
    """The room whose sid is in the path; raises ApiError."""
    room = board.rooms.all.get(str(request.path_params["room"]))
    if room is None:
        raise not_found(request.url.path)
    return room


class ConferenceRoutes:
    """``/Conferences``."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def routes(self) -> list[Route]:
        """The routes, relative to the account."""
        return [
            Route("/Conferences.json", self.list, methods=["GET"]),
            Route("/Conferences/{room}.json", self.show, methods=["GET"]),
            Route("/Conferences/{room}.json", self.update, methods=["POST"]),
        ]

    async def list(self, request: Request) -> Response:
        """Conferences, newest first."""
        params = await read_params(
            request, words("FriendlyName Status DateCreated"), self._board.plant.journal
        )
        rooms = [
            room
            for room in reversed(self._board.rooms.all.values())
            if params.get("FriendlyName", room.name) == room.name
            and params.get("Status", room.status) == room.status
        ]
        shown = [renderings.conference(room) for room in rooms]
        return page(request, params, "conferences", shown)

    async def show(self, request: Request) -> Response:
        """One conference."""
        await read_params(request, frozenset(), self._board.plant.journal)
        return JSONResponse(renderings.conference(room_of(self._board, request)))

    async def update(self, request: Request) -> Response:
        """End a conference, or announce something to all of it."""
        params = await read_params(
            request, words("Status AnnounceUrl AnnounceMethod"), self._board.plant.journal
        )
        room = room_of(self._board, request)
        if params.get("Status") == "completed" and room.status != "completed":
            room.end("conference-ended-via-api")
        if params.get("AnnounceUrl"):
            announce(room, params.get("AnnounceUrl"), params.get("AnnounceMethod") or "POST")
        return JSONResponse(renderings.conference(room))
