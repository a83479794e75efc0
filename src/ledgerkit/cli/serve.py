"""``ledgerkit serve``: the books in the browser."""

from __future__ import annotations

import gc
import socket
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import books_options, find_books
from ledgerkit.errors import UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

#: Nobody but this computer can reach it: Fava has no login.
_HOST = "127.0.0.1"


@click.command("serve")
@books_options
@click.option(
    "--port",
    "-p",
    type=click.IntRange(0, 65535),
    default=5000,
    show_default=True,
    help="Port to listen on; 0 takes any that is free",
)
@click.option("--read-only", is_flag=True, help="Refuse every change to the books")
@click.option("--open/--no-open", "open_", default=False, help="Open a browser too")
def serve_command(
    books: Path | None,
    file: Path | None,
    port: int,
    read_only: bool,  # noqa: FBT001
    open_: bool,  # noqa: FBT001
) -> None:
    """Show the books in the browser: Fava, with Receivables and Payables.

    Only this computer can reach it. Ctrl-C ends it.
    """
    from cheroot.wsgi import Server  # noqa: PLC0415

    from ledgerkit.fava.serving import build_app  # noqa: PLC0415

    # A command leaves garbage to its end; this one may run for days.
    gc.enable()
    path = find_books(books, file)
    _check_free(port)
    with _progress(f"Reading {path.name} …"):
        app = build_app(path, read_only=read_only)
    server = Server((_HOST, port), app)
    _listen(server, port)
    url = f"http://{_HOST}:{server.bind_addr[1]}/"
    click.echo(f"{path.name} is at {url} (Ctrl-C ends)")
    if open_:
        click.launch(url)
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()


def _progress(message: str) -> AbstractContextManager[Any]:
    """Show on a terminal that a large book takes a while."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console  # noqa: PLC0415

    return Console(stderr=True).status(message)


def _check_free(port: int) -> None:
    """Say that a port is taken before the books are read, not after.

    Raises:
        UsageError: If it is, or if we may not listen on it.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            raise _not_free(port, error) from None


def _listen(server: Any, port: int) -> None:
    try:
        server.prepare()
    except OSError as error:
        raise _not_free(port, error) from None


def _not_free(port: int, error: OSError) -> UsageError:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        free = probe.getsockname()[1]
    reason = "may not be used" if isinstance(error, PermissionError) else "is taken"
    return UsageError(f"port {port} {reason}; write --port {free}, which is free now")
