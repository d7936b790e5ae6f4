"""A client of the REST interface with the account's credentials."""

from __future__ import annotations

import httpx

OURS = "+14155550100"
"""The account's number."""


class Api(httpx.AsyncClient):
    """Requests relative to the account's resources."""

    async def make(self, path: str, **form: str | list[str]) -> httpx.Response:
        """POST a form; ``From_`` and the like lose their underscore."""
        data = {name.rstrip("_"): value for name, value in form.items()}
        return await self.post(path, data=data)
