"""A desk on a real terminal before a hub on paper; run by the tests that need bytes."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from console.cli.desk import check_terminal
from console.desk.app import DeskApp
from console.domain.incident_events import HandleJoined
from tests.desk.screen.paper_hub import PaperHub
from tests.desk.screen.stage import settings


def main() -> int:
    """Show it until it is left, then write down what it sent."""
    folder = Path(sys.argv[1])
    check_terminal()
    hub = PaperHub()
    hub.opened()
    hub.texted("My dog ate half a bar of dark chocolate")
    hub.texted("한국어 ①② ½ é 中文" * 4)
    hub.add("incident/1", HandleJoined(handle="mailto:ana@example.com"))
    status = DeskApp(replace(settings(folder), lock_minutes=10), hub).run() or 0
    posts = [post.command.model_dump(mode="json") for post in hub.posts]
    (folder / "posts.json").write_text(json.dumps(posts), "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
