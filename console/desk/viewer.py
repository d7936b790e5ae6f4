"""Hands a saved file to the viewer of the configuration: no shell, little environment."""

from __future__ import annotations

import os
import subprocess
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

KEPT = frozenset(
    {
        "DBUS_SESSION_BUS_ADDRESS",
        "DISPLAY",
        "HOME",
        "LANG",
        "LC_ALL",
        "LC_CTYPE",
        "PATH",
        "WAYLAND_DISPLAY",
        "XAUTHORITY",
        "XDG_RUNTIME_DIR",
        "XDG_SESSION_TYPE",
    }
)
"""What a viewer needs of the environment; tokens and proxies it does not."""


def trimmed(environ: Mapping[str, str]) -> dict[str, str]:
    """What of the environment a viewer gets."""
    return {name: value for name, value in environ.items() if name in KEPT}


def show(viewer: Sequence[str], file: Path) -> subprocess.Popen[bytes]:
    """Start the viewer; the desk does not wait for it. Raises OSError.

    The file comes last and as an absolute path: it begins with a slash, so no viewer can take it
    for an option. One that needs ``--`` has it in its list.
    """
    process = subprocess.Popen(  # noqa: S603 - the list is the agent's own, the path is ours
        [*viewer, str(file.absolute())],
        env=trimmed(os.environ),
        cwd=file.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=process.wait, name="viewer", daemon=True).start()
    return process
