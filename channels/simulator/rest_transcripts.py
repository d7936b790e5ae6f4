"""REST routes of real-time transcriptions.

Source: https://www.twilio.com/docs/voice/api/realtime-transcription-resource
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.simulator.errors import ApiError, not_found
from channels.simulator.legs import Callback
from channels.simulator.params import read_params, words
from channels.simulator.plant import rfc2822
from channels.simulator.transcripts import Transcription

if TYPE_CHECKING:
    from starlette.requests import Request

    from channels.simulator.board import Board
    from channels.simulator.legs import Leg

START = words(
    """Name Track StatusCallbackUrl StatusCallbackMethod InboundTrackLabel OutboundTrackLabel
    PartialResults LanguageCode TranscriptionEngine ProfanityFilter SpeechModel Hints
    EnableAutomaticPunctuation IntelligenceService"""
)


class TranscriptRoutes:
    """``/Calls/{CA}/Transcriptions``."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def routes(self) -> list[Route]:
        """The routes, relative to the account."""
        here = "/Calls/{call}/Transcriptions"
        return [
            Route(f"{here}.json", self.start, methods=["POST"]),
            Route(f"{here}/{{key}}.json", self.stop, methods=["POST"]),
        ]

    def _leg(self, request: Request) -> Leg:
        leg = self._board.exchange.legs.get(str(request.path_params["call"]))
        if leg is None:
            raise not_found(request.url.path)
        return leg

    async def start(self, request: Request) -> Response:
        """Begin to transcribe a leg."""
        params = await read_params(request, START, self._board.plant.journal)
        leg, url = self._leg(request), params.get("StatusCallbackUrl")
        if leg.status != "in-progress":
            raise ApiError(400, 21220, "Call is not in-progress. Cannot transcribe.")
        if params.get("Track", "both_tracks") != "both_tracks" or not url:
            self._board.plant.journal.complain("only both tracks, with a callback, are simulated")
        one = Transcription(
            leg,
            params.get("Name"),
            Callback(url, params.get("StatusCallbackMethod") or "POST"),
            language=params.get("LanguageCode", "en-US"),
            partials=params.flag("PartialResults"),
        )
        return JSONResponse(self._shown(self._board.transcriptions.start(one)))

    async def stop(self, request: Request) -> Response:
        """End a transcription, by its sid or name."""
        params = await read_params(request, words("Status"), self._board.plant.journal)
        leg = self._leg(request)
        found = self._board.transcriptions.find(leg, str(request.path_params["key"]))
        if found is None:
            raise not_found(request.url.path)
        if params.get("Status") != "stopped":
            raise ApiError(400, 20001, "Invalid transcription status")
        found.stop()
        return JSONResponse(self._shown(found))

    def _shown(self, one: Transcription) -> dict[str, object]:
        plant = self._board.plant
        path = f"Calls/{one.leg.sid}/Transcriptions/{one.sid}.json"
        return {
            "sid": one.sid,
            "account_sid": plant.settings.account_sid,
            "call_sid": one.leg.sid,
            "name": one.name or None,
            "status": one.status,
            "date_updated": rfc2822(one.updated),
            "uri": plant.path(path),
        }
