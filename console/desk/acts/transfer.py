"""What the keys of a transfer do: choose to whom, read the card before taking it, take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.acts.guests import NUMBER, no_number, number_typed
from console.desk.key_names import shown
from console.desk.transfer_targets import GREY, OTHER, targets
from console.desk.widgets.ask_panel import Pick, Question, Write
from console.desk.widgets.handoff_card import HandoffCard
from console.domain.handover import HandOver
from console.domain.transfer import receiver_is_in
from console.domain.transfer_events import (
    AcceptTransfer,
    CancelTransfer,
    CompleteTransfer,
    JoinAll,
    RefuseTransfer,
    TransferCall,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.call_state import Call
    from console.domain.transfer import Transfer

ANSWERS = frozenset(
    {"transfer.to", "transfer.agent", "transfer.queue", "transfer.number", "transfer.go"}
    | {"transfer.refuse", "transfer.incident", "transfer.give_back"}
)
_HOW = (
    ("cold", "hand over at once; you stay until they are in"),
    ("warm", "talk to them first, then hand over; the caller waits on hold"),
    ("consult", "ask them for advice; the caller waits on hold"),
)
_HOW_QUEUE = (
    ("cold", "hand over at once; they wait at its head, you write up"),
    ("warm", "talk first to whoever of it is next; the caller waits on hold"),
    ("consult", "ask whoever of it is next for advice; the caller waits on hold"),
)
_GO = {
    "join": "everybody hears everybody",
    "over": "hand the caller over to {name}",
    "back": "take the caller back",
}


def transfer(session: Session) -> None:
    """Ask to whom the call goes, or what is to become of the transfer under way."""
    model = session.model
    call, me = model.my_call(), model.me
    if call is None or me is None:
        return
    if call.transfer is not None:
        _ask_on(session, call, call.transfer)
        return
    queues = [*model.queue_names, call.queue]
    found = targets(
        model.agents.values(),
        queues,
        model.calls.values(),
        me.number,
        session.showing.now,
        directory=model.directory,
    )
    step = Pick("to whom, or a number", found, typed=number_typed)
    session.screen.put_question(Question("transfer.to", "TRANSFER", (step,), call.id))


def _ask_on(session: Session, call: Call, under_way: Transfer) -> None:
    names = ("join", "over", "back") if receiver_is_in(call) else ("back",)
    options = tuple((name, _GO[name].format(name=under_way.name)) for name in names)
    step = Pick(under_way.name, options)
    session.screen.put_question(Question("transfer.go", "TRANSFER", (step,), call.id))


def takes(session: Session, call: Call) -> bool:
    """Read on in the card of a call that is handed over, or take it; False: it has none."""
    offered = _card_for_me(session, call)
    if offered is None:
        return False
    app = session.screen.app
    cards = app.screen.query(HandoffCard)
    card = next((c for c in cards if not c.incident and _is_of(c, offered)), None)
    if card is None:
        keys = {key.id: shown(key.key) for key in getattr(app, "table", ())}
        accept, refuse = keys.get("call.accept", ""), keys.get("call.decline", "")
        app.screen.mount(HandoffCard(offered, accept, refuse))
    elif not card.is_read:
        card.turn()
    else:
        session.give(AcceptTransfer(call=call.id, version=offered.version, read=True))
        session.screen.say("Taking the call…", "good", about="taking")
    return True


def refuses(session: Session, call: Call) -> bool:
    """Ask why a colleague's call is refused; False when it came from the queue."""
    offered = _card_for_me(session, call)
    if offered is None or offered.target == "queue":
        return False
    step = Write(f"why; {offered.by_name} reads it")
    session.screen.put_question(Question("transfer.refuse", "REFUSE", (step,), call.id))
    return True


def _card_for_me(session: Session, call: Call) -> Transfer | None:
    me = session.model.me
    offered = call.transfer
    return offered if offered and me and offered.by != me.number else None


def _is_of(card: HandoffCard, offered: Transfer) -> bool:
    return card.transfer.version == offered.version


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    match found.action:
        case "transfer.to":
            _chosen(session, found, answers[0])
        case "transfer.go":
            _gone_on(session, found.about, answers[0])
        case "transfer.incident":
            _handed(session, found, answers)
        case "transfer.give_back":
            session.handed.refused(found.about, answers[0])
        case "transfer.refuse":
            session.give(RefuseTransfer(call=found.about, reason=answers[0][:200]))
        case _:
            _given(session, found, answers)


def _chosen(session: Session, found: Question, value: str) -> None:
    if value.startswith(GREY):
        session.screen.say("They can't be reached now; choose somebody else.", "warn")
        return
    kind, _, key = value.partition(" ")
    how, asked = Pick("how", _HOW), Write("what you ask of them; it is on the card")
    steps: dict[str, tuple[Pick | Write, ...]] = {
        "agent": (how, asked),
        "queue": (Pick("how", _HOW_QUEUE), asked),
        OTHER: (how,) if key else (Write(NUMBER, wrong=no_number), how),
    }
    about = f"{found.about} {key}"
    session.screen.put_question(Question(f"transfer.{kind}", "TRANSFER", steps[kind], about))


def _given(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    call, _, key = found.about.partition(" ")
    fields: dict[str, object] = {"call": call, "how": "cold"}
    match found.action:
        case "transfer.agent":
            fields |= {"agent": int(key), "how": answers[0], "asked": answers[1][:300]}
        case "transfer.queue":
            fields |= {"queue": key, "how": answers[0], "asked": answers[1][:300]}
        case _:
            number = key or answers[0].strip()[:40]
            names = {line.number: line.name for line in session.model.directory}
            fields |= {"number": number, "how": answers[-1], "name": names.get(number, "")[:80]}
    # Answers are words until the command has checked them.
    session.give(TransferCall.model_validate(fields))


def _gone_on(session: Session, call: str, what: str) -> None:
    commands = {"join": JoinAll, "over": CompleteTransfer, "back": CancelTransfer}
    session.give(commands[what](call=call))


def hand_over(session: Session) -> None:
    """Ask to whom the open incident goes."""
    model, me = session.model, session.model.me
    number = me.number if me is not None else 0
    others = sorted(model.agents.values(), key=lambda a: a.name.casefold())
    people = tuple(
        (f"agent {a.number}", f"{a.name} · {a.presence}")
        for a in others
        if a.number != number and not a.disabled and a.presence not in ("offline", "lost")
    )
    queues = tuple((f"queue {name}", f"queue {name}") for name in model.queue_names)
    if not (people or queues):
        session.screen.say("Nobody else is here.", "quiet")
        return
    steps = (Pick("to whom", people + queues), Write("what you ask of them; it is on the card"))
    about = str(session.showing.number)
    session.screen.put_question(Question("transfer.incident", "HAND OVER", steps, about))


def _handed(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    kind, _, key = answers[0].partition(" ")
    to: dict[str, object] = {"agent": int(key)} if kind == "agent" else {"queue": key}
    fields = {"incident": int(found.about), "asked": answers[1][:300], **to}
    session.give(HandOver.model_validate(fields))


ACTS: dict[str, Callable[[Session], None]] = {
    "call.transfer": transfer,
    "incident.hand_over": hand_over,
}
