"""Makes the parts of a hub from its settings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from channels.base import OutboundMail, Receipt, Refused
from channels.email.sendgrid import BASE_URL, SendGridMail
from channels.hooks import HttpHooks
from channels.ports import Ports
from channels.trust import trusted
from channels.twilio.account import TwilioAccount, connect
from channels.twilio.tokens import AudioKey
from channels.twilio.twiml import Language, Spoken
from console.domain.alarms import AlarmRule
from console.domain.dialling import Dialling
from console.domain.served import FloorView
from console.hub.asgi import BodyLimit
from console.hub.hosts import allowed_hosts
from console.hub.onehub import HubRefused
from console.hub.store.policy import Policy
from console.hub.webhooks.rotation import Rotation
from console.hub.webhooks.settings import CaptionWords, MailSettings, VoiceSettings
from console.opening_hours import opening_hours, queue_rules
from console.paging_rules import paging_rules
from console.settings import PRACTICE_ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AsyncExitStack

    from console.config import Settings
    from console.settings import Words

VOICES: dict[str, Language] = {"en": "en-US", "es": "es-US"}
TWILIO_HOST = "api.twilio.com"


@dataclass(frozen=True, slots=True)
class NoMail:
    """Mail of a hub that has no mail provider."""

    async def send(self, mail: OutboundMail) -> Receipt:
        """Refuse. Raises Refused, always."""
        raise Refused(f"Mail {mail.out} can't be sent: no mail provider is set up.",
                      do="Ask an admin to set the SendGrid key.")  # fmt: skip


def policy_of(settings: Settings) -> Policy:
    """Give the rules in force."""
    mail = settings.sendgrid
    return Policy(
        # The simulator's account is nobody's: any other sid is as good, for practice and measuring.
        account=""
        if settings.twilio.account_sid == PRACTICE_ACCOUNT
        else settings.twilio.account_sid,
        numbers=tuple(one.number for one in settings.twilio.numbers),
        queues={one.number: one.queue for one in settings.twilio.numbers},
        queue_rules=queue_rules(settings),
        hours=opening_hours(settings),
        mail_from=mail.from_address,
        mail_domain=mail.reply_domain or mail.from_address.rpartition("@")[2],
        mail_secret=settings.credentials.threading_key.get_secret_value().encode(),
        ring_seconds=settings.voice.ring_seconds,
        transfer_seconds=settings.voice.transfer_seconds,
        handover_minutes=settings.messages.handover_minutes,
        same_agent_minutes=settings.routing.same_agent_minutes,
        text_undo_seconds=settings.messages.undo_seconds.sms,
        mail_undo_seconds=settings.messages.undo_seconds.email,
        paging=paging_rules(settings),
        dialling=dialling_of(settings),
        zone=settings.clocks.zone,
        night=settings.people.night_span,
        tree=settings.categories.tree,
        asks_next=settings.follow_up.required,
        checklists=settings.people.items(),
        record_calls=settings.voice.record,
        caption_queues=frozenset(one.name for one in settings.routing.queues if one.captions),
        card_pause_seconds=settings.voice.card_pause_seconds,
        detect_machines=settings.calls.detect_machines,
        callback_attempts=settings.callbacks.attempts,
        callback_seconds=settings.callbacks.pause_seconds,
        voicemail_days=settings.voicemail.keep_days,
        sweep_waiting_seconds=settings.voice.check_waiting_seconds,
        sweep_talking_seconds=settings.voice.check_talking_seconds,
    )


def dialling_of(settings: Settings) -> Dialling:
    """Give what may be rung."""
    return Dialling(
        countries=settings.dialling.countries,
        prefixes=settings.dialling.prefixes,
        per_hour=settings.dialling.per_hour,
    )


def voice_of(settings: Settings) -> VoiceSettings:
    """Give what callers hear."""
    voice, numbers = settings.voice, settings.twilio.numbers
    return VoiceSettings(
        public_url=settings.hub.url,
        greeting=_spoken(voice.greeting),
        consent=_spoken(voice.consent) if voice.record else (),
        announcement=_spoken(voice.announcement),
        captions=captions_of(settings),
        choose=_spoken(settings.routing.choose),
        closed=_spoken(settings.routing.closed),
        waiting=_spoken(voice.wait),
        queues={one.number: one.queue for one in numbers},
        languages={one.number: VOICES[one.language] for one in numbers},
        wait_seconds=voice.wait_announcement_seconds,
        screen_phones=voice.confirm_phone,
        account=policy_of(settings).account,
        offers_callback=settings.callbacks.offer,
        offers_message=settings.voicemail.offer,
        message_seconds=settings.voicemail.max_seconds,
        dialling=dialling_of(settings),
    )


def captions_of(settings: Settings) -> CaptionWords:
    """Give where captions are on, and what callers are told there."""
    words = settings.captions
    return CaptionWords(
        queues=frozenset(one.name for one in settings.routing.queues if one.captions),
        consent=_spoken(words.consent),
        announcement=_spoken(words.announcement),
    )


def mail_of(settings: Settings) -> MailSettings:
    """Give how posted mail is known."""
    mail = settings.sendgrid
    return MailSettings(
        limit=BodyLimit(settings.hub.max_mail_bytes, status=503),
        parse_secret=mail.parse_secret_path,
        parse_key=mail.parse_public_key,
        events_key=mail.event_public_key,
        threading_key=settings.credentials.threading_key.get_secret_value().encode(),
    )


def account_of(settings: Settings) -> TwilioAccount:
    """Give the telephone account. Raises HubRefused when it can't be right."""
    twilio, secrets = settings.twilio, settings.credentials
    try:
        return TwilioAccount(
            account_sid=twilio.account_sid,
            auth_tokens=tuple(one.get_secret_value() for one in secrets.twilio_auth_tokens),
            api_key_sid=twilio.api_key_sid,
            api_key_secret=secrets.twilio_api_key_secret.get_secret_value(),
            bases={TWILIO_HOST: twilio.api_base} if twilio.api_base else {},
            legs_per_second=twilio.legs_per_second,
        )
    except ValueError as error:
        name = twilio.auth_token_env
        raise HubRefused(f"The Twilio settings are not complete ({error}); see {name}.") from error


def audio_key_of(settings: Settings) -> AudioKey:
    """Give the key that lets browsers be telephones."""
    secret = settings.credentials.twilio_api_key_secret.get_secret_value()
    return AudioKey(settings.twilio.account_sid, settings.twilio.api_key_sid, secret)


def verifier_of(settings: Settings, now: Callable[[], datetime]) -> Rotation:
    """Give the check of signatures. Raises HubRefused when the account can't be right."""
    ends = settings.twilio.previous_auth_token_until
    tokens, until = account_of(settings).auth_tokens, datetime.fromisoformat(ends) if ends else None
    return Rotation(tokens, settings.hub.url, until=until, now=now)


async def ports_of(settings: Settings, closing: AsyncExitStack) -> Ports:
    """Connect to the providers; ``closing`` ends the connections."""
    twilio = connect(account_of(settings))
    closing.push_async_callback(twilio.aclose)
    key = settings.credentials.sendgrid_api_key.get_secret_value()
    mail: NoMail | SendGridMail = NoMail()
    client = httpx.AsyncClient(trust_env=False, verify=trusted())
    await closing.enter_async_context(client)
    hooks = HttpHooks(client, allows_private=settings.paging.allow_private_webhooks)
    if key:
        mail = SendGridMail(key, client, base_url=settings.sendgrid.api_base or BASE_URL)
    return Ports(
        messaging=twilio.messaging,
        voice=twilio.voice,
        rooms=twilio.rooms,
        recordings=twilio.recordings,
        mail=mail,
        files=twilio.media,
        captioning=twilio.captioning,
        hooks=hooks,
        pace=twilio.pace,
    )


def hosts_of(settings: Settings) -> frozenset[str]:
    """Give the names that the hub answers to."""
    public = urlsplit(settings.hub.url).hostname or ""
    return allowed_hosts(settings.hub.allowed_hosts, public, is_local=settings.hub.is_local)


def known_of(settings: Settings) -> dict[str, object]:
    """Give what every snapshot says of the configuration."""
    return {
        "numbers": [one.number for one in settings.twilio.numbers],
        "mail_from": settings.sendgrid.from_address,
        "queue_names": list(queue_rules(settings)),
        "kinds": [asdict(kind) for kind in settings.categories.tree.kinds],
        "directory": [line.model_dump() for line in settings.dialling.directory],
        "queue_limits": {
            "ring_seconds": settings.voice.ring_seconds,
            "hold_warning_seconds": settings.voice.hold_warning_seconds,
            "card_pause_seconds": settings.voice.card_pause_seconds,
            "undo_seconds": settings.messages.undo_seconds.email,
            "sees_listening": int(settings.leads.agent_sees_listening),
            "asks_next": int(settings.follow_up.required),
        },
    }


def floor_of(settings: Settings) -> FloorView:
    """Give what leads are told of the configuration."""
    floor = settings.floor
    return FloorView(
        seq=0,
        since=datetime.min.replace(tzinfo=UTC),
        service_seconds=floor.service_seconds,
        overdue_minutes=floor.overdue_minutes,
        promise_minutes=floor.promise_minutes,
        queues=list(dict.fromkeys(one.queue for one in settings.twilio.numbers)),
        alarms=[AlarmRule(**alarm.model_dump()) for alarm in floor.alarms],
    )


def _spoken(words: Words) -> tuple[Spoken, ...]:
    both = (Spoken(words.en, "en-US"), Spoken(words.es, "es-US"))
    return tuple(spoken for spoken in both if spoken.text)
