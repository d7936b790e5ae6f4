"""Webhooks are believed only when one of our tokens signed exactly what arrived."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.twilio.signature import Verifier, parse_form, verify

FORM = "application/x-www-form-urlencoded; charset=UTF-8"
DOCS_PARAMS = urlencode(
    {
        "CallSid": "CA1234567890ABCDE",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
        "Caller": "+14158675309",
    }
).encode()
DOCS_URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
DIGEST = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
JSON_BODY = b'{"property": "value", "boolean": true}'


class Vector(TypedDict):
    name: str
    url: str
    body: str
    x_twilio_signature: str


def read_vectors() -> tuple[str, list[Vector]]:
    data = json.loads((Path(__file__).parent / "data" / "vectors.json").read_bytes())
    return data["auth_token"], data["cases"]


TOKEN, VECTORS = read_vectors()


def is_signed(
    url: str,
    body: bytes,
    signature: str | bytes | None,
    *,
    tokens: tuple[str, ...] = ("12345",),
    method: str = "POST",
    content_type: str | None = FORM,
) -> bool:
    scheme, _, rest = url.partition("://")
    host, slash, tail = rest.partition("/")
    path, _, query = tail.partition("?")
    return verify(
        tokens,
        f"{scheme}://{host}",
        raw_path=(slash + path).encode(),
        query=query.encode(),
        method=method,
        content_type=content_type,
        body=body,
        signature=signature,
    )


def sign(token: str, signed_text: bytes) -> str:
    return base64.b64encode(hmac.digest(token.encode(), signed_text, "sha1")).decode()


def test_there_are_55_sample_webhooks() -> None:
    assert len(VECTORS) == 55


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_genuine_webhook_is_believed_and_its_mutations_are_not(vector: Vector) -> None:
    url, body, signature = vector["url"], vector["body"].encode(), vector["x_twilio_signature"]
    assert is_signed(url, body, signature, tokens=(TOKEN,))
    flipped = ("B" if signature[0] != "B" else "C") + signature[1:]
    other_padding = signature[:-2] + chr(ord(signature[-2]) + 1) + "="
    assert not is_signed(url + "x", body, signature, tokens=(TOKEN,))
    assert not is_signed(url.replace("https", "http"), body, signature, tokens=(TOKEN,))
    assert not is_signed(url.replace("hub.", "hubs."), body, signature, tokens=(TOKEN,))
    assert not is_signed(url, body + b"&z=1", signature, tokens=(TOKEN,))
    assert not is_signed(url, body[:-1] + b"~", signature, tokens=(TOKEN,))
    assert not is_signed(url, body, flipped, tokens=(TOKEN,))
    assert not is_signed(url, body, other_padding, tokens=(TOKEN,))
    assert not is_signed(url, body, signature, tokens=(TOKEN + "x",))
    assert not is_signed(url, body, signature, tokens=(TOKEN,), method="GET")
    assert not is_signed(url, body, signature, tokens=(TOKEN,), content_type="text/plain")


@pytest.mark.parametrize(
    ("url", "signature"),
    [
        (DOCS_URL, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("https://mycompany.com:1234/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (DOCS_URL, "kvajT1Ptam85bY51eRf/AJRuM3w="),
        (DOCS_URL.replace("https", "http"), "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        ("http://mycompany.com:1234/myapp.php?foo=1&bar=2", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
    ],
    ids=["as configured", "port dropped", "443 added", "80 added", "port kept"],
)
def test_ports_may_be_signed_or_left_out(url: str, signature: str) -> None:
    assert is_signed(url, DOCS_PARAMS, signature)


def test_equal_values_of_a_repeated_parameter_count_once_and_in_order() -> None:
    body = b"Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234"
    assert is_signed(DOCS_URL, body, "IK+Dwps556ElfBT0I3Rgjkr1wJU=")
    assert not is_signed(DOCS_URL, body + b"&Digits=9", "IK+Dwps556ElfBT0I3Rgjkr1wJU=")


@pytest.mark.parametrize(
    ("url", "body", "method", "signature"),
    [
        ("https://hub.example.com/twilio/voice", b"A=&B=x", "POST", "1U9ZPayNFypkgvpVVJd13kMFkjI="),
        ("https://hub.example.com:8443/twilio/sms", b"A=1", "POST", "MfKSNoAgF9bB6hLw9AaFcnF0ojw="),
        ("https://hub.example.com/x", b"a=1&B=2&A=3", "POST", "ofN//Tzejc248wdrUeEViVuFtkw="),
        (
            "https://hub.example.com/twilio/voice?CallSid=CA1&From=%2B15550009999",
            b"",
            "GET",
            "5c8UV9Nbn3PQljLjGB2pZaFWMRY=",
        ),
        ("wss://hub.example.com/twilio/media/", b"", "GET", "YjXcmF7191R2mUz2eDALD34SGpo="),
    ],
    ids=["blank value", "port kept", "names by case", "parameters in the address", "websocket"],
)
def test_every_shape_of_request_is_signed_its_way(
    url: str, body: bytes, method: str, signature: str
) -> None:
    assert is_signed(url, body, signature, tokens=(TOKEN,), method=method)


def test_letters_beyond_ascii_and_emoji_are_signed_as_utf8() -> None:
    fields = {"Body": "héllo 👋", "From": "+15550009999", "To": "+15550001111"}
    body = urlencode({**fields, "NumMedia": "0", "MessageSid": "SM" + "1" * 32}).encode()
    url = "https://hub.example.com/twilio/sms"
    assert is_signed(url, body, "RCd4SDDSsOqUqrxKeom/jTs2iJk=", tokens=(TOKEN,))


def test_a_json_body_is_believed_only_with_its_own_digest_in_the_signed_address() -> None:
    url, signature = f"{DOCS_URL}&bodySHA256={DIGEST}", "a9nBmqA0ju/hNViExpshrM61xv4="
    asked = "application/json"
    assert is_signed(url, JSON_BODY, signature, content_type=asked)
    assert not is_signed(url, JSON_BODY + b" ", signature, content_type=asked)
    assert not is_signed(url, b"", signature, content_type=asked)
    assert not is_signed(url, b"", signature, content_type=FORM)
    assert not is_signed(url, b"", signature, method="GET", content_type=None)
    twice = f"{url}&bodySHA256={'0' * 64}"
    assert not is_signed(twice, JSON_BODY, sign("12345", twice.encode()), content_type=asked)
    bare = sign("12345", DOCS_URL.encode())
    assert not is_signed(DOCS_URL, JSON_BODY, bare, content_type=asked)
    assert is_signed(DOCS_URL, b"", bare, content_type=asked)


def test_broken_utf8_is_not_mistaken_for_the_replacement_character() -> None:
    signature = sign("12345", b"https://hub.example.com/xBody\xef\xbf\xbd")
    assert is_signed("https://hub.example.com/x", b"Body=%EF%BF%BD", signature)
    assert not is_signed("https://hub.example.com/x", b"Body=%FF", signature)


def test_old_and_new_token_are_valid_during_a_rotation_and_then_only_the_new() -> None:
    old, new = (
        sign("old", b"https://hub.example.com/xA1"),
        sign("new", b"https://hub.example.com/xA1"),
    )
    both = Verifier(("new", "old"), "https://hub.example.com")
    after = Verifier(("new",), "https://hub.example.com")

    def check(verifier: Verifier, signature: str) -> bool:
        form = verifier.form(
            raw_path=b"/x",
            query=b"",
            method="POST",
            content_type=FORM,
            body=b"A=1",
            signature=signature,
        )
        return form is not None

    assert check(both, old)
    assert check(both, new)
    assert check(after, new)
    assert not check(after, old)


def test_a_path_of_the_public_base_is_part_of_the_signed_address() -> None:
    signature = sign("12345", b"https://hub.example.com/desk/xA1")
    verifier = Verifier(("12345",), "https://hub.example.com/desk/")
    form = verifier.form(
        raw_path=b"/x",
        query=b"",
        method="POST",
        content_type=FORM,
        body=b"A=1",
        signature=signature,
    )
    assert form == [("A", "1")]


@pytest.mark.parametrize(
    "signature",
    [None, "", b"", "x", "A" * 28, b"\xff" * 28, "☃" * 28, "\ud800" * 28, "A" * 1_000_000],
    ids=["none", "blank", "no bytes", "x", "wrong", "8-bit", "wide", "surrogate", "1 MB"],
)
def test_a_forged_signature_is_refused_without_an_error(signature: str | bytes | None) -> None:
    assert not is_signed("https://hub.example.com/x", b"A=1", signature)


@given(
    body=st.binary(max_size=200),
    path=st.binary(max_size=50),
    query=st.binary(max_size=50) | st.just(b"bodySHA256="),
    content_type=st.none() | st.text(max_size=50) | st.just(FORM),
    method=st.sampled_from(["GET", "POST", "PUT", "\x00"]),
    signature=st.none() | st.text(min_size=28, max_size=28) | st.binary(min_size=28, max_size=28),
)
def test_hostile_bytes_are_refused_without_an_error(
    body: bytes,
    path: bytes,
    query: bytes,
    content_type: str | None,
    method: str,
    signature: str | bytes | None,
) -> None:
    verifier = Verifier(("12345",), "https://hub.example.com")
    form = verifier.form(
        raw_path=path,
        query=query,
        method=method,
        content_type=content_type,
        body=body,
        signature=signature,
    )
    assert form is None


@pytest.mark.parametrize("tokens", [(), ("",), ("good", " ")])
def test_a_blank_token_with_which_anybody_could_sign_is_not_accepted(
    tokens: tuple[str, ...],
) -> None:
    with pytest.raises(ValueError, match="auth token"):
        Verifier(tokens, "https://hub.example.com")


@pytest.mark.parametrize(
    "base",
    ["", "hub.example.com", "ftp://hub.example.com", "https://a@hub.example.com", "https://h?x=1"],
)
def test_an_unusable_public_base_is_named_at_start(base: str) -> None:
    with pytest.raises(ValueError, match="public base"):
        Verifier(("12345",), base)


def test_a_verifier_does_not_show_its_tokens() -> None:
    assert "12345" not in repr(Verifier(("12345",), "https://hub.example.com"))


def test_a_form_of_more_than_1000_fields_is_refused() -> None:
    url, body = "https://hub.example.com/x", b"&".join([b"A=1"] * 1001)
    with pytest.raises(ValueError, match="1000"):
        parse_form(body)
    assert not is_signed(url, body, sign("12345", b"https://hub.example.com/xA1"))
    assert len(parse_form(b"&".join([b"A=1"] * 1000))) == 1000


def test_the_samples_hash_is_the_documented_one() -> None:
    assert hashlib.sha256(JSON_BODY).hexdigest() == DIGEST
