"""Every action of the desk, once; footer, help, palette and remapping are readings of this."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

When = Literal[
    "always",
    "offer",
    "call",
    "talking",
    "wrap",
    "incident",
    "others",
    "line",
    "hint",
    "sent",
    "lead",
]
"""What must be so for an action to do anything."""


@dataclass(frozen=True, slots=True)
class Key:
    """One action. Without a key it is reached through the palette."""

    id: str
    key: str
    text: str
    """One or two words, for the footer."""
    tip: str
    """One sentence, for help and palette."""
    when: When = "always"
    rank: int = 5
    """Place in the footer when there is no room for all: 0 is never left out, 9 is never shown."""


TABLE: tuple[Key, ...] = (
    Key("call.accept", "f2", "Accept", "Take the call that rings for you.", "offer", 0),
    Key("call.decline", "f3", "Decline", "Let a colleague take the call.", "offer", 0),
    Key("call.hold", "f4", "Hold", "Put the caller on hold, or take them back.", "talking", 1),
    Key(
        "call.mute", "f5", "Mute", "Mute or unmute yourself; nothing else ever does.", "talking", 1
    ),
    Key("call.recording", "f6", "Rec pause", "Pause the recording, or go on.", "talking", 2),
    Key("call.card", "alt+p", "Card", "Pause the recording for card data, or go on.", "talking", 7),
    Key("call.stop_recording", "", "Stop rec", "Somebody refuses: record no more.", "talking", 9),
    Key("call.who_answered", "", "Who answered", "Say: a machine, or a person.", "talking", 9),
    Key("call.dial", "f7", "Dial", "Ring somebody of this incident.", "incident", 5),
    Key("call.end", "f8", "Hang up", "End the call; press it twice within two seconds.", "call", 1),
    Key("call.add", "alt+a", "Add", "Ask somebody outside into the call.", "talking", 6),
    Key("call.guests", "alt+g", "Guests", "Hold or drop a guest, or leave.", "talking", 7),
    Key("call.leave", "", "Leave call", "Leave the call; the others go on.", "talking", 9),
    Key("call.end_left", "", "End for all", "End a call that goes on without us.", "incident", 9),
    Key("call.wrap_up", "f9", "Wrap-up done", "Be free for the next call.", "wrap", 0),
    Key("call.transfer", "f11", "Transfer", "Hand the call over, or ask somebody.", "talking", 3),
    Key("incident.take", "f10", "Take", "Become the owner of this incident.", "others", 4),
    Key("incident.take_next", "ctrl+n", "Take next", "Take the most urgent that nobody owns."),
    Key("box.note", "ctrl+t", "Note", "Write an internal note.", "incident", 3),
    Key("box.reply", "ctrl+r", "Reply", "Write to a party of the incident.", "incident", 3),
    Key("box.to", "ctrl+l", "To whom", "Choose the next receiver or channel.", "incident", 6),
    Key("box.send", "ctrl+s", "Send", "Send what stands in the reply box.", "incident", 3),
    Key("box.cc", "", "Add CC", "Put somebody in copy of the next email.", "incident", 9),
    Key("box.take_out", "", "Take out", "Take a receiver of the next email out.", "incident", 9),
    Key("box.subject", "", "Subject", "Give the next email a subject.", "incident", 9),
    Key("box.drafts", "", "My drafts", "List what I have not sent, newest first.", rank=9),
    Key("box.abbreviation", "", "Abbreviations", "Find words to put in a box.", "incident", 9),
    Key("message.take_back", "ctrl+underscore", "Undo send", "Take it back in time.", "sent", 0),
    Key("message.resend", "", "Send again", "Send what did not arrive again.", "incident", 9),
    Key("message.dismiss", "", "Dealt with", "Say how it was dealt with.", "incident", 9),
    Key("media.open", "", "Open file", "Fetch one attachment; it is written down.", "incident", 9),
    Key("media.view", "", "View file", "Say where a saved attachment lies, or show it.", rank=9),
    Key("note.edit", "", "Edit note", "Rewrite the chosen note; the old words stay.", "line", 9),
    Key("note.history", "", "Note history", "Read all versions of the chosen note.", "line", 9),
    Key("note.delete", "", "Delete note", "Take the chosen note back, with a reason.", "line", 9),
    Key(
        "incident.category", "ctrl+g", "Category", "Say what kind of incident it is.", "incident", 6
    ),
    Key("incident.severity", "", "Severity", "Change how urgent it is.", "incident", 9),
    Key(
        "incident.status", "ctrl+o", "Status", "Move it on: pending, solved, closed.", "incident", 6
    ),
    Key("incident.hand_over", "", "Hand over", "Give it to a colleague or queue.", "incident", 9),
    Key("incident.release", "", "Release", "Put it back for others.", "incident", 9),
    Key("incident.merge", "", "Merge into", "Let it go on in another incident.", "incident", 9),
    Key("incident.undo_merge", "", "Undo merge", "Take a merge back, for a day.", "incident", 9),
    Key(
        "incident.move_leg",
        "alt+semicolon",
        "Move to",
        "Let a leg go to another incident.",
        "incident",
        9,
    ),
    Key("incident.undo_move", "", "Undo move", "Take a moved leg back.", "incident", 9),
    Key("incident.restrict", "", "Restrict", "Let only named people see it (leads).", "lead", 9),
    Key("incident.unrestrict", "", "Lift limits", "Let everybody see it (leads).", "lead", 9),
    Key("incident.left_drafts", "", "Left behind", "What others had not sent.", "lead", 9),
    Key("incident.restricted", "", "Restricted", "What I may not see, and whom to ask.", rank=9),
    Key("incident.flag", "", "Flag", "Flag this incident or a person, for a time.", "incident", 9),
    Key("incident.unflag", "", "Take flag down", "Take a flag down (leads).", "incident", 9),
    Key(
        "contact.earlier",
        "ctrl+right_square_bracket",
        "Seen before",
        "List the other incidents of these people, and go to one.",
        "incident",
        7,
    ),
    Key("contact.identify", "", "Identify", "Say whose number or address it is.", "incident", 9),
    Key("contact.merge", "", "Same person", "Say that two are one, after a look.", "incident", 9),
    Key("contact.unmerge", "", "Not the same", "Take back that two are one.", "incident", 9),
    Key("contact.verify", "", "Verified", "Say how you checked who it is.", "incident", 9),
    Key("contact.reveal", "", "Reveal", "Show a number whole; it is on record.", "incident", 9),
    Key("contact.safe", "", "Safe to contact", "Say how they may be reached.", "incident", 9),
    Key("contact.open_safe", "", "Open card", "Reach them against it (leads).", "incident", 9),
    Key("contact.code_word", "", "Code word", "Show it; that is on record.", "incident", 9),
    Key("contact.zone", "", "Their zone", "Say which time it is where they are.", "incident", 9),
    Key("contact.role", "", "Role", "Say who is what: owner, sitter, vet.", "incident", 9),
    Key("incident.tick", "", "Checklist", "Tick what is done.", "incident", 9),
    Key("incident.watch", "", "Watch", "Hear of this incident, or no more.", "incident", 9),
    Key("incident.open_new", "", "New incident", "Open an incident by hand.", rank=9),
    Key("incident.find", "ctrl+f", "Find", "Find by reference, number or name."),
    Key("view.next", "ctrl+down", "Next", "Show the next incident of the work list.", rank=7),
    Key("view.previous", "ctrl+up", "Previous", "Show the one before.", rank=9),
    Key("view.page_up", "pageup", "Older", "Scroll the timeline back.", rank=9),
    Key("view.page_down", "pagedown", "Newer", "Scroll the timeline on.", rank=9),
    Key(
        "view.captions", "alt+t", "Captions", "Hide captions here, or for the call.", "incident", 8
    ),
    Key(
        "incident.clocks",
        "alt+c",
        "Why this clock",
        "Explain its clocks line by line.",
        "incident",
        8,
    ),
    Key(
        "script.show",
        "alt+s",
        "Script",
        "Open the card called for, or close it.",
        "incident",
        4,
    ),
    Key("script.emergency", "alt+e", "Emergency", "Open an emergency card, or the next.", rank=4),
    Key("page.routes", "alt+q", "Escalate", "See whom each route reaches; again: send.", rank=3),
    Key("page.answer", "", "Answer page", "Have, pass on or close what you are paged for.", rank=9),
    Key("page.board", "", "Who can help", "Who is on now, and who covers for whom.", rank=9),
    Key("promise.list", "alt+z", "Promises", "List what is owed: keep it, or move it.", rank=8),
    Key("promise.next", "", "Next contact", "Say when they hear from us next.", "incident", 9),
    Key("promise.owe_nothing", "", "None owed", "No next contact is owed, and why.", "incident", 9),
    Key("script.next", "alt+down", "Card down", "Mark the next line of the card.", "incident", 9),
    Key("script.previous", "alt+up", "Card up", "Mark the line before.", "incident", 9),
    Key(
        "script.choose",
        "alt+right",
        "Card choose",
        "Note the fact, or go on by the answer.",
        "incident",
        9,
    ),
    Key(
        "script.reply",
        "alt+full_stop",
        "Line to reply",
        "Reply with the card's line.",
        "incident",
        9,
    ),
    Key("script.read", "alt+comma", "Read out", "Read a line out, or the card.", "incident", 8),
    Key("script.interpreter", "alt+slash", "In parts", "Split for an interpreter.", "incident", 9),
    Key("script.back", "alt+left", "Card back", "Return to the step before.", "incident", 9),
    Key("script.close", "", "Close card", "Show the people again.", "incident", 9),
    Key("script.find", "alt+i", "Find card", "Choose one of all cards.", rank=9),
    Key("resources.find", "", "Find a vet …", "Vets, shelters, emergency numbers.", rank=9),
    Key("view.copy", "", "Copy", "Copy the words of the chosen line.", "incident", 9),
    Key("view.context", "ctrl+b", "Context", "Show or hide the people beside it.", rank=7),
    Key("view.queue", "", "Work list", "Show or hide the work list.", rank=9),
    Key("view.theme", "", "Theme", "Use the next theme: dark, light, high contrast.", rank=9),
    Key("agent.presence", "f12", "Presence", "Say whether calls may come."),
    Key("agent.test_alert", "", "Test my alert", "Ring as a call does, to try it.", rank=9),
    Key("agent.next", "alt+n", "Next state", "Say what comes when this contact is done.", rank=8),
    Key("incident.park", "", "Park", "Put it aside for a time, or take it up.", "incident", 9),
    Key("queue.divert", "alt+d", "Divert", "Send a queue to another for a time (leads).", rank=9),
    Key("queue.close", "alt+x", "Close queue", "Close a queue, with a reason (leads).", rank=9),
    Key("queue.restore", "alt+u", "Restore", "End a divert or a closing (leads).", rank=9),
    Key("call.why", "alt+y", "Why me", "Show the rule by which a call came to you.", rank=9),
    Key("missed.redial", "alt+r", "Redial", "Ring who was cut off or missed.", rank=6),
    Key("missed.list", "alt+m", "Missed", "Missed, dropped, callbacks, voicemail.", rank=7),
    Key("callback.not_reached", "", "Not reached", "A machine answered the callback.", "wrap", 9),
    Key(
        "incident.hand_to_emergency",
        "",
        "Emergency service",
        "Write down who took it: 911, police, poison control.",
        "incident",
        9,
    ),
    Key("incident.place", "", "Place", "Pin where the caller is.", "incident", 9),
    Key(
        "incident.callback_number",
        "",
        "Ring-back number",
        "Pin where to ring them back.",
        "incident",
        9,
    ),
    Key("lead.help", "alt+h", "Get help", "Ask leads, silently; leads answer.", "incident", 8),
    Key("lead.listen", "alt+l", "Listen", "Listen, be silent again, leave (leads).", rank=9),
    Key("lead.whisper", "alt+w", "Whisper", "Speak to the agent alone (leads).", rank=9),
    Key("lead.barge", "alt+v", "Barge in", "Speak to everybody in the call (leads).", rank=9),
    Key("lead.take_over", "alt+k", "Take over", "Take a call over (leads).", rank=9),
    Key("lead.stop", "", "Stop listening", "Leave a call you listen to (leads).", rank=9),
    Key("lead.free", "", "Free", "End a stuck wrap-up, sign out a vanished desk (leads).", rank=9),
    Key("floor.show", "alt+o", "Floor", "See all queues, agents and calls, or go back.", "lead", 5),
    Key("floor.snooze", "", "Snooze", "Make the floor's alarms quiet for a while.", "lead", 9),
    Key("floor.hours", "", "What happens at", "Say what a caller meets at a moment.", "lead", 9),
    Key(
        "floor.return_work",
        "alt+j",
        "Left work",
        "Give work of people who are offline back for everybody.",
        "lead",
        9,
    ),
    Key("hint.dismiss", "", "Dismiss hint", "Take the hint away.", "hint", 9),
    Key("audio.open", "", "Open audio page", "Get the address of your audio page.", rank=9),
    Key("app.palette", "ctrl+p", "Palette", "Every action by name.", rank=3),
    Key("app.help", "f1", "Help", "Every key, and how the desk works.", rank=3),
    Key("app.lock", "", "Lock", "Cover the screen; a call goes on.", rank=9),
    Key("app.quit", "ctrl+q", "Quit", "Leave the desk; nothing typed is lost.", rank=8),
)

_HOT = re.compile(r"f([1-9]|1[0-9]|2[0-4])|(ctrl|alt|shift\+f|ctrl\+shift)\+?\S+|page(up|down)")
_WRITING = frozenset(
    f"ctrl+{name}"
    for name in [
        "a",
        "c",
        "d",
        "e",
        "h",
        "i",
        "j",
        "k",
        "m",
        "u",
        "v",
        "w",
        "x",
        "y",
        "z",
        "left",
        "right",
        "home",
        "end",
        "backspace",
        "delete",
    ]
)
"""Keys that a text box needs."""


class KeysWrong(ValueError):
    """The remapping can't be used: which line, and why."""


def remap(changes: Mapping[str, str], table: Iterable[Key] = TABLE) -> tuple[Key, ...]:
    """The table with other keys for some actions. Raises KeysWrong.

    A letter alone is never a key: it would be typed into a box.
    """
    known = {key.id: key for key in table}
    for name, key in changes.items():
        if name not in known:
            raise KeysWrong(f"[keys] {name}: there is no such action.")
        pressed = key.strip().lower()
        if pressed and (not _HOT.fullmatch(pressed) or pressed in _WRITING):
            raise KeysWrong(f"[keys] {name}: {key} is needed for writing; use ctrl+… or f1 to f12.")
        known[name] = replace(known[name], key=pressed)
    _check_conflicts(known.values())
    return tuple(known.values())


def _check_conflicts(table: Iterable[Key]) -> None:
    taken: dict[str, str] = {}
    for key in table:
        if key.key and key.key in taken:
            raise KeysWrong(f"[keys] {key.id}: {key.key} is already the key of {taken[key.key]}.")
        taken[key.key] = key.id
