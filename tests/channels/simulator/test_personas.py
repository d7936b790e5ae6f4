"""Practice callers: their files are checked, and they do what their files say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from channels.simulator.performance import Performance, perform
from channels.simulator.personas import (
    Act,
    Persona,
    PersonaError,
    load_persona,
    load_shift,
)
from channels.simulator.phones import answers
from tests.channels.simulator.api import OURS, Api

if TYPE_CHECKING:
    from channels.simulator import Network, SimulatedClock
    from tests.channels.simulator.hub import Hub

PRACTICE = Path(__file__).parents[3] / "scripts" / "practice"
HEAD = """
name = "Dana"
number = "+14155550110"
email = "dana@example.com"
language = "en"
about = "A practice caller."
"""


def write(folder: Path, acts: str, head: str = HEAD) -> Path:
    path = folder / "dana.toml"
    path.write_text(head + acts, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(PRACTICE.glob("*.toml")), ids=lambda path: path.stem)
def test_every_practice_file_can_be_played(path: Path) -> None:
    if path.stem == "shift":
        assert [at for at, _ in load_shift(path)] == [3, 25, 70, 150]
    else:
        persona = load_persona(path)
        assert persona.number.startswith("+1415555011")
        assert {persona.language} <= {"en", "es"}


@pytest.mark.parametrize(
    ("acts", "complaint"),
    [
        ("[[acts]]\nat = 0\nsing = 'la'", "acts[0].sing: Extra inputs are not permitted"),
        ("[[acts]]\nat = 0", "acts[0]: needs exactly one deed"),
        ("[[acts]]\nat = 0\nthen = 1\nsay = 'a'", "acts[0]: needs exactly one trigger"),
        ("[[acts]]\nthen = 1\nsay = 'a'", "file: the first act cannot come 'then'"),
        ("[[acts]]\nat = 0\npress = 'a'", "acts[0].press: String should match"),
        ("[[acts]\n", "not TOML"),
    ],
)
def test_a_wrong_file_names_itself_and_the_key(acts: str, complaint: str, tmp_path: Path) -> None:
    path = write(tmp_path, acts)

    with pytest.raises(PersonaError) as caught:
        load_persona(path)

    assert str(caught.value).startswith(f"{path}: ")
    assert complaint in str(caught.value)


def test_a_shift_that_names_nobody_says_so(tmp_path: Path) -> None:
    path = tmp_path / "shift.toml"
    path.write_text('[[start]]\nat = 0\npersona = "nobody"\n', encoding="utf-8")

    with pytest.raises(PersonaError, match=r"start\[0\].persona: there is no nobody.toml"):
        load_shift(path)


def play(network: Network, persona: Persona) -> Performance:
    performance = Performance(network, persona)
    network.plant.tasks.start(performance.play(), "practice")
    return performance


async def test_the_owner_of_the_hurt_dog_calms_down_when_asked_for_the_place(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    hub.pages["/voice"] = (
        '<Dial><Conference startConferenceOnEnter="false" waitUrl="">dog</Conference></Dial>'
    )
    agent = network.person("sip:agent7@example.com", name="Ines", phone=answers(1))
    dana = play(network, load_persona(PRACTICE / "dog-hurt.toml"))
    await clock.advance(2)
    assert dana.person.leg is not None
    await api.make("Conferences/dog/Participants.json", To=agent.address, From_=OURS)
    await clock.advance(12)
    assert agent.leg is not None
    assert any("my dog is hurt" in words for words in agent.leg.heard)
    assert not any("Alder Court" in words for words in agent.leg.heard)

    await agent.leg.says("Where is Biscuit right now?")
    await clock.advance(3)
    assert "12 Alder Court" in agent.leg.heard[-1]

    await clock.advance(180)
    assert dana.person.calls[0].status == "completed"
    assert hub.last("/sms")["MediaContentType0"] == "image/png"
    mail = next(one for one in hub.requests if one.path == "/parse")
    assert b'filename="invoice.txt"' in mail.body
    assert network.complaints == []


async def test_the_cleaner_texts_first_and_rings_when_she_is_outside(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    network.settings.numbers[0].number = "+14155550101"
    hub.pages["/voice"] = "<Pause length='60'/>"
    lucia = play(network, load_persona(PRACTICE / "feels-threatened.toml"))
    await clock.advance(20)
    assert hub.last("/sms")["Body"].startswith("No puedo hablar")

    await api.make(
        "Messages.json", To=lucia.person.address, From_="+14155550101", Body="¿Dónde está usted?"
    )
    await clock.advance(20)
    assert "Calle Robles 8" in hub.last("/sms")["Body"]

    await clock.advance(150)
    assert lucia.person.calls[0].direction == "inbound"


async def test_an_act_happens_once_unless_told_otherwise(
    network: Network, hub: Hub, clock: SimulatedClock, api: Api
) -> None:
    again = Act.model_validate(
        {"after_text": ["?"], "text": {"to": OURS, "body": "yes"}, "times": 2}
    )
    persona = Persona(
        name="Dana",
        number="+14155550110",
        email="dana@example.com",
        language="en",
        about="Answers two questions.",
        acts=[again],
    )
    play(network, persona)
    for _ in range(3):
        await api.make("Messages.json", To=persona.number, From_=OURS, Body="really?")
        await clock.advance(10)

    assert hub.got("/sms", "Body") == ["yes", "yes"]


async def test_a_deed_on_the_phone_is_left_out_without_a_call(network: Network) -> None:
    dana = network.person("+14155550110", name="Dana")

    await perform(dana, Act.model_validate({"at": 0, "say": "hello?"}))

    assert dana.calls == []
