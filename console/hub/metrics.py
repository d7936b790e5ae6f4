"""What the hub counts, for Prometheus: numbers and names of routes, nobody's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

if TYPE_CHECKING:
    from collections.abc import Callable

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
