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
from console.hub.api.floor import floor_routes
from console.hub.api.invitations import InvitationRoutes
from console.hub.api.left_drafts import LeftDraftRoutes
from console.hub.api.line_checks import LineCheckRoutes
from console.hub.api.live_words import LiveWordsRoutes
from console.hub.api.paging import paging_routes
from console.hub.api.parts import ApiParts
from console.hub.api.presence import Presence
from console.hub.api.resources import ResourceRoutes
from console.hub.api.tokens import Tokens
from console.hub.api.views import Views
from console.hub.api.voicemail import Voicemails
from console.hub.app import App
from console.hub.auth import AuthLimits, Gate
from console.hub.broadcast import Broadcast
from console.hub.browser_lines import audio_door
from console.hub.build import (
    audio_key_of,
    hosts_of,
    known_of,
    mail_of,
    policy_of,
    voice_of,
)
from console.hub.commits import record_door
from console.hub.desks import LOST_SECONDS, Desks
from console.hub.effects.base import Bench
from console.hub.effects.calls import CallDoer
from console.hub.effects.doers import Doers
from console.hub.effects.further import further
from console.hub.effects.guests import GuestDoer
from console.hub.effects.messages import MessageDoer
from console.hub.effects.offering import rounds
from console.hub.effects.pages import page_doer
from console.hub.effects.probe import Probe
from console.hub.effects.sweep import SweepDoer
from console.hub.effects.table import EffectTable
from console.hub.effects.timers import TimerDoer
from console.hub.effects.urls import Urls
from console.hub.effects.voicemails import VoicemailDoer
from console.hub.effects.worker import Effects
from console.hub.feed import Feed, FeedLimits, notice_event
from console.hub.health import Health
from console.hub.journal.gap import Gap
from console.hub.journal.replay import Replay
from console.hub.line_checks import LineChecks
from console.hub.looks import Looks
from console.hub.metrics import Meters, hub_meters
from console.hub.peers import Peers
from console.hub.queue_facts import KeptFacts
from console.hub.rotation_audit import audited
from console.hub.sessions import Sessions
from console.hub.store.read import Readings
from console.hub.stream import StreamLimits, Streams
from console.hub.watch import DoorLimits
from console.hub.watches import watches
from console.hub.webhooks.replayed import replayed
from console.hub.webhooks.routes import webhooks
from console.hub.webhooks.transcripts import transcript_hooks

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from channels.ports import Ports
    from channels.twilio.signature import Verifier
    from console.config import Settings
    from console.domain.wire import Notice
    from console.hub.background import Background
    from console.hub.hub import Clock
    from console.hub.journal.keeper import Keeper
    from console.hub.store.disk import Disk
    from console.hub.store.policy import Policy
    from console.hub.store.record import Record
    from console.hub.watches import Watches
    from console.hub.webhooks.routes import Webhooks


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
    disk: Disk
    keeper: Keeper


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
    replay: Replay


def build(base: Base) -> Parts:
    """Make everything but the routes; call it inside the event loop that will serve."""
    policy = replace(policy_of(base.settings), hub=uuid4().hex)
    readings, (commits, record) = Readings(base.read), record_door(base.write, policy, base.clock)
    commits.feed = feed = Feed(readings, base.limits.feed)
    watched = watches(readings, base.clock, base.ports.pace, _say(feed))
    commits.effects = effects = _effects(base, record, policy, watched)
    gate = _gate(base, readings, sessions := Sessions(record, readings, base.clock, _say(feed)))
    desks, replay = _desks(base, record), _replay(base, record, feed)
    streams = Streams(feed, gate, desks, base.limits.stream)
    meters = hub_meters(feed, streams, watched.strangers, effects, base.keeper)
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
        notices=lambda: [*watched.current(), *sessions.current(), *replay.gap.current()],
        queue_facts=KeptFacts(policy, base.clock).current,
        looks=Looks(record, base.clock),
    )
    return Parts(
        record=record,
        effects=effects,
        readings=readings,
        feed=feed,
        streams=streams,
        desks=desks,
        meters=meters,
        health=Health(record, base.write, base.clock, gate, meters, keeper=base.keeper),
        api=api,
        presence=Presence(api),
        sessions=sessions,
        lines=LineChecks(base.ports.voice, base.settings, base.clock.monotonic),
        replay=replay,
    )


def routes(settings: Settings, parts: Parts) -> App:
    """Put all routes before the parts."""
    verifier = audited(settings, parts)
    hooks = _hooks(settings, parts, verifier)
    api, key = parts.api, audio_key_of(settings)
    return App(
        webhooks=hooks,
        routes=[
            *Views(api).routes(),
            *ResourceRoutes(api, settings.people.resources_path).routes(),
            *paging_routes(api, settings.clocks, policy_of(settings).paging),
            *Commands(api).routes(),
            *Attachments(api).routes(),
            *Voicemails(api).routes(),
            *LeftDraftRoutes(api).routes(),
            *InvitationRoutes(api, settings.hub).routes(),
            *parts.presence.routes(),
            *LiveWordsRoutes(api).routes(),
            *Tokens(api).routes(),
            *floor_routes(api, settings),
            *LineCheckRoutes(api, parts.lines).routes(),
            *AudioRoutes(api, audio_door(api, key, parts.effects), key).routes(),
            *AudioPage(settings.audio).routes(),
        ],
        streams=parts.streams,
        gate=api.gate,
        health=parts.health,
        meters=parts.meters,
        hosts=hosts_of(settings),
        looks=api.looks,
        is_stream_open=settings.development.anonymous_stream and settings.hub.is_local,
    )


def _hooks(settings: Settings, parts: Parts, verifier: Verifier) -> Webhooks:
    voice, mail = voice_of(settings), mail_of(settings)
    parts.replay.wishes = replayed(voice, mail)
    hooks = webhooks(
        parts.record,
        parts.replay.keeper,
        parts.readings,
        parts.meters,
        verifier=verifier,
        voice=voice,
        mail=mail,
    )
    hooks.exact.update(parts.lines.webhooks(verifier, parts.meters))
    hooks.exact.update(transcript_hooks(parts.api, verifier, parts.meters))
    return hooks


def _replay(base: Base, record: Record, feed: Feed) -> Replay:
    gap, account = Gap(base.clock, _say(feed)), base.settings.twilio.account_sid
    return Replay(base.keeper, record, base.clock, gap, account)


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


def _effects(base: Base, record: Record, policy: Policy, watched: Watches) -> Effects:
    outages = watched.outages
    urls = Urls(base.settings.hub.url)
    bench = Bench(record, base.read, base.clock, outages)
    ports, patience = base.ports, policy.transfer_seconds
    guests = GuestDoer(bench, ports.voice, ports.rooms, urls, transfer_seconds=patience)
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
        calls=CallDoer(bench, ports.voice, urls, guests, also=further(bench, ports, urls)),
        timers=TimerDoer(bench),
        sweep=SweepDoer(bench, effect_table, base.ports.voice, policy),
        voicemails=VoicemailDoer(bench, effect_table, ports.recordings, policy),
        pages=page_doer(bench, effect_table, ports, policy, base.settings),
    )
    is_alone = base.settings.database.file is not None
    probe = Probe(outages, base.ports.voice, base.clock)
    by_rule = rounds(base.settings.floor, record, policy, base.clock)
    patrols = (probe.look, *watched.looks, *by_rule)
    return Effects(record, effect_table, doers, base.clock, alone=is_alone, patrols=patrols)


def _say(feed: Feed) -> Callable[[Notice], None]:
    return lambda notice: feed.pass_on(notice_event(notice))
