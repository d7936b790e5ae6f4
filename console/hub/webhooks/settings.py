"""What the webhooks need of the configuration, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from console.domain.dialling import Dialling
from console.hub.effects.urls import Urls
from console.hub.webhooks.choices import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from channels.twilio.twiml import Language, Spoken
    from console.hub.asgi import BodyLimit


@dataclass(frozen=True, slots=True)
class CaptionWords:
    """Where calls are captioned, and what is said there instead of the usual announcements."""

    queues: frozenset[str] = frozenset()
    consent: tuple[Spoken, ...] = ()
    announcement: tuple[Spoken, ...] = ()


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
    announcement: tuple[Spoken, ...] = ()
    """The same to whoever is in a room already, where no key is heard."""
    captions: CaptionWords = CaptionWords()
    choose: tuple[Spoken, ...] = ()
    """What offers each language to callers who are greeted in the other one."""
    closed: tuple[Spoken, ...] = ()
    consent_seconds: int = 3
    wait_seconds: int = 30
    """Between two announcements."""
    screen_phones: bool = True
    """Whether an agent's telephone asks for a key, so that no voicemail takes a call."""
    offers_callback: bool = True
    offers_message: bool = True
    message_seconds: int = 180
    """How long a message may be."""
    dialling: Dialling = field(default_factory=Dialling)
    """What may be rung back."""
    account: str = ""
    """The provider's account that calls come by; empty: any."""
    slow_seconds: float = 1.5
    """How long a caller's request waits for the database before it is asked to come again."""

    def is_foreign(self, account: str) -> bool:
        """Tell whether a call came by another account than ours."""
        return bool(self.account) and account != self.account

    def queue(self, number: str) -> str:
        """Give the queue of one of our numbers."""
        return self.queues.get(number, self.default_queue)

    def captioned(self, number: str) -> bool:
        """Tell whether callers of one of our numbers hear of captions."""
        return self.consent != () and self.queue(number) in self.captions.queues

    def own_first(self, words: tuple[Spoken, ...], number: str) -> tuple[Spoken, ...]:
        """Put the language of one of our numbers first."""
        own = self.languages.get(number, "en-US")
        return tuple(sorted(words, key=lambda spoken: spoken.language != own))

    def language(self, number: str) -> str:
        """Give the language that callers of one of our numbers are greeted in: ``en``, ``es``."""
        return self.languages.get(number, "en-US")[:2]

    def first(self, words: tuple[Spoken, ...], language: str) -> tuple[Spoken, ...]:
        """Give a sentence in one language, or in another when it has none in it."""
        return tuple(sorted(words, key=lambda one: one.language[:2] != language[:2]))[:1]

    @property
    def offers_any(self) -> bool:
        """Whether a waiting caller can choose anything."""
        return self.offers_callback or self.offers_message

    def offers(self, language: str) -> tuple[Spoken, ...]:
        """Say which keys mean something while they wait."""
        callback = say("offer-callback", language) if self.offers_callback else ()
        return (*callback, *(say("offer-message", language) if self.offers_message else ()))

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
