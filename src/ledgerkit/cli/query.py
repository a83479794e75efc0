"""``ledgerkit query``: beanquery, with tables of what is owed."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.commands import DONE
from ledgerkit.cli.options import books_options, load_for_command, report_options
from ledgerkit.cli.show import show, status_of, write
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.table import Column, Row, Table

_RECORDS = {
    "managers": RecordKind.MANAGER,
    "contacts": RecordKind.CONTACT,
    "tasks": RecordKind.TASK,
    "cases": RecordKind.CASE,
    "plans": RecordKind.PLAN,
    "milestones": RecordKind.MILESTONE,
    "opportunities": RecordKind.OPPORTUNITY,
    "contracts": RecordKind.CONTRACT,
    "playbooks": RecordKind.PLAYBOOK,
}

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from beanquery import Connection

    from ledgerkit.api import LedgerBooks


@click.command("query")
@click.argument("query", required=False)
@books_options
@report_options
@click.option(
    "--numberify",
    "-m",
    is_flag=True,
    help="Split amounts into a column of numbers for each currency",
)
def query_command(
    query: str | None,
    books: Path | None,
    file: Path | None,
    *,
    as_of: date,
    **options: Any,
) -> None:
    """Query the books in Beancount's query language.

    Without QUERY, a terminal opens bean-query's shell; otherwise the query is read from
    standard input. Besides the tables of bean-query (#postings, #transactions,
    #accounts, #prices …) there are, as at the day of --as-of:

    \b
    #invoices    number, kind, party, name, issued, due, currency, amount,
                 settled, open, disputed, status, text
    #bills       the same
    #open_items  side, number, kind, party, name, issued, due, currency,
                 amount, settled, open, disputed, days_late
    #clients     party, name, manager, terms, documents, last, currency,
                 balance, overdue
    #vendors     the same
    #quotes      number, quote, party, name, manager, declared, valid_until,
                 status, answered, currency, net, gross, invoiced, left
    #orders      number, party, name, line, expected, quantity, received,
                 currency, ordered, billed, price_difference, cancelled, open,
                 reason
    #work        id, day, kind, person, party, project, text, hours, currency,
                 rate, worth, charged, unbilled, written_off, number
    #tax         due, date, number, party, text, kind, code, part, account,
                 currency, amount, boxes, why
    #managers #contacts #tasks #cases #plans #milestones #opportunities
    #contracts #playbooks
                 id, title, declared, changed, and each key that they may
                 have, with _ for -; from is from_day
    #activities  day, client, kind, summary, and its keys
    #surveys     day, party, name, contact, instrument, score, scale, comment
    #targets     since, scope, id, measure, interval, currency, number

    \b
    SELECT number, open FROM #open_items WHERE days_late > 60
    SELECT party, count(1), sum(amount) FROM #invoices GROUP BY party
    SELECT account, sum(position) GROUP BY account
    """  # noqa: D301 - click reads the backspace as: leave these lines as they are
    query, books = _told_apart(query, books)
    if query is None and not sys.stdin.isatty():
        query = sys.stdin.buffer.read().decode("utf-8", "replace")
    if query is not None and not query.strip():
        raise UsageError(
            "the query is empty; write for instance SELECT * FROM #invoices"
        )
    loaded = load_for_command(books, file)
    if query is None:
        _run_shell(loaded, partial(load_for_command, books, file), as_of)
        sys.exit(DONE)
    _answer(loaded, query, as_of, **options)
    sys.exit(status_of(loaded))


def _answer(
    books: LedgerBooks,
    query: str,
    as_of: date,
    *,
    numberify: bool,
    **options: Any,
) -> None:
    """Run a query, and show what it brings."""
    connection = _connect(books, as_of)
    from ledgerkit.exporters.query import QueryResult  # noqa: PLC0415

    result = QueryResult(connection, query)
    if numberify:
        result.numberify()
    if options["format_"] == "text" or result.is_directives:
        write(result.to_text(), options["output"])
    elif options["format_"] == "csv":
        write(result.to_csv(), options["output"])
    else:
        show(result.to_table(as_of), **options)


def _told_apart(
    query: str | None, books: Path | None
) -> tuple[str | None, Path | None]:
    """The query and the books, also where the books stand first, as for bean-query."""
    if query is None or not _exists(query) or (books and _exists(str(books))):
        return query, books
    return (str(books) if books else None), Path(query)


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:  # Too long for a name.
        return False


def _connect(books: LedgerBooks, as_of: date) -> Connection:
    """Let beanquery query these books.

    Raises:
        UsageError: If the installed beanquery is not one that we can build on.
    """
    try:
        from ledgerkit.exporters.query import connect  # noqa: PLC0415

        return connect(books, _reports(books, as_of))
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"the installed beanquery is not what ledgerkit builds on ({error});"
            " install beanquery 0.2"
        ) from error


def _reports(books: LedgerBooks, as_of: date) -> Mapping[str, Callable[[], Table]]:
    """What can be queried, by the name of its table."""
    return {
        "invoices": partial(books.documents, as_of=as_of, side=Side.RECEIVABLE),
        "bills": partial(books.documents, as_of=as_of, side=Side.PAYABLE),
        "open_items": partial(_open_items, books, as_of),
        "clients": partial(books.client_balances, as_of=as_of),
        "vendors": partial(books.vendor_balances, as_of=as_of),
        "quotes": partial(books.quotes, as_of=as_of, everything=True),
        "orders": partial(_orders, books, as_of),
        "work": partial(books.work, as_of=as_of, everything=True),
        "tax": partial(books.tax_amounts, as_of=as_of),
        **{
            plural: partial(books.relation_records, kind, as_of=as_of)
            for plural, kind in _RECORDS.items()
        },
        "activities": partial(books.activity_records, as_of=as_of),
        "surveys": partial(books.surveys, as_of=as_of),
        "targets": partial(books.target_records, as_of=as_of),
    }


def _orders(books: LedgerBooks, as_of: date) -> Table:
    """The orders' lines; ``order`` would be a word of the query language."""
    table = books.orders(as_of=as_of, everything=True)
    columns = [
        replace(column, key="number") if column.key == "order" else column
        for column in table.columns
    ]
    rows = [
        replace(row, cells={**row.cells, "number": row.cells["order"]})
        for row in table.rows
    ]
    return replace(table, columns=columns, rows=rows)


def _open_items(books: LedgerBooks, as_of: date) -> Table:
    """The open items of both sides."""
    by_side = {side: books.open_items(as_of=as_of, side=side) for side in Side}
    table = by_side[Side.RECEIVABLE]
    return replace(
        table,
        columns=[Column("side", "Side"), *table.columns],
        rows=[
            Row(cells={"side": side.value, **row.cells})
            for side, items in by_side.items()
            for row in items.rows
        ],
    )


def _run_shell(
    books: LedgerBooks, reload: Callable[[], LedgerBooks], as_of: date
) -> None:
    """bean-query's own shell, with its history and settings, on our tables."""
    from beanquery.shell import BQLShell  # noqa: PLC0415

    waiting = [books]

    class Shell(BQLShell):  # type: ignore[misc]
        prompt = "ledgerkit> "

        def do_reload(self, _arg: Any = None) -> None:
            """Reload the ledger."""
            loaded = waiting.pop() if waiting else reload()
            self.context = _connect(loaded, as_of)
            self._extract_queries(loaded.directives)
            status_of(loaded)

    shell = Shell("beancount:", sys.stdout, interactive=True, runinit=True)
    shell.cmdloop("Write a query, .tables, .help or .exit.")
