"""The attachment of a mail comes out of the stored mail, and from nowhere else."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from console.hub.store.tables import BlobRow, table
from tests.hub.http.bad_files import PROGRAM
from tests.hub.http.kit import PARSE_SECRET
from tests.hub.http.openings import Floor, floor

if TYPE_CHECKING:
    from pathlib import Path

BLOB = table(BlobRow)


def _mail(*, rebuilt: bool) -> tuple[bytes, str]:
    """A post with a mail that has one attachment with a name of the worst kind."""
    invoice = base64.b64encode(PROGRAM)
    mime = (
        b"From: ana@example.com\r\nTo: safety@reply.example.com\r\nSubject: Invoice\r\n"
        b"Message-ID: <a1@example.com>\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n"
        b"--in\r\nContent-Type: text/plain\r\n\r\nSee the invoice.\r\n"
        b"--in\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="../../a.png"\r\n\r\n'
        + invoice
        + b"\r\n--in--\r\n"
    )
    head = b'--cut\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n%b\r\n'
    envelope = b'{"to":["safety@reply.example.com"],"from":"ana@example.com"}'
    fields = [(b"envelope", b"", envelope)]
    if rebuilt:
        headers = b"From: ana@example.com\nSubject: Invoice\nMessage-ID: <a1@example.com>"
        file = b'; filename="../../a.png"\r\nContent-Type: image/png'
        fields += [
            (b"headers", b"", headers),
            (b"text", b"", b"See the invoice."),
            (b"attachments", b"", b"1"),
            (b"attachment1", file, PROGRAM),
        ]
    else:
        fields.append((b"email", b"", mime))
    body = b"".join(head % field for field in fields) + b"--cut--\r\n"
    return body, "multipart/form-data; boundary=cut"


async def _mailed(shift: Floor, *, rebuilt: bool) -> str:
    body, kind = _mail(rebuilt=rebuilt)
    path = f"/sendgrid/parse/{PARSE_SECRET}"
    posted = await shift.place.client.post(path, content=body, headers={"content-type": kind})
    assert posted.status_code == 200
    view = (await shift.place.client.get("/api/incidents/1", headers=shift.sam)).json()
    (message,) = view["messages"]
    (item,) = message["media"]
    assert (item["name"], item["content_type"]) == ("a.png", "image/png")
    assert item["size"] == len(PROGRAM)
    return str(message["id"])


@pytest.mark.parametrize("rebuilt", [False, True])
async def test_the_attachment_of_a_mail_comes_out_of_the_stored_mail(
    tmp_path: Path, rebuilt: bool
) -> None:
    async with floor(tmp_path) as shift:
        key = await _mailed(shift, rebuilt=rebuilt)
        assert (await shift.gets(key)).json()["error"]["code"] == "not_opened"
        await shift.opens(key)
        answer = await shift.gets(key)
        assert (answer.status_code, answer.content) == (200, PROGRAM)
        assert shift.files.asked == []


async def test_a_mail_that_is_no_longer_stored_says_so(tmp_path: Path) -> None:
    async with floor(tmp_path) as shift:
        key = await _mailed(shift, rebuilt=False)
        await shift.opens(key)
        with shift.place.hub.parts.api.write.begin() as connection:
            connection.execute(BLOB.delete())
        answer = await shift.gets(key)
        assert answer.status_code == 409
        assert "no longer holds" in answer.json()["error"]["message"]
