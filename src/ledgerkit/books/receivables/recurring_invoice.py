"""A recurring invoice -> the transaction a person would have written."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Posting, Transaction

from ledgerkit.errors import UsageError
from ledgerkit.invoices.line_amount import tax_on
from ledgerkit.money import ZERO, with_cents
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.receivables.recurring.template import RecurringInvoice, RecurringLine


def recurring_directive(
    books: Books,
    invoice: RecurringInvoice,
    *,
    number: str,
    day: date,
    control_account: str,
) -> Transaction:
    """The transaction of a recurring invoice.

    Args:
        books: The books with its client and tax codes.
        invoice: The invoice.
        number: The invoice's number, and its link.
        day: The invoice's date.
        control_account: The receivable to post to.

    Raises:
        UsageError: If a tax code is not declared or has no account to post to, or a
            text contains an invisible character.
    """
    _check_texts(invoice)
    currency = invoice.currency
    taxes = _taxes(books, invoice, day)
    gross = invoice.net + sum((amount for _code, amount in taxes), ZERO)
    if gross <= 0:
        raise UsageError(
            f"{invoice.place}: recurring {invoice.template}: comes to {gross:f}"
            f" {currency} for the period from {invoice.period.first}; skip it"
            f' ({invoice.period.first} custom "recurring" "{invoice.template}" "skip")'
        )
    postings = [_posting(control_account, gross, currency, {})]
    postings += [_line(line, invoice, currency) for line in invoice.lines]
    postings += [
        _posting(str(code.account), -amount, currency, {"tax": code.id})
        for code, amount in taxes
        if amount
    ]
    name = books.directory.as_of(PartyRole.CLIENT, invoice.client, day).name
    return Transaction(
        _meta(books, invoice, name, control_account),
        day,
        "*",
        name,
        invoice.text,
        frozenset(invoice.facts.get("tags", "").replace(",", " ").split()),
        frozenset({number}),
        postings,
    )


def _check_texts(invoice: RecurringInvoice) -> None:
    """Refuse text with invisible characters or line breaks."""
    texts = [("text", invoice.text), *invoice.facts.items()]
    texts += [("description", line.description) for line in invoice.lines]
    texts += [("unit", line.unit) for line in invoice.lines]
    for key, text in texts:
        hidden = hidden_character(text)
        if hidden:
            raise UsageError(
                f"{invoice.place}: recurring {invoice.template}: the {key} holds"
                f" {hidden}, which can't be seen; type it anew"
            )


def _meta(
    books: Books, invoice: RecurringInvoice, name: str, control_account: str
) -> dict[str, Any]:
    """The transaction's keys; the client if neither payee nor account shows it."""
    directory, meta = books.directory, dict[str, Any]()
    owner = directory.of_account(PartyRole.CLIENT, control_account)
    if (owner or directory.identify(PartyRole.CLIENT, name)) != invoice.client:
        meta["client"] = invoice.client
    meta["recurring"] = invoice.template
    meta["period-from"], meta["period-to"] = invoice.period.first, invoice.period.last
    facts = {key: text for key, text in invoice.facts.items() if key != "tags"}
    return meta | facts


def _taxes(
    books: Books, invoice: RecurringInvoice, day: date
) -> list[tuple[TaxCode, Decimal]]:
    """Each tax code with its tax, in the order of the lines."""
    bases: dict[str, tuple[TaxCode, Decimal]] = {}
    for line in invoice.lines:
        if line.tax:
            code = _tax_code(books, invoice, line.tax, day)
            bases[code.id] = code, bases.get(code.id, (code, ZERO))[1] + line.net
    return [
        (code, tax_on(base, code.rate, invoice.currency))
        for code, base in bases.values()
    ]


def _tax_code(books: Books, invoice: RecurringInvoice, id_: str, day: date) -> TaxCode:
    code = books.tax_codes.on(id_, day)
    if code is None:
        raise UsageError(
            f"{invoice.place}: recurring {invoice.template}: tax code"
            f' "{id_}" is not declared; write {day} custom "tax-code" "{id_}" and its'
            " rate"
        )
    if code.rate and code.account is None:
        raise UsageError(
            f"{code.place}: tax code {code.id} has no account to post its tax to;"
            " write account: Liabilities:…"
        )
    return code


def _line(line: RecurringLine, invoice: RecurringInvoice, currency: str) -> Posting:
    meta: dict[str, Any] = {}
    if line.description and line.description != invoice.text:
        meta["description"] = line.description
    if line.quantity is not None:
        meta["quantity"] = line.quantity
    if line.unit:
        meta["unit"] = line.unit
    if line.unit_price is not None:
        meta["unit-price"] = _amount(line.unit_price, currency)
    if line.discount_percent is not None:
        meta["discount-percent"] = line.discount_percent
    if line.tax:
        meta["tax"] = line.tax
    if line.recognise:
        meta["recognise"] = line.recognise
    return _posting(line.account, -line.net, currency, meta)


def _posting(
    account: str, number: Decimal, currency: str, meta: dict[str, Any]
) -> Posting:
    return Posting(account, _amount(number, currency), None, None, None, meta or None)


def _amount(number: Decimal, currency: str) -> Amount:
    return Amount(with_cents(Decimal(f"{number:f}"), currency), currency)
