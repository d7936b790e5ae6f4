"""Puts a hub together from its settings, its engines and its providers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from console.hub.api.attachments import Attachments
from console.hub.api.audio import AudioRoutes
from console.hub.api.audio_page import AudioPage
from console.hub.api.commands import Commands
from console.hub.api.floor import FloorRoutes
from console.hub.api.line_checks import LineCheckRoutes
from console.hub.api.live_words import LiveWordsRoutes
from console.hub.api.parts import ApiParts
from console.hub.api.presence import Presence
from console.hub.api.tokens import Tokens
from console.hub.api.views import Views
from console.hub.api.voicemail import Voicemails
from console.hub.app import App
from console.hub.audio_door import AudioDoor
from console.hub.auth import AuthLimits, Gate
from console.hub.broadcast import Broadcast
from console.hub.build import (
    audio_key_of,
    floor_of,
    hosts_of,
    known_of,
    mail_of,
    policy_of,
    verifier_of,
    voice_of,
)
from console.hub.desks import LOST_SECONDS, Desks
from console.hub.effects.base import Bench
from console.hub.effects.calls import CallDoer
from console.hub.effects.doers import Doers
from console.hub.effects.guests import GuestDoer
from console.hub.effects.messages import MessageDoer
from console.hub.effects.outage import Outages
from console.hub.effects.probe import Probe
from console.hub.effects.sweep import SweepDoer
from console.hub.effects.table import EffectTable
from console.hub.effects.timers import TimerDoer
from console.hub.effects.urls import Urls
from console.hub.effects.worker import Effects
from console.hub.feed import Feed, FeedLimits, notice_event
from console.hub.health import Health
from console.hub.line_checks import LineChecks
from console.hub.metrics import Meters
from console.hub.peers import Peers
from console.hub.sessions import Sessions
from console.hub.store.plans import plan
from console.hub.store.read import Readings
from console.hub.store.record import Record
from console.hub.strangers import Strangers
from console.hub.stream import StreamLimits, Streams
from console.hub.watch import DoorLimits
from console.hub.webhooks.routes import webhooks

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from starlette.types import ASGIApp

    from channels.ports import Ports
    from console.config import Settings
    from console.domain.wire import Notice
    from console.hub.background import Background
    from console.hub.hub import Clock, Committed
    from console.hub.store.policy import Policy


@dataclass(frozen=True, slots=True)
class HubLimits:
    """Times and sizes of one hub; tests shorten them."""

    door: DoorLimits = field(default_factory=DoorLimits)
    feed: FeedLimits = field(default_factory=FeedLimits)
    stream: StreamLimits = field(default_factory=StreamLimits)
    auth: AuthLimits = field(default_factory=AuthLimits)
    lost_seconds: float = LOST_SECONDS

    @staticmethod
    def of(settings: Settings) -> HubLimits:
        """Give those of the configuration."""
        hub = settings.hub
        return HubLimits(
            door=DoorLimits(connections=hub.max_connections, body_seconds=hub.request_seconds),
            stream=StreamLimits(per_agent=hub.max_streams_per_agent),
        )


@dataclass(frozen=True, slots=True)
class Base:
    """What the parts of a hub are made with."""

    settings: Settings
    ports: Ports
    write: Engine
    read: Engine
    clock: Clock
    limits: HubLimits
    background: Background


@dataclass(frozen=True, slots=True)
class Parts:
    """A hub in one piece, not yet running."""

    record: Record
    effects: Effects
    readings: Readings
    feed: Feed
    streams: Streams
    desks: Desks
    meters: Meters
    health: Health
    api: ApiParts
    presence: Presence
    sessions: Sessions
    lines: LineChecks


class _Commits:
    """Tells feed and effects of each commit; the record door exists before both of them."""

    feed: Feed
    effects: Effects

    def __call__(self, committed: Committed) -> None:
        # Effects first: somebody waits for a provider longer than for a screen.
        self.effects.run(committed)
        self.feed.committed(committed)


def build(base: Base) -> Parts:
    """Make everything but the routes; call it inside the event loop that will serve."""
    commits = _Commits()
    policy = replace(policy_of(base.settings), hub=uuid4().hex)
    record = Record(base.write, policy=policy, plan=plan, on_commit=commits, clock=base.clock.now)
    readings = Readings(base.read)
    commits.feed = feed = Feed(readings, base.limits.feed)
    outages, strangers = watches = _watches(base, feed, readings)
    commits.effects = effects = _effects(base, record, policy, watches)
    sessions = Sessions(record, readings, base.clock, _say(feed))
    gate = _gate(base, readings, sessions)
    desks = _desks(base, record)
    streams = Streams(feed, gate, desks, base.limits.stream)
    meters = _meters(feed, streams, strangers, effects)
    api = ApiParts(
        gate=gate,
        readings=readings,
        recorder=record,
        feed=feed,
        broadcast=_broadcast(base, feed, policy),
        clock=base.clock,
        write=base.write,
        known=known_of(base.settings),
        files=base.ports.files,
        notices=lambda: [*outages.current(), *strangers.current(), *sessions.current()],
    )
    return Parts(
        record=record,
        effects=effects,
        readings=readings,
        feed=feed,
        streams=streams,
        desks=desks,
        meters=meters,
        health=Health(record, base.write, base.clock, gate, meters),
        api=api,
        presence=Presence(api),
        sessions=sessions,
        lines=LineChecks(base.ports.voice, base.settings, base.clock.monotonic),
    )


def routes(settings: Settings, parts: Parts) -> ASGIApp:
    """Put all routes before the parts."""
    verifier = verifier_of(settings, parts.api.clock.now)
    hooks = webhooks(
        parts.record,
        parts.readings,
        parts.meters,
        verifier=verifier,
        voice=voice_of(settings),
        mail=mail_of(settings),
    )
    hooks.exact.update(parts.lines.webhooks(verifier, parts.meters))
    api, key = parts.api, audio_key_of(settings)
    door = AudioDoor(api.clock.monotonic, key.secret)
    return App(
        webhooks=hooks,
        routes=[
            *Views(api).routes(),
            *Commands(api).routes(),
            *Attachments(api).routes(),
            *Voicemails(api).routes(),
            *parts.presence.routes(),
            *LiveWordsRoutes(api).routes(),
            *Tokens(api).routes(),
            *FloorRoutes(api, floor_of(settings)).routes(),
            *LineCheckRoutes(api, parts.lines).routes(),
            *AudioRoutes(api, door, key).routes(),
            *AudioPage(settings.audio).routes(),
        ],
        streams=parts.streams,
        gate=api.gate,
        health=parts.health,
        meters=parts.meters,
        hosts=hosts_of(settings),
        is_stream_open=settings.development.anonymous_stream and settings.hub.is_local,
    ).asgi()


def _gate(base: Base, readings: Readings, sessions: Sessions) -> Gate:
    peers = Peers(base.settings.hub.trusted_proxies)
    return Gate(readings, base.clock, base.limits.auth, peers=peers, sessions=sessions)


def _broadcast(base: Base, feed: Feed, policy: Policy) -> Broadcast:
    is_alone = base.settings.database.file is not None
    return Broadcast(feed, policy.hub, base.clock, is_alone=is_alone)


def _desks(base: Base, record: Record) -> Desks:
    return Desks(
        record,
        base.clock,
        asyncio.get_running_loop(),
        base.background,
        lost_seconds=base.limits.lost_seconds,
        is_alone=base.settings.database.file is not None,
    )


def _effects(
    base: Base, record: Record, policy: Policy, watches: tuple[Outages, Strangers]
) -> Effects:
    outages, strangers = watches
    urls = Urls(base.settings.hub.url)
    bench = Bench(record, base.read, base.clock, outages)
    guests = GuestDoer(bench, base.ports.voice, base.ports.rooms, urls)
    effect_table = EffectTable(base.write, owner=policy.hub)
    doers = Doers(
        messages=MessageDoer(
            bench,
            effect_table,
            base.ports.messaging,
            base.ports.mail,
            policy,
            urls,
            mail_name=base.settings.sendgrid.from_name,
        ),
        calls=CallDoer(bench, base.ports.voice, urls, guests),
        timers=TimerDoer(bench),
        sweep=SweepDoer(bench, effect_table, base.ports.voice, policy),
    )
    is_alone = base.settings.database.file is not None
    patrols = (Probe(outages, base.ports.voice, base.clock).look, strangers.look)
    return Effects(record, effect_table, doers, base.clock, alone=is_alone, patrols=patrols)


def _watches(base: Base, feed: Feed, readings: Readings) -> tuple[Outages, Strangers]:
    say = _say(feed)
    return Outages(base.clock, say), Strangers(readings, base.clock, say)


def _say(feed: Feed) -> Callable[[Notice], None]:
    return lambda notice: feed.pass_on(notice_event(notice))


def _meters(feed: Feed, streams: Streams, strangers: Strangers, effects: Effects) -> Meters:
    meters = Meters()
    meters.watch("effects_set_aside", "Effects given up since the start", lambda: effects.set_aside)
    meters.watch("quarantined", "Signed requests set aside today", lambda: strangers.count)
    meters.watch("streams", "Open event streams", lambda: streams.count)
    meters.watch("feed_seq", "Newest entry in the feed", lambda: feed.ring.last)
    return meters
