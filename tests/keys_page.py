"""Writes docs/reference/keys.md from the desk's table: ``python -m tests.keys_page``."""

from __future__ import annotations

from pathlib import Path

from console.desk.keys import TABLE

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "keys.md"
WHEN = {
    "always": "always",
    "offer": "while a call rings for you",
    "call": "on a call",
    "talking": "on a connected call",
    "wrap": "in wrap-up",
    "incident": "with an incident open",
    "others": "with an incident open that is not yours",
    "line": "on a note of yours",
    "hint": "while a hint is shown",
    "sent": "while a message can still be taken back",
    "lead": "for leads and managers",
}
HEAD = """# Keys

Every action of the desk. Actions without a key are in the command palette (Ctrl+P), which lists
all of them by name. Another key for an action is a line under `[keys]` in `config.toml`:
`"call.hold" = "f13"`. A key that two actions would share, or that is needed for writing, is
refused at the start with the line that is wrong.

| key | action | id | when | what it does |
|---|---|---|---|---|
"""


def page() -> str:
    """Give the page as it should be."""
    rows = [
        f"| {_typed(key.key) or '–'} | {key.text} | `{key.id}` | {WHEN[key.when]} | {key.tip} |\n"
        for key in TABLE
    ]
    return HEAD + "".join(rows)


def _typed(key: str) -> str:
    return key.replace("underscore", "_").replace("right_square_bracket", "]")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
