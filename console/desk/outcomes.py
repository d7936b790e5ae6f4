"""What becomes of a command, as the agent sees it: where it leads, or what was refused and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk import voicemails
from console.desk.acts.safe_contact import ask_why_at_night
from console.desk.attachments import bring
from console.desk.boxes import NOTE, Box
from console.desk.conflicts import ask_again
from console.desk.recipients import restore
from console.domain.call_events import AcceptCall, DialCall
from console.domain.incident_events import OpenIncident, RevealIdentity, TakeIncident, TakeNext
from console.domain.letting_go import UNSAID
from console.domain.message_events import (
    OpenMedia,
    ResendMessage,
    SendMail,
    SendText,
    TakeBackMessage,
)
from console.domain.note import AddNote
from console.domain.person import address_of
from console.domain.safe_contact import ExplainNight, OpenSafeContact, RevealCodeWord
from console.domain.voicemail import PlayVoicemail

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.domain.wire import CommandAnswer, CommandPost


class Outcomes:
    """Follows what was granted and gives words back that were refused."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def granted(self, post: CommandPost, answer: CommandAnswer) -> None:
        """Go where it leads."""
        session = self._session
        session.letting_go.granted(post.command)
        match post.command:
            case TakeNext() | OpenIncident():
                numbers = [entry.get("incident") for entry in answer.entries]
                if numbers and isinstance(numbers[0], int):
                    session.places.show(numbers[0], focus="note")
                else:
                    session.screen.say("There is nothing to take.", "quiet")
            case TakeBackMessage(id=key):
                self._give_back(key)
            case OpenMedia():
                session.work(bring(session, post.command))
            case PlayVoicemail():
                session.work(voicemails.bring(session, post.command))
            case RevealIdentity(handle=handle):
                session.showing.revealed.show(handle)
                session.showing.everything()
                session.screen.say(f"In full, for a minute: {address_of(handle)}", "plain")
            case RevealCodeWord(handle=handle):
                session.showing.code_words.show(handle)
                session.showing.everything()
                session.screen.say("The code word is on their card, for a minute.", "plain")
            case ExplainNight() | OpenSafeContact():
                session.screen.say("It is on record. Now do it again.", "good")
            case _:
                pass

    def _give_back(self, key: str) -> None:
        session = self._session
        message = session.showing.message(key)
        if message is None:
            return
        reply = session.screen.reply
        receiver = next((r for r in reply.receivers if r.handle in message.to), None)
        if receiver is not None and not reply.text.strip():
            reply.copies.put((session.showing.number, receiver.handle), message.cc)
            reply.address(receiver, message.body)
            session.drafts.keep_all()
            session.screen.focus_box("reply")
        session.screen.say("Taken back before it left.", "good")

    def refused(self, post: CommandPost, words: str, code: str) -> None:
        """Say why, in the hub's words; give what was written back to an empty box."""
        session = self._session
        if code == UNSAID:
            session.letting_go.refused(post.command, words)
            return
        session.screen.say(words, "alarm")
        if isinstance(post.command, SendMail):
            restore(session.screen.reply.copies, post.command)
        self._ask_why(post.command, code)
        if code == "conflict":
            ask_again(session, post.command)
        match post.command:
            case TakeIncident(incident=number) if code == "taken":
                session.take_over = number, session.model.moment()
                session.screen.say(f"{words} Press the key again to do it.", "warn")
            case AddNote(incident=number, text=text):
                self._give_back_words(post, number, NOTE, text)
            case SendText(incident=number, to=to, body=text):
                self._give_back_words(post, number, Box("sms", to), text)
            case SendMail(incident=number, to=to_all, body=text):
                self._give_back_words(post, number, Box("email", to_all[0]), text)
            case _:
                pass

    def _ask_why(self, command: object, code: str) -> None:
        """Ask for the reason to wake somebody."""
        session, number, to = self._session, 0, ""
        match command:
            case SendText() | DialCall():
                number, to = command.incident, command.to
            case AcceptCall(call=key) if (call := session.model.calls.get(key)) is not None:
                number, to = call.incident, call.handle
            case ResendMessage(id=key) if (message := session.showing.message(key)) is not None:
                number, to = message.incident, message.handle
            case _:
                pass
        if to and code == "night" and session.screen.ask.question is None:
            ask_why_at_night(session, number, to)

    def _give_back_words(self, post: CommandPost, number: int, box: Box, text: str) -> None:
        """Put words back where they came from, unless others stand there by now."""
        session = self._session
        session.drafts.keep_all()
        if session.spool is None or session.spool.draft(number, box) is not None:
            return
        lines = text.split("\n")
        session.spool.keep(number, box, text, (len(lines) - 1, len(lines[-1])))
        session.drafts.came({(number, box)})
        session.changed(session.model.forget(post.id))
