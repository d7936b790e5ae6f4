"""Settings about leads."""

from __future__ import annotations

from console.settings import Section


class Leads(Section):
    """What agents see of leads."""

    agent_sees_listening: bool = True
