"""A test of somebody's telephone: asked for by a person, heard of by nobody else, never kept."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

OVER: frozenset[str] = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LineCheckAsked(_Wire):
    """``POST /api/line-checks``: whose telephone shall ring; empty: one's own."""

    login: str = Field(default="", max_length=40)


class LineCheckState(_Wire):
    """How a test goes."""

    id: str
    status: str = "queued"
    """Of the leg, as the provider calls it."""
    was_answered: bool = False
    key: str = ""
    """The first key that was pressed."""
    sip_code: int = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.status in OVER
