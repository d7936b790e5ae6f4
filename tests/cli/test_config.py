"""Settings: every one is documented, a wrong one is one sentence, secrets stay secret."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from console.config import ConfigError, Settings, check_hub, load, names, variable

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "f00dfeed" * 4


def _load(tmp_path: Path, text: str, **environ: str) -> Settings:
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    return load(file, environ)


def _refusal(tmp_path: Path, text: str, **environ: str) -> str:
    with pytest.raises(ConfigError) as refused:
        _load(tmp_path, text, **environ)
    return str(refused.value).replace(str(tmp_path) + "/", "")


def _given(table: dict[str, object], before: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    found = set()
    for key, value in table.items():
        place = (*before, key)
        found |= _given(value, place) if isinstance(value, dict) else {place}
    return found


def test_config_toml_holds_every_setting_with_its_default() -> None:
    written = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))
    assert _given(written) == set(names())
    assert load(ROOT / "config.toml", {}) == load(Path("/dev/null"), {})


def test_every_setting_of_config_toml_has_a_comment_above_its_group() -> None:
    lines = (ROOT / "config.toml").read_text("utf-8").splitlines()
    for section in re.findall(r"^\[(\w+)\]$", "\n".join(lines), re.MULTILINE):
        assert lines[lines.index(f"[{section}]") + 1].startswith("# "), section


def test_the_page_of_settings_names_every_setting_its_variable_and_its_default() -> None:
    page = (ROOT / "docs/reference/config.md").read_text("utf-8")
    sections = dict(re.findall(r"^## \[(\w+)\]\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    assert set(sections) == {place[0] for place in names()} | {"keys"}
    rows = {
        (section, *key.split(".")): (named, default)
        for section, text in sections.items()
        for key, named, default in re.findall(r"^\| `([\w.]+)` \| `(\w+)` \| (.+?) \|", text, re.M)
    }
    assert set(rows) == set(names())
    written = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))
    for place, (named, default) in rows.items():
        assert named == variable(place)
        value: object = written
        for part in place:
            assert isinstance(value, dict)
            value = value[part]
        if place[-1] not in ("numbers", "routes"):
            assert tomllib.loads(f"v = {default.strip('`')}")["v"] == value, place


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[hub]\nprot = 1", "config.toml: [hub] prot is not a setting; did you mean port?"),
        ("[hbu]\nport = 1", "config.toml: [hbu] is not a setting; did you mean hub?"),
        ('[hub]\nport = "80"', 'config.toml: [hub] port must be a whole number, not "80".'),
        ("[hub]\nport = 99999", "config.toml: [hub] port must be at most 65535, not 99999."),
        ("hub = 1", "config.toml: [hub] must be a table with keys, not 1."),
        ("[voice]\nrecord = 1", "config.toml: [voice] record must be true or false, not 1."),
        (
            '[twilio]\nnumbers = [{ number = "4155550100" }]',
            "config.toml: [twilio] numbers.entry 1.number must be a number like +14155550100, "
            "with + and the country code.",
        ),
        (
            '[twilio]\nauth_token_env = "5f1a90e2"',
            "config.toml: [twilio] auth_token_env must be the NAME of an environment variable, "
            "never the secret itself.",
        ),
        (
            '[voice]\nconsent.en = ""',
            "config.toml: [voice] consent and announcement must not be empty while record is true.",
        ),
        (
            '[voice]\nrecord = false\n[routing]\nqueues = [{ name = "safety", captions = true }]',
            "config.toml: [routing] must have no queue with captions while [voice] record is "
            "false.",
        ),
        (
            '[captions]\nconsent.es = ""',
            "config.toml: [captions] consent must say something in both languages.",
        ),
        (
            '[desk]\nzone = "Mars/Base"',
            "config.toml: [desk] zone must be a time zone like America/Los_Angeles.",
        ),
        (
            "[credentials]\nthreading_key = 1",
            "config.toml: [credentials] does not belong in the file; see [secrets].",
        ),
    ],
)
def test_a_wrong_setting_is_one_sentence_with_file_and_key(
    tmp_path: Path, text: str, sentence: str
) -> None:
    assert _refusal(tmp_path, text) == sentence


@pytest.mark.parametrize("text", ["hub", "[hub", 'a = "\x1b"', "a = 1\na = 2"])
def test_what_is_not_toml_is_one_sentence_that_names_the_file(tmp_path: Path, text: str) -> None:
    assert re.fullmatch(r"config\.toml: is not TOML: [^\n\x1b]+\.", _refusal(tmp_path, text))


@pytest.mark.parametrize(
    "url",
    [
        "https://hub.example.com/",
        "https://hub.example.com/hooks",
        "https://hub.example.com?x=1",
        "https://ana:pw@hub.example.com",
        "hub.example.com",
        "ftp://hub.example.com",
        "https://my_hub.example.com",
        "https://hub.example.com:99999",
        "https://",
        " https://hub.example.com",
    ],
)
def test_a_public_address_with_anything_after_or_odd_in_it_is_refused(
    tmp_path: Path, url: str
) -> None:
    assert "[hub] public_url must " in _refusal(tmp_path, f'[hub]\npublic_url = "{url}"')


@pytest.mark.parametrize("url", ["https://hub.example.com", "http://[::1]:8080", ""])
def test_a_plain_public_address_is_taken(tmp_path: Path, url: str) -> None:
    assert _load(tmp_path, f'[hub]\npublic_url = "{url}"').hub.public_url == url


def test_the_environment_wins_over_the_file_with_values_of_the_right_type(tmp_path: Path) -> None:
    settings = _load(
        tmp_path,
        "[hub]\nport = 1000",
        STEADYLINE_HUB_PORT="2000",
        STEADYLINE_VOICE_RECORD="false",
        STEADYLINE_VOICE_GREETING_EN="12",
        STEADYLINE_MESSAGES_UNDO_SECONDS_EMAIL="0",
        STEADYLINE_HUB_ALLOWED_HOSTS='["desk.example.com"]',
    )
    assert (settings.hub.port, settings.voice.record, settings.voice.greeting.en) == (
        2000,
        False,
        "12",
    )
    assert settings.voice.greeting.es == Settings().voice.greeting.es
    assert settings.messages.undo_seconds.email == 0
    assert settings.hub.allowed_hosts == ("desk.example.com",)


def test_a_wrong_variable_is_named_instead_of_the_file(tmp_path: Path) -> None:
    wrong = _refusal(tmp_path, "", STEADYLINE_HUB_PORT="many")
    assert wrong == 'STEADYLINE_HUB_PORT must be a whole number, not "many".'
    unknown = _refusal(tmp_path, "", STEADYLINE_HUB_PROT="1")
    assert unknown == (
        "The environment's STEADYLINE_HUB_PROT is no setting; did you mean STEADYLINE_HUB_PORT?"
    )


def test_secrets_show_nowhere_in_the_settings_or_their_errors(tmp_path: Path) -> None:
    settings = _load(
        tmp_path,
        '[database]\nurl = "postgresql://hub:hunter2@db.example.com/hub"\n'
        f'[sendgrid]\nparse_secret_path = "{TOKEN}"',
        TWILIO_AUTH_TOKEN=TOKEN,
        SENDGRID_API_KEY=TOKEN,
        MAIL_THREADING_KEY=TOKEN,
    )
    assert settings.credentials.twilio_auth_tokens[0].get_secret_value() == TOKEN
    for shown in (repr(settings), str(settings), repr(settings.credentials), f"{settings!r}"):
        assert TOKEN not in shown
        assert "hunter2" not in shown
    wrong = _refusal(tmp_path, '[database]\nurl = "mysql://hub:hunter2@db"')
    assert "hunter2" not in wrong


def test_both_auth_tokens_are_accepted_during_a_rotation(tmp_path: Path) -> None:
    settings = _load(
        tmp_path, "", TWILIO_AUTH_TOKEN="new" * 8, TWILIO_PREVIOUS_AUTH_TOKEN="old" * 8
    )
    tokens = [one.get_secret_value() for one in settings.credentials.twilio_auth_tokens]
    assert tokens == ["new" * 8, "old" * 8]


def test_secrets_come_from_a_private_file_and_the_environment_wins(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.env"
    secrets.write_text("# ours\n\nTWILIO_AUTH_TOKEN='from file'\nSENDGRID_API_KEY=mail\n", "utf-8")
    secrets.chmod(0o600)
    text = f'[secrets]\nfile = "{secrets}"'
    held = _load(tmp_path, text, SENDGRID_API_KEY="other").credentials
    assert held.twilio_auth_tokens[0].get_secret_value() == "from file"
    assert held.sendgrid_api_key.get_secret_value() == "other"
    secrets.chmod(0o640)
    assert "others can read it; run: chmod 600" in _refusal(tmp_path, text)
    secrets.unlink()
    assert _refusal(tmp_path, text) == "[secrets] file secrets.env is not there."


FAR = '[hub]\nhost = "0.0.0.0"\npublic_url = "https://hub.example.com"\n'
OWN = '[twilio]\naccount_sid = "AC0123456789abcdef0123456789abcdef"\n'


@pytest.mark.parametrize(
    ("text", "secrets", "about"),
    [
        (FAR + OWN, {}, "TWILIO_AUTH_TOKEN must be set"),
        (FAR, {"TWILIO_AUTH_TOKEN": TOKEN}, "[twilio] account_sid must be your own"),
        (
            FAR.replace("https", "http") + OWN,
            {"TWILIO_AUTH_TOKEN": TOKEN},
            "[hub] public_url must be an https address",
        ),
        (
            FAR + OWN + "[development]\nanonymous_stream = true",
            {"TWILIO_AUTH_TOKEN": TOKEN},
            "[development] anonymous_stream must be false",
        ),
        (
            FAR + OWN,
            {"TWILIO_AUTH_TOKEN": TOKEN, "SENDGRID_API_KEY": TOKEN},
            "[sendgrid] event_public_key must be set",
        ),
    ],
)
def test_a_hub_that_strangers_reach_does_not_start_open(
    tmp_path: Path, text: str, secrets: dict[str, str], about: str
) -> None:
    settings = _load(tmp_path, text, **secrets)
    with pytest.raises(ConfigError, match=re.escape(about)):
        check_hub(settings)


def test_a_hub_with_its_secrets_starts_for_strangers_too(tmp_path: Path) -> None:
    settings = _load(tmp_path, FAR + OWN, TWILIO_AUTH_TOKEN=TOKEN)
    check_hub(settings)
    assert not settings.credentials.is_practice


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "hub.example.com"])  # noqa: S104
def test_practice_secrets_are_for_this_computer_only(tmp_path: Path, host: str) -> None:
    assert _load(tmp_path, "").credentials.is_practice
    held = _load(tmp_path, f'[hub]\nhost = "{host}"').credentials
    assert not held.is_practice
    assert held.twilio_auth_tokens == ()
