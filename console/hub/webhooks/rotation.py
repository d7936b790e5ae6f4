"""Two auth tokens while one is being rotated out; from a fixed moment on only the new one."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from channels.twilio.signature import Verifier

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

log = logging.getLogger(__name__)


class Rotation(Verifier):
    """Checks against every token until a moment, afterwards against the first.

    Args:
        tokens: The newest first.
        public_base: As the provider was told.
        until: When the others end, aware; None for never.
        now: The hub's clock.
    """

    def __init__(
        self,
        tokens: Sequence[str],
        public_base: str,
        *,
        until: datetime | None,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(tokens, public_base)
        self._until = until
        self._now = now
        if len(self._keyed) > 1:
            ends = until.isoformat() if until else "never"
            log.warning("previous_auth_token_accepted", extra={"until": ends})

    def _signed(self, tail: bytes, given: bytes) -> bool:
        if self._until is not None and len(self._keyed) > 1 and self._now() >= self._until:
            self._keyed = self._keyed[:1]
            log.warning("previous_auth_token_ended")
        return super()._signed(tail, given)
