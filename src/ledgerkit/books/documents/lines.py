"""A document's postings -> its lines, tax, advances and withholdings.

The kind of a posting follows from its account and keys; see the chapter on the
language. Ledger signs stop here: an amount counts towards the document's total.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.amount import Amount
from beancount.core.convert import get_weight

from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.invoices.invoice import Adjustment, InvoiceLine, Withholding
from ledgerkit.ledger.place import place_in, written
from ledgerkit.money import ZERO, quantum, rounded
from ledgerkit.text.typed_amounts import read_percent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from beancount.core.data import Posting, Transaction

    from ledgerkit.general_ledger.chart_of_accounts import AccountRole, ChartOfAccounts
    from ledgerkit.invoices.tax_code import TaxCode, TaxCodes


_ADVANCES = {Role.CLIENT_ADVANCE, Role.VENDOR_ADVANCE}


_CONTROLS = {Role.RECEIVABLE, Role.PAYABLE}


#: Keys of a line that can't be tax, whatever its account.
_LINE_KEYS = ("quantity", "unit-price", "description", "period-from")


class PartKind(Enum):
    """What a posting is on its document."""

    OWED = "owed"
    ADVANCE = "advance"
    """An advance that was not taxed; one with a tax code is a line."""
    ROUNDING = "rounding"
    WITHHOLDING = "withholding"
    TAX = "tax"
    ADJUSTMENT = "allowance or charge"
    LINE = "line"


class PostedPart(NamedTuple):
    """One posting of a document.

    Attributes:
        kind: What it is.
        posting: The posting itself.
        code: Its tax code; None if it states none, or none that is declared.
        amount: What it adds to the document's total; to what is owed less.
    """

    kind: PartKind
    posting: Posting
    code: TaxCode | None
    amount: Decimal


@dataclass(slots=True)
class PostedParts:
    """The amounts of one document's postings, by kind, and each of them."""

    posted: list[PostedPart] = field(default_factory=list)
    lines: list[InvoiceLine] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)
    taxes: list[tuple[TaxCode | None, Decimal]] = field(default_factory=list)
    reverse_charged: list[tuple[TaxCode, Decimal]] = field(default_factory=list)
    withholdings: list[Withholding] = field(default_factory=list)
    prepaid: Decimal = ZERO
    rounding: Decimal = ZERO
    owed: Decimal = ZERO
    accounting_currency: str = ""
    accounting_tax: Decimal = ZERO


class PartsReader:
    """Sorts postings by their kind on a document."""

    def __init__(
        self, chart: ChartOfAccounts, tax_codes: TaxCodes, balance_roots: frozenset[str]
    ) -> None:
        """Use this chart and these codes.

        Args:
            chart: The role of every account.
            tax_codes: The declared codes.
            balance_roots: First components of asset and liability accounts.
        """
        self._chart = chart
        self._codes = tax_codes
        self._tax_accounts = tax_codes.accounts()
        self._balance_roots = balance_roots

    def read(
        self,
        parts: PostedParts,
        txn: Transaction,
        sign: int,
        currency: str,
        *,
        taxed_on: date | None = None,
    ) -> None:
        """Add a transaction's postings.

        If the receivable or payable carries a price, the other postings may be in its
        currency, and are converted at that price.

        Args:
            parts: The parts to add to.
            txn: The transaction.
            sign: The factor from a ledger amount on an income account to the document's
                total: -1 for an invoice.
            currency: The document's.
            taxed_on: The day of its tax rates, if it isn't the transaction's.
        """
        price = self._booking_price(txn, currency)
        if price is not None:
            parts.accounting_currency = price.currency
        for posting in txn.postings:
            amount = _amount_in(currency, posting, price)
            if amount is not None:
                taxes = len(parts.taxes)
                code = self._code(posting.meta or {}, taxed_on or txn.date)
                self._sort(parts, txn, posting, code, sign * amount)
                if price is not None and len(parts.taxes) > taxes:
                    parts.accounting_tax += sign * _booked(posting, price)

    def _booking_price(self, txn: Transaction, currency: str) -> Amount | None:
        """The price at which the document's currency is booked; None if at itself."""
        for posting in txn.postings:
            units = posting.units
            if units is not None and units.currency == currency and posting.price:
                role = self._chart.role(posting.account)
                if role is not None and role.role in _CONTROLS:
                    return posting.price
        return None

    def _sort(
        self,
        parts: PostedParts,
        txn: Transaction,
        posting: Posting,
        code: TaxCode | None,
        amount: Decimal,
    ) -> None:
        meta: Mapping[str, Any] = posting.meta or {}
        kind = self._kind(posting, meta, code, has_lines=bool(parts.lines))
        parts.posted.append(PostedPart(kind, posting, code, amount))
        if kind is PartKind.OWED:
            parts.owed -= amount
        elif kind is PartKind.ADVANCE:
            parts.prepaid -= amount
        elif kind is PartKind.ROUNDING:
            parts.rounding += amount
        elif kind is PartKind.WITHHOLDING:
            withheld = str(written(meta, "withholding"))
            parts.withholdings.append(_withholding(withheld, -amount))
        elif kind is PartKind.TAX:
            parts.taxes.append((code, amount))
            if code is not None and posting.account == code.reverse_charge_account:
                parts.reverse_charged.append((code, -amount))
        elif kind is PartKind.ADJUSTMENT:
            parts.adjustments.append(_adjustment(posting, code, amount))
        else:
            parts.lines.append(line_of(txn, posting, code, amount))

    def _kind(
        self,
        posting: Posting,
        meta: Mapping[str, Any],
        code: TaxCode | None,
        *,
        has_lines: bool,
    ) -> PartKind:
        """What a posting is; see the chapter on the language."""
        role = self._chart.role(posting.account)
        by_role = _kind_by_role(role, meta, code, has_lines=has_lines)
        if by_role is not None:
            return by_role
        if written(meta, "withholding") is not None:
            return PartKind.WITHHOLDING
        if not _is_deferred(role) and self._is_tax(posting):
            return PartKind.TAX
        if "allowance" in meta or "charge" in meta:
            return PartKind.ADJUSTMENT
        return PartKind.LINE

    def is_tax(self, posting: Posting) -> bool:
        """Whether a posting of a transaction that settles documents is tax."""
        role = self._chart.role(posting.account)
        return role is None and self._is_tax(posting)

    def _code(self, meta: Mapping[str, Any], day: date) -> TaxCode | None:
        id_ = written(meta, "tax")
        return self._codes.on(str(id_), day) if id_ is not None else None

    def _is_tax(self, posting: Posting) -> bool:
        """Tax is what a tax code's account gets; without codes, a plain balance."""
        if posting.account in self._tax_accounts:
            return True
        meta = posting.meta or {}
        if self._codes or any(key in meta for key in _LINE_KEYS):
            return False
        return posting.account.partition(":")[0] in self._balance_roots


def _kind_by_role(
    role: AccountRole | None,
    meta: Mapping[str, Any],
    code: TaxCode | None,
    *,
    has_lines: bool,
) -> PartKind | None:
    """What a posting is by its account alone; None if that doesn't say."""
    if role is None:
        return None
    if role.role in _CONTROLS:
        return PartKind.OWED
    if role.role in _ADVANCES:
        return PartKind.ADVANCE if code is None else PartKind.LINE
    # Below the lines, what nobody has explained yet is the difference between their
    # total and what is owed.
    is_difference = _is_unexplained(role, meta) and has_lines
    return PartKind.ROUNDING if role.role is Role.ROUNDING or is_difference else None


def _amount_in(currency: str, posting: Posting, price: Amount | None) -> Decimal | None:
    """A posting's amount in the document's currency; None if it has none."""
    if posting.units is None:
        return None
    weight: Amount = get_weight(posting)
    if weight.currency == currency:
        return weight.number
    if posting.units.currency == currency:
        return posting.units.number
    if price is None or weight.currency != price.currency:
        return None
    if not price.number or weight.number is None:
        return None
    booked = weight.number / price.number
    return rounded(booked, currency)


def _booked(posting: Posting, price: Amount) -> Decimal:
    """A posting's amount in the currency of the books."""
    weight: Amount = get_weight(posting)
    rate = Decimal(1) if weight.currency == price.currency else price.number
    assert weight.number is not None
    assert rate is not None
    return weight.number * rate


def _is_unexplained(role: AccountRole, meta: Mapping[str, Any]) -> bool:
    """Whether a posting on a suspense account is still unexplained."""
    keys = (*_LINE_KEYS, "tax", "allowance", "charge", "withholding")
    return role.role is Role.SUSPENSE and not any(key in meta for key in keys)


def _is_deferred(role: AccountRole | None) -> bool:
    """Deferred revenue is a line, although it is a liability."""
    return role is not None and role.role is Role.DEFERRED_REVENUE


def line_of(
    txn: Transaction, posting: Posting, code: TaxCode | None, net: Decimal
) -> InvoiceLine:
    """One line of a document.

    If the ledger gives no price, it is the one that makes quantity times price less
    discount the net amount; if that isn't exact, the line is for one unit.
    """
    meta: Mapping[str, Any] = posting.meta or {}
    assert posting.units is not None
    currency = posting.units.currency
    quantity = _number(meta, "quantity")
    price, discount = _number(meta, "unit-price"), _number(meta, "discount") or ZERO
    percent = _number(meta, "discount-percent")
    if quantity is None or not quantity:
        quantity = Decimal(1)
    if net < 0 and price is not None and price > 0 and quantity > 0:
        quantity = -quantity  # A line that reverses another one's sale.
    if percent is not None and price is not None and not discount:
        discount = (quantity * price * percent / 100).quantize(
            quantum(currency), rounding=ROUND_HALF_UP
        )
    if price is None:
        price = (net + discount) / quantity
        if price * quantity - discount != net or -_exponent(price) > 8:
            quantity, price = Decimal(1), net + discount
    return InvoiceLine(
        description=str(written(meta, "description") or txn.narration or ""),
        quantity=quantity,
        unit=str(written(meta, "unit") or ""),
        unit_price=price,
        discount=discount,
        discount_percent=percent,
        net=net,
        tax=code,
        account=posting.account,
        period=period_in(meta),
        place=place_in(posting.meta or txn.meta),
    )


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def _adjustment(posting: Posting, code: TaxCode | None, amount: Decimal) -> Adjustment:
    meta: Mapping[str, Any] = posting.meta or {}
    reason = written(meta, "charge") or written(meta, "allowance")
    return Adjustment(
        reason=str(reason or ""),
        amount=abs(amount),
        is_charge=amount > 0,
        tax=code,
        account=posting.account,
        place=place_in(posting.meta),
    )


def _withholding(text: str, amount: Decimal) -> Withholding:
    """Read ``RT02 20 A``: kind, percent, and the payment's reason."""
    kind, percent, reason = [*text.split(), "", "", ""][:3]
    try:
        number = read_percent(percent)
    except ValueError:
        number = ZERO
    return Withholding(kind=kind, percent=number, reason=reason, amount=amount)


def period_in(meta: Mapping[str, Any]) -> tuple[date, date] | None:
    """First and last day of the period covered; None unless both are stated."""
    first, last = written(meta, "period-from"), written(meta, "period-to")
    return (first, last) if first and last else None


def _number(meta: Mapping[str, Any], key: str) -> Decimal | None:
    value = written(meta, key)
    if isinstance(value, Amount):
        value = value.number
    return value if isinstance(value, Decimal) else None
