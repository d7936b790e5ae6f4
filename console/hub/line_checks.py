"""Rings somebody's telephone with a short spoken test; what became of it is not kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from channels.base import ChannelError, LegWish
from channels.twilio import twiml
from channels.twilio.inbound import call_status
from channels.twilio.twiml import Spoken
from console.domain.audio_line import is_browser
from console.domain.line_check import LineCheckState
from console.hub.asgi import NotServed
from console.hub.effects.urls import RETRY
from console.hub.webhooks.signed import Signed

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

    from channels.base import Voice
    from channels.twilio.signature import Verifier
    from console.config import Settings
    from console.hub.metrics import Meters

    Params = dict[str, str]

SECONDS = 90.0
"""How long a test may take, and is remembered."""
ASK = (
    Spoken("This is a test of your telephone. Press 1."),
    Spoken("Esta es una prueba de su teléfono. Oprima 1.", "es-US"),
)
THANKS = (Spoken("Thank you. Goodbye."), Spoken("Gracias. Adiós.", "es-US"))


@dataclass(slots=True)
class _Check:
    agent: int
    began: float
    state: LineCheckState


class LineChecks:
    """The tests under way in this hub: one at a time for each telephone."""

    def __init__(self, voice: Voice, settings: Settings, monotonic: Callable[[], float]) -> None:
        self._voice = voice
        self._public_url = settings.hub.url
        self._caller_ids = [one.number for one in settings.twilio.numbers]
        self._ring_seconds = settings.voice.ring_seconds
        self._monotonic = monotonic
        self._checks: dict[str, _Check] = {}

    async def begin(self, agent: int, phone: str) -> LineCheckState:
        """Ring. Raises NotServed."""
        self._forget()
        if any(one.agent == agent and not one.state.is_over for one in self._checks.values()):
            raise NotServed(409, "busy", "This telephone is being tested already.")
        if not phone or not self._caller_ids:
            what = "telephone is set for this account" if self._caller_ids else "number is ours"
            raise NotServed(409, "no_line", f"No {what}; ask an admin.")
        if is_browser(phone):
            words = "Your audio is in the browser; its page shows whether the line is ready."
            raise NotServed(409, "no_line", words)
        check = secrets.token_hex(8)
        self._checks[check] = _Check(agent, self._monotonic(), LineCheckState(id=check))
        wish = LegWish(
            to=phone,
            caller_id=self._caller_ids[0],
            twiml_url=self._here("/twilio/line-check", check),
            status_url=self._here("/twilio/line-check/status", check) + RETRY,
            timeout=self._ring_seconds,
        )
        try:
            await self._voice.ring(wish)
        except ChannelError as error:
            del self._checks[check]
            raise NotServed(502, "provider", f"{error.what} {error.do}".strip()) from error
        return self._checks[check].state

    def state(self, check: str) -> LineCheckState:
        """Give how a test goes. Raises NotServed for one this hub does not know."""
        found = self._checks.get(check)
        if found is None:
            raise NotServed(404, "not_found", "This hub knows no such test.")
        return found.state

    def webhooks(self, verifier: Verifier, meters: Meters) -> dict[str, ASGIApp]:
        """Give the routes of the provider."""
        answers = {
            "/twilio/line-check": self._answered,
            "/twilio/line-check/key": self._pressed,
            "/twilio/line-check/status": self._reported,
        }
        return {path: Signed(path, verifier, meters, respond) for path, respond in answers.items()}

    async def _answered(self, _: Params, query: Params) -> str:
        """Somebody or something picked up."""
        check = query.get("check", "")
        self._learn(check, was_answered=True)
        return twiml.screen_agent(
            prompt=ASK, accept_url=self._here("/twilio/line-check/key", check)
        )

    async def _pressed(self, form: Params, query: Params) -> str:
        """A key was pressed."""
        self._learn(query.get("check", ""), was_answered=True, key=form.get("Digits", "")[:1])
        return twiml.goodbye(THANKS)

    async def _reported(self, form: Params, query: Params) -> None:
        """The leg went on; reports may come in any order."""
        report = call_status(form, query)
        check = query.get("check", "")
        found = self._checks.get(check)
        if found is not None and not found.state.is_over:
            self._learn(check, status=report.status[:20], sip_code=report.sip_code)

    def _learn(self, check: str, **fields: object) -> None:
        """Note something about a test; another hub's is not known here."""
        found = self._checks.get(check)
        if found is not None:
            found.state = found.state.model_copy(update=fields)

    def _forget(self) -> None:
        oldest = self._monotonic() - SECONDS
        self._checks = {key: one for key, one in self._checks.items() if one.began > oldest}

    def _here(self, path: str, check: str) -> str:
        return f"{self._public_url}{path}?{urlencode({'check': check})}"
