"""The bytes that a terminal sends for the keys of the desk."""

from __future__ import annotations

F2, F4, F5 = b"\x1bOQ", b"\x1bOS", b"\x1b[15~"
F8, F9, F12 = b"\x1b[19~", b"\x1b[20~", b"\x1b[24~"
CTRL_T = b"\x14"
ALT_E = b"\x1be"
CTRL_DOWN, CTRL_UP = b"\x1b[1;5B", b"\x1b[1;5A"
