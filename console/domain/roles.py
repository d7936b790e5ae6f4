"""Which roles may do what leads do; light enough for the desk's first paint."""

from __future__ import annotations

LEADS = frozenset({"lead", "manager"})
"""Roles that may be in a call of somebody else without being asked into it."""
BY_RULE = "Steadyline"
"""Who is named where nobody did it: one of our own rules."""
