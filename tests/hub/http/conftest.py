"""A hub with an empty database for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hub.http.kit import settings_for

if TYPE_CHECKING:
    from pathlib import Path

    from console.config import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A hub's settings, with a database of its own."""
    return settings_for(f"sqlite:///{tmp_path / 'hub.db'}")
