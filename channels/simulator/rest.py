"""The web application of the network: provider routes behind their gate, and the control API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from channels.simulator.errors import ApiError, not_found
from channels.simulator.gate import Gate
from channels.simulator.rest_account import NumberRoutes, QueueRoutes, RecordingRoutes
from channels.simulator.rest_applications import ApplicationRoutes
from channels.simulator.rest_calls import CallRoutes
from channels.simulator.rest_conferences import ConferenceRoutes
from channels.simulator.rest_messages import MailRoutes, MediaRoutes, MessageRoutes
from channels.simulator.rest_participants import ParticipantRoutes
from channels.simulator.rest_sender_pools import SenderPoolRoutes
from channels.simulator.rest_sip import SipRoutes
from channels.simulator.rest_transcripts import TranscriptRoutes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from channels.simulator.board import Board
    from channels.simulator.mail import Post
    from channels.simulator.messages import Texts


def application(board: Board, texts: Texts, post: Post, control: Sequence[BaseRoute]) -> Starlette:
    """Everything the network answers over HTTP."""
    numbers = NumberRoutes(board)
    account: list[BaseRoute] = [
        *CallRoutes(board).routes(),
        *TranscriptRoutes(board).routes(),
        *ConferenceRoutes(board).routes(),
        *ParticipantRoutes(board).routes(),
        *MessageRoutes(board.plant, texts).routes(),
        *MediaRoutes(board.plant, texts).routes(),
        *numbers.routes(),
        *RecordingRoutes(board).routes(),
        *QueueRoutes(board).routes(),
        *ApplicationRoutes(board.plant).routes(),
        *SipRoutes(board.plant).routes(),
    ]

    async def refuse(request: Request, error: Exception) -> Response:
        if not isinstance(error, ApiError):
            raise error
        return JSONResponse(error.body(), error.status)

    async def unknown(request: Request, error: Exception) -> Response:
        board.plant.journal.complain(f"{request.method} {request.url.path}: no such route")
        return JSONResponse(not_found(request.url.path).body(), 404)

    return Starlette(
        routes=[
            Route("/2010-04-01/Accounts/{account}.json", numbers.account, methods=["GET"]),
            Mount("/2010-04-01/Accounts/{account}", routes=account),
            *SenderPoolRoutes(board.plant).routes(),
            *MailRoutes(board.plant, post).routes(),
            *control,
        ],
        middleware=[Middleware(Gate, plant=board.plant)],
        exception_handlers={ApiError: refuse, 404: unknown, 405: unknown},
    )
