"""What becomes of a command, as the agent sees it: where it leads, or what was refused and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.incident_events import OpenIncident, TakeIncident, TakeNext
from console.domain.message_events import SendMail, SendText, TakeBackMessage
from console.domain.note import AddNote

if TYPE_CHECKING:
    from console.desk.session import Session
    from console.desk.spool import Box
    from console.domain.wire import CommandAnswer, CommandPost


class Outcomes:
    """Follows what was granted and gives words back that were refused."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def granted(self, post: CommandPost, answer: CommandAnswer) -> None:
        """Go where it leads."""
        session = self._session
        match post.command:
            case TakeNext() | OpenIncident():
                numbers = [entry.get("incident") for entry in answer.entries]
                if numbers and isinstance(numbers[0], int):
                    session.places.show(numbers[0], focus="note")
                else:
                    session.screen.say("There is nothing to take.", "quiet")
            case TakeBackMessage(id=key):
                self._give_back(key)
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
            reply.address(receiver, message.body)
            session.drafts.keep_reply()
            session.screen.focus_box("reply")
        session.screen.say("Taken back before it left.", "good")

    def refused(self, post: CommandPost, words: str, code: str) -> None:
        """Say why, in the hub's words; give what was written back to an empty box."""
        session = self._session
        session.screen.say(words, "alarm")
        match post.command:
            case TakeIncident(incident=number) if code == "taken":
                session.take_over = number, session.model.moment()
                session.screen.say(f"{words} Press the key again to do it.", "warn")
            case AddNote(incident=number, text=text) if session.showing.number == number:
                if not session.screen.note.text:
                    session.screen.note.put(text)
                    self._keep(post, number, "note", text)
            case SendText(incident=number, body=text) | SendMail(incident=number, body=text):
                box: Box = "sms" if isinstance(post.command, SendText) else "email"
                reply = session.screen.reply
                if session.showing.number == number and reply.box == box and not reply.text:
                    reply.put(text)
                    self._keep(post, number, box, text)
            case _:
                pass

    def _keep(self, post: CommandPost, number: int, box: Box, text: str) -> None:
        session = self._session
        if session.spool is not None:
            session.spool.keep(number, box, text, (0, 0))
        session.changed(session.model.forget(post.id))
