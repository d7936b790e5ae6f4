"""The wire to the hub: requests with explicit timeouts, and the stream that finds its place again."""

from __future__ import annotations

import asyncio
import logging
import random
import socket
from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from console.desk.clock import steady
from console.desk.health import Health, Pulse
from console.desk.signals import ALIVE, RESYNC, Alive, Resync, Signal, bye, signal_of
from console.desk.sse import Parser
from console.desk.wire_errors import Away, Refused, check, reason_of
from console.domain.timeline import Entry
from console.domain.wire import (
    CommandAnswer,
    CommandPost,
    DraftList,
    DraftPut,
    EntriesPage,
    IncidentView,
    QueueRow,
    Snapshot,
    Typing,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

__all__ = ["Alive", "Away", "Health", "Link", "Refused", "Resync", "Signal"]

log = logging.getLogger(__name__)

SILENCE_SECONDS = 40.0
"""A stream this quiet is dead: the hub speaks every 15 s."""
FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0
"""Seconds between two attempts to connect."""
_REQUEST = httpx.Timeout(10.0, connect=5.0)
_STREAM = httpx.Timeout(10.0, connect=5.0, read=SILENCE_SECONDS)

_Answer = TypeVar("_Answer", bound=BaseModel)
