"""The addresses at which the provider reaches this hub."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

RETRY = "#rc=3&rp=all"
"""Ask Twilio to repeat a lost status callback
(https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides)."""


@dataclass(frozen=True, slots=True)
class Urls:
    """Absolute webhook addresses; ``public`` has no trailing slash."""

    public: str

    def _at(self, path: str, **query: str) -> str:
        return f"{self.public}{path}" + (f"?{urlencode(query)}" if query else "")

    def text_status(self, out: str) -> str:
        """Delivery reports of one text."""
        return self._at("/twilio/sms/status", out=out) + RETRY

    def agent_leg(self, call: str, leg: str, *, is_outsider: bool = False) -> str:
        """TwiML for an agent's phone that was answered, or for that of somebody outside."""
        whose = "guest" if is_outsider else "agent"
        return self._at(f"/twilio/voice/{whose}", call=call, leg=leg)

    def leg_status(self, call: str, leg: str) -> str:
        """Progress of one leg."""
        return self._at("/twilio/voice/status", call=call, leg=leg) + RETRY

    def conference(self, call: str) -> str:
        """Events of the room."""
        return self._at("/twilio/conference", call=call) + RETRY

    def recording(self, call: str) -> str:
        """Events of the recording."""
        return self._at("/twilio/recording", call=call) + RETRY

    def announcement(self, call: str, *, captions: bool = False) -> str:
        """What somebody hears before they are recorded, and before they are captioned."""
        more = {"captions": "1"} if captions else {}
        return self._at("/twilio/voice/announcement", call=call, **more)

    def wait(self, call: str) -> str:
        """What a waiting caller hears."""
        return self._at("/twilio/voice/wait", call=call)

    def dequeued(self, call: str) -> str:
        """How a caller left the queue."""
        return self._at("/twilio/voice/dequeued", call=call)

    def after(self, call: str) -> str:
        """What comes after the room."""
        return self._at("/twilio/voice/after", call=call)

    def hold(self) -> str:
        """What a held caller hears."""
        return self._at("/twilio/voice/hold")

    def room_wait(self) -> str:
        """What is heard in a room nobody has started yet."""
        return self._at("/twilio/voice/hold", quiet="1")


def detection(urls: Urls, call: str) -> str:
    """Where is told what picked up the customer's phone."""
    return f"{urls.public}/twilio/amd?{urlencode({'call': call})}"


def page_url(urls: Urls, step: str, incident: int, page: str, delivery: int) -> str:
    """A telephone that was rung for a page: TwiML for it, or with ``/status`` its progress."""
    about = urlencode({"incident": incident, "page": page, "delivery": delivery})
    repeated = RETRY if step else ""
    return f"{urls.public}/twilio/voice/page{step}?{about}{repeated}"
