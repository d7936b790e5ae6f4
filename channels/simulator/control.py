"""The network's own HTTP interface (``/__sim/…``): for the demo, which is another process."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.simulator import state
from channels.simulator.faults import DeliveryFaultKind, RequestFaultKind
from channels.simulator.people import Attachment, Person
from channels.simulator.phones import DeliveryKind, Phone, PhoneKind, TextDelivery

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from channels.simulator.board import Board
    from channels.simulator.legs import Leg
    from channels.simulator.mail import Post
    from channels.simulator.messages import Texts
    from channels.simulator.plant import Plant


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PersonBody(_Body):
    """A person to make or to change."""

    address: str
    name: str = ""
    email: str = ""
    phone: PhoneKind | None = None
    after: float = 3.0
    presses: str = ""
    greeting: str = ""
    drops_after: float | None = None
    delivery: DeliveryKind | None = None
    error_code: int = 0
    is_synchronous: bool = True


class RingBody(_Body):
    """A call to place."""

    who: str
    to: str


class LineBody(_Body):
    """Something to do on the newest call of a person."""

    who: str
    words: str = ""


class FileBody(_Body):
    """A file, in base64."""

    name: str
    content_type: str
    content: str

    def attachment(self) -> Attachment:
        """The file; raises ValueError when it is not base64."""
        try:
            content = base64.b64decode(self.content, validate=True)
        except binascii.Error as error:
            raise ValueError(f"{self.name}: not base64") from error
        return Attachment(self.name, self.content_type, content)


class TextBody(_Body):
    """A text to send."""

    who: str
    to: str
    body: str
    media: list[FileBody] = []


class MailBody(_Body):
    """A mail to send."""

    who: str
    to: str
    subject: str
    text: str
    in_reply_to: str = ""
    attachments: list[FileBody] = []


class FaultBody(_Body):
    """A fault to come: of a REST request or of a webhook, by its kind."""

    request: RequestFaultKind | None = None
    webhook: DeliveryFaultKind | None = None
    match: str = ""
    times: int = Field(default=1, ge=1)
    seconds: float = 5.0


class Steered(Protocol):
    """What the control interface steers: a Network."""

    plant: Plant
    board: Board
    texts: Texts
    post: Post
    people: dict[str, Person]

    def person(
        self,
        address: str,
        *,
        name: str = "",
        email: str = "",
        phone: Phone | None = None,
        delivery: TextDelivery | None = None,
    ) -> Person:
        """Make or change a person."""
        ...


B = TypeVar("B", bound=BaseModel)


class Control:
    """The routes; every answer is JSON, a mistake is 400 with one sentence."""

    def __init__(self, network: Steered) -> None:
        self._network = network

    def routes(self) -> list[Route]:
        """The routes, from the root."""
        posts = [
            _post("people", PersonBody, self._people),
            _post("ring", RingBody, self._ring),
            _post("say", LineBody, self._say),
            _post("press", LineBody, self._press),
            _post("hang-up", LineBody, self._hang_up),
            _post("pick-up", LineBody, self._pick_up),
            _post("text", TextBody, self._text),
            _post("mail", MailBody, self._mail),
            _post("faults", FaultBody, self._fault),
        ]
        return [Route("/__sim/state", self._state, methods=["GET"]), *posts]

    async def _state(self, request: Request) -> Response:
        network = self._network
        return JSONResponse(
            state.dump(network.plant, network.board, network.texts, network.people)
            | {"mail_public_key": network.post.signer.public_key}
        )

    async def _people(self, body: PersonBody) -> dict[str, object]:
        phone = delivery = None
        if body.phone is not None:
            phone = Phone(body.phone, body.after, body.presses, body.greeting, body.drops_after)
        if body.delivery is not None:
            delivery = TextDelivery(body.delivery, body.error_code, body.is_synchronous)
        person = self._network.person(
            body.address, name=body.name, email=body.email, phone=phone, delivery=delivery
        )
        return {"address": person.address, "name": person.name}

    async def _ring(self, body: RingBody) -> dict[str, object]:
        leg = await self._network.person(body.who).rings(body.to)
        return {"call_sid": leg.sid}

    async def _say(self, body: LineBody) -> dict[str, object]:
        leg = _line(self._network, body.who)
        await leg.says(body.words)
        return {"call_sid": leg.sid, "heard_by": sorted(one.name for one in leg.hears())}

    async def _press(self, body: LineBody) -> dict[str, object]:
        leg = _line(self._network, body.who)
        await leg.presses(body.words)
        return {"call_sid": leg.sid}

    async def _hang_up(self, body: LineBody) -> dict[str, object]:
        leg = _line(self._network, body.who)
        await leg.hangs_up()
        return {"call_sid": leg.sid, "status": leg.status}

    async def _pick_up(self, body: LineBody) -> dict[str, object]:
        return {"call_sid": (await _who(self._network, body.who).picks_up()).sid}

    async def _text(self, body: TextBody) -> dict[str, object]:
        media = [file.attachment() for file in body.media]
        sid = await self._network.person(body.who).texts(body.to, body.body, media)
        return {"message_sid": sid}

    async def _mail(self, body: MailBody) -> dict[str, object]:
        person = _who(self._network, body.who)
        message_id = await person.mails(
            body.to,
            subject=body.subject,
            text=body.text,
            in_reply_to=body.in_reply_to,
            attachments=[file.attachment() for file in body.attachments],
        )
        return {"message_id": message_id}

    async def _fault(self, body: FaultBody) -> dict[str, object]:
        faults = self._network.plant.faults
        if body.request is not None:
            faults.fail_next(body.request, match=body.match, times=body.times)
        if body.webhook is not None:
            faults.disturb_next(
                body.webhook, match=body.match, times=body.times, seconds=body.seconds
            )
        return {"requests": len(faults.requests), "webhooks": len(faults.deliveries)}


def _who(network: Steered, address: str) -> Person:
    if address not in network.people:
        raise ValueError("Nobody has this address; make the person first.")
    return network.people[address]


def _line(network: Steered, address: str) -> Leg:
    leg = _who(network, address).leg
    if leg is None:
        raise ValueError("This person is not on the phone.")
    return leg


def _post(name: str, model: type[B], act: Callable[[B], Awaitable[dict[str, object]]]) -> Route:
    async def endpoint(request: Request) -> Response:
        # A web page can post to loopback, but not JSON without asking first.
        if not request.headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"error": "Send JSON."}, 415)
        try:
            return JSONResponse(await act(model.model_validate_json(await request.body())))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            return JSONResponse({"error": f"{where}: {first['msg']}"}, 400)
        except (ValueError, RuntimeError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return Route(f"/__sim/{name}", endpoint, methods=["POST"])
