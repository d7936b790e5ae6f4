"""Everything on the network as JSON: who is on the phone, what they heard, got and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from channels.simulator.board import Board
    from channels.simulator.legs import Leg
    from channels.simulator.messages import Texts
    from channels.simulator.people import Person
    from channels.simulator.plant import Plant

Json = dict[str, object]


def dump(plant: Plant, board: Board, texts: Texts, people: Mapping[str, Person]) -> Json:
    """The state of the whole network now."""
    return {
        "now": plant.clock.now().isoformat(),
        "people": [_person(person) for person in people.values()],
        "calls": [_leg(leg) for leg in board.exchange.legs.values()],
        "conferences": [
            {
                "sid": room.sid,
                "name": room.name,
                "status": room.status,
                "participants": [
                    one.form() | {"Joined": str(one.joined).lower()}
                    for one in room.participants.values()
                ],
            }
            for room in board.rooms.all.values()
        ],
        "queues": {
            queue.name: [member.leg.sid for member in queue.members]
            for queue in board.queues.all.values()
        },
        "recordings": {one.sid: one.status for one in board.recordings.all.values()},
        "texts": [
            {"sid": text.sid, "direction": text.direction, "status": text.status}
            for text in texts.all.values()
        ],
        "complaints": plant.journal.complaints,
        "alerts": [
            {"code": alert.code, "url": alert.url, "detail": alert.detail}
            for alert in plant.journal.alerts
        ],
    }


def _person(person: Person) -> Json:
    return {
        "address": person.address,
        "name": person.name,
        "email": person.email,
        "phone": person.phone.kind,
        "call_sid": person.leg.sid if person.leg else None,
        "received": [{"from": text.sender, "body": text.body} for text in person.received],
        "inbox": [
            {
                "from": letter.sender,
                "subject": letter.subject,
                "text": letter.text,
                "message_id": letter.message_id,
                "reply_to": letter.reply_to,
            }
            for letter in person.inbox
        ],
    }


def _leg(leg: Leg) -> Json:
    return {
        "sid": leg.sid,
        "from": leg.sender,
        "to": leg.to,
        "direction": leg.direction,
        "status": leg.status,
        "heard": leg.heard,
        "hears": sorted(one.name for one in leg.hears()),
    }
