"""Which roles may do what leads do; light enough for the desk's first paint."""

from __future__ import annotations

LEADS = frozenset({"lead", "manager"})
"""Roles that may be in a call of somebody else without being asked into it."""
