"""Fixtures of the desk's core."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desk.core.machine import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A machine with an empty spool folder."""
    desk = Desk(tmp_path / "spool")
    yield desk
    desk.close()
