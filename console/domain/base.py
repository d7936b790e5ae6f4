"""The words every concept of the domain is made of: events, commands, states, and being told no."""

from __future__ import annotations

from functools import cache
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
    put = object.__setattr__
    put(made, "__dict__", values)
    put(made, "__pydantic_fields_set__", _every_field(model))
    put(made, "__pydantic_extra__", None)
    put(made, "__pydantic_private__", None)
    return made


@cache
def _every_field(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


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


def stream_of(concept: str, key: object) -> str:
    """Name the stream of one thing: ``incident/12``, ``contact/tel:+14155550101``."""
    return f"{concept}/{key}"
