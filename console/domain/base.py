"""The words every concept of the domain is made of: events, commands, states, and being told no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

M = TypeVar("M", bound=BaseModel)
Role = Literal["agent", "lead", "manager", "admin"]
Channel = Literal["call", "sms", "email"]


class Event(BaseModel):
    """A fact, past tense. Kinds and fields are for ever: add optional fields only."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str


class Command(BaseModel):
    """A wish, imperative. The domain decides what becomes of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str


class State(BaseModel):
    """What the events of one stream amount to."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    def having(self, values: Mapping[str, object]) -> Self:
        """Give a copy with other values; they come from events, which were checked."""
        return trusted(type(self), {**self.__dict__, **values})


def trusted(model: type[M], values: dict[str, Any]) -> M:
    """Make a model of all its values without a look at them: they are this program's own.

    An entry and the states it changes are made for every text that comes in; pydantic's own
    ways to do this take several times as long.
    """
    made = model.__new__(model)
    _put_values(made, values)
    _put_set(made, _FIELDS.get(model) or _every_field(model))
    _put_extra(made, None)
    _put_private(made, None)
    return made


_SLOTS = vars(BaseModel)
_put_values, _put_set, _put_extra, _put_private = (
    _SLOTS[name].__set__
    for name in (
        "__dict__",
        "__pydantic_fields_set__",
        "__pydantic_extra__",
        "__pydantic_private__",
    )
)
"""Put values where a frozen model has them: by the slots themselves, which takes half as long."""
_FIELDS: dict[type[BaseModel], set[str]] = {}


def _every_field(model: type[BaseModel]) -> set[str]:
    _FIELDS[model] = found = set(model.model_fields)
    return found


def json_of(model: BaseModel) -> str:
    """Write a model as JSON, as ``model_dump_json`` does with nothing else asked of it."""
    text: bytes = model.__pydantic_serializer__.to_json(model)
    return text.decode()


class Rejected(Exception):
    """The wish can't be granted; the message is shown verbatim: what happened, what to do."""

    def __init__(self, message: str, *, code: str = "rejected") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        """Machine-readable: ``rejected``, ``taken``, ``opted_out``, ``not_found`` …"""


def check_reason(reason: str, ask: str = "Say why.") -> str:
    """Give a reason as it was meant. Raises Rejected, with what is asked, when none was said."""
    if not reason.strip():
        raise Rejected(ask)
    return reason.strip()


def check_seen(what: str, seen: str | None, now: str, wanted: str, *, by: str = "") -> None:
    """Refuse to write over what somebody else has changed meanwhile; both versions are said.

    Args:
        what: Of what they are versions, in words.
        seen: What stood there when the wish was thought of; None: whoever wishes does not say.
        now: What stands there.
        wanted: What is to stand there.
        by: Who changed it, if that is known.

    Raises:
        Rejected: With code ``conflict``, when it was changed to something else.
    """
    if seen is None or now in (seen, wanted):
        return
    words = f"{by or 'Somebody'} changed {what} meanwhile. Now: {now or 'nothing'}. "
    yours = f"Yours, not saved: {wanted or 'nothing'}. Choose again if it is still right."
    raise Rejected(words + yours, code="conflict")


def stream_of(concept: str, key: object) -> str:
    """Name the stream of one thing: ``incident/12``, ``contact/tel:+14155550101``."""
    return f"{concept}/{key}"
