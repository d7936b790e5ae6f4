"""Resources as Twilio's 2010 API shows them in JSON.

Source: https://www.twilio.com/docs/usage/api
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.simulator.plant import rfc2822
from channels.simulator.segments import segments

if TYPE_CHECKING:
    from channels.simulator.conference import Conference, Participant
    from channels.simulator.legs import Leg
    from channels.simulator.messages import Message, StoredMedia
    from channels.simulator.plant import Plant
    from channels.simulator.queues import Member, Queue
    from channels.simulator.recordings import Recording
    from channels.simulator.settings import OwnedNumber

Json = dict[str, object]


def _head(plant: Plant, sid: str, path: str) -> Json:
    return {
        "sid": sid,
        "account_sid": plant.settings.account_sid,
        "api_version": "2010-04-01",
        "uri": plant.path(path),
    }


def _local(number: str) -> str:
    digits = number.removeprefix("+1")
    if len(digits) == 10 and digits.isdigit():
        return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
    return number


def _sub(plant: Plant, base: str, names: str) -> Json:
    return {
        name: plant.path(f"{base}/{name.title().replace('_', '')}.json") for name in names.split()
    }


def call(leg: Leg) -> Json:
    """A Call."""
    plant = leg.plant
    ours = leg.sender if leg.direction.startswith("outbound") else leg.to
    number = plant.settings.number(ours)
    return _head(plant, leg.sid, f"Calls/{leg.sid}.json") | {
        "parent_call_sid": leg.parent_sid,
        "to": leg.to,
        "to_formatted": _local(leg.to),
        "from": leg.sender,
        "from_formatted": _local(leg.sender),
        "phone_number_sid": number.sid if number else None,
        "status": leg.status,
        "direction": leg.direction,
        "start_time": rfc2822(leg.started or (leg.created if leg.is_over else None)),
        "end_time": rfc2822(leg.ended),
        "duration": str(leg.seconds) if leg.is_over else None,
        "price": None,
        "price_unit": "USD",
        "answered_by": None,
        "forwarded_from": None,
        "caller_name": None,
        "group_sid": None,
        "queue_time": "0",
        "trunk_sid": None,
        "date_created": rfc2822(leg.created),
        "date_updated": rfc2822(leg.ended or leg.started or leg.created),
        "subresource_uris": _sub(
            plant,
            f"Calls/{leg.sid}",
            "notifications recordings payments events siprec streams transcriptions "
            "user_defined_message_subscriptions user_defined_messages",
        ),
    }


def conference(room: Conference) -> Json:
    """A Conference."""
    return _head(room.plant, room.sid, f"Conferences/{room.sid}.json") | {
        "friendly_name": room.name,
        "region": "us1",
        "status": room.status,
        "reason_conference_ended": room.reason,
        "call_sid_ending_conference": room.ended_by,
        "date_created": rfc2822(room.created),
        "date_updated": rfc2822(room.plant.clock.now()),
        "subresource_uris": _sub(room.plant, f"Conferences/{room.sid}", "participants recordings"),
    }


def participant(room: Conference, one: Participant) -> Json:
    """A Participant."""
    states = {"queued": "queued", "ringing": "ringing", "in-progress": "connected"}
    path = f"Conferences/{room.sid}/Participants/{one.leg.sid}.json"
    return {
        "account_sid": room.plant.settings.account_sid,
        "call_sid": one.leg.sid,
        "label": one.label or None,
        "conference_sid": room.sid,
        "muted": one.muted,
        "hold": one.hold,
        "coaching": one.coaching,
        "call_sid_to_coach": one.coached,
        "start_conference_on_enter": one.starts,
        "end_conference_on_exit": one.ends,
        "status": states.get(one.leg.status, "complete"),
        "queue_time": "0",
        "date_created": rfc2822(one.created),
        "date_updated": rfc2822(room.plant.clock.now()),
        "uri": room.plant.path(path),
    }


def message(plant: Plant, text: Message) -> Json:
    """A Message."""
    is_sent = text.direction != "inbound" and text.status in ("queued", "accepted")
    return _head(plant, text.sid, f"Messages/{text.sid}.json") | {
        "messaging_service_sid": text.service or None,
        "to": text.to,
        "from": text.sender,
        "body": text.body,
        "status": text.status,
        "direction": text.direction,
        "num_segments": str(segments(text.body)),
        "num_media": str(len(text.media) + len(text.media_urls)),
        "error_code": text.error_code or None,
        "error_message": None,
        "price": None,
        "price_unit": None,
        "date_created": rfc2822(text.created),
        "date_sent": None if is_sent else rfc2822(text.sent),
        "date_updated": rfc2822(text.sent or text.created),
        "subresource_uris": {"media": plant.path(f"Messages/{text.sid}/Media.json")},
    }


def media(plant: Plant, text: Message, one: StoredMedia) -> Json:
    """A Media of a message."""
    return {
        "sid": one.sid,
        "account_sid": plant.settings.account_sid,
        "parent_sid": text.sid,
        "content_type": one.file.content_type,
        "date_created": rfc2822(one.created),
        "date_updated": rfc2822(one.created),
        "uri": plant.path(f"Messages/{text.sid}/Media/{one.sid}.json"),
    }


def recording(one: Recording, *, of_call: bool) -> Json:
    """A Recording, as seen under its call or on its own."""
    plant = one.leg.plant
    path = f"Recordings/{one.sid}.json"
    shown = _head(plant, one.sid, f"Calls/{one.leg.sid}/{path}" if of_call else path) | {
        "call_sid": one.leg.sid,
        "conference_sid": None,
        "channels": one.channels,
        "source": one.source,
        "status": "deleted" if one.is_deleted else one.status,
        "start_time": rfc2822(one.created),
        "duration": None if one.duration is None else str(one.duration),
        "price": None,
        "price_unit": None,
        "error_code": None,
        "encryption_details": None,
        "date_created": rfc2822(one.created),
        "date_updated": rfc2822(plant.clock.now()),
    }
    if of_call:
        return shown | {"track": one.track}
    links = _sub(plant, f"Recordings/{one.sid}", "add_on_results transcriptions")
    return shown | {
        "media_url": plant.media_base + plant.path(f"Recordings/{one.sid}"),
        "subresource_uris": links,
    }


def queue(plant: Plant, one: Queue) -> Json:
    """A Queue."""
    shown = _head(plant, one.sid, f"Queues/{one.sid}.json")
    shown.pop("api_version")
    return shown | {
        "friendly_name": one.name,
        "current_size": len(one.members),
        "max_size": one.max_size,
        "average_wait_time": one.average_wait,
        "date_created": rfc2822(one.created),
        "date_updated": rfc2822(plant.clock.now()),
        "subresource_uris": {"members": plant.path(f"Queues/{one.sid}/Members.json")},
    }


def member(plant: Plant, one: Queue, who: Member) -> Json:
    """A Member of a queue."""
    return {
        "queue_sid": one.sid,
        "call_sid": who.leg.sid,
        "date_enqueued": rfc2822(who.since),
        "position": one.members.index(who) + 1 if who in one.members else 0,
        "wait_time": who.waited,
        "uri": plant.path(f"Queues/{one.sid}/Members/{who.leg.sid}.json"),
    }


def number(plant: Plant, one: OwnedNumber) -> Json:
    """An IncomingPhoneNumber."""
    return _head(plant, one.sid, f"IncomingPhoneNumbers/{one.sid}.json") | {
        "friendly_name": one.friendly_name or one.number,
        "phone_number": one.number,
        "voice_url": one.voice_url,
        "voice_method": one.voice_method,
        "voice_fallback_url": one.voice_fallback_url,
        "voice_fallback_method": one.voice_fallback_method,
        "voice_caller_id_lookup": False,
        "voice_application_sid": one.voice_application_sid or None,
        "status_callback": one.status_callback,
        "status_callback_method": one.status_callback_method,
        "sms_url": one.sms_url,
        "sms_method": one.sms_method,
        "sms_fallback_url": one.sms_fallback_url,
        "sms_fallback_method": one.sms_fallback_method,
        "sms_application_sid": one.sms_application_sid or None,
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        "origin": "twilio",
        "status": "in-use",
        "beta": False,
        "trunk_sid": one.trunk_sid or None,
        "address_requirements": "none",
        "date_created": None,
        "date_updated": None,
    }


def account(plant: Plant) -> Json:
    """The Account; never with its token."""
    sid = plant.settings.account_sid
    return {
        "sid": sid,
        "owner_account_sid": sid,
        "friendly_name": "Practice network",
        "status": "active",
        "type": plant.settings.account_type,
        "auth_token": None,
        "date_created": None,
        "date_updated": None,
        "uri": f"/2010-04-01/Accounts/{sid}.json",
        "subresource_uris": {},
    }
