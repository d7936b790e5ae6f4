"""What an error is called outside: in one shape, and without a word about us."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from console.domain.base import Rejected
from console.hub.asgi import NotServed, unavailable
from console.hub.store.wish import StoreUnavailable

if TYPE_CHECKING:
    from console.hub.metrics import Meters

log = logging.getLogger(__name__)

STATUSES = {"forbidden": 403, "not_found": 404}
"""Of the domain's refusals; any other is a conflict."""
UNROUTED = {
    404: ("not_found", "There is nothing here."),
    405: ("method", "This can't be done here."),
}


def told_of(error: Exception, meters: Meters, fault_status: int) -> NotServed:
    """Name an error and count it; ``fault_status`` is for those that are our fault."""
    told = _told(error, meters, fault_status)
    meters.refused.labels(told.code).inc()
    return told


def _told(error: Exception, meters: Meters, fault_status: int) -> NotServed:
    match error:
        case NotServed():
            return error
        case Rejected():
            return NotServed(STATUSES.get(error.code, 409), error.code, error.message)
        case StoreUnavailable():
            return unavailable()
        case HTTPException(status_code=status, headers=headers):
            given = tuple(
                (key.lower().encode(), value.encode()) for key, value in (headers or {}).items()
            )
            code, words = UNROUTED.get(status, ("not_served", "This is not served."))
            return NotServed(status, code, words, given)
        case _:
            # The message may hold what somebody wrote; the place is enough to find the fault.
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{place.filename.rpartition('/')[2]}:{place.lineno}"
            kind = type(error).__name__
            log.error("request_failed", extra={"kind": kind, "where": where})
            meters.failed.labels(kind).inc()
            return NotServed(fault_status, "fault", "Something went wrong here.")
