"""What a waiting caller may choose by key: a callback that keeps their place, or a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.twilio import twiml
from channels.twilio.inbound import recording_status
from console.domain.base import Rejected
from console.domain.dialling import check_dialable
from console.domain.person import address_of
from console.hub.effects.urls import RETRY
from console.hub.store.read import find_call
from console.hub.store.wish import Wish
from console.hub.webhooks import choices
from console.hub.webhooks.signed import named
from console.hub.wishes_waiting import (
    CallbackWanted,
    MessageWanted,
    VoicemailReported,
)

if TYPE_CHECKING:
    from console.domain.call_state import Call
    from console.hub.recorder import Recorder
    from console.hub.store.read import Readings
    from console.hub.webhooks.settings import VoiceSettings

    Params = dict[str, str]

PROVIDER = "provider:twilio"
CALLBACK, MESSAGE, YES, OTHER = "*", "9", "1", "2"


class Waiting:
    """Routes of what is chosen in the queue, and of messages, below ``/twilio/voice``."""

    def __init__(self, recorder: Recorder, readings: Readings, settings: VoiceSettings) -> None:
        self._record = recorder.record
        self._readings = readings
        self._settings = settings

    async def chosen(self, form: Params, query: Params) -> str:
        """A key was pressed while they wait."""
        call, key = named(query.get("call", "")), form.get("Digits", "")
        known = await self._readings.run(find_call(call))
        if known is None or not _may_choose(known):
            return self._back(call)
        if key == CALLBACK and self._settings.offers_callback:
            number = address_of(known.handle)
            return self._confirm(call, known, number if self._is_good(number) else "")
        if key == MESSAGE and self._settings.offers_message:
            return await self._to_message(call)
        return self._back(call)

    async def confirmed(self, form: Params, query: Params) -> str:
        """They said yes to a number, or want another one."""
        call, number = named(query.get("call", "")), query.get("number", "")
        known = await self._readings.run(find_call(call))
        if known is None:
            return self._back(call)
        if form.get("Digits") == OTHER:
            return self._ask_number(call, known)
        if form.get("Digits") != YES or not self._is_good(number):
            return self._back(call)
        wanted = Wish(CallbackWanted(call, number), cause=f"twilio:{call}:callback", actor=PROVIDER)
        try:
            await self._record(wanted)
        except Rejected:
            return self._back(call)
        return twiml.goodbye(choices.say("promised", known.language))

    async def dialled(self, form: Params, query: Params) -> str:
        """Another number was dialled."""
        call, number = named(query.get("call", "")), form.get("Digits", "")
        known = await self._readings.run(find_call(call))
        if known is None:
            return self._back(call)
        if not self._is_good(number):
            return self._ask_number(call, known, is_again=True)
        return self._confirm(call, known, self._plain(number))

    async def _to_message(self, call: str) -> str:
        wanted = Wish(MessageWanted(call), cause=f"twilio:{call}:message", actor=PROVIDER)
        try:
            await self._record(wanted)
        except Rejected:
            return self._back(call)
        return choices.leave()

    def _confirm(self, call: str, known: Call, number: str) -> str:
        if not number:
            return self._ask_number(call, known)
        here = self._settings.here
        return choices.ask(
            choices.say("confirm", known.language, number=choices.spelled(number)),
            action_url=here("/twilio/voice/callback", call=call, number=number),
            next_url=self._settings.urls.wait(call),
        )

    def _ask_number(self, call: str, known: Call, *, is_again: bool = False) -> str:
        return choices.ask(
            choices.say("again" if is_again else "number", known.language),
            action_url=self._settings.here("/twilio/voice/callback/number", call=call),
            next_url=self._settings.urls.wait(call),
            digits=0,
        )

    def _back(self, call: str) -> str:
        return choices.back(self._settings.urls.wait(call))

    def _plain(self, number: str) -> str:
        return check_dialable(number, self._settings.dialling)

    def _is_good(self, number: str) -> bool:
        try:
            self._plain(number)
        except Rejected:
            return False
        return True


class Messages:
    """Routes of messages that callers leave."""

    def __init__(self, readings: Readings, settings: VoiceSettings) -> None:
        self._readings = readings
        self._settings = settings

    async def message(self, form: Params, query: Params) -> str:
        """They are out of the queue, or we are closed: record what they say."""
        call = named(query.get("call") or form.get("CallSid", ""))
        known = await self._readings.run(find_call(call))
        language = known.language if known is not None else ""
        return choices.record(
            choices.say("message", language),
            choices.say("nothing", language),
            seconds=self._settings.message_seconds,
            after_url=self._settings.here("/twilio/voice/message/after", call=call),
            status_url=self._settings.here("/twilio/recording/voicemail", call=call) + RETRY,
        )

    async def after_message(self, form: Params, query: Params) -> str:
        """The message is on the tape."""
        known = await self._readings.run(find_call(named(query.get("call", ""))))
        return twiml.goodbye(choices.say("thanks", known.language if known else ""))


def reported(form: Params, query: Params) -> Wish:
    """Wish to store that a message can be listened to, or that nothing was said."""
    report, call = recording_status(form), named(query.get("call", ""))
    cause = f"twilio:{named(report.sid)}:{report.status[:40]}"
    return Wish(VoicemailReported(call, report), cause=cause, actor=PROVIDER)


def _may_choose(call: Call) -> bool:
    return call.inbound and not call.over and call.agent is None and not call.aside
