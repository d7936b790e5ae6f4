"""Puts a hub together from its settings, its engines and its providers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from console.hub.api.commands import Commands
from console.hub.api.parts import ApiParts
from console.hub.api.presence import Presence
from console.hub.api.views import Views
from console.hub.app import App
from console.hub.auth import AuthLimits, Gate
from console.hub.build import account_of, hosts_of, known_of, mail_of, policy_of, voice_of
from console.hub.desks import LOST_SECONDS, Desks
from console.hub.effects.base import Bench
from console.hub.effects.calls import CallDoer
from console.hub.effects.doers import Doers
from console.hub.effects.messages import MessageDoer
from console.hub.effects.outage import Outages
from console.hub.effects.table import EffectTable
from console.hub.effects.timers import TimerDoer
from console.hub.effects.urls import Urls
from console.hub.effects.worker import Effects
from console.hub.feed import Feed, FeedLimits, notice_event
from console.hub.health import Health
from console.hub.metrics import Meters
from console.hub.store.plans import plan
from console.hub.store.read import Readings
from console.hub.store.record import Record
from console.hub.stream import StreamLimits, Streams
from console.hub.watch import DoorLimits
from console.hub.webhooks.routes import webhooks

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from starlette.types import ASGIApp

    from channels.base import Ports
    from console.config import Settings
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


class _Commits:
    """Tells feed and effects of each commit; the record door exists before both of them."""

    feed: Feed
    effects: Effects

    def __call__(self, committed: Committed) -> None:
        self.feed.committed(committed)
        self.effects.run(committed)


def build(base: Base) -> Parts:
    """Make everything but the routes; call it inside the event loop that will serve."""
    commits = _Commits()
    policy = replace(policy_of(base.settings), hub=uuid4().hex)
    record = Record(base.write, policy=policy, plan=plan, on_commit=commits, clock=base.clock.now)
    readings = Readings(base.read)
    commits.feed = feed = Feed(readings, base.limits.feed)
    outages = Outages(base.clock, lambda notice: feed.pass_on(notice_event(notice)))
    commits.effects = effects = _effects(base, record, policy, outages)
    gate = Gate(readings, base.clock, base.limits.auth)
    desks = _desks(base, record)
    streams = Streams(feed, gate, desks, base.limits.stream)
    meters = _meters(feed, streams)
    api = ApiParts(
        gate=gate,
        readings=readings,
        recorder=record,
        feed=feed,
        clock=base.clock,
        write=base.write,
        known=known_of(base.settings),
        notices=outages.current,
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
    )


def routes(settings: Settings, parts: Parts) -> ASGIApp:
    """Put all routes before the parts."""
    hooks = webhooks(
        parts.record,
        parts.readings,
        parts.meters,
        verifier=account_of(settings).verifier(settings.hub.url),
        voice=voice_of(settings),
        mail=mail_of(settings),
    )
    api = parts.api
    return App(
        webhooks=hooks,
        routes=[*Views(api).routes(), *Commands(api).routes(), *parts.presence.routes()],
        streams=parts.streams,
        gate=api.gate,
        health=parts.health,
        meters=parts.meters,
        hosts=hosts_of(settings),
        is_stream_open=settings.development.anonymous_stream and settings.hub.is_local,
    ).asgi()


def _desks(base: Base, record: Record) -> Desks:
    return Desks(
        record,
        base.clock,
        asyncio.get_running_loop(),
        base.background,
        lost_seconds=base.limits.lost_seconds,
        is_alone=base.settings.database.file is not None,
    )


def _effects(base: Base, record: Record, policy: Policy, outages: Outages) -> Effects:
    urls = Urls(base.settings.hub.url)
    bench = Bench(record, base.read, base.clock, outages)
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
        calls=CallDoer(bench, base.ports.voice, urls),
        timers=TimerDoer(bench),
    )
    is_alone = base.settings.database.file is not None
    return Effects(record, effect_table, doers, base.clock, alone=is_alone)


def _meters(feed: Feed, streams: Streams) -> Meters:
    meters = Meters()
    meters.watch("streams", "Open event streams", lambda: streams.count)
    meters.watch("feed_seq", "Newest entry in the feed", lambda: feed.ring.last)
    return meters
