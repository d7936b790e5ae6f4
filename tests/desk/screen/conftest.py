"""What most tests of the screen begin with."""

from __future__ import annotations

import pytest

from tests.desk.screen.paper_hub import PaperHub


@pytest.fixture
def hub() -> PaperHub:
    """One incident with a text in it, of a caller we don't know."""
    hub = PaperHub()
    hub.opened()
    hub.texted("My dog ate half a bar of dark chocolate")
    return hub
