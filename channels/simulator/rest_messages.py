"""REST routes of texts and their media, and of SendGrid's mail send.

Source: https://www.twilio.com/docs/messaging/api/message-resource
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.simulator import renderings
from channels.simulator.errors import ApiError, not_found
from channels.simulator.mailsend import BadMail, read_mail, unknown_fields
from channels.simulator.messages import Draft, Message, StoredMedia, Texts
from channels.simulator.paging import in_dates, page
from channels.simulator.params import Params, read_params, words

if TYPE_CHECKING:
    from starlette.requests import Request

    from channels.simulator.mail import Post
    from channels.simulator.plant import Plant

CREATE = words(
    """To From Body MediaUrl MessagingServiceSid StatusCallback ValidityPeriod SmartEncoded
    ShortenUrls ProvideFeedback Attempt ContentRetention AddressRetention RiskCheck SendAsMms"""
)


class MessageRoutes:
    """``/Messages``."""

    def __init__(self, plant: Plant, texts: Texts) -> None:
        self._plant = plant
        self._texts = texts

    def routes(self) -> list[Route]:
        """The routes, relative to the account."""
        return [
            Route("/Messages.json", self.create, methods=["POST"]),
            Route("/Messages.json", self.list, methods=["GET"]),
            Route("/Messages/{text}.json", self.show, methods=["GET"]),
            Route("/Messages/{text}.json", self.update, methods=["POST"]),
            Route("/Messages/{text}.json", self.delete, methods=["DELETE"]),
        ]

    async def _params(self, request: Request, known: frozenset[str]) -> Params:
        return await read_params(request, known, self._plant.journal)

    async def create(self, request: Request) -> Response:
        """Send a text."""
        params = await self._params(request, CREATE)
        draft = Draft(
            to=params.get("To"),
            sender=params.get("From"),
            body=params.get("Body"),
            service=params.get("MessagingServiceSid"),
            media_urls=params.whole("MediaUrl"),
            status_url=params.get("StatusCallback"),
        )
        return JSONResponse(renderings.message(self._plant, self._texts.send(draft)), 201)

    async def list(self, request: Request) -> Response:
        """Texts, newest first."""
        params = await self._params(request, words("To From DateSent DateSent< DateSent>"))
        found = [
            text
            for text in reversed(self._texts.all.values())
            if params.get("To", text.to) == text.to
            and params.get("From", text.sender) == text.sender
            and in_dates(params, "DateSent", text.sent)
        ]
        shown = [renderings.message(self._plant, text) for text in found]
        return page(request, params, "messages", shown)

    async def show(self, request: Request) -> Response:
        """One text."""
        await self._params(request, frozenset())
        return JSONResponse(renderings.message(self._plant, _text(self._texts, request)))

    async def update(self, request: Request) -> Response:
        """Redact the body, or cancel a text that has not been sent."""
        params = await self._params(request, words("Body Status"))
        text = _text(self._texts, request)
        if params.has("Body"):
            if params.get("Body"):
                raise ApiError(400, 20001, "The body of a message can only be emptied.")
            text.body = ""
        if params.get("Status") == "canceled" and text.sent is None:
            text.status = "canceled"
        return JSONResponse(renderings.message(self._plant, text))

    async def delete(self, request: Request) -> Response:
        """Delete a text that is not in flight."""
        text = _text(self._texts, request)
        if text.status in ("queued", "accepted"):
            raise ApiError(409, 20009, "Message is still in flight.")
        del self._texts.all[text.sid]
        return Response(status_code=204)


def _text(texts: Texts, request: Request) -> Message:
    text = texts.all.get(str(request.path_params["text"]))
    if text is None:
        raise not_found(request.url.path)
    return text


class MediaRoutes:
    """``/Messages/{MM}/Media``."""

    def __init__(self, plant: Plant, texts: Texts) -> None:
        self._plant = plant
        self._texts = texts

    def routes(self) -> list[Route]:
        """The routes, relative to the account."""
        return [
            Route("/Messages/{text}/Media.json", self.media_list, methods=["GET"]),
            Route("/Messages/{text}/Media/{media}.json", self.media, methods=["GET"]),
            Route("/Messages/{text}/Media/{media}", self.media_file, methods=["GET"]),
        ]

    def _media(self, request: Request) -> StoredMedia:
        sid = str(request.path_params["media"])
        found = next((one for one in _text(self._texts, request).media if one.sid == sid), None)
        if found is None:
            raise not_found(request.url.path)
        return found

    async def media_list(self, request: Request) -> Response:
        """The media of a text."""
        params = await read_params(request, frozenset(), self._plant.journal)
        text = _text(self._texts, request)
        shown = [renderings.media(self._plant, text, one) for one in text.media]
        return page(request, params, "media_list", shown)

    async def media(self, request: Request) -> Response:
        """What a media is."""
        shown = renderings.media(self._plant, _text(self._texts, request), self._media(request))
        return JSONResponse(shown)

    async def media_file(self, request: Request) -> Response:
        """The bytes of a media."""
        file = self._media(request).file
        return Response(file.content, media_type=file.content_type)


class MailRoutes:
    """SendGrid's ``/v3/mail/send``."""

    def __init__(self, plant: Plant, post: Post) -> None:
        self._plant = plant
        self._post = post

    def routes(self) -> list[Route]:
        """The routes, from the root."""
        return [Route("/v3/mail/send", self.send, methods=["POST"])]

    async def send(self, request: Request) -> Response:
        """Accept a mail: 202 and an id, or 400 and what is wrong."""
        body = await request.body()
        try:
            mails = read_mail(body)
        except BadMail as bad:
            return JSONResponse(bad.body(), 400)
        for name in unknown_fields(body):
            self._plant.journal.complain(f"mail send: unknown field {name!r}")
        ids = [self._post.accept(mail) for mail in mails]
        return Response(status_code=202, headers={"X-Message-Id": ids[0]})
