"""``copilot up``: the service over HTTP, on this machine only."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend.cli.options import pass_program, run
from backend.cli.program import Program

if TYPE_CHECKING:
    from backend.api.parts import Parts

_ADDRESS = "127.0.0.1"


@click.command()
@click.option("--no-sandbox", is_flag=True, help="Do not start the simulated account.")
@click.option(
    "--workspace",
    "workspaces",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
    help="A folder below which sources may be read; by default the current one. Repeatable.",
)
@pass_program
def command(program: Program, *, no_sandbox: bool, workspaces: tuple[Path, ...]) -> None:
    """Serve this data directory over HTTP, until Ctrl-C.

    Other commands become clients of this service while it runs. Unfinished runs go on.
    """
    run(_serve(program, workspaces, is_sandbox_wanted=not no_sandbox))


async def _serve(
    program: Program, workspaces: tuple[Path, ...], *, is_sandbox_wanted: bool
) -> None:
    from backend.api.server import serve_until_stopped
    from backend.api.serving import serving

    settings = program.settings()
    with _bound(settings.port) as listening:
        async with program.open_service(settings, "copilot up", workspaces) as parts:
            sandbox = program.sandbox(settings) if is_sandbox_wanted else None
            if sandbox:
                endpoint = await asyncio.to_thread(sandbox.ensure)
                click.echo(f"sandbox account (simulated)  {endpoint}")
            async with serving(parts, settings.home, settings.port, sandbox) as served:
                click.echo(f"copilot                      http://{_ADDRESS}:{settings.port}")
                click.echo(f"answers are worded by        {_worded_by(parts)}")
                if served.setup_url:
                    click.echo(f"set up the owner, once       {served.setup_url}")
                click.echo("Stop with Ctrl-C.")
                await serve_until_stopped(served.app, listening)
    click.echo("Stopped. Unfinished runs go on at the next start.")


def _worded_by(parts: Parts) -> str:
    if parts.model_status is None:
        return "the built-in interpreter"
    return parts.model_status().active_model or "the built-in interpreter"


def _bound(port: int) -> socket.socket:
    from backend.domain.errors import UserCanFix

    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_ADDRESS, port))
        listening.listen()
    except OSError:
        listening.close()
        raise UserCanFix(
            "E_PORT_TAKEN",
            f"Port {port} of this machine is in use.",
            "Stop what uses it, or choose another: PORT=8001 copilot up",
        ) from None
    return listening
