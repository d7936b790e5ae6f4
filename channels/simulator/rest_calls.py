"""REST routes of calls and their recordings.

Source: https://www.twilio.com/docs/voice/api/call-resource
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.simulator import renderings
from channels.simulator.errors import ApiError, invalid_to, not_found
from channels.simulator.interpreter import execute
from channels.simulator.legs import Callback, Leg
from channels.simulator.paging import in_dates, page
from channels.simulator.params import Params, read_params, words
from channels.simulator.recordings import Recording

if TYPE_CHECKING:
    from starlette.requests import Request

    from channels.simulator.board import Board

CREATE = words(
    """To From Url Method Twiml FallbackUrl FallbackMethod StatusCallback StatusCallbackMethod
    StatusCallbackEvent Timeout TimeLimit Record RecordingChannels RecordingStatusCallback
    RecordingStatusCallbackMethod RecordingStatusCallbackEvent RecordingTrack Trim SendDigits
    CallReason CallToken CallerId MachineDetection AsyncAmd AsyncAmdStatusCallback"""
)
NOT_SIMULATED = words("MachineDetection AsyncAmd AsyncAmdStatusCallback SendDigits TimeLimit")
UPDATE = words(
    """Status Url Method Twiml FallbackUrl FallbackMethod StatusCallback StatusCallbackMethod
    TimeLimit"""
)
LIST = words("To From Status ParentCallSid StartTime StartTime< StartTime> EndTime")
RECORD = words(
    """RecordingChannels RecordingTrack Trim RecordingStatusCallback
    RecordingStatusCallbackMethod RecordingStatusCallbackEvent"""
)
_ADDRESS = re.compile(r"\+[1-9]\d{6,14}|(client|sip|app):.+")


def check_parties(board: Board, params: Params) -> tuple[str, str]:
    """The valid To and From of a new leg; raises ApiError."""
    to, sender = params.get("To"), params.get("From")
    if not to:
        raise ApiError(400, 21201, "No 'To' number is specified")
    if not _ADDRESS.fullmatch(to):
        raise invalid_to(to)
    if not sender:
        raise ApiError(400, 21213, "Caller phone number is required")
    if to.startswith("+") and board.plant.settings.number(sender) is None:
        what = f"Source phone number {sender} not yet verified for your account."
        raise ApiError(400, 21210, what)
    return to, sender


def new_leg(board: Board, params: Params) -> Leg:
    """A queued REST leg, with its callbacks and, if wished, its recording."""
    to, sender = check_parties(board, params)
    not_simulated = params.names() & NOT_SIMULATED
    if params.has("AmdStatusCallback"):
        not_simulated -= {"MachineDetection"}
    for name in sorted(not_simulated):
        board.plant.journal.complain(f"{name} is accepted but not simulated")
    fallback = params.get("FallbackUrl")
    leg = Leg(
        board.plant,
        sender=sender,
        to=to,
        direction="outbound-api",
        label=params.get("Label"),
        callback=params.callback(),
        fallback=Callback(fallback, params.get("FallbackMethod") or "POST") if fallback else None,
    )
    if params.flag("Record"):
        leg.at_answer.append(lambda: start_recording(board, leg, params, "OutboundAPI"))
    return board.exchange.enter(leg)


def start_recording(board: Board, leg: Leg, params: Params, source: str) -> Recording:
    """Record a leg as the parameters say."""
    channels = params.get("RecordingChannels", "mono")
    return board.recordings.start(
        Recording(
            leg,
            source,
            channels=2 if channels == "dual" else 1,
            track=params.get("RecordingTrack", "both"),
            callback=params.callback("RecordingStatusCallback"),
        )
    )


class CallRoutes:
    """``/Calls`` and ``/Calls/{CA}/Recordings``."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def routes(self) -> list[Route]:
        """The routes, relative to the account."""
        return [
            Route("/Calls.json", self.create, methods=["POST"]),
            Route("/Calls.json", self.list, methods=["GET"]),
            Route("/Calls/{call}.json", self.show, methods=["GET"]),
            Route("/Calls/{call}.json", self.update, methods=["POST"]),
            Route("/Calls/{call}/Recordings.json", self.record, methods=["POST"]),
            Route("/Calls/{call}/Recordings.json", self.recordings, methods=["GET"]),
            Route("/Calls/{call}/Recordings/{sid}.json", self.set_recording, methods=["POST"]),
        ]

    async def _params(self, request: Request, known: frozenset[str]) -> Params:
        return await read_params(request, known, self._board.plant.journal)

    def _leg(self, request: Request) -> Leg:
        leg = self._board.exchange.legs.get(str(request.path_params["call"]))
        if leg is None:
            raise not_found(request.url.path)
        return leg

    async def create(self, request: Request) -> Response:
        """Ring a phone and let it execute TwiML when answered."""
        params = await self._params(request, CREATE)
        url, twiml = params.get("Url"), params.get("Twiml")
        if not url and not twiml:
            raise ApiError(400, 21205, "Url parameter is required.")
        if len(twiml) > 4000:
            raise ApiError(400, 21623, "Twiml is longer than 4000 characters.")
        leg = new_leg(self._board, params)
        leg.run(self._place(leg, params))
        return JSONResponse(renderings.call(leg), 201)

    async def _place(self, leg: Leg, params: Params) -> None:
        await self._board.exchange.pass_gate()
        if await self._board.exchange.ring(leg, params.number("Timeout", 60)):
            url, method = params.get("Url"), params.get("Method") or "POST"
            twiml = "" if url else params.get("Twiml")
            execute(self._board, leg, url=url, method=method, twiml=twiml)

    async def list(self, request: Request) -> Response:
        """Calls, newest first."""
        params = await self._params(request, LIST)
        legs = [
            leg for leg in reversed(self._board.exchange.legs.values()) if _matches(leg, params)
        ]
        return page(request, params, "calls", [renderings.call(leg) for leg in legs])

    async def show(self, request: Request) -> Response:
        """One call."""
        await self._params(request, frozenset())
        return JSONResponse(renderings.call(self._leg(request)))

    async def update(self, request: Request) -> Response:
        """Hang up, cancel, or replace what the leg executes."""
        params = await self._params(request, UPDATE)
        leg = self._leg(request)
        url, twiml, status = params.get("Url"), params.get("Twiml"), params.get("Status")
        if leg.is_over:
            raise ApiError(400, 21220, "Call is not in-progress. Cannot redirect.")
        if url and twiml:
            raise ApiError(400, 20001, "Url and Twiml are mutually exclusive.")
        if status:
            _set_status(leg, status)
        elif url or twiml:
            if leg.status != "in-progress" and leg.direction != "inbound":
                raise ApiError(400, 21220, "Call is not in-progress. Cannot redirect.")
            method = params.get("Method") or "POST"
            execute(self._board, leg, url=url, method=method, twiml=twiml)
        return JSONResponse(renderings.call(leg))

    async def record(self, request: Request) -> Response:
        """Start recording a leg."""
        params = await self._params(request, RECORD)
        leg = self._leg(request)
        if leg.status != "in-progress":
            raise ApiError(400, 21220, "Call is not in-progress. Cannot record.")
        recording = start_recording(self._board, leg, params, "StartCallRecordingAPI")
        return JSONResponse(renderings.recording(recording, of_call=True), 201)

    async def recordings(self, request: Request) -> Response:
        """The recordings of a leg."""
        params = await self._params(request, frozenset())
        leg = self._leg(request)
        found = [one for one in self._board.recordings.all.values() if one.leg is leg]
        shown = [renderings.recording(one, of_call=True) for one in found]
        return page(request, params, "recordings", shown)

    async def set_recording(self, request: Request) -> Response:
        """Pause, resume or stop a recording."""
        params = await self._params(request, words("Status PauseBehavior"))
        leg, sid = self._leg(request), str(request.path_params["sid"])
        recordings = self._board.recordings
        found = recordings.current(leg) if sid == "Twilio.CURRENT" else recordings.all.get(sid)
        if found is None or found.leg is not leg:
            raise not_found(request.url.path)
        status = params.get("Status")
        if status not in ("paused", "in-progress", "stopped"):
            raise ApiError(400, 20001, f"Invalid recording status {status!r}")
        if found.status not in ("paused", "in-progress"):
            raise ApiError(400, 21220, "The recording is already over.")
        if status == "stopped":
            found.stop()
        else:
            found.status = status
        return JSONResponse(renderings.recording(found, of_call=True))


def _set_status(leg: Leg, status: str) -> None:
    if status not in ("completed", "canceled"):
        raise ApiError(400, 21218, f"Invalid Status {status!r}")
    if leg.started is not None and status == "completed":
        leg.finish("completed")
    elif leg.started is None:
        leg.finish("canceled", 487)


def _matches(leg: Leg, params: Params) -> bool:
    wanted = {
        "To": leg.to,
        "From": leg.sender,
        "Status": leg.status,
        "ParentCallSid": leg.parent_sid or "",
    }
    return all(
        not params.has(name) or params.get(name) == value for name, value in wanted.items()
    ) and in_dates(params, "StartTime", leg.started)
