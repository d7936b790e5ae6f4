"""Every section of config.toml: what can be set, its default and what it must look like."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

import platformdirs
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)

from console.own_folders import APP, attachment_path, log_path, spool_path, token_path
from console.values import (
    BaseUrl,
    Language,
    Line,
    Mailbox,
    Moment,
    Network,
    Number,
    Variable,
    Zone,
    is_loopback,
)

PRACTICE_ACCOUNT = "AC" + "a" * 32
"""The account of the simulator; no real account has this name."""


class Section(BaseModel):
    """A table of config.toml; keys that it does not know are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Database(Section):
    """Where the timeline is kept."""

    url: str = Field(default="", repr=False, validate_default=True)
    """``sqlite:///path`` or ``postgresql://…``; empty: a file in the user's data folder."""

    @field_validator("url")
    @classmethod
    def _known(cls, url: str) -> str:
        if not url:
            return f"sqlite:///{platformdirs.user_data_path(APP, appauthor=False) / 'hub.db'}"
        if url.startswith("postgresql://"):
            return url.replace("postgresql://", "postgresql+psycopg://", 1)
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for PostgreSQL."""
        path = self.url.removeprefix("sqlite:///")
        return None if path == self.url else Path(path)


class Hub(Section):
    """The server: where it listens and how much it takes from one client."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    public_url: BaseUrl = ""
    """How providers reach the hub; empty: ``http://host:port``."""
    allowed_hosts: tuple[str, ...] = ()
    """Host names requests may ask for, besides the host of ``public_url`` and loopback."""
    max_streams_per_agent: int = Field(default=8, ge=1, le=100)
    max_mail_bytes: int = Field(default=36_700_160, ge=1_048_576, le=104_857_600)
    max_connections: int = Field(default=2000, ge=10, le=100_000)
    request_seconds: int = Field(default=30, ge=1, le=300)
    """A client that has not sent its whole request by then is cut off."""
    trusted_proxies: tuple[Network, ...] = ()
    """Whose ``X-Forwarded-For`` is believed; everybody else's is ignored."""
    token_hours: int = Field(default=12, ge=1, le=8760)
    """How long a personal token opens a desk."""

    @property
    def is_local(self) -> bool:
        """Whether only this computer can reach the hub."""
        return is_loopback(self.host)

    @property
    def url(self) -> str:
        """How providers reach the hub, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"


class OurNumber(Section):
    """A number of ours: which queue its callers wait in and which language they are greeted in."""

    number: Number
    queue: str = Field(default="safety", pattern=r"^[a-z0-9-]{1,40}$")
    language: Language = "en"


class Twilio(Section):
    """Calls and texts."""

    account_sid: str = Field(default=PRACTICE_ACCOUNT, pattern=r"^AC[0-9a-f]{32}$")
    api_key_sid: str = Field(default="", pattern=r"^(SK[0-9a-f]{32})?$")
    auth_token_env: Variable = "TWILIO_AUTH_TOKEN"  # noqa: S105
    previous_auth_token_env: Variable = "TWILIO_PREVIOUS_AUTH_TOKEN"  # noqa: S105
    """Accepted too while a token is being rotated."""
    previous_auth_token_until: Moment = ""
    """When the previous token ends; empty: it counts as long as it is set."""
    api_key_secret_env: Variable = "TWILIO_API_KEY_SECRET"  # noqa: S105
    api_base: BaseUrl = "http://127.0.0.1:8081"
    """Empty: the real provider. The default is where ``console simulator`` listens."""
    legs_per_second: float = Field(default=1.0, ge=0, le=100)
    """0: as fast as they come."""
    twiml_app_sid: str = Field(default="", pattern=r"^(AP[0-9a-f]{32})?$")
    """Made by ``console setup twilio``, like the two below."""
    messaging_service_sid: str = Field(default="", pattern=r"^(MG[0-9a-f]{32})?$")
    sip_domain: str = Field(default="", pattern=r"^([a-z0-9-]+(\.[a-z0-9-]+)*\.twilio\.com)?$")
    numbers: tuple[OurNumber, ...] = (
        OurNumber(number="+14155550100"),
        OurNumber(number="+14155550101", language="es"),
    )

    @field_validator("numbers")
    @classmethod
    def _each_once(cls, numbers: tuple[OurNumber, ...]) -> tuple[OurNumber, ...]:
        if len({one.number for one in numbers}) < len(numbers):
            raise ValueError("must name each number once")
        return numbers


class SendGrid(Section):
    """Mail."""

    from_address: Mailbox = "safety@example.com"
    from_name: Line = "Safety team"
    reply_domain: str = Field(default="reply.example.com", pattern=r"^([a-z0-9.-]+\.[a-z]{2,})?$")
    api_key_env: Variable = "SENDGRID_API_KEY"
    threading_key_env: Variable = "MAIL_THREADING_KEY"
    """Signs the Message-IDs and reply addresses by which answers find their incident."""
    parse_secret_path: str = Field(default="", repr=False, pattern=r"^([A-Za-z0-9_-]{16,128})?$")
    event_public_key: str = Field(default="", pattern=r"^[A-Za-z0-9+/=]*$")
    parse_public_key: str = Field(default="", pattern=r"^[A-Za-z0-9+/=]*$")
    api_base: BaseUrl = "http://127.0.0.1:8081"
    """Empty: the real provider."""


class Words(Section):
    """One text in both languages."""

    en: Line
    es: Line

    def spoken(self, language: Language) -> str:
        """The text in one language."""
        return self.en if language == "en" else self.es


class Voice(Section):
    """What callers hear, and how agents are rung."""

    greeting: Words = Words(
        en="You have reached the safety team.",
        es="Se ha comunicado con el equipo de seguridad.",
    )
    consent: Words = Words(
        en="This call may be recorded. To continue without recording, press 2.",
        es="Esta llamada puede ser grabada. Para continuar sin grabación, oprima 2.",
    )
    announcement: Words = Words(
        en="This call may be recorded. If you do not want that, please say so.",
        es="Esta llamada puede ser grabada. Si no lo desea, por favor dígalo.",
    )
    wait: Words = Words(
        en="Please stay on the line. Somebody will be with you shortly.",
        es="Por favor, permanezca en la línea. Alguien le atenderá en breve.",
    )
    record: bool = True
    ring_seconds: int = Field(default=20, ge=5, le=120)
    transfer_seconds: int = Field(default=45, ge=10, le=300)
    hold_warning_seconds: int = Field(default=120, ge=10, le=3600)
    card_pause_seconds: int = Field(default=180, ge=30, le=1800)
    wait_announcement_seconds: int = Field(default=30, ge=5, le=600)
    confirm_phone: bool = True
    check_waiting_seconds: int = Field(default=30, ge=5, le=600)
    check_talking_seconds: int = Field(default=60, ge=5, le=600)

    @field_validator("greeting", "consent", "announcement", "wait", mode="before")
    @classmethod
    def _completed(cls, given: object, info: ValidationInfo) -> object:
        """Keep our words in the language that was not given."""
        default = cls.model_fields[info.field_name or ""].default
        ours: dict[str, str] = default.model_dump() if isinstance(default, Words) else {}
        return {**ours, **given} if isinstance(given, dict) else given

    @model_validator(mode="after")
    def _announced(self) -> Self:
        if self.record and "" in (*dict(self.consent).values(), *dict(self.announcement).values()):
            raise ValueError("consent and announcement must not be empty while record is true")
        return self


class UndoSeconds(Section):
    """How long a message waits in the outbox."""

    sms: int = Field(default=0, ge=0, le=60)
    email: int = Field(default=10, ge=0, le=60)


class Messages(Section):
    """Texts and mails."""

    undo_seconds: UndoSeconds = UndoSeconds()
    handover_minutes: int = Field(default=10, ge=1, le=1440)
    """Whoever has not read the card of what was handed to them by then has it no more."""


class Desk(Section):
    """The screen of an agent; the only section a desk reads, with keys and logs."""

    hub_url: BaseUrl = Field(default="http://127.0.0.1:8080", min_length=1)
    theme: str = Field(default="steadyline-dark", pattern=r"^[a-z0-9-]+$")
    zone: Zone = "UTC"
    """IANA name of the time zone that clocks on the screen are in."""
    lock_minutes: int = Field(default=10, ge=0, le=480)
    """The screen is covered after so long without a key; 0: never."""
    token_file: str = ""
    spool_dir: str = ""
    attachment_dir: str = ""
    viewer: tuple[str, ...] = ()
    """A program and its arguments; the path of a saved attachment is put at the end."""
    player: tuple[str, ...] = ()
    """The same for voicemails."""
    notify: tuple[str, ...] = ()
    """A program and its arguments; "New call in queue …" is put at the end. Or: terminal."""

    @property
    def token_path(self) -> Path:
        """Where the personal token lies."""
        return token_path(self.token_file)

    @property
    def spool_path(self) -> Path:
        """Where what was typed waits until the hub has it."""
        return spool_path(self.spool_dir)

    @property
    def attachment_path(self) -> Path:
        """Where opened attachments are saved."""
        return attachment_path(self.attachment_dir)


class Logs(Section):
    """What the programs say about themselves: ids, never contents."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    file: str = ""

    @property
    def path(self) -> Path:
        """Where desk and command line log to."""
        return log_path(self.file)


class Secrets(Section):
    """Where secrets come from; they never stand in config.toml."""

    file: str = ""


class Development(Section):
    """Switches for people who work on the console; refused where strangers can connect."""

    anonymous_stream: bool = False


class Credentials(Section):
    """The secrets themselves; their representation is asterisks."""

    twilio_auth_tokens: tuple[SecretStr, ...] = ()
    """The current one first."""
    twilio_api_key_secret: SecretStr = SecretStr("")
    sendgrid_api_key: SecretStr = SecretStr("")
    threading_key: SecretStr = SecretStr("")
    hooks: dict[str, SecretStr] = Field(default_factory=dict)
    """Of webhooks of pages, by name; those without a secret are not here."""
    is_practice: bool = False
    """They open nothing but the simulator on this computer."""
