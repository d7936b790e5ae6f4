"""The sections of config.toml about callers who do not wait on the telephone."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from console.settings import Section


class CallsSection(Section):
    """Calls that we make."""

    detect_machines: Literal["off", "callbacks", "all"] = "callbacks"
    """Of which the provider is asked whether a machine answers; callbacks: redials too."""


class CallbacksSection(Section):
    """Callbacks: a caller hangs up and keeps their place."""

    offer: bool = True
    attempts: int = Field(default=3, ge=1, le=10)
    pause_seconds: int = Field(default=300, ge=10, le=86_400)


class VoicemailSection(Section):
    """Messages that callers leave."""

    offer: bool = True
    max_seconds: int = Field(default=180, ge=10, le=600)
    keep_days: int = Field(default=30, ge=1, le=3650)
