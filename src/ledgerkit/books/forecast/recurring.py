"""Templates and recurring payments -> expected amounts of a forecast."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from beancount.core.data import Transaction

from ledgerkit.banking.forecast.item import ForecastItem, ItemKind
from ledgerkit.banking.forecast.recurring import (
    HISTORY,
    PastPayment,
    RecurringPayment,
    recurring_payments,
)
from ledgerkit.books.documents.party import control_account_of
from ledgerkit.books.forecast.invoices import by_habit
from ledgerkit.books.receivables.recurring_invoice import recurring_directive
from ledgerkit.books.receivables.recurring_states import coming_invoices
from ledgerkit.errors import UsageError
from ledgerkit.invoices.line_amount import tax_on
from ledgerkit.ledger.place import place_of
from ledgerkit.money import ZERO
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole, normalised_name
from ledgerkit.parties.payment_terms import parse_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet
    from decimal import Decimal

    from ledgerkit.banking.forecast.delay import PaymentDelays
    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.parties.party import Party
    from ledgerkit.receivables.recurring.billing_period import BillingPeriod
    from ledgerkit.receivables.recurring.template import (
        RecurringInvoice,
        RecurringTemplate,
    )

_DAY = timedelta(days=1)
#: A recurring invoice missing for longer will hardly be written any more.
_MISSING_DAYS = 92
#: A bill due later than this has a mistyped date.
_TERMS_MAX = 366


class _Reckoned(NamedTuple):
    """What a template will make: its amount, when it is due, and its entry if known."""

    amount: Decimal
    currency: str
    due: date
    entry: Transaction | None = None


def recurring_invoice_items(
    books: Books, delays: PaymentDelays, as_of: date, until: date
) -> Iterator[ForecastItem]:
    """The expected payments of invoices and bills to be made from templates.

    Invoices that can't be made, because their template lacks something, are left out.
    """
    since = date.fromordinal(max(as_of.toordinal() - _MISSING_DAYS, 1))
    coming = coming_invoices(books, known_on=as_of, since=since, until=until)
    for template, period in coming:
        side, client = template.party(period.first)
        issued = max(period.issued, as_of + _DAY)
        try:
            if side is None:
                continue  # A mere entry moves what it moves; no invoice is paid.
            reckon = _invoice if side is Side.RECEIVABLE else _bill
            made = reckon(books, template, period, issued)
        except (UsageError, ValueError):
            continue  # `ledgerkit recur` says what it lacks.
        item = ForecastItem(
            kind=ItemKind.RECURRING,
            label=f"{template.id} {period.first}",
            party=client,
            currency=made.currency,
            amount=made.amount,
            day=None,
            reason="",
            place=template.place,
            source=made.entry,
        )
        if side is Side.PAYABLE:
            yield replace(
                item, day=made.due, reason=f"to be billed {issued}, due {made.due}"
            )
            continue
        forecast = by_habit(item, delays.of(client), made.due, issued - _DAY)
        yield replace(forecast, reason=f"to be invoiced {issued}, {forecast.reason}")


def _invoice(
    books: Books, template: RecurringTemplate, period: BillingPeriod, issued: date
) -> _Reckoned:
    """What a template's invoice brings, tax included."""
    client = str(template.fact("client", period.first) or "")
    party = books.directory.as_of(PartyRole.CLIENT, client, issued)
    invoice = template.invoice(
        period, indices=books.recurring.indices, language=party.text("lang") or "en"
    )
    directive = recurring_directive(
        books,
        invoice,
        number="forecast",
        day=issued,
        control_account=control_account_of(books, party),
    )
    units = directive.postings[0].units
    assert units is not None
    assert units.number is not None
    due = _due(books, invoice, party, issued)
    return _Reckoned(units.number, units.currency, due, directive)


def _bill(
    books: Books, template: RecurringTemplate, period: BillingPeriod, issued: date
) -> _Reckoned:
    """What a template's bill takes, negative."""
    _side, vendor = template.party(period.first)
    party = books.directory.as_of(PartyRole.VENDOR, vendor, issued)
    invoice = template.invoice(period, indices=books.recurring.indices, language="en")
    amount = invoice.net
    for line in invoice.lines:
        id_ = line.tax or party.text("tax")
        code = books.tax_codes.on(id_, issued) if id_ else None
        if code is not None and code.reverse_charge_account is None:
            amount += tax_on(line.net, code.rate, invoice.currency)
    due = _due(books, invoice, party, issued)
    return _Reckoned(-amount, invoice.currency, due)


def _due(books: Books, invoice: RecurringInvoice, party: Party, issued: date) -> date:
    stated = invoice.facts.get("terms") or party.payment_terms
    terms = parse_terms(stated) if stated else books.settings.payment_terms
    return issued if terms is None else terms.due(issued)


def vendors_of_templates(books: Books, day: date) -> set[str]:
    """The vendors whose bills templates make, as `normalised_name`."""
    vendors = (
        party
        for template in books.recurring.templates.values()
        for side, party in [template.party(day)]
        if side is Side.PAYABLE
    )
    return {
        normalised_name(name)
        for id_ in vendors
        for name in (id_, books.directory.as_of(PartyRole.VENDOR, id_, day).name)
    }


def expected_items(
    books: Books,
    as_of: date,
    until: date,
    group_of: Callable[[str], str],
    planned: AbstractSet[str],
) -> Iterator[ForecastItem]:
    """The payments that recur in the books: wages, rent, subscriptions.

    Args:
        books: The books.
        as_of: The last day that is known.
        until: The last day of the forecast.
        group_of: The forecast group of an account.
        planned: Payees covered by planned items, as `normalised_name`.
    """
    past = _PastPayments(books, as_of, group_of)
    payments = recurring_payments(past.payments(), as_of=as_of, until=until)
    for recurring in payments:
        latest = recurring.latest
        if planned.isdisjoint(
            {normalised_name(latest.name), normalised_name(latest.party)}
        ):
            for day in recurring.days:
                yield _expected(recurring, day)


def _expected(recurring: RecurringPayment, day: date) -> ForecastItem:
    latest = recurring.latest
    noun = "bill" if latest.party else "payment"
    return ForecastItem(
        kind=ItemKind.EXPECTED,
        label=latest.name,
        party=latest.party,
        group=latest.group,
        currency=latest.currency,
        amount=recurring.amount,
        day=day,
        reason=f"{recurring.rhythm}, as the last {recurring.seen} {noun}s;"
        f" the latest {latest.day}",
        place=latest.place,
    )


class _Part(Enum):
    """The part an account plays in a payment."""

    MONEY = "money"
    OPEN_ITEMS = "open items"
    OTHER = "other"


class _Roles(dict[str, _Part]):
    """The part of each account in a payment, looked up on first use."""

    def __init__(self, chart: ChartOfAccounts) -> None:
        super().__init__()
        self._chart = chart

    def __missing__(self, account: str) -> _Part:
        account_role = self._chart.role(account)
        if account_role is not None and account_role.role.side is not None:
            self[account] = _Part.OPEN_ITEMS
        else:
            holds_money = account_role is not None and account_role.role.holds_money
            self[account] = _Part.MONEY if holds_money else _Part.OTHER
        return self[account]


class _PastPayments:
    """The payments and bills of a book that may recur."""

    def __init__(
        self, books: Books, as_of: date, group_of: Callable[[str], str]
    ) -> None:
        directives = books.directives
        start = date.fromordinal(max(as_of.toordinal() - HISTORY, 1))
        self._first = bisect_left(directives, start, key=lambda d: d.date)
        self._end = bisect_right(directives, as_of, key=lambda d: d.date)
        self._books, self._group_of = books, group_of
        self._roles = _Roles(books.chart)
        self._bills = {
            id(books.transaction_of(posting)): posting
            for posting in books.control_postings
            if start <= posting.day <= as_of and _is_bill(posting)
        }

    def payments(self) -> Iterator[PastPayment]:
        for txn in self._books.directives[self._first : self._end]:
            if isinstance(txn, Transaction):
                bill = self._bills.get(id(txn))
                if bill is not None:
                    yield self._bill(txn, bill)
                else:
                    yield from self._direct(txn)

    def _bill(self, txn: Transaction, posting: ControlPosting) -> PastPayment:
        accounts = {posting.account for posting in txn.postings}
        others = sorted(a for a in accounts if self._roles[a] is not _Part.OPEN_ITEMS)
        name = self._books.directory.as_of(
            PartyRole.VENDOR, posting.party, posting.day
        ).name
        return PastPayment(
            who=("bill", posting.party),
            what=tuple(others),
            name=name,
            party=posting.party,
            currency=posting.currency,
            amount=-posting.amount,
            day=posting.day,
            paid_after=min(max((posting.due - posting.day).days, 0), _TERMS_MAX),
            place=posting.place,
        )

    def _direct(self, txn: Transaction) -> Iterator[PastPayment]:
        """Movements of money against accounts that are neither money nor open items."""
        parts = [self._roles[posting.account] for posting in txn.postings]
        if _Part.OPEN_ITEMS in parts or _Part.MONEY not in parts:
            return
        cash: dict[tuple[str, str], Decimal] = {}
        others = []
        for part, posting in zip(parts, txn.postings, strict=True):
            units = posting.units
            if part is _Part.OTHER:
                others.append(posting.account)
            elif units is not None:
                key = self._group_of(posting.account), units.currency
                cash[key] = cash.get(key, ZERO) + (units.number or ZERO)
        name = txn.payee or txn.narration or ""
        for (group, currency), amount in cash.items():
            if amount and others:
                yield PastPayment(
                    who=("direct", normalised_name(name), group),
                    what=tuple(sorted(set(others))),
                    name=name,
                    group=group,
                    currency=currency,
                    amount=amount,
                    day=txn.date,
                    place=place_of(txn),
                )


def _is_bill(posting: ControlPosting) -> bool:
    return (
        posting.side is Side.PAYABLE
        and posting.amount > 0
        and posting.purpose is Purpose.DOCUMENT
    )
