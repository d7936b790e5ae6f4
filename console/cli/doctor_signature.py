"""A doctor's look at our own front door: what is signed comes in, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.cli.doctor_words import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.config import Settings

PLACE = "/twilio/voice/hold?quiet=1"
"""It answers everybody who may ask, and keeps nothing."""
ASK_SECONDS = 10.0
DEPLOY = "see docs/guide/deploy.md"


class Answer(NamedTuple):
    """What came back: the status (0 for nothing), the text, and why nothing came."""

    status: int
    text: str = ""
    why: str = ""


def look(settings: Settings) -> Iterator[Finding]:
    """Send ourselves one webhook signed as the provider does, and one signed by a stranger."""
    if not settings.credentials.twilio_auth_tokens:
        yield Finding("webhooks", "Without an auth token nothing can be signed.", "wrong")
        return
    url = settings.hub.url + PLACE
    token = settings.credentials.twilio_auth_tokens[0].get_secret_value()
    right = _signed(url, settings.twilio.account_sid, token)
    yield from judged(right, settings.hub.url)
    if right.status == 200:
        forged = _signed(url, settings.twilio.account_sid, f"not-{token}")
        if forged.status == 403:
            yield Finding("webhooks", "A webhook with a wrong signature is refused.")
        else:
            words = f"A webhook with a wrong signature is answered with {forged.status}: stop it."
            yield Finding("webhooks", words, "wrong")


def _signed(url: str, account: str, token: str) -> Answer:
    import httpx
    from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

    from channels.trust import trusted

    form = {"AccountSid": account, "CallSid": "CA" + "0" * 32, "CallStatus": "in-progress"}
    signature = str(RequestValidator(token).compute_signature(url, form))
    try:
        with httpx.Client(trust_env=False, verify=trusted(), timeout=ASK_SECONDS) as client:
            answer = client.post(url, data=form, headers={"X-Twilio-Signature": signature})
    except httpx.HTTPError as error:
        is_trust = "CERTIFICATE" in str(error).upper()
        return Answer(0, why="certificate" if is_trust else "")
    return Answer(answer.status_code, answer.text)


def judged(answer: Answer, base: str) -> Iterator[Finding]:
    """What the answer to a rightly signed webhook says about the way to our door."""
    if answer.status == 200 and "<Response" in answer.text:
        yield Finding("webhooks", f"A signed webhook comes in at {base}.")
        return
    if answer.why == "certificate":
        words = f"The certificate of {base} is not trusted, and Twilio will not trust it either"
    elif answer.status == 0:
        words = f"Nothing answers at {base}: check its name, the firewall, the proxy and the hub"
    elif answer.status == 403:
        words = (
            f"{base} refuses a rightly signed webhook: the hub there has another auth token or "
            "another [hub] public_url"
        )
    elif 300 <= answer.status < 400:
        words = f"{base} leads webhooks elsewhere ({answer.status}); let the proxy pass them on"
    elif answer.status == 200:
        words = f"Somebody else than a hub answers at {base}"
    else:
        words = f"{base} answers a webhook with {answer.status}: does the proxy lead /twilio/ here?"
    end = "" if words.endswith("?") else ";"
    yield Finding("webhooks", f"{words}{end} {DEPLOY}.", "wrong")
