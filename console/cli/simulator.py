"""``console simulator``: a telephone and mail network on this computer, with callers in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.words import Problem, command, path, say, settings_of

if TYPE_CHECKING:
    from argparse import Namespace

    from channels.simulator.network import Network
    from channels.simulator.personas import Persona
    from channels.simulator.settings import Settings as NetworkSettings
    from console.cli.words import Commands
    from console.config import Settings

    Cast = list[tuple[float, Persona]]

LOOK_SECONDS = 0.5

ABOUT = "Run a telephone and mail network on this computer, with people on it"


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = command(commands, "simulator", run, ABOUT)
    parser.add_argument(
        "--shift",
        type=path,
        metavar="FILE",
        help="who comes on when, like scripts/practice/shift.toml; nobody without it",
    )
    parser.add_argument(
        "--pace", type=float, default=1.0, help="how much faster than life time passes there"
    )


def run(arguments: Namespace) -> int:
    """Serve until SIGTERM or Ctrl+C. Raises ConfigError or Problem."""
    import asyncio

    from console import logs

    settings = settings_of(arguments)
    logs.to_stream(settings.logs.level)
    if not 0.1 <= arguments.pace <= 100:
        raise Problem("--pace must be between 0.1 and 100.")

    from channels.simulator.personas import PersonaError, load_shift

    try:
        cast = load_shift(arguments.shift) if arguments.shift else []
    except PersonaError as error:
        raise Problem(f"{error}.") from error
    wanted = network_settings(settings)
    try:
        asyncio.run(_serve(wanted, cast, arguments.pace, settings.hub.url))
    except OSError as error:
        where = f"{wanted.host}:{wanted.port}"
        raise Problem(f"The simulator can't listen on {where}: {error.strerror}.") from error
    return 0


async def _serve(wanted: NetworkSettings, cast: Cast, pace: float, hub: str) -> None:
    import asyncio
    import signal

    from channels.simulator.clock import RealClock
    from channels.simulator.server import serve

    def ready(network: Network) -> None:
        say(f"The simulated network answers at {network.url}")
        if cast:
            network.plant.tasks.start(_play(network, cast, hub), "shift")

    serving = asyncio.ensure_future(serve(wanted, clock=RealClock(pace), ready=ready))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, serving.cancel)
    await asyncio.wait([serving])
    if not serving.cancelled():
        serving.result()


async def _play(network: Network, cast: Cast, hub: str) -> None:
    """Let the people of a shift come on once the hub takes work: nobody rings a dead line."""
    import asyncio

    import httpx

    from channels.simulator.performance import Performance

    async with httpx.AsyncClient(trust_env=False, timeout=LOOK_SECONDS) as client:
        while True:
            try:
                if (await client.get(f"{hub}/readyz")).is_success:
                    break
            except httpx.HTTPError:
                pass
            await asyncio.sleep(LOOK_SECONDS)

    async def come_on(seconds: float, persona: Persona) -> None:
        await network.clock.sleep(seconds)
        await Performance(network, persona).play()

    async with asyncio.TaskGroup() as group:
        for seconds, persona in cast:
            group.create_task(come_on(seconds, persona))


def network_settings(settings: Settings) -> NetworkSettings:
    """The simulator's half of the hub's settings: same account, same secrets. Raises Problem."""
    from urllib.parse import urlsplit

    from channels.simulator.settings import OwnedNumber
    from channels.simulator.settings import Settings as NetworkSettings
    from console.values import is_loopback

    base = urlsplit(settings.twilio.api_base)
    if not is_loopback(base.hostname or "") or not is_loopback(
        urlsplit(settings.hub.url).hostname or ""
    ):
        raise Problem(
            "The simulator stays on this computer: [twilio] api_base and the hub's address must "
            "be on 127.0.0.1."
        )
    hub, secrets = settings.hub.url, settings.credentials
    tokens = tuple(one.get_secret_value() for one in secrets.twilio_auth_tokens)
    if not tokens:
        raise Problem(f"{settings.twilio.auth_token_env} must be set to sign webhooks with.")
    return NetworkSettings(
        account_sid=settings.twilio.account_sid,
        auth_tokens=tokens,
        sendgrid_api_key=secrets.sendgrid_api_key.get_secret_value(),
        numbers=[
            OwnedNumber(
                number=one.number,
                voice_url=f"{hub}/twilio/voice",
                voice_fallback_url=f"{hub}/twilio/fallback/voice",
                status_callback=f"{hub}/twilio/voice/status",
                sms_url=f"{hub}/twilio/sms",
            )
            for one in settings.twilio.numbers
        ],
        parse_url=f"{hub}/sendgrid/parse/{settings.sendgrid.parse_secret_path}",
        mail_events_url=f"{hub}/sendgrid/events",
        host=base.hostname or "127.0.0.1",
        port=base.port or 80,
    )
