"""What programs do without while they load: it would take a third of the time until they work."""

from __future__ import annotations

import gc
import os
import sys

PLUGINS = "PYDANTIC_DISABLE_PLUGINS"


def begin() -> None:
    """Load fast from here on; call it before what takes long is imported."""
    # Everything that is loaded stays, so looking for what could be thrown away finds nothing.
    gc.disable()
    # Its command line, which nobody calls here, loads several others; without it it goes on.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    # We have none, and to look for them is to read about every package that is installed.
    os.environ.setdefault(PLUGINS, "__all__")


def done() -> None:
    """Look for what can be thrown away again, but never among what was loaded."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
