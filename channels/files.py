"""What came along with a text and lies at the provider. One seam for every provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


class Files(Protocol):
    """Fetches strangers' files, guarded."""

    def fetch(self, url: str) -> AsyncGenerator[bytes, None]:
        """The bytes of one file, within limits. Raises Refused or Unreachable."""
        ...
