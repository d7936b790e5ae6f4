"""The colours of the desk, as data; every colour has a word beside it on the screen."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="steadyline-dark",
    primary="#7cb7ff",
    secondary="#c3a6ff",
    accent="#ffb86b",
    warning="#ffcb6b",
    error="#ff6b7d",
    success="#7ddf9f",
    foreground="#dfe3ee",
    background="#12151c",
    surface="#181c26",
    panel="#212735",
    boost="#2a3142",
    dark=True,
    variables={
        "note": "#e9d27a",
        "dim": "#8d96ab",
        "reply": "#7cb7ff",
        "line": "#39435a",
        "alarm": "#d3213f",
        "on-alarm": "#ffffff",
        "footer-key-foreground": "#ffb86b",
        "block-cursor-foreground": "#12151c",
        "input-selection-background": "#7cb7ff 35%",
    },
)

LIGHT = Theme(
    name="steadyline-light",
    primary="#0b57b7",
    secondary="#6a3fb5",
    accent="#a14b00",
    warning="#8a5a00",
    error="#b3112e",
    success="#12693a",
    foreground="#1b2130",
    background="#fbfbf8",
    surface="#f3f2ec",
    panel="#e7e6de",
    boost="#e2e8f4",
    dark=False,
    variables={
        "note": "#7a5b00",
        "dim": "#5d6270",
        "reply": "#0b57b7",
        "line": "#b9b8ae",
        "alarm": "#b3112e",
        "on-alarm": "#ffffff",
        "footer-key-foreground": "#a14b00",
        "input-selection-background": "#0b57b7 25%",
    },
)

HIGH_CONTRAST = Theme(
    name="steadyline-high-contrast",
    primary="#6fd3ff",
    secondary="#e0b3ff",
    accent="#ffd400",
    warning="#ffd400",
    error="#ff8080",
    success="#66ff99",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    boost="#303030",
    dark=True,
    text_alpha=1.0,
    variables={
        "note": "#ffe94d",
        "dim": "#d0d0d0",
        "reply": "#6fd3ff",
        "line": "#ffffff",
        "alarm": "#ffffff",
        "on-alarm": "#b00000",
        "footer-key-foreground": "#ffd400",
        "input-selection-background": "#6fd3ff 45%",
    },
)

THEMES = (DARK, LIGHT, HIGH_CONTRAST)
