"""Mail that the provider posts: known by a secret address and a signature, stored before 200."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import time
from typing import TYPE_CHECKING

from channels.email.inbound_parse import ParsedPost, boundary_of, read_parse
from channels.email.message import parse
from channels.email.sendgrid import verify
from channels.email.threading import find_clues, verify_message_id
from console.domain.base import Rejected
from console.domain.person import handle_of
from console.hub.asgi import (
    CLOSE,
    ClientGone,
    NotServed,
    answer,
    answer_error,
    check_headers,
    header,
    read_body,
    unavailable,
)
from console.hub.failures import FailureLimit, Failures
from console.hub.store.wish import StoreUnavailable, Wish
from console.hub.wishes import MailArrived

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from channels.email.bounce import Bounce
    from channels.email.message import ParsedMail
    from console.hub.journal.file import Kept
    from console.hub.journal.keeper import Keeper
    from console.hub.metrics import Meters
    from console.hub.recorder import Recorder
    from console.hub.webhooks.settings import MailSettings

log = logging.getLogger(__name__)

PREFIX = "/sendgrid/parse/"
PARSED = "/sendgrid/parse"
"""The same without its secret."""
MOST_SHOWN = 100_000
"""Characters of a mail's text on the timeline; the raw mail has all of them."""
TRIES = FailureLimit(3, 72 * 3600.0)
"""How often a mail may fail before it is kept unread: the provider gives up after three days."""
AT_ONCE = 2
"""Posts that are read at the same time: each may be 35 MiB, and memory is not endless."""
SIGNATURE = b"x-twilio-email-event-webhook-signature"
TIMESTAMP = b"x-twilio-email-event-webhook-timestamp"


class Mails:
    """``POST /sendgrid/parse/{secret}``; a doubtful mail is asked for again, never refused.

    A 4xx would lose it for ever:
    https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
    """

    def __init__(
        self, recorder: Recorder, keeper: Keeper, settings: MailSettings, meters: Meters
    ) -> None:
        self._recorder = recorder
        self._keeper = keeper
        self._settings = settings
        self._outcomes = meters.webhooks
        self._room = asyncio.Semaphore(AT_ONCE)
        self._failed = Failures(TRIES, time.monotonic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one post."""
        try:
            self._check_secret(scope)
            check_headers(scope, self._settings.limit)
            async with self._room:
                await self._take(scope, receive)
        except ClientGone:
            return
        except NotServed as error:
            self._count("forged" if error.status == 403 else "refused")
            await answer_error(send, error)
        except (StoreUnavailable, Rejected):
            self._count("failed")
            await answer_error(send, unavailable())
        else:
            self._count("taken")
            await answer(send, 200, b"{}")

    async def _take(self, scope: Scope, receive: Receive) -> None:
        body = await read_body(scope, receive, self._settings.limit)
        key = self._settings.parse_key
        if key and not is_signed(scope, body, key):
            raise _forged()
        content_type = (header(scope, b"content-type") or b"").decode("latin-1")
        try:
            wish = await asyncio.to_thread(_read, content_type, body, self._settings.threading_key)
            await self._store(wish, content_type, body)
        except StoreUnavailable:
            raise
        except Exception as error:
            wish = _unread(content_type, body)
            self._failed.count(wish.cause)
            if not self._failed.is_limited(wish.cause):
                raise
            # Asked for once more it would be lost: a person looks at what no program can read.
            log.error("mail_set_aside", extra={"cause": wish.cause, "kind": type(error).__name__})
            self._count("set_aside")
            await self._store(wish, content_type, body)

    async def _store(self, wish: Wish, content_type: str, body: bytes) -> None:
        """Store a mail, or keep the whole post to be stored later. Raises StoreUnavailable."""
        if self._keeper.is_open:
            try:
                await self._recorder.record(wish)
            except StoreUnavailable:
                log.info("mail_kept", extra={"cause": wish.cause})
            else:
                return
        kept = self._keeper.request(wish.cause, PARSED, body, content_type=content_type)
        await self._keeper.keep(kept)
        self._count("kept")

    def _check_secret(self, scope: Scope) -> None:
        if scope["method"] != "POST":
            raise NotServed(405, "method", "Only POST.", ((b"allow", b"POST"), CLOSE))
        given = scope["path"].removeprefix(PREFIX).encode("utf-8", "replace")
        secret = self._settings.parse_secret.encode()
        if not (secret and hmac.compare_digest(given, secret)):
            raise _forged()

    def _count(self, outcome: str) -> None:
        self._outcomes.labels(PARSED, outcome).inc()


def is_signed(scope: Scope, body: bytes, key: str) -> bool:
    """Tell whether the provider signed these very bytes."""
    signature, timestamp = header(scope, SIGNATURE), header(scope, TIMESTAMP)
    return verify(
        key,
        signature.decode("latin-1") if signature else None,
        timestamp.decode("latin-1") if timestamp else None,
        body,
    )


def _forged() -> NotServed:
    return NotServed(403, "forbidden", "This is not the provider.", (CLOSE,))


def _read(content_type: str, body: bytes, key: bytes) -> Wish:
    """Make a wish of a post. Raises NotServed (503) when it holds no whole mail."""
    post = read_parse(content_type, body)
    if post.broken:
        log.warning("mail_broken", extra={"flaws": len(post.flaws), "size": len(body)})
        raise unavailable("This holds no whole mail; send it again.")
    mail = parse(post.mime)
    # Not the bytes: a repeated post that the provider took apart is put together anew.
    cause = f"mail:{mail.fingerprint}"
    raw, kind = (body, content_type[:200]) if post.rebuilt else (post.mime, "message/rfc822")
    arrived = _arrived(post, mail, raw, kind, key=key)
    return Wish(arrived, cause=cause, actor=f"party:{handle_of(mail.sender)}")


def kept_mail(kept: Kept, key: bytes) -> Wish:
    """Make the wish again of a post that was kept; what can't be read is kept for a person."""
    try:
        return _read(kept.content_type, kept.body, key)
    except Exception as error:
        log.error("mail_set_aside", extra={"cause": kept.id, "kind": type(error).__name__})
        return _unread(kept.content_type, kept.body)


def _unread(content_type: str, body: bytes) -> Wish:
    """Make a wish of a post that nothing can be read of."""
    # A repetition may be cut at other marks.
    same = body.replace(boundary_of(content_type) or b"\0", b"")
    digest = hashlib.sha256(same).hexdigest()
    arrived = MailArrived(
        digest=digest,
        raw=body,
        content_type=content_type[:200],
        sender="",
        sender_name="",
        to="",
        subject="",
        text="",
        message_id="",
        too_complex=True,
    )
    return Wish(arrived, cause=f"mail:unread:{digest}", actor="party:raw:unknown sender")


def _arrived(
    post: ParsedPost, mail: ParsedMail, raw: bytes, kind: str, *, key: bytes
) -> MailArrived:
    outs: tuple[str, ...] = ()
    token = ""
    if key:
        clues = find_clues(key, mail, post.recipients)
        outs = clues.message_outs
        # Signed or not, a token lets nobody in who is not in the incident already.
        token = clues.token or ""
    return MailArrived(
        digest=hashlib.sha256(raw).hexdigest(),
        raw=raw,
        content_type=kind,
        sender=mail.sender,
        sender_name=mail.sender_name,
        to=next(iter((*post.recipients, *mail.to)), ""),
        subject=mail.subject,
        text=_shown(mail.text),
        message_id=mail.message_id,
        references=mail.references,
        known_outs=outs,
        token=token,
        media=tuple((one.name, one.content_type, one.size) for one in mail.attachments),
        automatic=mail.auto,
        bounced_out=_bounced(mail.bounce, key),
        bounce_words=_words(mail.bounce),
        is_delayed=mail.bounce is not None and mail.bounce.action == "delayed",
        too_complex=mail.too_complex,
        sent_at=mail.date,
    )


def _shown(text: str) -> str:
    """The text, or its beginning and how much is missing: every desk is sent every entry."""
    more = len(text) - MOST_SHOWN
    return text if more <= 0 else f"{text[:MOST_SHOWN]}\n[… {more} more characters in the mail]"


def _bounced(bounce: Bounce | None, key: bytes) -> str:
    """Which of our mails came back; only an id that we issued counts."""
    if bounce is None or not key:
        return ""
    return verify_message_id(key, bounce.original_message_id) or ""


def _words(bounce: Bounce | None) -> str:
    if bounce is None:
        return ""
    return " ".join(f"{bounce.status} {bounce.diagnostic}".split())[:500]
