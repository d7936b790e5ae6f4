"""Where flows that do not depend on the kind of database keep theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytest.register_assert_rewrite("tests.flows.floor", "tests.flows.desk", "tests.flows.customer")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A fresh, empty SQLite database, as an SQLAlchemy URL."""
    return f"sqlite:///{tmp_path / 'hub.db'}"
