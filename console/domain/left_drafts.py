"""What people had typed in an incident and not sent when it was restricted, for its leads."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from console.domain.wire import DraftPut


class LeftDraft(BaseModel):
    """One unsent text of somebody who does not see the incident any more."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    agent: int
    name: str
    draft: DraftPut


class LeftDrafts(BaseModel):
    """``GET /api/incidents/{number}/drafts``: newest first."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    drafts: list[LeftDraft]
