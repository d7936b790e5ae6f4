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
        self.until = until
        self.was_used = False
        """Whether a request was signed with another token than the newest since the start."""
        self._newest = Verifier(tokens[:1], public_base)
        self._now = now
        if len(self._keyed) > 1:
            ends = until.isoformat() if until else "never"
            log.warning("previous_auth_token_accepted", extra={"until": ends})

    def _signed(self, tail: bytes, given: bytes) -> bool:
        is_right = self.is_open and super()._signed(tail, given)
        if is_right and not self.was_used:
            self.was_used = not self._newest._signed(tail, given)
        return is_right or self._newest._signed(tail, given)

    @property
    def is_open(self) -> bool:
        """Whether more than the newest token counts; what has ended stays ended."""
        if len(self._keyed) > 1 and self.until is not None and self._now() >= self.until:
            self._keyed = self._keyed[:1]
            log.warning("previous_auth_token_ended")
        return len(self._keyed) > 1
