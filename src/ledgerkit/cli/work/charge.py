"""``invoice new --from``: an invoice of the hours and expenses that wait."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.clients.ids import declared_ids, id_named
from ledgerkit.books.work.hours import whose_is
from ledgerkit.cli.completion import AccountName, completed
from ledgerkit.cli.typed_values import AmountText, Day
from ledgerkit.entries.work.invoice import WorkChoice, plan_work_invoice
from ledgerkit.errors import UsageError
from ledgerkit.language.word import On
from ledgerkit.work.item import WorkKind
from ledgerkit.work.proposal import GroupBy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledgerkit.api import LedgerBooks
    from ledgerkit.cli.options import F
    from ledgerkit.cli.write import PlanEntries
    from ledgerkit.entries.documents.draft import InvoiceDraft

_SOURCES: Mapping[str, frozenset[WorkKind]] = {
    "time": frozenset({WorkKind.TIME}),
    "expenses": frozenset({WorkKind.EXPENSE}),
    "project": frozenset(WorkKind),
}
_OPTIONS = (
    click.option(
        "--from",
        "sources",
        type=click.Choice(list(_SOURCES)),
        multiple=True,
        help="Lines for hours or expenses that wait to be charged, or for all of"
        " --project; repeatable",
    ),
    click.option(
        "--project",
        default="",
        shell_complete=completed(lambda books: declared_ids(books, On.PROJECT)),
        help="Hours and expenses of this project only",
    ),
    click.option(
        "--worked-until",
        type=Day(),
        help="Last day of hours and expenses (default: the invoice's date)",
    ),
    click.option(
        "--group",
        type=click.Choice([by.value for by in GroupBy]),
        default=GroupBy.PERSON.value,
        show_default=True,
        help="Hours that share a line",
    ),
    click.option(
        "--account",
        type=AccountName(),
        default="",
        help="Income account of these lines (default: of the client's last invoice)",
    ),
    click.option(
        "--agreed",
        type=AmountText(),
        help="Total net of tax agreed for them; the difference is written off",
    ),
    click.option(
        "--leave-out",
        "left_out",
        multiple=True,
        metavar="ID",
        help="Hours or expense not to be charged yet; repeatable",
    ),
)


def charge_options(function: F) -> F:
    """The options of an invoice of hours and expenses."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def client_to_charge(
    books: LedgerBooks, client: str | None, options: Mapping[str, Any]
) -> str | None:
    """The client who is named, or whose the project is.

    Raises:
        UsageError: If the project is not known, or is another client's.
    """
    if not options["project"]:
        return client
    project = id_named(books, On.PROJECT, options["project"])
    owner = whose_is(books.relations, project).client
    if not owner:
        raise UsageError(
            f'project {project} names no client; write client: "its-id" below it'
        )
    if client is not None and id_named(books, On.CLIENT, client) != owner:
        raise UsageError(f"project {project} is {owner}'s, and not {client}'s")
    return owner


def charging_plan(
    books: LedgerBooks, draft: InvoiceDraft, options: Mapping[str, Any]
) -> PlanEntries | None:
    """The plan of an invoice that charges work; None if it charges none.

    Raises:
        UsageError: If the options contradict each other.
    """
    sources, project = options["sources"], options["project"]
    if not sources and not project:
        _check_alone(options)
        return None
    if "project" in sources and not project:
        raise UsageError("name the project: --from project --project ID")
    kinds = frozenset().union(*(_SOURCES[s] for s in sources or ["project"]))
    agreed = options["agreed"]
    if agreed is not None and agreed.currency not in {None, draft.currency}:
        raise UsageError(
            f"--agreed is in {agreed.currency}, and the invoice in {draft.currency}"
        )
    if agreed is not None and agreed.number <= 0:
        raise UsageError("--agreed is a positive amount; to charge nothing, write off")
    choice = WorkChoice(
        kinds=kinds,
        project=id_named(books, On.PROJECT, project) if project else "",
        until=options["worked_until"],
        group=GroupBy(options["group"]),
        account=options["account"],
        tax=options["tax"],
        agreed=agreed.number if agreed is not None else None,
        left_out=frozenset(options["left_out"]),
    )
    return partial(plan_work_invoice, draft=draft, choice=choice)


def _check_alone(options: Mapping[str, Any]) -> None:
    """Refuse options that only lines for work have."""
    for option, name in (
        ("--worked-until", "worked_until"),
        ("--account", "account"),
        ("--agreed", "agreed"),
        ("--leave-out", "left_out"),
    ):
        if options[name]:
            raise UsageError(f"{option} goes with --from time, expenses or project")
