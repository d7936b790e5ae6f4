"""A hub with a database of its own for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hub.http.kit import settings_for

if TYPE_CHECKING:
    from console.config import Settings


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    """A hub's settings, with a database of its own."""
    return settings_for(sqlite_url)
