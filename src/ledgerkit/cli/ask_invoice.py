"""The questions of ``ledgerkit invoice new`` on a terminal.

What a person types is completed with the tab key: clients, accounts, tax codes.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ledgerkit.books.account_use import OpenedAccounts
from ledgerkit.books.accounts_by_role import find_account
from ledgerkit.books.document_lines import NO_TAX, find_tax_code, usable_codes
from ledgerkit.books.document_party import client_of
from ledgerkit.calendars import parse_iso_date
from ledgerkit.cli.line_text import read_line
from ledgerkit.errors import LedgerkitError
from ledgerkit.parties.payment_terms import parse_terms
from ledgerkit.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.books.new_document import NewLine
    from ledgerkit.parties.party import Party

T = TypeVar("T")


def ask_client(books: LedgerBooks, day: date) -> str:
    """Whom it is for."""

    def known(name: str) -> str:
        return client_of(books, name, day).id

    return _ask("Client", known, words=list(books.clients))


def ask_date(day: date) -> date:
    """Its date; today unless another is typed."""
    return _ask("Date", _day, default=str(day))


def ask_lines(books: LedgerBooks, day: date, currency: str) -> list[NewLine]:
    """Lines, until an account is left empty; at least one."""
    lines: list[NewLine] = []
    tax = _only(usable_codes(books, day))
    accounts = _income_accounts(books)
    while True:
        empty = " (empty when done)" if lines else ""
        account = _ask(
            f"Account of line {len(lines) + 1}{empty}",
            lambda name: find_account(books, name) if name else "",
            words=accounts,
            default="" if lines else None,
        )
        if not account:
            return lines
        line = _ask_line(books, day, account, currency, tax)
        tax = line.tax or tax
        lines.append(line)


def _ask_line(
    books: LedgerBooks, day: date, account: str, currency: str, tax: str | None
) -> NewLine:
    description = _ask("  Description", str).replace(";", "\\;")

    def priced(typed: str) -> NewLine:
        text = f"{account}; {description}; {typed}"
        return read_line(text, currency=currency)

    form = f"  Amount, or quantity unit x price, in {currency}"
    line_text: list[str] = []

    def kept(typed: str) -> str:
        priced(typed)
        line_text.append(typed)
        return typed

    amount = _ask(form, kept)
    discount = _ask(
        "  Discount, as 10% or 25.00",
        lambda typed: priced(f"{amount}; discount={typed}") and typed if typed else "",
        default="",
    )
    codes = usable_codes(books, day)
    code = NO_TAX
    if codes:

        def known(name: str) -> str:
            return name if name == NO_TAX else find_tax_code(books, name, day).id

        code = _ask("  Tax code", known, words=[*codes, NO_TAX], default=tax)
    text = f"{account}; {description}; {amount}"
    text += f"; discount={discount}" if discount else ""
    return read_line(text, currency=currency, tax=code if codes else None)


def ask_due(client: Party, day: date) -> date | None:
    """Last day to pay; None if the terms say."""
    terms = client.payment_terms
    default = ""
    if terms:
        default = f"{parse_terms(terms).due(day)}, by {terms}"

    def due(typed: str) -> date | None:
        return None if typed == default else _day(typed)

    return _ask("Due", due, default=default)


def _day(typed: str) -> date:
    day = parse_iso_date(typed)
    if day is None:
        raise click.UsageError(f"{typed!r} is no day; write it as 2026-01-31")
    return day


def _only(codes: Sequence[str]) -> str | None:
    return codes[0] if len(codes) == 1 else None


def _income_accounts(books: LedgerBooks) -> Sequence[str]:
    """Income first: it is what is mostly meant."""
    income = f"{books.options['name_income']}:"
    names = OpenedAccounts(books.directives).names
    return sorted(names, key=lambda name: (not name.startswith(income), name))


def _ask(
    question: str,
    read: Callable[[str], T],
    *,
    words: Sequence[str] = (),
    default: str | None = None,
) -> T:
    """Ask until the answer can be read."""

    def value(typed: str) -> Any:
        try:
            return read(typed.strip())
        except LedgerkitError as error:
            raise click.UsageError(visible(str(error))) from error

    with _completion(words):
        answer: T = click.prompt(
            visible(question),
            default=default,
            value_proc=value,
            show_default=bool(default),
            err=True,
        )
    return answer


@contextmanager
def _completion(words: Sequence[str]) -> Iterator[None]:
    """Let the tab key complete one of these words, where the system can."""
    try:
        import readline  # noqa: PLC0415 - not on every system
    except ImportError:
        yield
        return

    def offered(begun: str, state: int) -> str | None:
        wanted = begun.casefold()
        found = [word for word in words if word.casefold().startswith(wanted)]
        found += [w for w in words if wanted in w.casefold() and w not in found]
        return found[state] if state < len(found) else None

    before, delimiters = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(offered)
    readline.set_completer_delims("\n")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
        readline.set_completer_delims(delimiters)
