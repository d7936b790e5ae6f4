"""Remembers whose token this is, so that unsent words are found while the hub is away."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from console.desk.folders import private_folder

if TYPE_CHECKING:
    from pathlib import Path


def _file(root: Path, hub_url: str, token: str) -> Path:
    digest = hashlib.sha256(f"{hub_url}\0{token}".encode()).hexdigest()[:24]
    return root / f"login-{digest}"


def known_login(root: Path, hub_url: str, token: str) -> str:
    """The login this token had when the hub was last there; empty when nobody knows."""
    try:
        return _file(root, hub_url, token).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def remember_login(root: Path, hub_url: str, token: str, login: str) -> None:
    """Keep the login of a token. Raises UnsafeFolder or OSError."""
    path = _file(private_folder(root), hub_url, token)
    with open(
        os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(login)
