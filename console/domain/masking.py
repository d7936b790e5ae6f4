"""Addresses of people as everybody may see them; light enough for the desk's first paint."""

from __future__ import annotations


def masked(handle: str) -> str:
    """Show a handle with its middle hidden: ``+1…01``, ``a…@example.com``."""
    scheme, _, value = handle.partition(":")
    if scheme == "tel":
        return f"{value[:2]}…{value[-2:]}"
    if scheme == "mailto":
        local, _, domain = value.partition("@")
        return f"{local[:1]}…@{domain}"
    return value[:12]
