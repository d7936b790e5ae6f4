"""Every route of a hub × every role × every kind of object (A1): one table, and no route beside it.

An incident that anybody may read, one that is restricted to others, and one that never was.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Engine, event

from console.domain.permissions import ROLES
from console.hub.parts import routes
from tests.hub.http.kit import HandClock, text_fields, world
from tests.hub.http.test_restricted import WHY, bytes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from console.config import Settings
    from console.domain.base import Role
    from tests.hub.http.kit import World

READS = frozenset({"agent", "lead", "manager"})
LEADS = frozenset({"lead", "manager"})
ALL = frozenset(ROLES)
OPEN, RESTRICTED, MISSING = 1, 2, 999


class Door(NamedTuple):
    """Who may use a route; the body names the incident when the path does not."""

    may: frozenset[str]
    path: str = ""
    body: dict[str, object] | None = None


Headers = dict[str, str]
MATRIX: dict[tuple[str, str], Door] = {
    ("GET", "/api/me"): Door(ALL),
    ("GET", "/api/snapshot"): Door(READS),
    ("GET", "/api/incidents"): Door(READS, "/api/incidents?find={}"),
    ("GET", "/api/incidents/{number}"): Door(READS),
    ("GET", "/api/incidents/{number}/entries"): Door(READS),
    ("GET", "/api/incidents/{number}/earlier"): Door(READS),
    ("GET", "/api/incidents/{number}/clocks"): Door(READS),
    ("GET", "/api/incidents/{number}/routes"): Door(READS),
    ("GET", "/api/incidents/{number}/drafts"): Door(LEADS),
    ("GET", "/api/floor"): Door(LEADS),
    ("GET", "/api/hours"): Door(LEADS),
    ("GET", "/api/on-call"): Door(READS),
    ("GET", "/api/resources"): Door(READS),
    ("GET", "/api/drafts"): Door(READS),
    ("PUT", "/api/drafts"): Door(READS, body={"box": "note", "text": "mine"}),
    ("POST", "/api/typing"): Door(READS, body={"agent": 0, "name": "", "doing": "typing"}),
    ("POST", "/api/reading"): Door(LEADS, body={"doing": "reading"}),
    ("POST", "/api/live-words"): Door(READS, body={"box": "note", "text": "x", "to": [77]}),
    ("GET", "/api/tokens"): Door(ALL),
}
"""What answers by role. Paths without a number are asked with it in the body, or without."""
ELSEWHERE = {
    "/api/commands": "tests/hub/store/test_rights.py: every command, in the transaction",
    "/api/incidents/{number}/messages/{message}/media/{place}": "tests/hub/http/test_restricted.py",
    "/api/incidents/{number}/voicemail/{key}": "tests/hub/http/test_restricted.py",
    "/api/tokens/{token}": "tests/hub/http/test_tokens_in_use.py: one's own only",
    "/api/invitations": "tests/hub/http/test_invitations.py: before there is a role",
    "/api/line-checks": "tests/flows/test_doctor.py: one's own line only",
    "/api/line-checks/{check}": "tests/flows/test_doctor.py: one's own line only",
    "/api/audio/code": "tests/hub/http/test_audio.py: one's own line only",
    "/api/audio/session": "tests/hub/http/test_audio.py: a code instead of a role",
    "/api/audio/token": "tests/hub/http/test_audio.py: one's own line only",
    "/api/audio/legs/{sid}": "tests/hub/http/test_audio.py: one's own line only",
    "/api/audio/line": "tests/hub/http/test_audio.py: one's own line only",
    "/audio": "a page without content",
    "/audio/sdk.js": "a page without content",
    "/audio/{name}": "a page without content",
}


async def ask(
    place: World, who: dict[str, str], key: tuple[str, str], number: int
) -> httpx.Response:
    method, template = key
    door = MATRIX[key]
    path = re.sub(r"\{[a-z:]*\}", str(number), door.path or template)
    body = None if door.body is None else door.body | {"incident": number}
    return await place.client.request(method, path, headers=who, json=body)


async def filled(place: World) -> dict[Role, Headers]:
    """Everybody's headers, once the three incidents are as they should be."""
    people = {role: await place.agent(f"{role}one", role) for role in ROLES}
    owner = await place.agent("owner", "lead")
    await place.twilio("/twilio/sms", text_fields("SM1", "hello"))
    await place.twilio("/twilio/sms", text_fields("SM2", "secret", From="+14155550199"))
    wish = {"kind": "incident.restrict", "incident": RESTRICTED, "people": [], "reason": WHY}
    answer = await place.client.post(
        "/api/commands", headers=owner, json={"id": "wish0001", "command": wish}
    )
    assert answer.status_code == 200
    return people


async def test_every_route_is_in_the_table_or_tried_elsewhere(settings: Settings) -> None:
    async with world(settings) as place:
        there = routes(settings, place.hub.parts).routes
        known = {path for _, path in MATRIX} | set(ELSEWHERE)
        plain = {re.sub(r":\w+\}", "}", route.path) for route in there}
        assert plain == known
        methods = {(m, route.path) for route in there for m in (route.methods or ()) if m != "HEAD"}
        assert set(MATRIX) <= {(m, re.sub(r":\w+\}", "}", path)) for m, path in methods}


async def test_every_role_at_every_route_about_every_kind_of_incident(settings: Settings) -> None:
    # Time stands still, so that answers which tell it are alike.
    async with world(settings, clock=HandClock().clock()) as place:
        people = await filled(place)
        for key, door in MATRIX.items():
            for number in (OPEN, RESTRICTED, MISSING):
                assert (await ask(place, {}, key, number)).status_code == 401, key
            for role, headers in people.items():
                there, hidden, gone = [
                    bytes_of(await ask(place, headers, key, number))
                    for number in (OPEN, RESTRICTED, MISSING)
                ]
                if role in door.may:
                    nothing = 404 if "{" in key[1] else None
                    assert there[0] not in {401, 403, nothing}, (key, role, there)
                else:
                    assert there[0] == 403, (key, role, there)
                    assert there == gone, (key, role)
                assert hidden == gone, (key, role, hidden, gone)


@contextmanager
def asked_of(number: int) -> Iterator[list[str]]:
    """The statements that look for an incident."""
    heard: list[str] = []

    def hear(*told: Any) -> None:
        _connection, _cursor, statement, given, *_ = told
        if number in (given.values() if isinstance(given, dict) else given):
            heard.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


async def test_what_is_hidden_costs_the_database_what_is_missing_costs(settings: Settings) -> None:
    # Their times can't tell them apart, however fast the machine, when the work is the same (A3).
    async with world(settings, clock=HandClock().clock()) as place:
        people = await filled(place)
        for key, door in MATRIX.items():
            if "{number}" not in key[1] and door.body is None:
                continue
            for headers in (people[role] for role in ROLES if role in door.may):
                costs = []
                for number in (RESTRICTED, MISSING):
                    with asked_of(number) as heard:
                        await ask(place, headers, key, number)
                    costs.append(heard)
                assert costs[0] == costs[1], key
