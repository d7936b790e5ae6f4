"""The token by which a browser becomes a telephone of the account: incoming calls only."""

from __future__ import annotations

from dataclasses import dataclass, field

from twilio.jwt.access_token import AccessToken  # type: ignore[import-untyped]
from twilio.jwt.access_token.grants import VoiceGrant  # type: ignore[import-untyped]

SECONDS = 3600
"""How long a token registers a telephone; the page asks for the next one before it ends
(https://www.twilio.com/docs/iam/access-tokens)."""


@dataclass(frozen=True, slots=True)
class AudioKey:
    """The API key that signs tokens."""

    account_sid: str
    key_sid: str
    secret: str = field(repr=False)

    @property
    def is_set(self) -> bool:
        """Whether there is a key at all."""
        return bool(self.key_sid and self.secret)

    def token(self, identity: str) -> str:
        """Sign a token for one identity: letters, digits and underscores."""
        token = AccessToken(
            self.account_sid, self.key_sid, self.secret, identity=identity, ttl=SECONDS
        )
        # Without an app to call out through, a stolen token can ring nobody.
        token.add_grant(VoiceGrant(incoming_allow=True))
        return str(token.to_jwt())
