"""The verbs that a call can execute, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.simulator import prompts
from channels.simulator.dial import dial
from channels.simulator.enqueue import enqueue
from channels.simulator.script import Script

if TYPE_CHECKING:
    from collections.abc import Mapping

    from channels.simulator.board import Board
    from channels.simulator.legs import Leg
    from channels.simulator.script import Verb

VERBS: Mapping[str, Verb] = {
    "Say": prompts.talk,
    "Play": prompts.talk,
    "Pause": prompts.pause,
    "Gather": prompts.gather,
    "Record": prompts.record,
    "Redirect": prompts.redirect,
    "Hangup": prompts.hang_up,
    "Leave": prompts.leave,
    "Reject": prompts.reject,
    "Start": prompts.not_simulated,
    "Stop": prompts.not_simulated,
    "Connect": prompts.not_simulated,
    "Dial": dial,
    "Enqueue": enqueue,
}


def execute(
    board: Board, leg: Leg, *, url: str = "", method: str = "POST", twiml: str = ""
) -> None:
    """Let the leg execute a document, instead of whatever it does now."""
    leg.run(Script(board, leg, VERBS).start(url, method, twiml))
