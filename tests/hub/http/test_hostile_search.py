"""What somebody types into a search is only ever looked for (D1, D2): it is no statement and no
pattern, whatever a database or a full-text index would make of it, on both databases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.hub.http.kit import ANA, settings_for, text_fields, world

if TYPE_CHECKING:
    from tests.hub.http.kit import World

STATEMENTS = (
    "'; DROP TABLE entry; --",
    '"; DELETE FROM agent; --',
    "' OR '1'='1",
    "1) UNION SELECT data FROM entry --",
    "\\'; SELECT 1; --",
    "%s %(x)s :name ?1 $1 {0}",
)
SYNTAX = (
    '"',
    '"unbalanced',
    "AND",
    "a OR b",
    "NEAR(a b, 3)",
    "title:secret",
    "sel*",
    "^a",
    "a & | ! b",
    "<-> 'a':*",
    "((((((",
    "a\x00b",
    "\ud7ff\uffff\u202e",
)
PATTERNS = ("", " ", "%", "%%%", "_", "____", "*", "\\", "[a-z]", "a%b", "\\%", ".*")
"""None of them fits anything: nobody has such a name."""
OTHERS = (
    "/api/incidents/1/entries?before={}",
    "/api/incidents/1/entries?limit={}",
    "/api/hours?queue={}",
    "/api/hours?queue=safety&at={}",
    "/api/incidents/{}",
    "/api/incidents/{}/entries",
)


async def rows(place: World, who: dict[str, str], wanted: str) -> list[str]:
    got = await place.client.get(f"/api/incidents?find={quote(wanted, safe='')}", headers=who)
    assert got.status_code == 200, wanted
    return [row["incident"]["ref"] for row in got.json()["rows"]]


async def test_hostile_words_find_nothing_and_break_nothing(database_url: str) -> None:
    async with world(settings_for(database_url)) as place:
        lead = await place.agent("lee", "lead")
        await place.twilio("/twilio/sms", text_fields("SM1", "hello"))
        before = await place.entries()
        for wanted in (*STATEMENTS, *SYNTAX, *PATTERNS):
            assert await rows(place, lead, wanted) == [], wanted
        assert await place.entries() == before
        assert len(await rows(place, lead, ANA)) == 1


async def test_a_name_with_signs_in_it_is_found_by_these_signs_alone(database_url: str) -> None:
    async with world(settings_for(database_url)) as place:
        lead = await place.agent("lee", "lead")
        await place.twilio("/twilio/sms", text_fields("SM1", "hello"))
        named = {"kind": "contact.identify", "handle": f"tel:{ANA}",
                 "name": "100%_O'Neil \\ \"Bo\""}  # fmt: skip
        answer = await place.client.post(
            "/api/commands", headers=lead, json={"id": "wish0001", "command": named}
        )
        assert answer.status_code == 200
        for there in ("100%_", "O'Neil", '"Bo"', "l \\ "):
            assert len(await rows(place, lead, there)) == 1, there
        for gone in ("1%l", "100__O", "O''Neil", "Neil%Bo"):
            assert await rows(place, lead, gone) == [], gone


async def test_every_other_place_that_takes_words_refuses_them_as_words(database_url: str) -> None:
    async with world(settings_for(database_url)) as place:
        lead = await place.agent("lee", "lead")
        await place.twilio("/twilio/sms", text_fields("SM1", "hello"))
        before = await place.entries()
        for path in OTHERS:
            for words in STATEMENTS:
                got = await place.client.get(path.format(quote(words, safe="")), headers=lead)
                assert 400 <= got.status_code < 500, (path, words)
                assert "sql" not in got.text.lower(), (path, words)
        assert await place.entries() == before


async def test_a_megabyte_to_look_for_is_refused_before_anything_is_read(database_url: str) -> None:
    async with world(settings_for(database_url)) as place:
        lead = await place.agent("lee", "lead")
        path = f"/api/incidents?find={'a' * 1_000_000}"
        request = (
            f"GET {path} HTTP/1.1\r\nHost: {place.hub.url.removeprefix('http://')}\r\n"
            f"Authorization: {lead['authorization']}\r\nConnection: close\r\n\r\n"
        )
        answer = await place.exchange(request.encode())
        assert not answer.startswith(b"HTTP/1.1 2")
        assert b" 5" not in answer.split(b"\r\n", 1)[0]
