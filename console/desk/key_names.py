"""How keys are printed: short, and as they stand on a keyboard."""

from __future__ import annotations

_ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}


def shown(key: str) -> str:
    """A key as it is printed on the screen: ``F2``, ``^R``, ``Alt+S``, ``PgUp``."""
    short = {
        "ctrl+underscore": "^_",
        "ctrl+right_square_bracket": "^]",
        "alt+full_stop": "Alt+.",
        "alt+comma": "Alt+,",
        "alt+slash": "Alt+/",
        "alt+semicolon": "Alt+;",
        "ctrl+down": "^↓",
        "ctrl+up": "^↑",
        "pageup": "PgUp",
        "pagedown": "PgDn",
    }
    if key in short:
        return short[key]
    if key.startswith("ctrl+") and len(key) == 6:
        return f"^{key[-1].upper()}"
    if key.startswith("alt+"):
        return f"Alt+{_ARROWS.get(key[4:], key[4:].capitalize())}"
    return key.upper() if key[:1] == "f" and key[1:].isdigit() else key
