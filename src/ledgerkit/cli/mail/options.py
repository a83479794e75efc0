"""The options of every command that sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import PERSON_HELP, F
from ledgerkit.cli.write import WriteOptions

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """How papers are sent.

    Attributes:
        day: The day.
        by: Who sends them; empty not to say.
        again: Whether what was sent before is sent once more.
        smtp: Whether they are handed to the mail server.
    """

    day: date
    by: str = ""
    again: bool = False
    smtp: bool = False


def posting_options(function: F) -> F:
    """``--by``, ``--again`` and ``--smtp``."""
    for option in (
        click.option(
            "--smtp", is_flag=True, help="Hand the messages to the mail server, too"
        ),
        click.option(
            "--again", is_flag=True, help="Send once more what the books say was sent"
        ),
        click.option("--by", default="", help=PERSON_HELP),
    ):
        function = option(function)
    return function


def send_option(function: F) -> F:
    """``--send``, for letters that can also be written to a folder."""
    return click.option(
        "--send",
        is_flag=True,
        help="Write the letters as e-mails into the outbox; the books say so",
    )(function)


def how_posted(options: dict[str, Any], day: date) -> Posting:
    """The values of `posting_options`, taken out of a command's own."""
    return Posting(
        day=day,
        by=options.pop("by").strip(),
        again=options.pop("again"),
        smtp=options.pop("smtp"),
    )


def writing_of(options: dict[str, Any]) -> WriteOptions:
    """The values of `write_options`, taken out of a command's own."""
    return WriteOptions(
        into=options.pop("into"), yes=options.pop("yes"), dry_run=options.pop("dry_run")
    )
