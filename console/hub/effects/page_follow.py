"""Tells PagerDuty that somebody has a page, or that it is done; saying it twice changes nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from channels.base import ChannelError, Refused, Uncertain, Unreachable
from channels.hooks import PAGERDUTY
from console.domain.incident import Incident
from console.domain.paging import page_of
from console.domain.paging_follow import action_of, alerts_of, follow_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import SecretStr

    from channels.hooks import Hooks
    from console.domain.paging import Page
    from console.hub.effects.base import Bench, Ending
    from console.hub.effects.table import EffectTable, Job
    from console.hub.store.policy import Policy

SOONEST, LATEST = 5.0, 300.0
"""Seconds until it is tried again: the first time, and at most."""
GONE = "This webhook has no address any more."
GAVE_UP = "PagerDuty could not be told for an hour."


@dataclass(frozen=True, slots=True)
class PageFollower:
    """Acknowledges and resolves what a page has opened elsewhere."""

    bench: Bench
    table: EffectTable
    hooks: Hooks
    policy: Policy
    secrets: Mapping[str, SecretStr] = field(default_factory=dict, repr=False)
    """Of webhooks, by name."""

    async def do(self, job: Job) -> Ending:
        """Tell every alert of a page how the page stands now."""
        incident = await self.bench.state(Incident, job.key)
        page = page_of(incident, str(job.payload["page"])) if incident is not None else None
        # What has changed again since is told by the entry that changed it.
        if incident is None or page is None or action_of(page) != job.payload["action"]:
            return "done"
        if job.expires is not None and self.bench.now() > job.expires:
            await self.bench.tell(job, "refused", words=GAVE_UP)
            return "failed"
        try:
            for name in alerts_of(page, self.policy.paging.hooks):
                await self._post(page, incident.ref, name)
        except Refused as no:
            await self.bench.tell(job, "refused", code=no.code, words=str(no))
            return "failed"
        except (Unreachable, Uncertain) as away:
            return await self._later(job, away)
        await self.bench.tell(job, "done")
        return "done"

    async def _post(self, page: Page, ref: str, name: str) -> None:
        secret = self.secrets.get(name)
        if secret is None:
            raise Refused(GONE, do="Tell an admin.")
        await self.hooks.post(PAGERDUTY, follow_body(page, ref, secret.get_secret_value()))

    async def _later(self, job: Job, away: ChannelError) -> Ending:
        tries = int(job.payload.get("tries", 0))
        wait = min(LATEST, SOONEST * 2.0**tries)
        asked = away.retry_after if isinstance(away, Unreachable) else None
        due = self.bench.now() + max(wait, asked or 0.0)
        await asyncio.to_thread(self.table.put_off, job, due, tries=tries + 1)
        return ""
