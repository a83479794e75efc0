"""The questions of ``ledgerkit invoice new`` and ``bill new`` on a terminal.

What a person types is completed with the tab key: parties, accounts, tax codes.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ledgerkit.books.accounts_by_role import find_account
from ledgerkit.books.documents.party import declared_party
from ledgerkit.cli.typed_values import Day, read_day_typed
from ledgerkit.entries.documents.draft_lines import NO_TAX, find_tax_code, usable_codes
from ledgerkit.errors import LedgerkitError
from ledgerkit.importers.documents.line_text import read_line
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.parties.payment_terms import parse_terms
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.documents.document import NewLine
    from ledgerkit.parties.party import Party

T = TypeVar("T")


def ask_party(books: LedgerBooks, side: Side, day: date) -> str:
    """The client of an invoice, or the vendor of a bill."""

    def known(name: str) -> str:
        return declared_party(books, side, name, day).id

    role = side.party_role
    words = [party.id for party in books.parties(role, date.max)]
    return _ask(role.value.capitalize(), known, words=words)


def ask_number() -> str:
    """The number that a vendor printed on its bill."""

    def known(number: str) -> str:
        if not number:
            raise click.UsageError("type the number as it is printed")
        return number

    return _ask("Number", known)


def ask_date(day: date) -> date:
    """The document's date; today unless another is typed."""
    return _ask("Date", _day, default=str(day))


def ask_lines(
    books: LedgerBooks, party: Party, day: date, currency: str
) -> list[NewLine]:
    """At least one line, until an account is left empty.

    A vendor's usual account and tax code are offered.
    """
    lines: list[NewLine] = []
    side = Side.PAYABLE if party.role is PartyRole.VENDOR else Side.RECEIVABLE
    usual = party.text("tax") if side is Side.PAYABLE else ""
    tax = usual or _only(usable_codes(books, day, side))
    accounts = _line_accounts(books, side)
    while True:
        empty = " (empty when done)" if lines else ""
        account = _ask(
            f"Account of line {len(lines) + 1}{empty}",
            lambda name: find_account(books, name) if name else "",
            words=accounts,
            default="" if lines else party.text("expense-account") or None,
        )
        if not account:
            return lines
        line = _ask_line(books, (side, day), account, currency, tax)
        tax = line.tax or tax
        lines.append(line)


def _ask_line(
    books: LedgerBooks,
    about: tuple[Side, date],
    account: str,
    currency: str,
    tax: str | None,
) -> NewLine:
    side, day = about
    description = _ask("  Description", str).replace(";", "\\;")

    def priced(typed: str) -> NewLine:
        text = f"{account}; {description}; {typed}"
        return read_line(text, currency=currency, read_date=read_day_typed)

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
    codes = usable_codes(books, day, side)
    code = NO_TAX
    if codes:

        def known(name: str) -> str:
            return name if name == NO_TAX else find_tax_code(books, name, day, side).id

        code = _ask("  Tax code", known, words=[*codes, NO_TAX], default=tax)
    text = f"{account}; {description}; {amount}"
    text += f"; discount={discount}" if discount else ""
    return read_line(
        text, currency=currency, tax=code if codes else None, read_date=read_day_typed
    )


def ask_due(party: Party, day: date) -> date | None:
    """Last day to pay; None if the terms say."""
    terms = party.payment_terms
    default = ""
    if terms:
        default = f"{parse_terms(terms).due(day)}, by {terms}"

    def due(typed: str) -> date | None:
        return None if typed == default else _day(typed)

    return _ask("Due", due, default=default)


def _day(typed: str) -> date:
    """As every option of a day is read, ``today`` among them."""
    return Day().convert(visible(typed), None, None)


def _only(codes: Sequence[str]) -> str | None:
    return codes[0] if len(codes) == 1 else None


def _line_accounts(books: LedgerBooks, side: Side) -> Sequence[str]:
    """The accounts, income or expenses first: they are mostly meant."""
    kind = "name_income" if side is Side.RECEIVABLE else "name_expenses"
    first = f"{books.options[kind]}:"
    names = books.opened_accounts.names
    return sorted(names, key=lambda name: (not name.startswith(first), name))


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
        matches = [word for word in words if word.casefold().startswith(wanted)]
        matches += [w for w in words if wanted in w.casefold() and w not in matches]
        return matches[state] if state < len(matches) else None

    before, delimiters = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(offered)
    readline.set_completer_delims("\n")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
        readline.set_completer_delims(delimiters)
