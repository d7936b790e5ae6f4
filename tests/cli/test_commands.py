"""The command line as people use it: a real process, one sentence, the right status."""

from __future__ import annotations

import json
import os
import re
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from console.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
ACTIONS = ("add", "token", "invite", "tokens", "revoke", "disable", "list")
HEAVY = ("textual", "sqlalchemy", "sqlmodel", "httpx", "pydantic", "starlette", "uvicorn", "rich")

Done = subprocess.CompletedProcess[str]


def console(*arguments: str, **environ: str) -> Done:
    """Run ``console`` in the empty home of this test, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "console", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "default", **environ},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


def sentence(done: Done) -> str:
    """The one line a failed command says on standard error; nothing stands on the other one."""
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("console")
    return done.stderr.strip()


@pytest.mark.parametrize("arguments", [(), *((one,) for one in COMMANDS)], ids=str)
def test_every_command_explains_itself(arguments: tuple[str, ...]) -> None:
    done = console(*arguments, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(" ".join(("usage: console", *arguments)))


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_on_accounts_explains_itself(action: str) -> None:
    done = console("agent", action, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "--config FILE" in done.stdout


def test_every_command_is_in_the_guide_and_every_command_of_the_guide_is_there() -> None:
    guide = (ROOT / "docs/guide/start.md").read_text("utf-8")
    named = set(re.findall(r"\| `console ([a-z ]+)` \|", guide))
    actions = {f"agent {action}" for action in ACTIONS} | {"setup twilio", "setup audio"}
    assert named == {*COMMANDS} - {"agent", "setup"} | actions
    helps = "".join(console(*one.split(), "--help").stdout for one in named)
    assert set(re.findall(r"--[a-z]+", guide)) <= set(re.findall(r"--[a-z]+", helps))


def test_the_version_is_that_of_the_project() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (version,) = re.findall(r'^version = "(.+)"$', project, re.MULTILINE)
    assert console("--version").stdout == f"steadyline {version}\n"


@pytest.mark.parametrize("arguments", ["--help", "agent --help", "--version"])
def test_help_loads_nothing_heavy(arguments: str) -> None:
    look = (
        "import sys; from console.__main__ import main\n"
        "try: main(sys.argv[1:])\n"
        f"finally: print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, *arguments.split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        ("", 2, "the following arguments are required: COMMAND"),
        ("dance", 2, "invalid choice: 'dance'"),
        ("hub --prot 1", 2, "unrecognized arguments: --prot 1"),
        ("hub --config /nowhere/config.toml", 2, "/nowhere/config.toml: can't be read"),
        ("desk", 1, "There is no token in"),
        ("desk --token sl_1", 2, "unrecognized arguments"),
        ("agent add ana", 2, "required: --name"),
        ("agent add Ana! --name Ana", 1, "LOGIN must be"),
        ("agent add ana --name Ana --phone 4155550177", 1, "--phone must be a number like"),
        ("agent token nobody", 1, "There is no account nobody."),
        ("agent disable nobody", 1, "There is no account nobody."),
        ("export 4F7-2KX", 1, "There is no incident '4F7-2KX'."),
        ("simulator --shift /nowhere/shift.toml", 1, "cannot be read"),
        ("simulator --pace 0", 1, "--pace must be between"),
    ],
)
def test_a_mistake_is_one_sentence_and_a_status(arguments: str, status: int, says: str) -> None:
    done = console(*arguments.split())
    assert done.returncode == status
    assert says in sentence(done)


def test_a_wrong_setting_names_file_and_key_with_status_2(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[hub]\nprot = 1\n", "utf-8")
    done = console("hub", "--config", str(file))
    assert done.returncode == 2
    assert sentence(done) == (f"console: {file}: [hub] prot is not a setting; did you mean port?")


def test_a_hub_beyond_this_computer_needs_its_secrets() -> None:
    done = console("hub", STEADYLINE_HUB_HOST="0.0.0.0")  # noqa: S104
    assert done.returncode == 2
    assert "TWILIO_AUTH_TOKEN must be set" in sentence(done)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "0", "127.1"])  # noqa: S104
def test_no_development_switch_is_on_where_strangers_can_connect(host: str) -> None:
    done = console("hub", STEADYLINE_HUB_HOST=host, STEADYLINE_DEVELOPMENT_ANONYMOUS_STREAM="true")
    assert done.returncode == 2
    assert "[development] anonymous_stream must be false" in sentence(done)


def test_a_hub_whose_port_is_taken_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = console("hub", STEADYLINE_HUB_PORT=port, STEADYLINE_LOGS_LEVEL="error")
    assert done.returncode == 1
    assert f"can't listen on 127.0.0.1:{port}" in sentence(done)


def test_a_simulator_whose_port_is_taken_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        base = f"http://127.0.0.1:{taken.getsockname()[1]}"
        done = console("simulator", STEADYLINE_TWILIO_API_BASE=base, STEADYLINE_LOGS_LEVEL="error")
    assert done.returncode == 1
    assert "can't listen on" in sentence(done)


def test_words_from_outside_do_not_act_on_the_terminal() -> None:
    done = console("agent", "token", "\x1b]0;owned\x07\x1b[2J")
    assert "\x1b" not in sentence(done)
    assert "␛]0;owned" in done.stderr


def test_a_fault_of_ours_is_one_line_with_an_id_and_its_traceback_is_in_the_log(
    tmp_path: Path,
) -> None:
    log = tmp_path / "console.log"
    broken = "import console.hub.admin as a\ndef boom(url): raise KeyError('+14155550142')\n"
    start = (
        f"{broken}a.list_agents = boom\nfrom console.__main__ import main\nmain(['agent', 'list'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", start],
        cwd=ROOT,
        env={**os.environ, "STEADYLINE_LOGS_FILE": str(log)},
        capture_output=True,
        text=True,
        check=False,
    )
    (number,) = re.findall(r"Report ([0-9a-f]{8});", sentence(done))
    event = json.loads(log.read_text("utf-8"))
    assert event["failure"] == number
    assert event["error"].startswith("builtins.KeyError in boom")
    assert "0142" not in log.read_text("utf-8")


def test_a_token_is_printed_once_and_opens_nothing_when_disabled(home: Path) -> None:
    done = console("agent", "add", "ana", "--name", "Ana Ruiz", "--language", "es")
    assert done.returncode == 0
    assert re.fullmatch(r"sl_[0-9a-f]{8}_[\w-]{40,}\n", done.stdout)
    assert done.stdout.strip() not in done.stderr
    assert console("agent", "token", "ana").stdout not in ("", done.stdout)
    listed = console("agent", "list").stdout
    assert re.search(r"1 +ana +agent +offline +Ana Ruiz", listed)
    assert done.stdout.strip() not in listed
    assert console("agent", "disable", "ana").returncode == 0
    assert "disabled" in console("agent", "list").stdout
    again = console("agent", "add", "ana", "--name", "Ana Ruiz")
    assert "There is already an account ana." in sentence(again)
    database = home / "data" / "steadyline" / "hub.db"
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_a_saved_token_is_private_and_is_never_shown(home: Path) -> None:
    done = console("agent", "add", "ana", "--name", "Ana Ruiz", "--save")
    token = home / "config" / "steadyline" / "token"
    assert done.returncode == 0
    assert token.read_text("utf-8").startswith("sl_")
    assert "sl_" not in done.stdout + done.stderr
    assert stat.S_IMODE(token.stat().st_mode) == 0o600
    assert stat.S_IMODE(token.parent.stat().st_mode) == 0o700
    assert "needs a terminal" in sentence(console("desk"))
    token.chmod(0o644)
    assert "others can read it" in sentence(console("desk"))
    assert "needs a terminal" in sentence(console("desk", STEADYLINE_TOKEN="sl_1"))


def test_the_doctor_says_what_is_missing_and_shows_no_secret() -> None:
    done = console("doctor", TWILIO_AUTH_TOKEN="f00dfeed" * 4)
    assert done.returncode == 1
    assert re.search(r"^ok +secrets +TWILIO_AUTH_TOKEN is set\.$", done.stdout, re.MULTILINE)
    assert re.search(r"^attention +secrets +SENDGRID_API_KEY is not", done.stdout, re.MULTILINE)
    assert re.search(r"^wrong +hub +Nothing answers", done.stdout, re.MULTILINE)
    assert "f00dfeed" not in done.stdout + done.stderr


def test_migrating_twice_changes_nothing_the_second_time() -> None:
    assert "went from empty to" in console("migrate").stdout
    assert "already" in console("migrate").stdout
