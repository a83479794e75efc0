"""New documents, parties and accounts -> directives -> ledger text.

The opposite of `ControlPostingReader` and `read_parties`: anything written here reads
back as the same value. Ledger signs begin here.
"""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.amount import Amount
from beancount.core.data import Custom, Directive, Note, Open, Posting, Transaction
from beancount.core.data import Document as DocumentDirective
from beancount.parser.grammar import ValueType
from beancount.parser.printer import EntryPrinter

from ledgerkit.errors import UsageError
from ledgerkit.money import quantum, with_cents
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.entries.documents.document import NewDocument, NewLine, NewSettlement
    from ledgerkit.general_ledger.chart_of_accounts import Role
    from ledgerkit.open_items.document import Document
    from ledgerkit.parties.party import PartyRole

#: The form of a Beancount link; any other number goes into metadata.
LINK = re.compile(r"[A-Za-z0-9\-_/.]+")
#: Amounts are aligned where a person would have put them.
_ACCOUNT_WIDTH = 46
#: A rate with more digits is the quotient of two amounts.
_PRICE_DIGITS = 12


def document_directive(document: NewDocument, *, states_party: bool) -> Transaction:
    """The transaction that makes a document.

    Args:
        document: Written as it is: see `why_unwritable`.
        states_party: Whether to write ``client:`` or ``vendor:``, because the payee
            alone doesn't identify the party.
    """
    sign, currency = document.side.sign, document.currency
    reference = _reference(document, makes=True, states_party=states_party)
    reference.meta.update(_head(document))
    postings = [posting_of(document.control_account, sign * document.amount, currency)]
    postings += [_line(line, -sign, currency) for line in document.lines]
    txn = _transaction(document, document.issued, document.text, reference, postings)
    return txn._replace(flag="!") if document.unfinished else txn


def settlement_directive(
    document: NewDocument, settlement: NewSettlement, *, states_party: bool
) -> Transaction:
    """The transaction that settles a document, or part of it."""
    sign, currency = document.side.sign, document.currency
    reference = _reference(document, makes=False, states_party=states_party)
    text = settlement.text
    if text is None:
        text = "Refund" if document.is_credit else "Payment"
    amount = sign * settlement.amount
    postings = [
        posting_of(settlement.account, amount, currency),
        posting_of(document.control_account, -amount, currency),
    ]
    txn = _transaction(document, settlement.day, text, reference, postings)
    return txn._replace(flag="!") if settlement.unfinished else txn


class AdjustmentPart(NamedTuple):
    """The account and amount of part of an adjustment.

    Attributes:
        account: The account.
        amount: Its share of what is owed, in the document's currency.
        tax: The tax code that the part corrects; None for none.
    """

    account: str
    amount: Decimal
    tax: str | None = None


def adjustment_directive(  # noqa: PLR0913 - each is a part of the transaction
    document: Document,
    day: date,
    payee: str,
    text: str,
    parts: Sequence[AdjustmentPart],
    *,
    states_party: bool,
) -> Transaction:
    """The transaction that reduces a document without a payment.

    A negative sum adds to what is owed, for an overpaid document.

    Args:
        document: A document of the books, with a number.
        day: The transaction's date.
        payee: The party's name.
        text: The narration.
        parts: The parts of the adjustment.
        states_party: Whether to write ``client:`` or ``vendor:``.
    """
    side, number, currency = document.side, document.number, document.currency
    assert number is not None
    meta = {side.party_role.value: document.party} if states_party else {}
    links = frozenset({number} if LINK.fullmatch(number) else ())
    if not links:
        meta[side.number_key] = number
    owed = sum((part.amount for part in parts), Decimal(0))
    control = document.postings[0].account
    postings = [posting_of(control, -side.sign * owed, currency)]
    postings += [
        posting_of(
            part.account,
            side.sign * part.amount,
            currency,
            {"tax": part.tax} if part.tax else None,
        )
        for part in parts
    ]
    return Transaction(meta, day, "*", payee, text, frozenset(), links, postings)


def declare_party(
    role: PartyRole,
    id_: str,
    name: str,
    day: date,
    facts: Mapping[str, Any] | None = None,
) -> Custom:
    """The directive that declares a client or vendor, or amends its record.

    Args:
        role: Which of the two.
        id_: Lower-case letters, digits and hyphens.
        name: The name to print.
        day: The day from which it applies.
        facts: Keys of the vocabulary with values of the right types; None clears a key.

    Raises:
        UsageError: If a text has two lines or invisible characters.
    """
    for field, text in (("name", name), *(facts or {}).items()):
        hidden = hidden_character(text) if isinstance(text, str) else None
        if hidden:
            raise UsageError(
                f"{role.value} {id_}: the {field} holds {hidden}, which can't be seen;"
                " type it anew"
            )
    values = [ValueType(id_, str), ValueType(name, str)]
    return Custom(dict(facts or {}), day, role.value, values)


def open_account(
    account: str,
    day: date,
    *,
    role: Role | None = None,
    currencies: Sequence[str] = (),
) -> Open:
    """The directive that opens an account.

    Args:
        account: Its name.
        day: The first day of postings.
        role: Its role, if its name doesn't imply it.
        currencies: The only ones allowed; none for any.
    """
    meta = {} if role is None else {"role": role.value}
    # An empty list prints as no restriction, and compares equal to none.
    return Open(meta, day, account, list(currencies), None)


def ledger_text(directives: Iterable[Directive], folder: Path | None = None) -> str:
    """The directives as a person would write them, in the order given.

    Transactions, and directives with metadata, are separated by blank lines; others are
    not.

    Args:
        directives: The directives.
        folder: The folder of their ledger: document files are named relative to it, as
            Beancount reads them.
    """
    printer = _LedgerPrinter(min_width_account=_ACCOUNT_WIDTH)  # type: ignore[no-untyped-call, unused-ignore]
    pieces: list[str] = []
    last_type: type | None = None
    for directive in directives:
        text: str = printer(_printable(directive, folder))
        if isinstance(directive, Custom):
            # The printer leaves a blank after a cleared key.
            text = text.replace(": \n", ":\n")
        if pieces and (type(directive) is not last_type or text.count("\n") > 1):
            pieces.append("\n")
        last_type = type(directive) if text.count("\n") == 1 else None
        pieces.append(text)
    return "".join(pieces)


class _LedgerPrinter(EntryPrinter):  # type: ignore[misc, unused-ignore]
    """Beancount's printer, but for a price of many digits, written as the total."""

    def render_posting_strings(self, posting: Posting) -> tuple[str, str, str]:
        """Account, position and weight."""
        strings = super().render_posting_strings(posting)  # type: ignore[no-untyped-call, unused-ignore]
        account, position, weight = strings
        price, units = posting.price, posting.units
        if price is None or units is None or not price.number or not units.number:
            return account, position, weight
        if len(price.number.as_tuple().digits) > _PRICE_DIGITS:
            total = abs(units.number * price.number).quantize(quantum(price.currency))
            if total / abs(units.number) == price.number:
                bare = position.partition(" @ ")[0]
                position = f"{bare} @@ {total} {price.currency}"
        return account, position, weight


def _printable(directive: Directive, folder: Path | None) -> Directive:
    """The directive prepared for the printer, which doesn't escape every text."""
    if isinstance(directive, DocumentDirective):
        name = directive.filename
        if folder is not None:
            name = Path(os.path.relpath(name, folder)).as_posix()
        return directive._replace(filename=_escaped(name))
    if isinstance(directive, Note):
        return directive._replace(comment=_escaped(directive.comment))
    if not isinstance(directive, Custom):
        return directive
    return directive._replace(
        values=[
            ValueType(_escaped(v.value), v.dtype) if isinstance(v.value, str) else v
            for v in directive.values
        ]
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


class _Reference(NamedTuple):
    """The party and number of a transaction's document."""

    links: frozenset[str]
    meta: dict[str, Any]


def _reference(document: NewDocument, *, makes: bool, states_party: bool) -> _Reference:
    """The links and keys of a transaction.

    A credit's own number is not a link of its own transaction: there a link names the
    document it credits.
    """
    side, number = document.side, document.number
    meta = {side.party_role.value: document.party} if states_party else {}
    if makes and document.is_credit:
        meta[side.credit_key] = number
        links = frozenset(n for n in document.credits if LINK.fullmatch(n))
        # A number that can't be a link credits by name, and there is room for one.
        for other in [n for n in document.credits if n not in links][:1]:
            meta[side.number_key] = other
        return _Reference(links, meta)
    if LINK.fullmatch(number):
        return _Reference(frozenset({number}), meta)
    return _Reference(frozenset(), {**meta, side.number_key: number})


def _head(document: NewDocument) -> Iterator[tuple[str, Any]]:
    """The keys of a document, besides party and number."""
    if document.due is not None:
        yield "due", document.due
    for key in _HEAD_KEYS:
        value = getattr(document, key)
        if value:
            yield key.replace("_", "-"), value
    yield from _period(document.period)
    if document.stamp_duty:
        yield "stamp-duty", _amount(document.stamp_duty, document.currency)


_HEAD_KEYS = (
    "terms", "order", "buyer_reference", "remark", "delivered", "received", "iban",
    "quote",
)  # fmt: skip


def _period(period: tuple[date, date] | None) -> Iterator[tuple[str, date]]:
    if period is not None:
        yield "period-from", period[0]
        yield "period-to", period[1]


def _transaction(
    document: NewDocument,
    day: date,
    text: str,
    reference: _Reference,
    postings: list[Posting],
) -> Transaction:
    links, meta = reference
    return Transaction(
        meta, day, "*", document.payee, text, frozenset(), links, postings
    )


def _line(line: NewLine, sign: int, currency: str) -> Posting:
    meta: dict[str, Any] = {}
    if line.description is not None:
        meta["description"] = line.description
    if line.quantity is not None:
        meta["quantity"] = _plain(line.quantity)
    if line.unit is not None:
        meta["unit"] = line.unit
    if line.unit_price is not None:
        meta["unit-price"] = _amount(line.unit_price, currency)
    if line.discount_percent is not None:
        meta["discount-percent"] = _plain(line.discount_percent)
    elif line.discount is not None:
        meta["discount"] = _amount(line.discount, currency)
    for key in (
        "tax", "allowance", "charge", "withholding", "quote-line", "bill-to", "expense",
    ):  # fmt: skip
        text = getattr(line, key.replace("-", "_"))
        if text is not None:
            meta[key] = text
    meta.update(_period(line.period))
    meta.update(_charging(line))
    return posting_of(line.account, sign * line.amount, currency, meta)


def _charging(line: NewLine) -> dict[str, Any]:
    """What an expense is passed on with, and what an invoice charges of such."""
    meta: dict[str, Any] = {}
    if line.mark_up is not None:
        meta["mark-up"] = _plain(line.mark_up)
    if line.bills:
        meta["bills"] = " ".join(line.bills)
    return meta


def posting_of(
    account: str, number: Decimal, currency: str, meta: dict[str, Any] | None = None
) -> Posting:
    """A posting in the ledger's signs."""
    return Posting(account, _amount(number, currency), None, None, None, meta or None)


def _amount(number: Decimal, currency: str) -> Amount:
    return Amount(with_cents(_plain(number), currency), currency)


def _plain(number: Decimal) -> Decimal:
    """The same number without an exponent, and no minus before zero."""
    return Decimal(f"{number:f}") if number else abs(Decimal(f"{number:f}"))
