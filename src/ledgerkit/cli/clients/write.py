"""Commands that write client relations: new, edit, and changes with a name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import click

from ledgerkit.books.clients.ids import declared_ids
from ledgerkit.cli.clients.options import key_options
from ledgerkit.cli.completion import completed
from ledgerkit.cli.options import (
    EFFECTIVE_DATE_HELP,
    EVENT_DATE_HELP,
    books_options,
    write_options,
)
from ledgerkit.cli.typed_values import Day
from ledgerkit.cli.write import EntryWriter, WriteOptions
from ledgerkit.entries.clients.record import RelationDraft, plan_relation
from ledgerkit.entries.coins import with_currencies
from ledgerkit.entries.usual_file import usual_file_of
from ledgerkit.language.word import On

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from ledgerkit.cli.write import PlanEntries

#: Records whose id a person chooses; the others are numbered.
_WITH_CHOSEN_ID = frozenset({On.CLIENT, On.VENDOR, On.MANAGER, On.PROJECT})

#: Records that have a name, and not a title.
_NAMED = frozenset(
    {
        On.CLIENT,
        On.VENDOR,
        On.MANAGER,
        On.CONTACT,
        On.OPPORTUNITY,
        On.CONTRACT,
        On.PROJECT,
    }
)


class RelationCommand(TypedDict):
    """What every command on a relation is given."""

    books: Path | None
    file: Path | None
    day: date
    into: Path | None
    yes: bool
    dry_run: bool


def relation_options(help_: str = EVENT_DATE_HELP) -> Callable[[Any], Any]:
    """``[BOOKS]``, ``--file``, ``--on`` and how to write: a `RelationCommand`."""

    def decorate(function: Any) -> Any:
        return books_options(on_option(help_)(write_options(function)))

    return decorate


def on_option(help_: str = EVENT_DATE_HELP) -> Callable[[Any], Any]:
    """``--on``, today if it isn't given."""
    return click.option(
        "--on", "--date", "day", type=Day(), default="today", show_default=True,
        help=help_,
    )  # fmt: skip


def id_argument(on: On) -> Callable[[Any], Any]:
    """``ID``, of a record that is there, or its name."""
    return click.argument(
        "id_", metavar="ID", shell_complete=completed(lambda b: declared_ids(b, on))
    )


def write_relation(
    writer: EntryWriter, type_: str, plan: PlanEntries, options: RelationCommand
) -> None:
    """Write what a plan comes to, where such directives stand."""
    writing = WriteOptions(
        into=options["into"] or usual_file_of(writer.books, type_),
        yes=options["yes"],
        dry_run=options["dry_run"],
    )
    writer.write(plan, writing, nothing="Nothing changes: the books say so already.")


def write_record(
    on: On, options: RelationCommand, *, facts: Mapping[str, Any], **draft: Any
) -> None:
    """Declare a record, or change one."""
    writer = EntryWriter(options["books"], options["file"])
    facts = with_currencies(facts, writer.books)
    change = RelationDraft(on=on, day=options["day"], facts=facts, **draft)
    write_relation(writer, on.value, partial(plan_relation, draft=change), options)


def new_relation_command(on: On, help_: str) -> click.Command:
    """``new``, for a kind of record."""

    def new(
        title: str,
        id_: str | None,
        facts: Mapping[str, Any],
        **options: Unpack[RelationCommand],
    ) -> None:
        write_record(on, options, facts=facts, id=id_, title=title, is_new=True)

    decorators: Sequence[Callable[[Any], Any]] = (
        click.argument("title", metavar="NAME" if _is_named(on) else "TITLE"),
        key_options(on),
        relation_options(EFFECTIVE_DATE_HELP),
    )
    if on in _WITH_CHOSEN_ID:
        decorators = (click.argument("id_", metavar="ID"), *decorators)
    else:
        own = click.option("--id", "id_", help="Id (default: the next one)")
        decorators = (decorators[0], own, *decorators[1:])
    return _command("new", help_, new, decorators)


def edit_command(on: On, help_: str) -> click.Command:
    """``edit``, for a kind of record."""

    def edit(
        id_: str,
        title: str | None,
        facts: Mapping[str, Any],
        **options: Unpack[RelationCommand],
    ) -> None:
        write_record(on, options, facts=facts, id=id_, title=title)

    name = "name" if _is_named(on) else "title"
    decorators = (
        id_argument(on),
        click.option(f"--{name}", "title", help=f"New {name}"),
        key_options(on),
        relation_options(EFFECTIVE_DATE_HELP),
    )
    return _command("edit", help_, edit, decorators)


def _command(
    name: str,
    help_: str,
    function: Callable[..., None],
    decorators: Sequence[Callable[[Any], Any]],
) -> click.Command:
    """A command of these arguments and options, in this order."""
    for decorator in reversed(decorators):
        function = decorator(function)
    return click.command(name, help=help_)(function)


def _is_named(on: On) -> bool:
    return on in _NAMED
