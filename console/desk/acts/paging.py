"""What the key of escalation does: routes, the preview of one, and the second press that sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.page_alarms import paged_to_me
from console.desk.widgets.ask_panel import UNCHOSEN, Pick, Question, Write
from console.desk.wire_errors import Away, Refused, said
from console.desk.wording.paging import paged_line, route_line, rung_line
from console.domain.masking import masked
from console.domain.paging import open_pages
from console.domain.paging_events import AcknowledgePage, AskPage, ClosePage, EscalatePage
from console.domain.transfer_events import TransferCall

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.session import Session
    from console.domain.incident import Incident
    from console.domain.paging import Page
    from console.domain.routes import PagingView, RouteView

ROUTES, PREVIEW, WORDS, ANSWER, CLOSE = (
    "page.routes",
    "page.preview",
    "page.words",
    "page.answer",
    "page.close",
)
ANSWERS = frozenset({ROUTES, PREVIEW, WORDS, ANSWER, CLOSE})
_SEND = "send"
_OVER = "talk first; the caller waits on hold"
_DO = (("take", "have it"), ("on", "pass on"), ("close", "close"), ("go", "see"))


def escalate(session: Session) -> None:
    """Show the routes; pressed again it takes what is marked, and on the preview it sends."""
    panel = session.screen.ask
    if panel.question is not None and panel.question.action in (ROUTES, PREVIEW):
        panel.take()
    elif session.showing.number == 0:
        answer(session)
    else:
        session.work(_routes(session, session.showing.number))


def answer(session: Session) -> None:
    """List the pages that wait for me, and what I can do about each."""
    options = _answers(paged_to_me(session.model))
    if not options:
        session.screen.say("Nobody pages you now.", "quiet")
        return
    session.screen.put_question(Question(ANSWER, "PAGED", (Pick("which, and what", options),)))


async def _routes(session: Session, number: int) -> None:
    try:
        view = await session.link.routes(number)
    except (Away, Refused) as trouble:
        session.screen.say(f"Nobody was paged: {said(trouble)}", "alarm")
        return
    if number == session.showing.number:
        put_routes(session, view)


def put_routes(session: Session, view: PagingView) -> None:
    """Ask which route; pages that wait for an answer stand above, called-for routes first."""
    incident = session.showing.incident
    session.showing.routes = view
    wanted = _called_for(session)
    routes = sorted(view.routes, key=lambda one: (one.is_dead, _place(wanted, one.name)))
    waiting = paged_to_me(session.model)
    if incident is not None:
        known = {page.key for _, page in waiting}
        waiting += [(incident, page) for page in open_pages(incident) if page.key not in known]
    options = tuple((_value(one), route_line(one)) for one in routes)
    step = Pick("whom; again: the preview", (*options, *_answers(waiting)))
    if any(page.state == "paging" and _is_for_me(session, page) for _, page in waiting):
        step = Pick("answer, or whom", (*_answers(waiting), *options))
    about = str(session.showing.number)
    session.screen.put_question(Question(ROUTES, "ESCALATE", (step,), about))


def _is_for_me(session: Session, page: Page) -> bool:
    me = session.model.me.number if session.model.me else 0
    return any(one.agent == me for one in page.deliveries)


def _called_for(session: Session) -> list[str]:
    """Routes that the cards of this incident name, the open one first."""
    cards = [card for card, _ in session.cards.called_for()]
    return [one.route for card in cards for one in card.escalate_when]


def _place(wanted: list[str], name: str) -> int:
    return wanted.index(name) if name in wanted else len(wanted)


def _value(route: RouteView) -> str:
    return f"{UNCHOSEN}{route.name}" if route.is_dead else f"route {route.name}"


def _answers(pages: list[tuple[Incident, Page]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{what} {incident.number} {page.key}", f"{words}: {paged_line(incident, page)}")
        for incident, page in pages
        for what, words in _DO
        if page.state == "paging" or what != "take"
    )


def answered(session: Session, found: Question, answers: tuple[str, ...]) -> None:
    """Do what the answers say."""
    if found.action in (ROUTES, ANSWER):
        _chosen(session, found, answers[0])
    elif found.action == PREVIEW and answers[0] == _SEND:
        _send(session, found.about, "")
    elif found.action == PREVIEW and answers[0] == "call":
        _over(session, found.about)
    elif found.action == PREVIEW:
        step = Write("what you need of them; Enter pages them")
        session.screen.put_question(Question(WORDS, "ESCALATE", (step,), found.about))
    elif found.action == WORDS:
        _send(session, found.about, answers[0])
    else:
        number, _, key = found.about.partition(" ")
        words = answers[0][:300] if answers else ""
        session.give(ClosePage(incident=int(number), page=key, words=words))


def _chosen(session: Session, found: Question, value: str) -> None:
    if value.startswith(UNCHOSEN):
        session.screen.say("This route reaches nobody now; choose another.", "warn")
        return
    what, _, rest = value.partition(" ")
    if what == "route":
        _preview(session, found.about, rest)
        return
    number, _, key = rest.partition(" ")
    match what:
        case "take":
            session.give(AcknowledgePage(incident=int(number), page=key))
            session.places.show(int(number), focus="note")
        case "on":
            session.give(EscalatePage(incident=int(number), page=key))
        case "go":
            session.places.show(int(number), focus="note")
        case _:
            step = Write("what was done", required=False)
            session.screen.put_question(Question(CLOSE, "CLOSE PAGE", (step,), rest))


def _preview(session: Session, number: str, name: str) -> None:
    view = session.showing.routes
    route = next((one for one in view.routes if one.name == name), None) if view else None
    if view is None or route is None:
        return
    rungs = [(_SEND, rung_line(one, view.at)) for one in route.rungs]
    dead = [(_SEND, f"not reached: {words}") for words in route.dead]
    call = _mine_of(session, int(number)) if route.transfer else ""
    over = (("call", f"PAGE THEM AND RING {masked(f'tel:{route.transfer}')}: {_OVER}"),)
    words = ("words", "say first what you need…")
    options = ((_SEND, "PAGE THEM NOW"), *(over if call else ()), *rungs, *dead, words)
    step = Pick("press again, or Enter, to send", options)
    title = f"PAGE {route.title}"
    session.screen.put_question(Question(PREVIEW, title, (step,), f"{number} {name}"))


def _mine_of(session: Session, number: int) -> str:
    """My live call of an incident, if it can be given to somebody now."""
    call = session.model.my_call()
    is_free = call is not None and call.phase == "talking" and call.transfer is None
    return call.id if call is not None and is_free and call.incident == number else ""


def _over(session: Session, about: str) -> None:
    """Page them, and ring their number from my call; the caller waits on hold meanwhile."""
    number, _, name = about.partition(" ")
    view, call = session.showing.routes, _mine_of(session, int(number))
    route = next((one for one in view.routes if one.name == name), None) if view else None
    _send(session, about, "")
    if route is not None and call:
        fields = {"call": call, "how": "warm", "number": route.transfer, "name": route.title[:80]}
        session.give(TransferCall.model_validate(fields))


def _send(session: Session, about: str, words: str) -> None:
    number, _, name = about.partition(" ")
    session.give(AskPage(incident=int(number), route=name, words=words[:300]))
    session.screen.say("Paging… what comes of it is told over your note.", "good", about="page")


ACTS: dict[str, Callable[[Session], None]] = {ROUTES: escalate, ANSWER: answer}
