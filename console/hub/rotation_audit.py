"""Puts the change of the provider's token on record: the old one's first use, and its end."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Literal

from console.domain.base import Rejected
from console.hub.build import verifier_of
from console.hub.store.wish import StoreUnavailable, Wish
from console.hub.wishes import TokenRotated

if TYPE_CHECKING:
    from console.config import Settings
    from console.hub.parts import Parts
    from console.hub.recorder import Recorder
    from console.hub.webhooks.rotation import Rotation

log = logging.getLogger(__name__)


class RotationAudit:
    """Looks at the tokens in use now and then; a request with a signature never waits for it."""

    def __init__(self, rotation: Rotation, recorder: Recorder, account: str) -> None:
        self._rotation = rotation
        self._recorder = recorder
        self._account = account
        self._began = rotation.is_open or rotation.until is not None
        self._told: set[str] = set()

    async def look(self) -> None:
        """Record what has happened since the last look; what fails is tried again."""
        if self._rotation.was_used:
            await self._tell("used")
        if self._began and not self._rotation.is_open:
            await self._tell("ended")

    async def _tell(self, what: Literal["used", "ended"]) -> None:
        if what in self._told:
            return
        until = self._rotation.until
        moment = until.isoformat() if until else "open"
        wish = Wish(
            TokenRotated(self._account, what, until),
            cause=f"rule:rotation:{self._account}:{moment}:{what}",
            actor="rule:rotation",
        )
        try:
            await self._recorder.record(wish)
        except (StoreUnavailable, Rejected):
            log.warning("rotation_not_recorded", extra={"what": what})
            return
        self._told.add(what)


def audited(settings: Settings, parts: Parts) -> Rotation:
    """Make the check of signatures, and put what happens to its tokens on record."""
    rotation = verifier_of(settings, parts.api.clock.now)
    audit = RotationAudit(rotation, parts.record, settings.twilio.account_sid)
    parts.effects.patrols = (*parts.effects.patrols, audit.look)
    return rotation
