"""Pages by telephone and by webhook: made once, or shown as unsure."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.base import LegWish, Refused, Uncertain, Unreachable, Withdrawn
from channels.hooks import PAGERDUTY
from console.domain.incident import Incident
from console.domain.paging import page_of
from console.domain.paging_words import pagerduty_of, slack_of
from console.hub.effects.urls import Urls, page_url
from console.hub.store.asks_paging import CALL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import SecretStr

    from channels.base import Voice
    from channels.hooks import Hooks
    from channels.ports import Ports
    from console.config import Settings
    from console.domain.paging import Delivery, Page
    from console.hub.effects.base import Bench, Ending
    from console.hub.effects.table import EffectTable, Job
    from console.hub.store.policy import Policy

RING_SECONDS = 30
AGAIN_SECONDS = 5.0
PERHAPS = "The hub stopped just then; it may or may not have been told."
TAKEN = "Somebody had it before."
LATE = "It could not be told in time."


@dataclass(frozen=True, slots=True)
class PageDoer:
    """Rings telephones and posts to webhooks; texts and mails go as every message does."""

    bench: Bench
    table: EffectTable
    voice: Voice
    hooks: Hooks
    policy: Policy
    urls: Urls
    secrets: Mapping[str, SecretStr] = field(default_factory=dict, repr=False)
    """Of webhooks, by name."""

    async def do(self, job: Job) -> Ending:
        """Tell one person; what surely was not done is tried again while it is of use."""
        found = await self._found(job)
        if found is None:
            return "done"
        incident, page, delivery = found
        is_safe = bool(job.payload.get("clear")) or self._may_repeat(delivery)
        if job.attempts > 1 and not is_safe:
            await self.bench.tell(job, "unsure", words=PERHAPS)
            return "unknown"
        if page.state != "paging":
            await self.bench.tell(job, "expired", words=TAKEN)
            return "expired"
        if job.expires is not None and self.bench.now() > job.expires:
            await self.bench.tell(job, "refused", words=LATE)
            return "expired"
        try:
            sid = await self._tell(job, incident, page, delivery)
        except Withdrawn:
            await self.bench.tell(job, "expired", words=TAKEN)
            return "expired"
        except Refused as no:
            await self.bench.tell(job, "refused", code=no.code, words=str(no))
            return "failed"
        except Unreachable as away:
            return await self._later(job, away.retry_after or AGAIN_SECONDS)
        except Uncertain as unsure:
            if self._may_repeat(delivery):
                return await self._later(job, AGAIN_SECONDS)
            await self.bench.tell(job, "unsure", words=str(unsure))
            return "unknown"
        await self.bench.tell(job, "done", sid=sid)
        return "done"

    async def _found(self, job: Job) -> tuple[Incident, Page, Delivery] | None:
        incident = await self.bench.state(Incident, job.key)
        page = page_of(incident, str(job.payload["page"])) if incident is not None else None
        delivery = page.delivery(int(job.payload["delivery"])) if page is not None else None
        if incident is None or page is None or delivery is None:
            return None
        return (incident, page, delivery) if delivery.state == "asked" else None

    def _may_repeat(self, delivery: Delivery) -> bool:
        """Whether the other side knows the same page again: PagerDuty does by its key."""
        hook = self.policy.paging.hooks.get(delivery.to)
        return delivery.way == "webhook" and hook is not None and hook.kind == "pagerduty"

    async def _tell(self, job: Job, incident: Incident, page: Page, delivery: Delivery) -> str:
        if job.kind == CALL:
            return await self._ring(job, incident, page, delivery)
        await self._post(incident, page, delivery)
        return ""

    async def _ring(self, job: Job, incident: Incident, page: Page, delivery: Delivery) -> str:
        async def still() -> bool:
            found = await self._found(job)
            return found is not None and found[1].state == "paging"

        about = (incident.number, page.key, delivery.number)
        wish = LegWish(
            to=delivery.to,
            caller_id=self.policy.numbers[0],
            twiml_url=page_url(self.urls, "", *about),
            status_url=page_url(self.urls, "/status", *about),
            timeout=RING_SECONDS,
            still=still,
        )
        receipt = await self.voice.ring(wish)
        return receipt.sid

    async def _post(self, incident: Incident, page: Page, delivery: Delivery) -> None:
        hook = self.policy.paging.hooks.get(delivery.to)
        secret = self.secrets.get(delivery.to)
        if hook is None or secret is None:
            raise Refused("This webhook has no address any more.", do="Tell an admin.")
        told = secret.get_secret_value()
        if hook.kind == "pagerduty":
            await self.hooks.post(PAGERDUTY, pagerduty_of(page, incident.ref, told))
        else:
            await self.hooks.post(told, slack_of(page, incident.ref))

    async def _later(self, job: Job, seconds: float) -> Ending:
        due = self.bench.now() + seconds
        await asyncio.to_thread(self.table.put_off, job, due, clear=True)
        return ""


def page_doer(
    bench: Bench, effects: EffectTable, ports: Ports, policy: Policy, settings: Settings
) -> PageDoer:
    """Make the one of a hub."""
    urls, secrets = Urls(settings.hub.url), settings.credentials.hooks
    return PageDoer(bench, effects, ports.voice, ports.hooks, policy, urls, secrets)
