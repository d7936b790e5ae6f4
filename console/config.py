"""Reads config.toml, the environment and the file of secrets into frozen settings."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, ValidationError, ValidationInfo, field_validator

from console.complaints import complaint, meant
from console.own_settings import OTHER_VARIABLES, PREFIX, find
from console.private import NotPrivate, read_private
from console.settings import (
    PRACTICE_ACCOUNT,
    Credentials,
    Database,
    Desk,
    Development,
    Hub,
    Logs,
    Messages,
    Secrets,
    Section,
    SendGrid,
    Twilio,
    Voice,
)
from console.settings.abbreviations import AbbreviationsSection
from console.settings.audio import AudioSection
from console.settings.callbacks import CallbacksSection, CallsSection, VoicemailSection
from console.settings.captions import CaptionsSection
from console.settings.categories import CategoriesSection, with_known_categories
from console.settings.clocks import ClocksSection
from console.settings.dialling import DiallingSection
from console.settings.floor import FloorSection
from console.settings.follow_up import FollowUpSection
from console.settings.leads import Leads
from console.settings.paging import PagingSection
from console.settings.people import PeopleSection
from console.settings.queues import RoutingSection
from console.settings.scripts import ScriptsSection
from console.values import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PRACTICE_SECRET = "practice-only-opens-nothing-but-the-simulator"  # noqa: S105
NOT_IN_FILE = "credentials"


class ConfigError(Exception):
    """A setting is wrong: one sentence that names the file or variable, and the key."""


class Settings(Section):
    """All of config.toml with the environment's overrides, and the secrets beside it."""

    database: Database = Field(default_factory=Database)
    hub: Hub = Hub()
    twilio: Twilio = Twilio()
    sendgrid: SendGrid = SendGrid()
    voice: Voice = Voice()
    leads: Leads = Leads()
    dialling: DiallingSection = DiallingSection()
    floor: FloorSection = FloorSection()
    follow_up: FollowUpSection = FollowUpSection()
    routing: RoutingSection = RoutingSection()
    captions: CaptionsSection = CaptionsSection()
    calls: CallsSection = CallsSection()
    callbacks: CallbacksSection = CallbacksSection()
    voicemail: VoicemailSection = VoicemailSection()
    audio: AudioSection = AudioSection()
    messages: Messages = Messages()
    scripts: ScriptsSection = ScriptsSection()
    abbreviations: AbbreviationsSection = AbbreviationsSection()
    clocks: ClocksSection = ClocksSection()
    categories: CategoriesSection = CategoriesSection()
    people: PeopleSection = PeopleSection()
    paging: PagingSection = PagingSection()
    desk: Desk = Desk()
    logs: Logs = Logs()
    secrets: Secrets = Secrets()
    development: Development = Development()
    keys: dict[str, str] = Field(default_factory=dict)
    """Remapped keys of the desk: id of the action to the key."""
    credentials: Credentials = Credentials()
    """Never read from config.toml."""

    _checklists = field_validator("people")(with_known_categories)

    @field_validator("routing")
    @classmethod
    def _announced(cls, routing: RoutingSection, info: ValidationInfo) -> RoutingSection:
        """Captions need the announcement, which tells of recording too."""
        voice = info.data.get("voice")
        if voice and not voice.record and any(queue.captions for queue in routing.queues):
            raise ValueError("must have no queue with captions while [voice] record is false")
        return routing


def load(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Args:
        path: The file; without it ``$STEADYLINE_CONFIG``, ``./config.toml``, the user's own, or
            the defaults.
        environ: The environment; the process's own by default.

    Raises:
        ConfigError: Something is wrong in the file, the environment or the file of secrets.
    """
    environ = os.environ if environ is None else environ
    file = find(path, environ)
    document = _document(file) if file else {}
    if NOT_IN_FILE in document:
        raise ConfigError(f"{file}: [{NOT_IN_FILE}] does not belong in the file; see [secrets].")
    origins = dict(_override(document, environ))
    try:
        settings = Settings.model_validate_json(json.dumps(document, default=str), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        name = tuple(part for part in details["loc"] if isinstance(part, str))
        source = next(
            (origins[name[:n]] for n in range(len(name), 0, -1) if name[:n] in origins), ""
        )
        raise ConfigError(complaint(details, source or str(file), _siblings(name))) from None
    return _with_credentials(settings, environ)


def check_hub(settings: Settings) -> None:
    """Refuse what must not meet strangers: a hub they can reach, unsigned or in development.

    Raises:
        ConfigError: Names the setting and says why.
    """
    if settings.hub.is_local:
        return
    far = f"while [hub] host is {settings.hub.host!r}"
    for switch, value in settings.development:
        if value:
            raise ConfigError(f"[development] {switch} must be false {far}.")
    if settings.credentials.is_practice or not settings.credentials.twilio_auth_tokens:
        name = settings.twilio.auth_token_env
        raise ConfigError(f"{name} must be set {far}: calls and texts could be forged.")
    if settings.twilio.account_sid == PRACTICE_ACCOUNT:
        raise ConfigError(f"[twilio] account_sid must be your own {far}.")
    if not settings.hub.url.startswith("https://"):
        raise ConfigError(f"[hub] public_url must be an https address {far}.")
    mail = settings.sendgrid
    if settings.credentials.sendgrid_api_key.get_secret_value() and not mail.event_public_key:
        raise ConfigError(
            f"[sendgrid] event_public_key must be set {far}: reports could be forged."
        )


def names() -> Iterator[tuple[str, ...]]:
    """Every setting by its place, like ``("voice", "greeting", "en")``; [keys] has none."""
    for section, field in Settings.model_fields.items():
        model = field.annotation
        if section != NOT_IN_FILE and isinstance(model, type) and issubclass(model, Section):
            yield from ((section, *leaf) for leaf in _leaves(model))


def variable(name: tuple[str, ...]) -> str:
    """The environment variable that overrides a setting."""
    return PREFIX + "_".join(name).upper()


def _leaves(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    for key, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Section):
            yield from ((key, *leaf) for leaf in _leaves(inner))
        else:
            yield (key,)


def _document(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{file}: can't be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: is not UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: is not TOML: {error}.") from error


def _siblings(name: tuple[str, ...]) -> list[str]:
    depth = len(name) - 1
    if depth < 1:
        return [one for one in Settings.model_fields if one != NOT_IN_FILE]
    return [one[depth] for one in names() if one[:depth] == name[:depth] and len(one) > depth]


def _override(
    document: dict[str, object], environ: Mapping[str, str]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Put the environment's values into the document; yields each place and its variable."""
    known = {variable(name): name for name in names()}
    for given in sorted(environ):
        if not given.startswith(PREFIX) or given in OTHER_VARIABLES:
            continue
        if given not in known:
            raise ConfigError(f"The environment's {given} is no setting{meant(given, known)}")
        name = known[given]
        table = document
        for part in name[:-1]:
            inner = table.setdefault(part, {})
            if not isinstance(inner, dict):
                raise ConfigError(f"[{part}] must be a table with keys.")
            table = inner
        table[name[-1]] = _value(environ[given], name)
        yield name, given


def _value(text: str, name: tuple[str, ...]) -> object:
    """A variable's text, read as TOML unless the setting is a text."""
    default: object = Settings()
    for part in name:
        default = getattr(default, part)
    if isinstance(default, str):
        return text
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _with_credentials(settings: Settings, environ: Mapping[str, str]) -> Settings:
    found = _credentials(settings, environ)
    mail = settings.sendgrid
    if found.is_practice and not mail.parse_secret_path:
        mail = mail.model_copy(update={"parse_secret_path": PRACTICE_SECRET})
    return settings.model_copy(update={NOT_IN_FILE: found, "sendgrid": mail})


def _credentials(settings: Settings, environ: Mapping[str, str]) -> Credentials:
    written = _written(Path(settings.secrets.file).expanduser()) if settings.secrets.file else {}

    def secret(name: str) -> SecretStr:
        return SecretStr(environ.get(name) or written.get(name, ""))

    twilio, mail = settings.twilio, settings.sendgrid
    hooks = {one.name: secret(one.secret_env) for one in settings.paging.hooks}
    tokens = (secret(twilio.auth_token_env), secret(twilio.previous_auth_token_env))
    if not any(tokens) and _is_practice(settings):
        practice = SecretStr(PRACTICE_SECRET)
        return Credentials(
            twilio_auth_tokens=(practice,),
            sendgrid_api_key=practice,
            threading_key=practice,
            hooks={name: one for name, one in hooks.items() if one},
            is_practice=True,
        )
    return Credentials(
        twilio_auth_tokens=tuple(token for token in tokens if token),
        twilio_api_key_secret=secret(twilio.api_key_secret_env),
        sendgrid_api_key=secret(mail.api_key_env),
        threading_key=secret(mail.threading_key_env),
        hooks={name: one for name, one in hooks.items() if one},
    )


def _is_practice(settings: Settings) -> bool:
    """Whether hub and both providers are on this computer and the account is nobody's."""
    bases = (settings.twilio.api_base, settings.sendgrid.api_base)
    return (
        settings.hub.is_local
        and settings.twilio.account_sid == PRACTICE_ACCOUNT
        and all(base and is_loopback(urlsplit(base).hostname or "") for base in bases)
    )


def _written(file: Path) -> dict[str, str]:
    """The lines ``NAME=value`` of a private file; blank lines and comments are skipped."""
    try:
        text = read_private(file)
    except FileNotFoundError as error:
        raise ConfigError(f"[secrets] file {file} is not there.") from error
    except NotPrivate as error:
        raise ConfigError(f"[secrets] file {error}") from error
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, equals, value = line.strip().partition("=")
        if not name or name.startswith("#"):
            continue
        if not equals:
            raise ConfigError(f"[secrets] file {file}: line {number} is not NAME=value.")
        found[name.strip()] = value.strip().strip("\"'")
    return found
