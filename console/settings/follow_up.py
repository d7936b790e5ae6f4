"""The section of config.toml about when people hear from us next."""

from __future__ import annotations

from console.settings import Section


class FollowUpSection(Section):
    """What is asked of whoever lets go of an open incident."""

    required: bool = True
    """Whether they have to say when its people hear from us next, or that nothing is owed."""
