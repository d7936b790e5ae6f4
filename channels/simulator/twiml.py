"""TwiML documents: fetched, parsed and checked against the verbs and attributes Twilio knows."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from channels.simulator.plant import Plant
    from channels.simulator.webhooks import Answer

WAITING_VERBS = frozenset({"Play", "Say", "Pause", "Redirect"})
"""All that a conference's waitUrl, holdUrl and announceUrl may contain."""
QUEUE_VERBS = WAITING_VERBS | {"Gather", "Hangup", "Leave"}
CALL_VERBS = QUEUE_VERBS | {"Record", "Dial", "Enqueue", "Reject", "Start", "Stop", "Connect"}
MESSAGE_VERBS = frozenset({"Message", "Redirect"})

_STATUS = "statusCallback statusCallbackMethod statusCallbackEvent"
_RECORD = "recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent"
_NOUN = f"url method {_STATUS} machineDetection byoc"
ATTRIBUTES: dict[str, frozenset[str]] = {
    tag: frozenset(names.split())
    for tag, names in {
        "Response": "",
        "Say": "voice loop language",
        "Play": "loop digits",
        "Pause": "length",
        "Gather": "input action method timeout speechTimeout maxSpeechTime profanityFilter "
        "finishOnKey numDigits partialResultCallback partialResultCallbackMethod language hints "
        "bargeIn debug actionOnEmptyResult speechModel enhanced",
        "Record": f"action method timeout finishOnKey maxLength playBeep trim transcribe "
        f"transcribeCallback recordingTrack {_RECORD}",
        "Dial": f"action method timeout hangupOnStar timeLimit callerId record trim {_RECORD} "
        "recordingTrack answerOnBridge ringTone sequential referUrl referMethod events callReason",
        "Number": f"sendDigits {_NOUN}",
        "Client": _NOUN,
        "Identity": "",
        "Parameter": "name value",
        "Sip": f"username password {_NOUN}",
        "Queue": "url method reservationSid postWorkActivitySid",
        "Conference": f"muted beep startConferenceOnEnter endConferenceOnExit participantLabel "
        f"jitterBufferSize waitUrl waitMethod maxParticipants record region coach trim {_STATUS} "
        f"{_RECORD} recordingConfigurationId",
        "Enqueue": "action method maxQueueSize waitUrl waitUrlMethod workflowSid",
        "Leave": "",
        "Redirect": "method",
        "Hangup": "",
        "Reject": "reason",
        "Message": "to from action method statusCallback",
        "Body": "",
        "Media": "",
        "Start": "action method",
        "Stop": "",
        "Connect": "action method",
    }.items()
}


class BadDocument(Exception):
    """A document that Twilio cannot execute; ``code`` is the provider's alert."""

    def __init__(self, code: int, detail: str) -> None:
        super().__init__(f"{code} {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Document:
    """The verbs of a response, and the URL against which its links resolve."""

    url: str
    verbs: tuple[ET.Element, ...] = ()

    def link(self, relative: str) -> str:
        """An absolute URL; raises BadDocument when inline TwiML has a relative one."""
        absolute = urljoin(self.url, relative)
        if "://" not in absolute:
            raise BadDocument(11100, f"relative URL {relative!r} in TwiML without a URL")
        return absolute


def parse(text: str, url: str = "") -> Document:
    """Parse a TwiML response; raises BadDocument."""
    try:
        root = ET.fromstring(text.strip())  # noqa: S314 - our own hub on loopback
    except ET.ParseError as error:
        raise BadDocument(12100, "Document parse failure") from error
    if root.tag != "Response":
        raise BadDocument(12100, f"root element is {root.tag}, not Response")
    return Document(url, tuple(root))


def read(answer: Answer) -> Document:
    """The document that a webhook answered, by its content type; raises BadDocument."""
    if not answer.text.strip():
        return Document(answer.url)
    if answer.content_type in ("text/xml", "application/xml", "text/html"):
        return parse(answer.text, answer.url)
    if answer.content_type == "text/plain":
        said = ET.Element("Say")
        said.text = answer.text
        return Document(answer.url, (said,))
    if answer.content_type.startswith("audio/"):
        played = ET.Element("Play")
        played.text = answer.url
        return Document(answer.url, (played, ET.Element("Hangup")))
    raise BadDocument(12300, f"invalid content type {answer.content_type!r}")


def check(document: Document, allowed: frozenset[str] | set[str]) -> list[str]:
    """What is wrong with the document's verbs and attributes; empty when nothing is."""
    wrong: list[str] = []
    for verb in document.verbs:
        if verb.tag not in allowed:
            wrong.append(f"<{verb.tag}> is not allowed here")
        for element in verb.iter():
            if verb.tag in ("Start", "Stop", "Connect") and element is not verb:
                continue
            known = ATTRIBUTES.get(element.tag)
            if known is None:
                wrong.append(f"unknown element <{element.tag}>")
                continue
            wrong += [
                f"unknown attribute {name} of <{element.tag}>"
                for name in element.attrib
                if name not in known
            ]
    return wrong


async def fetch(
    plant: Plant,
    url: str,
    form: Mapping[str, str],
    *,
    method: str = "POST",
    allowed: frozenset[str] | set[str] = CALL_VERBS,
) -> Document:
    """Fetch and check a document; raises DeliveryFailed or BadDocument.

    A document that breaks the rules is noted as a complaint besides.
    """
    answer = await plant.webhooks.call(url, form, method=method)
    document = read(answer)
    require(plant, document, allowed)
    return document


def require(plant: Plant, document: Document, allowed: frozenset[str] | set[str]) -> None:
    """Complain about and refuse a document that uses what its place does not allow."""
    wrong = check(document, allowed)
    for what in wrong:
        plant.journal.complain(f"TwiML of {document.url or 'inline'}: {what}")
    if wrong:
        raise BadDocument(12200, wrong[0])
