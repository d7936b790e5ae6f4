"""What the hub counts, for Prometheus: numbers and names of routes, nobody's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.effects.worker import Effects
    from console.hub.feed import Feed
    from console.hub.journal.keeper import Keeper
    from console.hub.strangers import Strangers
    from console.hub.stream import Streams

CONTENT_TYPE = b"text/plain; version=0.0.4; charset=utf-8"


class Meters:
    """The counters and gauges of one hub."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.webhooks = self._counter("webhooks", "Webhook requests", "route", "outcome")
        self.refused = self._counter("refused", "Requests refused", "code")
        self.failed = self._counter("failed", "Requests that failed by a fault of ours", "kind")

    def watch(self, name: str, words: str, value: Callable[[], float]) -> None:
        """Show a value that is looked up when somebody asks."""
        Gauge(f"steadyline_{name}", words, registry=self.registry).set_function(value)

    def text(self) -> bytes:
        """Write everything in the exposition format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(f"steadyline_{name}", words, labels, registry=self.registry)


def hub_meters(
    feed: Feed, streams: Streams, strangers: Strangers, effects: Effects, keeper: Keeper
) -> Meters:
    """Give the numbers of a hub."""
    meters = Meters()
    meters.watch("effects_set_aside", "Effects given up since the start", lambda: effects.set_aside)
    meters.watch("quarantined", "Signed requests set aside today", lambda: strangers.count)
    meters.watch("streams", "Open event streams", lambda: streams.count)
    meters.watch("feed_seq", "Newest entry in the feed", lambda: feed.ring.last)
    meters.watch("kept_aside", "Requests not stored yet", lambda: keeper.waiting)
    return meters
