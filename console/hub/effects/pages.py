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
from console.hub.effects.page_follow import PageFollower
from console.hub.effects.urls import Urls, page_url
from console.hub.store.asks_paging import CALL, FOLLOW

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
TRIED = "An earlier try may have told them."
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
        if job.kind == FOLLOW:
            return await self._follower.do(job)
        found = await self._found(job)
        if found is None:
            return "done"
        incident, page, delivery = found
        may_have = job.attempts > 1 and not job.payload.get("clear")
        if why := self._why_not(job, page):
            return await self._untold(job, why, may_have=may_have)
        if may_have and not self._may_repeat(delivery):
            return await self._unsure(job, PERHAPS)
        try:
            sid = await self._tell(job, incident, page, delivery)
        except Withdrawn:
            return await self._untold(job, TAKEN, may_have=may_have)
        except Refused as no:
            await self.bench.tell(job, "refused", code=no.code, words=str(no))
            return "failed"
        except Unreachable as away:
            later = away.retry_after or AGAIN_SECONDS
            return await self._later(job, later, clear=not may_have)
        except Uncertain as unsure:
            if self._may_repeat(delivery):
                return await self._later(job, AGAIN_SECONDS, clear=False)
            return await self._unsure(job, str(unsure))
        await self.bench.tell(job, "done", sid=sid)
        return "done"

    def _why_not(self, job: Job, page: Page) -> str:
        """Why nobody needs to be told any more; empty: they do."""
        if page.state != "paging":
            return TAKEN
        is_late = job.expires is not None and self.bench.now() > job.expires
        return LATE if is_late else ""

    async def _untold(self, job: Job, why: str, *, may_have: bool) -> Ending:
        """Say why nobody is told now, unless an earlier try may have told them."""
        if may_have:
            return await self._unsure(job, TRIED)
        await self.bench.tell(job, "expired", words=why)
        return "expired"

    async def _unsure(self, job: Job, words: str) -> Ending:
        await self.bench.tell(job, "unsure", words=words)
        return "unknown"

    @property
    def _follower(self) -> PageFollower:
        return PageFollower(self.bench, self.table, self.hooks, self.policy, self.secrets)

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

    async def _later(self, job: Job, seconds: float, *, clear: bool) -> Ending:
        due = self.bench.now() + seconds
        again = {"clear": True} if clear else {}
        await asyncio.to_thread(self.table.put_off, job, due, **again)
        return ""


def page_doer(
    bench: Bench, effects: EffectTable, ports: Ports, policy: Policy, settings: Settings
) -> PageDoer:
    """Make the one of a hub."""
    urls, secrets = Urls(settings.hub.url), settings.credentials.hooks
    return PageDoer(bench, effects, ports.voice, ports.hooks, policy, urls, secrets)
