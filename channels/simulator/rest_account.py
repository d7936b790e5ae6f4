"""REST routes of the account, its numbers, queues and recordings.

Source: https://www.twilio.com/docs/iam/api/account
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.simulator import renderings
from channels.simulator.errors import ApiError, not_found
from channels.simulator.interpreter import execute
from channels.simulator.paging import page
from channels.simulator.params import Params, read_params, words
from channels.simulator.recordings import Recording, wav
from channels.simulator.shelf import check_webhooks

if TYPE_CHECKING:
    from starlette.requests import Request

    from channels.simulator.board import Board
    from channels.simulator.queues import Member, Queue
    from channels.simulator.settings import OwnedNumber

NUMBER_FIELDS = {
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
    "VoiceApplicationSid": "voice_application_sid",
    "SmsApplicationSid": "sms_application_sid",
    "TrunkSid": "trunk_sid",
}


class NumberRoutes:
    """The account itself and ``/IncomingPhoneNumbers``."""

    def __init__(self, board: Board) -> None:
        self._plant = board.plant

    def routes(self) -> list[Route]:
        """The routes, relative to the account."""
        return [
            Route("/IncomingPhoneNumbers.json", self.list, methods=["GET"]),
            Route("/IncomingPhoneNumbers/{sid}.json", self.show, methods=["GET"]),
            Route("/IncomingPhoneNumbers/{sid}.json", self.update, methods=["POST"]),
        ]

    async def account(self, request: Request) -> Response:
        """The account: the usual test of credentials."""
        return JSONResponse(renderings.account(self._plant))

    def _number(self, request: Request) -> OwnedNumber:
        sid = str(request.path_params["sid"])
        found = next((one for one in self._plant.settings.numbers if one.sid == sid), None)
        if found is None:
            raise not_found(request.url.path)
        return found

    async def list(self, request: Request) -> Response:
        """The numbers of the account."""
        known = words("PhoneNumber FriendlyName")
        params = await read_params(request, known, self._plant.journal)
        found = [
            one
            for one in self._plant.settings.numbers
            if params.get("PhoneNumber", one.number) in one.number
        ]
        shown = [renderings.number(self._plant, one) for one in found]
        return page(request, params, "incoming_phone_numbers", shown)

    async def show(self, request: Request) -> Response:
        """One number."""
        return JSONResponse(renderings.number(self._plant, self._number(request)))

    async def update(self, request: Request) -> Response:
        """Change where a number's webhooks go."""
        params = await read_params(request, frozenset(NUMBER_FIELDS), self._plant.journal)
        number = self._number(request)
        check_webhooks(params)
        for name, attribute in NUMBER_FIELDS.items():
            if params.has(name):
                setattr(number, attribute, params.get(name))
        return JSONResponse(renderings.number(self._plant, number))


class RecordingRoutes:
    """``/Recordings`` and their sound."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def routes(self) -> list[Route]:
        """The routes, relative to the account."""
        return [
            Route("/Recordings.json", self.list, methods=["GET"]),
            Route("/Recordings/{sid}.json", self.show, methods=["GET"]),
            Route("/Recordings/{sid}.json", self.delete, methods=["DELETE"]),
            Route("/Recordings/{sid}.wav", self.sound, methods=["GET"]),
            Route("/Recordings/{sid}", self.sound, methods=["GET"]),
        ]

    def _recording(self, request: Request, *, also_deleted: bool = False) -> Recording:
        found = self._board.recordings.all.get(str(request.path_params["sid"]))
        if found is None or (found.is_deleted and not also_deleted):
            raise not_found(request.url.path)
        return found

    async def _params(self, request: Request, known: frozenset[str]) -> Params:
        return await read_params(request, known, self._board.plant.journal)

    async def list(self, request: Request) -> Response:
        """Recordings, newest first."""
        known = words("CallSid ConferenceSid DateCreated IncludeSoftDeleted")
        params = await self._params(request, known)
        found = [
            one
            for one in reversed(self._board.recordings.all.values())
            if params.get("CallSid", one.leg.sid) == one.leg.sid
            and not params.has("ConferenceSid")
            and (params.flag("IncludeSoftDeleted") or not one.is_deleted)
        ]
        shown = [renderings.recording(one, of_call=False) for one in found]
        return page(request, params, "recordings", shown)

    async def show(self, request: Request) -> Response:
        """One recording."""
        params = await self._params(request, words("IncludeSoftDeleted"))
        found = self._recording(request, also_deleted=params.flag("IncludeSoftDeleted"))
        return JSONResponse(renderings.recording(found, of_call=False))

    async def delete(self, request: Request) -> Response:
        """Delete the sound; what it was stays known."""
        self._recording(request).is_deleted = True
        return Response(status_code=204)

    async def sound(self, request: Request) -> Response:
        """The sound, once it is ready."""
        params = await self._params(request, words("RequestedChannels"))
        found = self._recording(request)
        if not found.is_ready:
            raise not_found(request.url.path)
        if params.number("RequestedChannels", found.channels) > found.channels:
            raise ApiError(400, 20001, "The recording has no such number of channels.")
        return Response(wav(found), media_type="audio/x-wav")


class QueueRoutes:
    """``/Queues`` and their members."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def routes(self) -> list[Route]:
        """The routes, relative to the account."""
        return [
            Route("/Queues.json", self.list, methods=["GET"]),
            Route("/Queues/{queue}.json", self.show, methods=["GET"]),
            Route("/Queues/{queue}/Members.json", self.members, methods=["GET"]),
            Route("/Queues/{queue}/Members/{call}.json", self.member, methods=["GET"]),
            Route("/Queues/{queue}/Members/{call}.json", self.redirect, methods=["POST"]),
        ]

    def _queue(self, request: Request) -> Queue:
        found = self._board.queues.all.get(str(request.path_params["queue"]))
        if found is None:
            raise not_found(request.url.path)
        return found

    def _member(self, request: Request) -> tuple[Queue, Member]:
        queue = self._queue(request)
        member = queue.find(str(request.path_params["call"]))
        if member is None:
            raise not_found(request.url.path)
        return queue, member

    async def list(self, request: Request) -> Response:
        """The queues."""
        params = await read_params(request, frozenset(), self._board.plant.journal)
        queues = self._board.queues.all.values()
        shown = [renderings.queue(self._board.plant, one) for one in queues]
        return page(request, params, "queues", shown)

    async def show(self, request: Request) -> Response:
        """One queue."""
        return JSONResponse(renderings.queue(self._board.plant, self._queue(request)))

    async def members(self, request: Request) -> Response:
        """Who waits, front first."""
        params = await read_params(request, frozenset(), self._board.plant.journal)
        queue = self._queue(request)
        shown = [renderings.member(self._board.plant, queue, one) for one in queue.members]
        return page(request, params, "queue_members", shown)

    async def member(self, request: Request) -> Response:
        """One who waits."""
        return JSONResponse(renderings.member(self._board.plant, *self._member(request)))

    async def redirect(self, request: Request) -> Response:
        """Take a caller out of the queue to another document."""
        params = await read_params(request, words("Url Method"), self._board.plant.journal)
        queue, member = self._member(request)
        shown = renderings.member(self._board.plant, queue, member)
        if not params.get("Url"):
            raise ApiError(400, 21205, "Url parameter is required.")
        method = params.get("Method") or "POST"
        execute(self._board, member.leg, url=params.get("Url"), method=method)
        return JSONResponse(shown)
