"""REST routes of a conference's participants.

Source: https://www.twilio.com/docs/voice/api/conference-participant-resource
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.simulator import renderings
from channels.simulator.conference import CONFERENCE_EVENTS, Conference, Participant
from channels.simulator.detection import detect
from channels.simulator.errors import ApiError, not_found
from channels.simulator.moderation import Change, apply
from channels.simulator.paging import page
from channels.simulator.params import Params, read_params, words
from channels.simulator.rest_calls import new_leg
from channels.simulator.rest_conferences import room_of
from channels.simulator.sids import is_sid

if TYPE_CHECKING:
    from starlette.requests import Request

    from channels.simulator.board import Board
    from channels.simulator.legs import Leg

CREATE = words(
    """To From Label Timeout Muted Beep StartConferenceOnEnter EndConferenceOnExit WaitUrl
    WaitMethod EarlyMedia MaxParticipants Coaching CallSidToCoach JitterBufferSize Region
    StatusCallback StatusCallbackMethod StatusCallbackEvent ConferenceStatusCallback
    ConferenceStatusCallbackMethod ConferenceStatusCallbackEvent ConferenceRecord ConferenceTrim
    Record RecordingChannels RecordingTrack Trim RecordingStatusCallback
    RecordingStatusCallbackMethod RecordingStatusCallbackEvent CallReason CallToken CallerId
    TimeLimit MachineDetection MachineDetectionTimeout AmdStatusCallback
    AmdStatusCallbackMethod"""
)
UPDATE = words(
    """Muted Hold HoldUrl HoldMethod AnnounceUrl AnnounceMethod WaitUrl WaitMethod BeepOnExit
    EndConferenceOnExit Coaching CallSidToCoach"""
)


class ParticipantRoutes:
    """``/Conferences/{CF}/Participants``."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def routes(self) -> list[Route]:
        """The routes, relative to the account."""
        people = "/Conferences/{room}/Participants"
        return [
            Route(f"{people}.json", self.add, methods=["POST"]),
            Route(f"{people}.json", self.participants, methods=["GET"]),
            Route(f"{people}/{{call}}.json", self.participant, methods=["GET"]),
            Route(f"{people}/{{call}}.json", self.change, methods=["POST"]),
            Route(f"{people}/{{call}}.json", self.remove, methods=["DELETE"]),
        ]

    def _one(self, request: Request) -> tuple[Conference, Participant]:
        room = room_of(self._board, request)
        participant = room.find(str(request.path_params["call"]))
        if participant is None:
            raise not_found(request.url.path)
        return room, participant

    async def _params(self, request: Request, known: frozenset[str]) -> Params:
        return await read_params(request, known, self._board.plant.journal)

    async def add(self, request: Request) -> Response:
        """Dial a phone into a room, by sid or by name."""
        params = await self._params(request, CREATE)
        room = self._room_to_join(request, params)
        self._check(room, params)
        leg = new_leg(self._board, params)
        participant = Participant(
            leg,
            label=params.get("Label"),
            muted=params.flag("Muted"),
            coaching=params.flag("Coaching"),
            coached=params.maybe("CallSidToCoach"),
            starts=params.flag("StartConferenceOnEnter", True),
            ends=params.flag("EndConferenceOnExit"),
            wait_url=params.maybe("WaitUrl"),
            wait_method=params.get("WaitMethod") or "POST",
            by_rest=True,
        )
        self._board.rooms.all[room.sid] = room
        room.expect(participant)
        detect(leg, params)
        leg.at_end.append(lambda: room.remove(leg, "participant_add_failed"))
        leg.run(self._dial(leg, room, participant, params.number("Timeout", 60)))
        return JSONResponse(renderings.participant(room, participant), 201)

    def _room_to_join(self, request: Request, params: Params) -> Conference:
        """The room named in the path; a new one is not in the books until it is used."""
        key = str(request.path_params["room"])
        if is_sid(key, "CF"):
            room = room_of(self._board, request)
            if room.status == "completed":
                raise not_found(request.url.path)
            return room
        callback = params.callback("ConferenceStatusCallback", "start end")
        return self._board.rooms.active(key) or Conference(self._board.plant, key, callback)

    def _check(self, room: Conference, params: Params) -> None:
        journal = self._board.plant.journal
        if params.get("Label") and room.find(params.get("Label")) is not None:
            raise ApiError(400, 16025, "Conference participant label already in use")
        _check_coach(room, params.flag("Coaching"), params.get("CallSidToCoach"))
        unknown = set(params.many("ConferenceStatusCallbackEvent")) - CONFERENCE_EVENTS
        if unknown:
            journal.complain(f"unknown conference events {sorted(unknown)}")
        if params.get("ConferenceRecord", "do-not-record") not in ("do-not-record", "false"):
            journal.complain("conference recording is not simulated: record the leg")

    async def _dial(
        self, leg: Leg, room: Conference, participant: Participant, seconds: int
    ) -> None:
        await self._board.exchange.pass_gate()
        if await self._board.exchange.ring(leg, seconds) and not leg.is_over:
            room.join(participant)

    async def participants(self, request: Request) -> Response:
        """Who is in the room or being called into it."""
        params = await self._params(request, words("Muted Hold Coaching"))
        found = [
            one
            for one in room_of(self._board, request).participants.values()
            if params.flag("Muted", one.muted) == one.muted
            and params.flag("Hold", one.hold) == one.hold
            and params.flag("Coaching", one.coaching) == one.coaching
        ]
        shown = [renderings.participant(room_of(self._board, request), one) for one in found]
        return page(request, params, "participants", shown)

    async def participant(self, request: Request) -> Response:
        """One participant, by call sid or label."""
        await self._params(request, frozenset())
        return JSONResponse(renderings.participant(*self._one(request)))

    async def change(self, request: Request) -> Response:
        """Mute, hold, coach, announce …"""
        params = await self._params(request, UPDATE)
        room, participant = self._one(request)
        coached = params.get("CallSidToCoach", participant.coached or "")
        _check_coach(room, params.flag("Coaching"), coached)
        apply(room, participant, _change(params))
        return JSONResponse(renderings.participant(room, participant))

    async def remove(self, request: Request) -> Response:
        """Kick a participant out."""
        room, participant = self._one(request)
        room.remove(participant.leg, "participant_updated_via_api", kicked=True)
        return Response(status_code=204)


def _check_coach(room: Conference, is_coaching: bool, coached: str) -> None:
    if is_coaching and coached not in {one.leg.sid for one in room.present}:
        raise ApiError(400, 13240, "CallSidToCoach is not a participant of the conference")


def _change(params: Params) -> Change:
    return Change(
        muted=params.maybe_flag("Muted"),
        hold=params.maybe_flag("Hold"),
        hold_url=params.maybe("HoldUrl"),
        hold_method=params.get("HoldMethod") or "GET",
        ends=params.maybe_flag("EndConferenceOnExit"),
        coaching=params.maybe_flag("Coaching"),
        coached=params.maybe("CallSidToCoach"),
        wait_url=params.maybe("WaitUrl"),
        wait_method=params.get("WaitMethod") or "POST",
        announce_url=params.maybe("AnnounceUrl"),
        announce_method=params.get("AnnounceMethod") or "POST",
    )
