"""Practice callers as data: who they are, and what they do when; loaded, checked, played.

A persona is a TOML file: ``name``, ``number``, ``email``, ``language``, ``about``, ``phone`` and a
list of ``acts``, each with exactly one trigger (`Trigger`) and exactly one deed (`Deed`).
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from channels.simulator.phones import DeliveryKind, Phone, PhoneKind

if TYPE_CHECKING:
    from pathlib import Path

Number = Annotated[str, Field(pattern=r"^\+[1-9]\d{6,14}$")]
Words = Annotated[list[str], Field(min_length=1)]
Seconds = Annotated[float, Field(ge=0)]

TRIGGERS = (
    "at",
    "then",
    "after_hears",
    "after_text",
    "after_mail",
    "after_answer",
    "on_hold_for",
    "waiting_for",
)
DEEDS = ("ring", "say", "text", "mail", "press", "hang_up", "deliver")


class PersonaError(Exception):
    """A persona or shift file that cannot be played; names the file and the key."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileSpec(_Table):
    """A file sent along: its text, or a generated picture of no content."""

    name: str = Field(min_length=1)
    content_type: str = Field(pattern=r"^[a-z]+/[a-z0-9.+-]+$")
    content: str = ""


class TextDeed(_Table):
    """A text to send."""

    to: Number
    body: str
    media: list[FileSpec] = []


class MailDeed(_Table):
    """A mail to send; ``reply`` answers the newest mail in the inbox, if there is one."""

    to: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    subject: str
    text: str
    reply: bool = False
    attachments: list[FileSpec] = []


class Act(_Table):
    """One thing the persona does, once (or ``times`` times), when its trigger comes."""

    at: Seconds | None = None
    """Seconds after the persona came on."""
    then: Seconds | None = None
    """Seconds after the act before this one in the file was done."""
    after_hears: Words | None = None
    """One of these words is heard on the phone (any case)."""
    after_text: Words | None = None
    """A text arrives with one of these words; ``[""]``: any text."""
    after_mail: Words | None = None
    """A mail arrives with one of these words; ``[""]``: any mail."""
    after_answer: Seconds | None = None
    """Seconds after somebody was first heard on the phone who can answer."""
    on_hold_for: Seconds | None = None
    """Seconds without anybody, after there was somebody."""
    waiting_for: Seconds | None = None
    """Seconds on the phone without ever having had anybody."""
    wait: Seconds = 0
    """Seconds between the trigger and the deed: nobody types in no time."""
    times: int = Field(default=1, ge=1)

    ring: Number | None = None
    say: str | None = None
    text: TextDeed | None = None
    mail: MailDeed | None = None
    press: str | None = Field(default=None, pattern=r"^[0-9*#]+$")
    hang_up: Literal[True] | None = None
    deliver: DeliveryKind | None = None

    @model_validator(mode="after")
    def _one_of_each(self) -> Self:
        for kind, names in (("trigger", TRIGGERS), ("deed", DEEDS)):
            given = [name for name in names if getattr(self, name) is not None]
            if len(given) != 1:
                raise ValueError(f"needs exactly one {kind} of {', '.join(names)}; has {given}")
        return self

    @property
    def trigger(self) -> str:
        """The name of the trigger."""
        return next(name for name in TRIGGERS if getattr(self, name) is not None)


class PhoneSpec(_Table):
    """How the persona's phone behaves when it rings."""

    kind: PhoneKind = "answers"
    after: Seconds = 4.0
    greeting: str = ""

    def phone(self) -> Phone:
        """The behaviour."""
        return Phone(self.kind, self.after, greeting=self.greeting)


class Persona(_Table):
    """Somebody to practise with."""

    name: str = Field(min_length=1)
    number: Number
    email: str = Field(pattern=r"^[^@\s]+@example\.(com|org|net)$")
    language: Literal["en", "es"]
    about: str = Field(min_length=1)
    """What happened, for whoever runs the practice."""
    phone: PhoneSpec = PhoneSpec()
    delivery: DeliveryKind = "delivered"
    acts: list[Act] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_a_beginning(self) -> Self:
        if self.acts[0].then is not None:
            raise ValueError("the first act cannot come 'then': nothing was before it")
        return self


class Start(_Table):
    """When a persona comes on."""

    at: Seconds
    persona: str = Field(pattern=r"^[a-z0-9-]+$")


class Shift(_Table):
    """Which personas come on when."""

    about: str = ""
    start: list[Start] = Field(min_length=1)


Model = TypeVar("Model", bound=BaseModel)


def load_persona(path: Path) -> Persona:
    """Read a persona file; raises PersonaError."""
    return _load(path, Persona)


def load_shift(path: Path) -> list[tuple[float, Persona]]:
    """Read a shift file and the personas beside it, by start; raises PersonaError."""
    shift = _load(path, Shift)
    cast: list[tuple[float, Persona]] = []
    for index, start in enumerate(shift.start):
        file = path.parent / f"{start.persona}.toml"
        if not file.is_file():
            raise PersonaError(f"{path}: start[{index}].persona: there is no {file.name}")
        cast.append((start.at, load_persona(file)))
    return sorted(cast, key=lambda one: one[0])


def _load(path: Path, model: type[Model]) -> Model:
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise PersonaError(f"{path}: cannot be read: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise PersonaError(f"{path}: not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = "".join(
            f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]
        ).lstrip(".")
        message = first["msg"].removeprefix("Value error, ")
        raise PersonaError(f"{path}: {key or 'file'}: {message}") from error
