"""``console doctor --ring``: an agent's telephone rings with a short test, and says how it went."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from console.cli.doctor_words import Finding
from console.cli.words import Problem, say

if TYPE_CHECKING:
    from console.config import Settings
    from console.domain.line_check import LineCheckState

ME = "me"
LOOK_SECONDS = 0.5
LONGEST_SECONDS = 75.0
ASK_SECONDS = 15.0
RIGHT_KEY = "1"
FAILURES = {
    "busy": "It was busy, or the call was declined.",
    "no-answer": "No answer. Is it switched on, and signed in if it is a softphone?",
    "canceled": "The call was canceled.",
}


def run(settings: Settings, login: str) -> int:
    """Ring, wait, tell; 0 when the key was pressed. Raises Problem."""
    from console.cli.desk import token_of

    token = token_of(settings)
    begun = _asked(settings, token, "", {"login": "" if login == ME else login})
    say("It rings. Answer, and press 1 when you are asked to.")
    finding = told(_followed(settings, token, begun))
    say(finding.line)
    return 1 if finding.mark == "wrong" else 0


def _followed(settings: Settings, token: str, state: LineCheckState) -> LineCheckState:
    """The test's state when it is over, or when nobody waits for it any longer."""
    deadline = time.monotonic() + LONGEST_SECONDS
    # Whether it was answered is asked once more after the key: the goodbye is still being said.
    while not (state.is_over or state.key) and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
        state = _asked(settings, token, f"/{state.id}")
    return state


def told(state: LineCheckState) -> Finding:
    """Say how a test went."""
    if state.key == RIGHT_KEY:
        return Finding("phone", "Answered, key 1 pressed: calls reach this telephone.")
    if state.key:
        words = f"Answered, but key {state.key} was pressed instead of 1."
        return Finding("phone", words, "attention")
    if state.was_answered:
        words = "Answered, and no key was pressed: a voicemail, or keys that are not sent (DTMF)."
        return Finding("phone", words, "wrong")
    if state.status == "failed":
        code = f" (SIP {state.sip_code})" if state.sip_code else ""
        words = f"The call failed{code}: is the number or address right?"
        return Finding("phone", words, "wrong")
    words = FAILURES.get(state.status, f"Nothing was heard of the call (it is {state.status}).")
    return Finding("phone", words, "wrong")


def _asked(
    settings: Settings, token: str, path: str, body: dict[str, str] | None = None
) -> LineCheckState:
    import json
    from urllib.error import HTTPError
    from urllib.request import ProxyHandler, Request, build_opener

    from console.domain.line_check import LineCheckState

    request = Request(  # noqa: S310  (the settings allow http and https only)
        f"{settings.desk.hub_url}/api/line-checks{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=ASK_SECONDS) as answer:
            return LineCheckState.model_validate_json(answer.read())
    except HTTPError as error:
        raise Problem(_words(error.read(), error.code)) from error
    except (OSError, ValueError) as error:
        raise Problem(f"No hub answers at {settings.desk.hub_url}; see: console doctor") from error


def _words(body: bytes, status: int) -> str:
    import json

    try:
        return str(json.loads(body)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return f"The hub answers {status} and says nothing about it."
