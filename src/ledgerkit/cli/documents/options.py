"""The options that ``invoice new``, ``bill new`` and credits of both share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from beancount.core.amount import Amount

from ledgerkit.books.documents.party import declared_party, document_currency
from ledgerkit.cli.completion import AccountName, completed
from ledgerkit.cli.documents.ask import (
    ask_date,
    ask_due,
    ask_lines,
    ask_number,
    ask_party,
)
from ledgerkit.cli.options import (
    AMOUNT_HELP,
    CONTROL_ACCOUNT_HELP,
    DOCUMENT_DATE_HELP,
    EVENT_DATE_HELP,
    NARRATION_HELP,
    F,
)
from ledgerkit.cli.typed_values import AmountText, CurrencyText, Day, read_day_typed
from ledgerkit.entries.documents.credit_note import CreditNoteDraft
from ledgerkit.entries.documents.draft import InvoiceDraft
from ledgerkit.errors import UsageError
from ledgerkit.importers.documents.line_text import read_adjustment, read_line
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.documents.document import NewLine
    from ledgerkit.text.typed_amounts import TypedAmount
    from ledgerkit.text.typed_parts import PartOfDocument


NEXT_NUMBER_HELP = "Number (default: the next of its series)"
VENDORS_NUMBER_HELP = "Number that the vendor printed on the document"


def date_option(function: F, help_: str = EVENT_DATE_HELP) -> F:
    """``--date``, today if it isn't given."""
    return click.option(
        "--date", "day", type=Day(), default="today", show_default=True, help=help_
    )(function)


def document_date_option(function: F) -> F:
    """``--date`` of a document."""
    return date_option(function, DOCUMENT_DATE_HELP)


def narration_option(function: F) -> F:
    """``--text``."""
    return click.option("--text", help=NARRATION_HELP)(function)


def amount_option(function: F) -> F:
    """``--amount``, of what is there already."""
    return click.option("--amount", type=AmountText(), help=AMOUNT_HELP)(function)


def control_account_option(function: F) -> F:
    """``--control-account``."""
    return click.option(
        "--control-account", type=AccountName(), help=CONTROL_ACCOUNT_HELP
    )(function)


_LINE = "'ACCOUNT; DESCRIPTION; QUANTITY UNIT x PRICE; tax=CODE'"


_ADJUSTMENT = "'ACCOUNT; REASON; AMOUNT; tax=CODE'"


_LINE_HELP = "Line of the document, as in ledgerkit invoice new; repeatable"


_TAX_HELP = "Tax code of lines that name none"


_WORDS = {
    Side.RECEIVABLE: {
        "line": "Line of the document, repeatable: the account may be the end of its"
        " name, the third part a plain amount; discount=10% or discount=25.00, from=DAY"
        " and to=DAY may follow",
        "tax": f'{_TAX_HELP}; "none" for no tax',
        "remark": "Remark to print",
        "withholding": "Tax that the client withholds, e.g. 'RT02 20 A'",
    },
    Side.PAYABLE: {
        "line": _LINE_HELP,
        "tax": f'{_TAX_HELP} (default: the vendor\'s); "none" for no tax',
        "remark": "Remark to keep",
        "withholding": "Tax that we withhold, e.g. 'RT02 20 A' (default: as the"
        ' vendor\'s record says); "none" for none',
    },
}


#: The options that a draft takes as they are, on either side.
_FACTS = (
    "text", "number", "due", "terms", "control_account", "order", "remark",
    "delivered", "withholding", "withholding_account",
)  # fmt: skip


def document_options(side: Side) -> Callable[[F], F]:
    """The options of a document on either side: lines, terms and the rest."""
    words = _WORDS[side]
    return _all(
        _line_option(words["line"]),
        click.option(
            "--tax",
            shell_complete=completed(lambda books: books.tax_codes.ids),
            help=words["tax"],
        ),
        _adjustment_option("allowance", "Reduction of the whole document; repeatable"),
        _adjustment_option(
            "charge", "Addition to the whole document, e.g. for carriage; repeatable"
        ),
        click.option(
            "--text", help="Narration (default: the first line's description)"
        ),
        click.option("--due", type=Day(), help="Due date (default: by the terms)"),
        click.option(
            "--terms", help='Payment terms, e.g. "net 30" (default: the party\'s)'
        ),
        click.option(
            "--currency",
            type=CurrencyText(),
            help="Currency (default: the party's, or the book's)",
        ),
        control_account_option,
        click.option("--order", default="", help="Number of the purchase order"),
        click.option("--remark", default="", help=words["remark"]),
        click.option(
            "--delivered", type=Day(), help="Date of delivery, if it is another day"
        ),
        *_withholding_options(words["withholding"]),
    )


def _withholding_options(help_: str) -> Sequence[Callable[[F], F]]:
    return (
        click.option("--withholding", metavar="'KIND PERCENT REASON'", help=help_),
        click.option(
            "--withholding-account",
            type=AccountName(),
            help="Account of the tax withheld",
        ),
    )


def credit_options(function: F) -> F:
    """The options of a credit; by default it credits the whole."""
    return _all(
        amount_option,
        _line_option(_LINE_HELP),
        click.option("--tax", help=_TAX_HELP),
        narration_option,
    )(function)


def _line_option(help_: str) -> Callable[[F], F]:
    return click.option("--line", "lines", multiple=True, metavar=_LINE, help=help_)


def _adjustment_option(name: str, help_: str) -> Callable[[F], F]:
    return click.option(
        f"--{name}", f"{name}s", multiple=True, metavar=_ADJUSTMENT, help=help_
    )


def _all(*options: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def ask_document(
    books: LedgerBooks, side: Side, party: str | None, options: dict[str, Any]
) -> str:
    """Ask for what is lacking, put it among the options, and tell whose it is."""
    if party is None:
        party = ask_party(books, side, options["day"])
        options["day"] = ask_date(options["day"])
    if side is Side.PAYABLE:
        options["number"] = options["number"] or ask_number()
    if not options["lines"]:
        declared = declared_party(books, side, party, options["day"])
        currency = options["currency"] or document_currency(books, declared)
        options["asked"] = ask_lines(books, declared, options["day"], currency)
        if options["due"] is None and options["terms"] is None:
            options["due"] = ask_due(declared, options["day"])
    return party


def document_draft(
    books: LedgerBooks,
    side: Side,
    party: str,
    options: dict[str, Any],
    **facts: Any,
) -> InvoiceDraft:
    """The draft that the options come to.

    Args:
        books: The books.
        side: Whether it is an invoice or a bill.
        party: Whose: id, name or alias.
        options: Those of `document_options`, and the day.
        facts: What only documents of this side have.
    """
    day: date = options["day"]
    declared = declared_party(books, side, party, day)
    currency = options["currency"] or document_currency(books, declared)
    return InvoiceDraft(
        party=party,
        side=side,
        issued=day,
        lines=tuple(_lines(options, currency)),
        currency=currency,
        **{fact: options[fact] for fact in _FACTS},
        **facts,
    )


def _lines(options: dict[str, Any], currency: str) -> Iterable[NewLine]:
    """The lines, allowances and charges among the options, after what was asked."""
    tax = options["tax"]
    yield from options.get("asked", ())
    for text in options["lines"]:
        yield read_line(text, currency=currency, tax=tax, read_date=read_day_typed)
    for key, is_charge in (("allowances", False), ("charges", True)):
        for text in options[key]:
            yield read_adjustment(text, is_charge=is_charge, currency=currency, tax=tax)


def credit_draft(  # noqa: PLR0913 - each is a choice of the person
    books: LedgerBooks,
    credited: str,
    side: Side,
    *,
    day: date,
    amount: TypedAmount | None,
    lines: tuple[str, ...],
    tax: str | None,
    **facts: Any,
) -> CreditNoteDraft:
    """The credit of a document that the options come to.

    Raises:
        UsageError: If they contradict each other, or what they credit.
    """
    if amount is not None and lines:
        raise UsageError("say what it credits with --amount or with --line, not both")
    currency = books.find_document(credited, side=side).currency
    if amount is not None and amount.currency not in {None, currency}:
        raise UsageError(
            f"{credited} is in {currency}, and the amount in {amount.currency}; write"
            " what it is in the document's currency"
        )
    return CreditNoteDraft(
        invoice=credited,
        side=side,
        issued=day,
        amount=amount.number if amount is not None else None,
        lines=tuple(
            read_line(text, currency=currency, tax=tax, read_date=read_day_typed)
            for text in lines
        ),
        **facts,
    )


def exchange_account_option(function: F) -> F:
    """``--exchange-account``."""
    return click.option(
        "--exchange-account",
        type=AccountName(),
        help="Account of exchange gains and losses (default: the exchange-gain"
        " account)",
    )(function)


def on_account_option(function: F) -> F:
    """``--on-account``."""
    return click.option(
        "--on-account",
        is_flag=True,
        help="Leave the amount on account, though the only open document asks for it",
    )(function)


def exchanged_amount(given: TypedAmount | None, option: str) -> Amount | None:
    """An amount in the bank's currency; None if none is given.

    Raises:
        UsageError: If it lacks its currency.
    """
    if given is None:
        return None
    if given.currency is None:
        raise UsageError(f"{option} needs its currency; write for instance '640 EUR'")
    return Amount(given.number, given.currency)


def named_currency(
    given: Mapping[str, TypedAmount | None], currency: str | None = None
) -> str | None:
    """The one currency that these amounts name; None if none does.

    Args:
        given: By the option, or what else names it in a sentence.
        currency: What ``--currency`` says.

    Raises:
        UsageError: If they name two.
    """
    named = {"--currency": currency} if currency else {}
    named |= {
        name: amount.currency
        for name, amount in given.items()
        if amount is not None and amount.currency is not None
    }
    if len(set(named.values())) > 1:
        said = " and ".join(f"{name} in {code}" for name, code in named.items())
        raise UsageError(f"the amounts have two currencies, {said}; write one")
    return next(iter(named.values()), None)


def money_currency(
    amount: TypedAmount | None,
    parts: Sequence[PartOfDocument],
    fee: TypedAmount | None,
    moved: tuple[str, TypedAmount | None],
) -> str | None:
    """The currency in which documents are settled, as far as it is typed.

    Args:
        amount: What is settled.
        parts: The documents, and how much of each.
        fee: The bank's fee: in the currency that the bank moved.
        moved: The option and what the bank moved, if in another currency.

    Raises:
        UsageError: If the amounts name two currencies where there can be one.
    """
    option, moved_amount = moved
    settled = {"--amount": amount, **{f"{n}=": part for n, part in parts}}
    if moved_amount is None:
        return named_currency({**settled, "--fee": fee})
    named_currency({option: moved_amount, "--fee": fee})
    return named_currency(settled)
