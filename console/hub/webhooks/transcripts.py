"""Transcriptions: finished lines are stored, unfinished ones only passed on to who looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.twilio.transcripts import transcript
from console.domain.captioning import taker
from console.domain.captions import LONGEST_LINE, CaptionPart
from console.domain.note import mask_cards
from console.hub.store.read import find_call
from console.hub.store.restricted import told_to
from console.hub.store.wish import Wish
from console.hub.viewers import Viewers
from console.hub.webhooks.signed import Signed, named
from console.hub.wishes_captions import TranscriptCallback

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from channels.captions import Transcript
    from channels.twilio.signature import Verifier
    from console.hub.api.parts import ApiParts
    from console.hub.broadcast import Broadcast
    from console.hub.metrics import Meters
    from console.hub.recorder import Recorder
    from console.hub.store.read import Readings

    Params = dict[str, str]

ROUTE = "/twilio/transcript"


def transcript_hooks(api: ApiParts, verifier: Verifier, meters: Meters) -> dict[str, ASGIApp]:
    """Give the signed route of a hub, by its path."""
    told = Transcripts(api.recorder, api.readings, api.broadcast, Viewers(api.broadcast, api.clock))
    return {ROUTE: Signed(ROUTE, verifier, meters, told.told)}


class Transcripts:
    """The route below ``/twilio/transcript``."""

    def __init__(
        self, recorder: Recorder, readings: Readings, broadcast: Broadcast, viewers: Viewers
    ) -> None:
        self._record = recorder.record
        self._readings = readings
        self._broadcast = broadcast
        self._viewers = viewers

    async def told(self, form: Params, query: Params) -> None:
        """Store what is final; tell what is not, to who has the incident open, and forget it."""
        report = transcript(form, query)
        if report is None:
            return
        call, sid = named(report.call), named(report.sid)
        if report.event == "content" and not report.is_final:
            await self._pass_on(call, report)
            return
        what = f"{report.event}:{report.track}:{report.sequence}"
        cause = f"twilio:{sid}:{what}"
        await self._record(Wish(TranscriptCallback(report), cause=cause, actor="provider:twilio"))

    async def _pass_on(self, key: str, report: Transcript) -> None:
        call = await self._readings.run(find_call(key))
        if call is None or not (report.text and report.track):
            return
        sitting = taker(call, report.sitting, report.sid, None)
        if sitting is None or not sitting.is_open:
            return
        is_ours = report.track == "outbound"
        part = CaptionPart(
            incident=call.incident,
            call=call.id,
            sitting=sitting.number,
            speaker="agent" if is_ours else "caller",
            name=sitting.name if is_ours else "",
            sequence=report.sequence,
            text=mask_cards(report.text)[-LONGEST_LINE:],
        )
        to = self._viewers.of(call.incident) | ({call.agent} if call.agent else set())
        named = await self._readings.run(told_to(call.incident, call.agent or 0))
        to = to if named is None else to & set(named)
        self._broadcast.tell("caption", part, to=to, about=f"caption:{call.id}:{part.speaker}")
