"""``ledgerkit serve``: the books in the browser."""

from __future__ import annotations

import gc
import os
import secrets
import socket
import sys
import tempfile
from contextlib import ExitStack, contextmanager, nullcontext
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import AS_OF_HELP, books_options
from ledgerkit.cli.trust import asking_for_trust
from ledgerkit.cli.typed_values import Day
from ledgerkit.cli.which_books import find_books
from ledgerkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import date

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
@click.option(
    "--as-of",
    type=Day(),
    help=AS_OF_HELP,
)
@click.option("--read-only", is_flag=True, help="Refuse every change to the books")
@click.option("--open/--no-open", "open_", default=False, help="Open a browser too")
def serve_command(  # noqa: PLR0913, PLR0917 - click hands over each option
    books: Path | None,
    file: Path | None,
    port: int,
    as_of: date | None,
    read_only: bool,  # noqa: FBT001
    open_: bool,  # noqa: FBT001
) -> None:
    """Show the books in the browser: Fava, with Receivables and Payables.

    Only this computer can reach it, and only the browser that opens the address which
    is printed. Ctrl-C ends it. Without --as-of, books to which nothing was posted for
    60 days are shown as at their last day, and others as at today.
    """
    from cheroot.wsgi import Server  # noqa: PLC0415

    from ledgerkit.fava.guarding import TOKEN_KEY  # noqa: PLC0415
    from ledgerkit.fava.serving import build_app, take_for_today  # noqa: PLC0415

    # A command leaves garbage to its end; this one may run for days.
    gc.enable()
    path = find_books(books, file)
    _check_free(port)
    token = secrets.token_urlsafe(32)

    def read() -> Any:
        with _progress(f"Reading {path.name} …"):
            return build_app(path, token=token, read_only=read_only)

    app = asking_for_trust(read)
    taken = take_for_today(app, as_of)
    server = Server((_HOST, port), app)
    _listen(server, port)
    url = f"http://{_HOST}:{server.bind_addr[1]}/?{TOKEN_KEY}={token}"
    click.echo(f"{path.name} is at {url} (Ctrl-C ends)")
    if as_of is None and taken is not None:
        shown = f"It is shown as at {taken}, its last day"
        click.echo(f"{shown}; --as-of today shows it as at today.")
    with ExitStack() as stack:
        if open_:
            click.launch(stack.enter_context(_page_that_leads_to(url)))
        _serve(server)


def _serve(server: Any) -> None:
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()


@contextmanager
def _page_that_leads_to(url: str) -> Iterator[str]:
    """A file that only this user can read, to open in place of an address.

    Every user of the computer can see with which arguments a program was started, and
    the address has the token in it.
    """
    descriptor, name = tempfile.mkstemp(prefix="ledgerkit-", suffix=".html")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(
                '<!doctype html><meta charset="utf-8"><title>ledgerkit</title>'
                f'<meta http-equiv="refresh" content="0; url={escape(url)}">'
            )
        yield name
    finally:
        Path(name).unlink(missing_ok=True)


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
