"""What leads who read along and those whom they read say to each other; nothing of it is kept."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Passing(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ReadAlong(_Passing):
    """An id-less stream event (``event: reading``): a lead reads what is typed in an incident."""

    incident: int
    agent: int = 0
    name: str = ""
    doing: Literal["reading", "left"]


class LiveWords(_Passing):
    """An id-less stream event (``event: words``): what somebody types, to leads who read along."""

    incident: int = Field(gt=0)
    box: Literal["note", "reply"]
    text: str = Field(max_length=1_500)
    """The end of what stands in the box."""
    agent: int = 0
    name: str = ""
    to: list[int] = Field(default_factory=list, max_length=20)
    """The leads who read along; who is none is told nothing."""
