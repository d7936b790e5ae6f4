"""Plans for texts: what came in, what is to go out, what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from channels.base import Media, TextArrived, TextStatus
from channels.twilio.errors import explain
from console.domain.base import Rejected, trusted
from console.domain.handover import check_card_read
from console.domain.message import (
    DEAD,
    Message,
    check_resend,
    decide_mail,
    decide_open,
    decide_take_back,
    decide_text,
    is_news,
)
from console.domain.message_events import (
    DismissMessage,
    MediaItem,
    MessageComposed,
    MessageHandled,
    MessageReceived,
    MessageReported,
    OpenMedia,
    ResendMessage,
    SendMail,
    SendText,
    TakeBackMessage,
)
from console.domain.note import mask_cards
from console.domain.paging_words import is_of_a_page
from console.domain.person import Contact, OptedIn, OptedOut, check_textable, handle_of
from console.hub.store.plans.common import incident_of
from console.hub.store.plans.incidents import join, join_newest, reopen
from console.hub.store.plans.paging_replies import answers_a_page
from console.hub.store.plans.safe_contact import check_card, check_reachable
from console.hub.store.plans.threads import mail_headers, reply_subject
from console.hub.store.quarantine import is_foreign, keep_foreign
from console.hub.store.tables import OURS_OR_MAIL, MessageRow, table
from console.library.abbreviations import gaps

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.hub.store.tx import Tx
    from console.hub.store.wish import Wish

MESSAGE = table(MessageRow)
_RECEIVED = vars(MessageReceived(channel="sms", sid="", handle="", to="", body=""))
NOT_ARRIVED = "a message did not arrive"
OPTED_OUT = 21610
"""The provider's error for a receiver who replied STOP
(https://www.twilio.com/docs/api/errors/21610)."""


def _text_arrived(tx: Tx, wish: Wish, text: TextArrived) -> None:
    if is_foreign(tx, text.account):
        keep_foreign(tx, wish)
        return
    handle = handle_of(text.sender)
    is_answer = answers_a_page(tx, handle, text)
    number = 0 if is_answer else join_newest(tx, handle, "sms")
    if text.opt_out in ("STOP", "START"):
        opt(tx, handle, out=text.opt_out == "STOP")
    if is_answer:
        return
    values = {
        **_RECEIVED,
        "sid": text.sid,
        "handle": handle,
        "to": text.to,
        "body": mask_cards(text.body),
        "media": tuple(map(_media, text.media)),
        "opt_out": text.opt_out or "",
        "came_at": wish.came_at,
    }
    received = trusted(MessageReceived, values)
    tx.emit(f"message/{text.sid}", number, received, new=True)


def _media(media: Media) -> MediaItem:
    return MediaItem(
        url=media.url, content_type=media.content_type, name=media.name, size=media.size
    )


def opt(tx: Tx, handle: str, *, out: bool, source: str = "keyword") -> None:
    """Let an address out of texts, or in again; what holds already changes nothing."""
    contact = tx.get(Contact, handle)
    if (contact is not None and contact.opted_out) != out:
        tx.emit(f"contact/{handle}", None, OptedOut(source=source) if out else OptedIn())


def find_ours(tx: Tx, out: str, sid: str) -> Message | None:
    """Find a message of ours by our id, else by the provider's."""
    if out and (message := tx.get(Message, out)) is not None:
        return message
    if not sid:
        return None
    wanted = select(MESSAGE.c.id).where(MESSAGE.c.sid == sid, OURS_OR_MAIL)
    found = tx.query(wanted.limit(1)).scalar()
    return tx.get(Message, found) if found else None


def _text_status(tx: Tx, wish: Wish, report: TextStatus) -> None:
    message = find_ours(tx, report.out, report.sid)
    if message is None or message.inbound or is_foreign(tx, report.account):
        keep_foreign(tx, wish)
        return
    words = ""
    if report.error_code:
        meaning = explain(report.error_code)
        words = f"{meaning.what} {meaning.do}".strip()
    event = MessageReported(
        id=message.id,
        status=report.status,
        sid=report.sid,
        code=report.error_code,
        words=words,
    )
    tell_report(tx, message, event)
    if report.error_code == OPTED_OUT:
        opt(tx, message.handle, out=True, source="provider")


def tell_report(tx: Tx, message: Message, event: MessageReported) -> None:
    """Record a delivery report, marked when it tells nothing new."""
    event = event.model_copy(update={"late": not is_news(message, event)})
    tx.emit(f"message/{message.id}", message.incident, event)
    if event.status in DEAD and not event.late:
        not_arrived(tx, message)


def not_arrived(tx: Tx, message: Message) -> None:
    """Open the incident of a message again; a page goes on to its next step instead."""
    if not is_of_a_page(message.id):
        reopen(tx, message.incident, NOT_ARRIVED)


def _message_key(wish: Wish) -> str:
    return wish.cause.removeprefix("cmd:").replace(":", "-")


def check_filled(text: str) -> None:
    """Refuse what still has something to be filled in, whichever desk it comes from."""
    names = dict.fromkeys(gap.name or "the gap" for gap in gaps(text))
    if names:
        raise Rejected(f"Not sent: fill in {', '.join(names)} first.")


def _send_text(tx: Tx, wish: Wish, command: SendText) -> None:
    incident = incident_of(tx, command.incident)
    check_card_read(incident, wish.agent)
    if command.sender and command.sender not in tx.policy.numbers:
        raise Rejected("That is not one of our numbers.")
    contact = tx.get(Contact, command.to) or Contact(handle=command.to)
    composed = MessageComposed(
        id=_message_key(wish),
        channel="sms",
        sender=command.sender or tx.policy.numbers[0],
        to=(command.to,),
        body=command.body,
        due=tx.now + timedelta(seconds=tx.policy.text_undo_seconds),
        author=wish.agent,
    )
    check_filled(command.body)
    events = decide_text(contact, command, composed)
    check_reachable(tx, incident, command.to, "text")
    join(tx, incident.number, command.to)
    tx.emit(f"message/{composed.id}", incident.number, *events, new=True)


def _send_mail(tx: Tx, wish: Wish, command: SendMail) -> None:
    incident = incident_of(tx, command.incident)
    check_card_read(incident, wish.agent)
    key = _message_key(wish)
    in_reply_to, references, thread_subject = mail_headers(tx, incident.number, command.to)
    composed = MessageComposed(
        id=key,
        channel="email",
        sender=tx.policy.mail_from,
        to=command.to,
        cc=command.cc,
        subject=command.subject or reply_subject(incident, thread_subject),
        body=command.body,
        due=tx.now + timedelta(seconds=tx.policy.mail_undo_seconds),
        author=wish.agent,
        in_reply_to=in_reply_to,
        references=references,
    )
    check_filled(f"{command.subject}\n{command.body}")
    events = decide_mail(command, composed)
    for handle in (*command.to, *command.cc):
        check_card(tx, incident.number, handle, "mail")
    for handle in command.to:
        join(tx, incident.number, handle)
    tx.emit(f"message/{key}", incident.number, *events, new=True)


def _message(tx: Tx, key: str) -> Message:
    message = tx.get(Message, key)
    if message is None or message.inbound:
        raise Rejected("There is no such message of ours.", code="not_found")
    return message


def _take_back(tx: Tx, _wish: Wish, command: TakeBackMessage) -> None:
    message = _message(tx, command.id)
    tx.emit(f"message/{message.id}", message.incident, *decide_take_back(message))


def _resend(tx: Tx, wish: Wish, command: ResendMessage) -> None:
    message = _message(tx, command.id)
    check_resend(message)
    if message.channel == "sms":
        check_textable(tx.get(Contact, message.handle) or Contact(handle=message.handle))
    incident = incident_of(tx, message.incident)
    for handle in (*message.to, *message.cc):
        check_reachable(tx, incident, handle, "text" if message.channel == "sms" else "mail")
    key = _message_key(wish)
    again = MessageComposed(
        id=key,
        channel=message.channel,
        sender=message.sender,
        to=message.to,
        cc=message.cc,
        subject=message.subject,
        body=message.body,
        due=tx.now,
        author=wish.agent,
        in_reply_to=message.in_reply_to,
        references=message.references,
        resend_of=message.id,
    )
    handled = MessageHandled(id=message.id, how="sent again")
    tx.emit(f"message/{message.id}", message.incident, handled)
    tx.emit(f"message/{key}", message.incident, again, new=True)


def _dismiss(tx: Tx, _wish: Wish, command: DismissMessage) -> None:
    message = _message(tx, command.id)
    handled = MessageHandled(id=message.id, how=command.how)
    tx.emit(f"message/{message.id}", message.incident, handled)


def _open_media(tx: Tx, _wish: Wish, command: OpenMedia) -> None:
    message = tx.get(Message, command.message)
    if message is None:
        raise Rejected("There is no such message in this incident.", code="not_found")
    tx.emit(f"message/{message.id}", message.incident, *decide_open(message, command))


PLANS: dict[type, Callable[[Tx, Wish, Any], None]] = {
    TextArrived: _text_arrived,
    TextStatus: _text_status,
    SendText: _send_text,
    SendMail: _send_mail,
    TakeBackMessage: _take_back,
    ResendMessage: _resend,
    DismissMessage: _dismiss,
    OpenMedia: _open_media,
}
