"""What the webhooks need of the configuration, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from console.hub.effects.urls import Urls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from channels.twilio.twiml import Language, Spoken
    from console.hub.asgi import BodyLimit


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """What callers hear, and where they wait."""

    public_url: str
    """Base of every URL that the provider is told, without a slash at its end."""
    greeting: tuple[Spoken, ...]
    """In each language once, like the two below."""
    consent: tuple[Spoken, ...]
    """Empty: nothing is announced, so nothing may be recorded."""
    waiting: tuple[Spoken, ...]
    queues: Mapping[str, str]
    """Our number to the queue its callers wait in."""
    languages: Mapping[str, Language]
    """Our number to the language its callers are greeted in."""
    default_queue: str = "safety"
    consent_seconds: int = 3
    wait_seconds: int = 30
    """Between two announcements."""
    screen_phones: bool = True
    """Whether an agent's telephone asks for a key, so that no voicemail takes a call."""
    slow_seconds: float = 1.5
    """How long a caller's request waits for the database before it is asked to come again."""

    def queue(self, number: str) -> str:
        """Give the queue of one of our numbers."""
        return self.queues.get(number, self.default_queue)

    def own_first(self, words: tuple[Spoken, ...], number: str) -> tuple[Spoken, ...]:
        """Put the language of one of our numbers first."""
        own = self.languages.get(number, "en-US")
        return tuple(sorted(words, key=lambda spoken: spoken.language != own))

    @property
    def urls(self) -> Urls:
        """Give the addresses that effects use too: a room keeps those of whoever came first."""
        return Urls(self.public_url)

    def here(self, path: str, **query: str) -> str:
        """Give an address that only documents of ours lead to."""
        return self.public_url + path + (f"?{urlencode(query)}" if query else "")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How posted mail is known to come from the provider."""

    limit: BodyLimit
    parse_secret: str = field(default="", repr=False)
    """Last part of the parse URL; empty: no mail is taken."""
    parse_key: str = ""
    """Public key; empty: the secret URL is all there is."""
    events_key: str = ""
    """Public key; empty: no events are taken."""
    threading_key: bytes = field(default=b"", repr=False)
