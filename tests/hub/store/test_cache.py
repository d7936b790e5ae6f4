"""What the writer keeps in memory stays small, and keeps what is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.incident import Incident
from console.hub.store.cache import Cache
from console.hub.store.chain import GENESIS
from tests.hub.store.shift import ANA, shift

if TYPE_CHECKING:
    from collections.abc import Iterator


def _streams(cache: Cache, count: int) -> Iterator[str]:
    """Add incidents one by one, as groups do."""
    for number in range(1, count + 1):
        stream = f"incident/{number}"
        cache.put(stream, Incident(number=number))
        cache.chains[number] = f"head {number}"
        yield stream
        cache.trim()


def test_what_is_read_or_written_again_outlives_what_is_not() -> None:
    cache = Cache(most=8)
    for _ in _streams(cache, 100):
        assert cache.get("incident/1") is not None
        cache.put("incident/2", Incident(number=2))
    assert cache.get("incident/3") is None
    assert (cache.chain(1), cache.chain(3)) == ("head 1", GENESIS)
    assert len(cache.chains) <= 8 + 2


async def test_a_store_that_forgets_all_the_time_stores_the_same(database_url: str) -> None:
    async with shift(database_url) as hub:
        hub.record.writer.cache.most = 4
        for number in range(40):
            await hub.texts(ANA if number % 3 else f"+1415555010{number % 7}")
        assert hub.many("message") == 40
        assert hub.faults() == []
