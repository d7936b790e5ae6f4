"""One agent at work: the model, the wire, the spool and the screen, kept in step."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.desk.abbreviations import Abbreviations
from console.desk.acts.missed import mind
from console.desk.alert_check import AlertCheck
from console.desk.audio_line import AudioWatch
from console.desk.cards.desk_cards import DeskCards
from console.desk.clock import steady
from console.desk.closing import closed_meanwhile
from console.desk.company import Company
from console.desk.drafts import Drafts
from console.desk.folders import UnsafeFolder
from console.desk.handed import Handed
from console.desk.heard import heard
from console.desk.hub_drafts import HubDrafts
from console.desk.identity import known_login, remember_login
from console.desk.letting_go import LettingGo
from console.desk.model import Changes, Model
from console.desk.notice_line import show_notices
from console.desk.outcomes import Outcomes
from console.desk.places import Places
from console.desk.reading_along import ReadingAlong
from console.desk.resource_book import DeskBook
from console.desk.sender import Sender
from console.desk.showing import Showing
from console.desk.spool import Spool
from console.desk.wire_errors import Away, Refused
from console.desk.wording.call import away_words

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from console.desk.hub_link import HubLink
    from console.desk.screens.desk import DeskScreen
    from console.desk.settings import DeskSettings
    from console.desk.spool import Box
    from console.domain.base import Command
    from console.domain.wire import Snapshot

log = logging.getLogger(__name__)

RETRY_SECONDS = 2.0


class Session:
    """Made when the hub, or an earlier desk's spool, tells who works here."""

    def __init__(
        self,
        settings: DeskSettings,
        screen: DeskScreen,
        link: HubLink,
        work: Callable[[Coroutine[None, None, None]], object],
        *,
        moment: Callable[[], float] = steady,
    ) -> None:
        self.settings, self.screen, self.link = settings, screen, link
        self.wall: Callable[[], datetime] | None = None
        """What this computer's own clock shows; nothing is timed by it."""
        self.work = work
        """Runs something beside the screen for as long as the desk is open."""
        self.model = Model(moment)
        self.showing = Showing(self.model, screen)
        self.places = Places(self)
        self.drafts = Drafts(self)
        self.company = Company(self)
        self.along = ReadingAlong(self)
        self.handed = Handed(self)
        self.letting_go = LettingGo(self)
        self.cards = DeskCards(self, settings.scripts_dir)
        self.showing.hinted = self.cards.words
        self.abbreviations = Abbreviations(self, settings.abbreviation_files)
        self.book = DeskBook(link, settings.spool_dir)
        self.audio, self.alert_check = AudioWatch(moment), AlertCheck(moment)
        self.showing.audio = self.audio.ready_words
        self.spool: Spool | None = None
        self.sender: Sender | None = None
        self.at_hub: HubDrafts | None = None
        self.armed_at = -60.0
        """When the end-call key was pressed once, on the steady clock."""
        self.call_over_at = -60.0
        self.take_over = 0, -60.0
        """The incident that somebody else has, and when I was told so."""
        self.saved: dict[str, str] = {}
        """Path of an attachment that was saved, to what it is in words."""
        self._my_call, self._offered = "", ""

    async def run(self) -> None:
        """Work until the desk is closed: find the hub, then follow it."""
        # Until the hub has told its time; nothing but an unsaved line of mine carries it.
        self.model.clock.correct(datetime.now(UTC), self.model.moment())
        login = known_login(self.settings.spool_dir, self.settings.hub_url, self.settings.token)
        if login:
            self._open_spool(login)
            self.places.restore()
        await self.load()
        if self.spool is None and self.model.me is not None:
            self._open_spool(self.model.me.login)
        if self.sender is not None:
            self.sender.send_again()
        self.places.restore()
        self.work(self.along.run())
        self.work(self.cards.load())
        self.work(self.abbreviations.load())
        self.work(self.book.load())
        self.work(self.audio.run(lambda: show_notices(self.screen, self.model, self.audio)))
        if self.at_hub is not None:
            self.work(self.at_hub.run())
        await self._follow()

    def _open_spool(self, login: str) -> None:
        settings = self.settings
        self.spool = Spool(settings.spool_dir, settings.hub_url, login)
        self.sender = Sender(self.link, self.model, self.spool, Outcomes(self), self.changed)
        self.sender.typed = self.drafts.typed
        self.work(self.sender.run())
        model = self.model
        self.at_hub = HubDrafts(self.link, self.spool, lambda: model.hub_now(model.moment()))
        self.at_hub.write, self.at_hub.came = self.drafts.keep_words, self.drafts.came
        if self.spool.restored:
            self.screen.say(self.spool.restored, "good")

    async def load(self) -> None:
        """Read where everything stands, and show it."""
        snapshot = await self._snapshot()
        self.model.load(snapshot)
        if self.wall is not None:
            self.model.clock.ahead = (self.wall() - snapshot.now).total_seconds()
        closed_meanwhile(self, snapshot.restricted)
        settings = self.settings
        remember_login(settings.spool_dir, settings.hub_url, settings.token, snapshot.me.login)
        self.screen.notice.settled("link")
        show_notices(self.screen, self.model, self.audio)
        self._notice_my_call()
        self._settle()
        self.handed.look()
        self.showing.everything()

    async def _snapshot(self) -> Snapshot:
        """Ask for the snapshot, however often it takes."""
        while True:
            try:
                return await self.link.snapshot()
            except Away as away:
                words = f"{away.reason}: trying again; what you type is kept."
                self.screen.say(words, "warn", about="link")
            except Refused as refusal:
                self.screen.say(refusal.message, "alarm", about="link")
            await asyncio.sleep(RETRY_SECONDS)

    async def _follow(self) -> None:
        async for signal in self.link.follow(self.model.seq):
            try:
                await heard(self, signal)
            except (UnsafeFolder, OSError):
                raise
            except Exception:
                if not self.screen.app.is_running:
                    raise
                # What comes after it must be shown: a desk that stands still looks like a quiet
                # day. What this one changed is read anew with the next resync.
                log.exception("signal_failed", extra={"kind": type(signal).__name__})
                self.screen.say(
                    "Something the hub told could not be shown; it is in the log.", "alarm"
                )

    def changed(self, changes: Changes) -> None:
        """Show what changed, fetch what is missing, follow my call."""
        self.showing.apply(changes)
        for number in changes.missing:
            self.work(self.places.learn(number))
        if changes.mine:
            self._notice_my_call()
            self._settle()
        if changes.mine or changes.incidents:
            mind(self)
            self.handed.look(changes.incidents)
        self.cards.look()
        if changes.agents:
            show_notices(self.screen, self.model, self.audio)

    def _settle(self) -> None:
        """Take words away whose time is over, and say why no calls come."""
        call, screen = self.model.my_call(), self.screen
        offer = self.model.my_offer()
        if offer is None:
            screen.notice.settled("taking")
        elif offer.id != self._offered:
            # Who rings, and whether they did before: the stream alone does not tell.
            self.work(self.places.learn(offer.incident))
        self._offered = offer.id if offer is not None else ""
        if call is None or call.end_asked:
            screen.notice.settled("ending")
        away = away_words(self.model.me, screen.presence_key)
        if away != screen.notice.away:
            screen.notice.away = away
            screen.notice.hush()

    def _notice_my_call(self) -> None:
        call = self.model.my_call()
        before, self._my_call = self._my_call, call.id if call else ""
        if before and not self._my_call:
            self.call_over_at = self.model.moment()
        if call is not None and call.id != before:
            # The cursor is in the note when the call begins, wherever it was.
            self.screen.ask.close()
            self.screen.come_forward()
            self.places.show(call.incident, focus="note")
            self.along.inherit(call)

    def give(self, command: Command, *, box: Box | None = None) -> None:
        """Have a command sent, and show that it is being saved."""
        if self.sender is None:
            self.screen.say("Not connected yet: nothing was sent.", "alarm")
            return
        if self.letting_go.holds(command):
            return
        number: int = getattr(command, "incident", self.showing.number)
        command_id = self.sender.give(command, incident=number, box=box)
        line = self.model.pend(command_id, command)
        if line is not None and number == self.showing.number:
            self.screen.timeline.feed([line])
            self.screen.timeline.flush()

    def ask(self, action: str) -> None:
        """Put the question of an action."""
        # Asking needs the session's type, and the session asks: one of them imports late.
        from console.desk.asking import ask

        ask(self, action)

    async def close(self) -> None:
        """Leave; everything typed is on the disk."""
        if self.spool is not None:
            self.drafts.keep_moves()
            if self.at_hub is not None and self.link.health.is_live:
                await self.at_hub.leave()
            self.spool.close()
        await self.link.aclose()
