"""Templates of recurring invoices, and the price indices they follow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import islice, takewhile
from math import prod
from typing import TYPE_CHECKING, Any

from ledgerkit.money import ZERO, part_between, quantum, rounded
from ledgerkit.open_items.side import Side
from ledgerkit.parties.directory import facts_on, latest
from ledgerkit.receivables.recurring.billing_period import billing_periods
from ledgerkit.receivables.recurring.placeholders import filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.errors import Place
    from ledgerkit.parties.directory import Amendment, Fact
    from ledgerkit.receivables.recurring.billing_period import (
        BillingPeriod,
        RuleStretch,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFactor:
    """One ``custom "price-index"``.

    Attributes:
        id: The index, e.g. ``istat-foi``.
        day: The day prices rise.
        factor: The multiplier: 1.023 is 2.3 percent more.
    """

    id: str
    day: date
    factor: Decimal


class PriceIndices:
    """Every price index of a book."""

    def __init__(self, factors: Iterable[IndexFactor]) -> None:
        """Take the factors in any order."""
        by_id: dict[str, list[IndexFactor]] = {}
        for factor in sorted(factors, key=lambda factor: factor.day):
            by_id.setdefault(factor.id, []).append(factor)
        self._known: Mapping[str, list[IndexFactor]] = by_id

    @property
    def ids(self) -> list[str]:
        """The ids, in alphabetical order."""
        return sorted(self._known)

    def risen(self, price: Decimal, id_: str, dates: tuple[date, date]) -> Decimal:
        """An indexed price on a later day.

        Args:
            price: As it was agreed.
            id_: The index that it follows.
            dates: The day it was agreed for, and the day of interest. Factors after
                the first day, up to the second, apply.

        Returns:
            The price times the product of the factors, not rounded.
        """
        agreed, day = dates
        factors = [f.factor for f in self._known.get(id_, ()) if agreed < f.day <= day]
        return price * prod(factors, start=Decimal(1))


#: A daily invoice for thirteen years is a typing error.
PERIODS_MAX = 5000


class TooManyPeriodsError(ValueError):
    """A template has implausibly many periods; the message says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringLine:
    """One line of a recurring invoice, ready to be written.

    Attributes:
        account: The account it is booked on.
        net: The amount without tax.
        description: Its description; empty for the invoice's text.
        quantity: How many units; None for a single one.
        unit: The unit; empty if not stated.
        unit_price: The price of a unit; None for a single one.
        discount_percent: Discount on quantity times price; None for none.
        tax: Its tax code; empty if not stated.
        recognise: The income account of a deferred line; empty if its account says.
    """

    account: str
    net: Decimal
    description: str
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: Decimal | None = None
    discount_percent: Decimal | None = None
    tax: str = ""
    recognise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringInvoice:
    """The invoice of a template for one period.

    Attributes:
        template: The template's id.
        client: The client's id; empty where it is no invoice.
        period: The period it covers.
        currency: Of every amount.
        text: The narration.
        lines: In the order of the template.
        facts: The template's other keys on that day: ``terms``, ``order`` and so on.
        place: Where the template was first written.
        vendor: The vendor's id, of a bill; else empty.
        against: The account that balances a mere entry; empty for a document.
    """

    template: str
    client: str
    period: BillingPeriod
    currency: str
    text: str
    lines: tuple[RecurringLine, ...]
    facts: Mapping[str, str]
    place: Place
    vendor: str = ""
    against: str = ""

    @property
    def net(self) -> Decimal:
        """The total without tax."""
        return sum((line.net for line in self.lines), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringTemplate:
    """A template: what to invoice, how often, from when until when.

    Attributes:
        id: Its name.
        amendments: Its directives in order of their days; the first states the rule.
        stretches: The rules, in order of the day they take effect.
        lines: Its further lines by name, each with its directives.
        skips: Days whose periods are not invoiced.
    """

    id: str
    amendments: tuple[Amendment, ...]
    stretches: tuple[RuleStretch, ...]
    lines: Mapping[str, tuple[Amendment, ...]]
    skips: frozenset[date]

    @property
    def place(self) -> Place:
        """Where it was first written."""
        return self.amendments[0].place

    @property
    def until(self) -> date | None:
        """The last day that is invoiced; None if it doesn't end."""
        last_day: date | None = latest(self.amendments, "until")
        return last_day

    def party(self, day: date) -> tuple[Side | None, str]:
        """The side of what it makes on a day, and the party; None for mere entries."""
        for side in (Side.RECEIVABLE, Side.PAYABLE):
            id_ = str(self.fact(side.party_role.value, day) or "")
            if id_:
                return side, id_
        return None, ""

    def fact(self, key: str, day: date) -> Any:
        """The value of a key on a day; None if it has none."""
        recorded = facts_on(self.amendments, day).get(key)
        return recorded.value if recorded else None

    def periods(self, issued_by: date) -> Sequence[BillingPeriod]:
        """The periods with invoices dated up to a day, without skipped ones.

        Raises:
            TooManyPeriodsError: If there are implausibly many.
        """
        periods: list[BillingPeriod] = []
        for period in takewhile(lambda p: p.issued <= issued_by, self._periods()):
            if len(periods) == PERIODS_MAX:
                raise TooManyPeriodsError(
                    f"{self.place}: recurring {self.id} has more than {PERIODS_MAX}"
                    f" periods by {issued_by}; correct its rule, or the day"
                )
            periods.append(period)
        return [period for period in periods if not self._is_skipped(period)]

    def next_period(self, after: date) -> BillingPeriod | None:
        """The first period with an invoice dated after a day; None if it has ended."""
        for period in self._periods():
            if period.issued > after and not self._is_skipped(period):
                return period
        return None

    def last_period(self) -> BillingPeriod | None:
        """The last period; None if it doesn't end, or has none."""
        if self.until is None:
            return None
        *_, period = (None, *islice(self._periods(), PERIODS_MAX))
        return period

    def rule(self, day: date) -> str:
        """The rule in force on a day, as written."""
        stretches = [s for s in self.stretches if s.start <= day] or self.stretches[:1]
        return stretches[-1].recurrence.text

    def _periods(self) -> Iterator[BillingPeriod]:
        after = latest(self.amendments, "issued-after")
        return billing_periods(
            self.stretches, until=self.until, issued_after=int(after or 0)
        )

    def _is_skipped(self, period: BillingPeriod) -> bool:
        return any(period.first <= day <= period.last for day in self.skips)

    def invoice(
        self, period: BillingPeriod, *, indices: PriceIndices, language: str
    ) -> RecurringInvoice:
        """The invoice for a period, on the terms agreed on its first day.

        Raises:
            ValueError: If a line has no account or price; the message says which.
        """
        day = period.first
        facts = facts_on(self.amendments, day)
        pricer = _Pricer(period, indices, facts)
        records = [facts]
        for amendments in self.lines.values():
            line = facts_on(amendments, day)
            ended: date | None = latest(amendments, "until")
            if amendments[0].day <= day and (ended is None or day <= ended):
                records.append(line)
        priced = [record for record in records if _has_price(record)]
        if not priced:
            raise ValueError("has no amount; write for instance amount: 100.00 EUR")
        currencies = {_price(record).value.currency for record in priced}
        if len(currencies) > 1:
            raise ValueError(f"has amounts in {' and '.join(sorted(currencies))}")

        def text(record: Mapping[str, Fact], key: str) -> str:
            return filled(_text(record, key), period.first, period.last, language)

        return RecurringInvoice(
            template=self.id,
            client=_text(facts, "client"),
            period=period,
            currency=currencies.pop(),
            text=text(facts, "text") or text(facts, "description"),
            lines=tuple(
                pricer.line(record, text(record, "description")) for record in priced
            ),
            facts={
                key: text(facts, key)
                for key in ("terms", "order", "buyer-reference", "remark", "tags")
                if key in facts
            },
            place=self.place,
            vendor=_text(facts, "vendor"),
            against=_text(facts, "against"),
        )


class _Pricer:
    """Works out a period's lines."""

    def __init__(
        self, period: BillingPeriod, indices: PriceIndices, facts: Mapping[str, Fact]
    ) -> None:
        self._period = period
        self._indices = indices
        self._index = _text(facts, "index")
        prorated = facts.get("prorate")
        self._broken = period.is_broken and prorated is not None and prorated.value

    def line(self, record: Mapping[str, Fact], description: str) -> RecurringLine:
        """A line for this period at the agreed price, indexed."""
        account = _text(record, "account")
        if not account:
            raise ValueError("has a line without account: Income:… or Expenses:…")
        price, since = _price(record)
        currency, number = price.currency, price.number
        if self._index:
            dates = since, self._period.first
            risen = self._indices.risen(number, self._index, dates)
            number = risen.quantize(_finer(number, currency), rounding=ROUND_HALF_UP)
        units = _units(record, number)
        net = _net(units, number, currency)
        if self._broken:
            # For a part, the description says more than an odd quantity.
            net, units = self._part(net, currency), {}
        return RecurringLine(
            account=account,
            net=net,
            description=description,
            tax=_text(record, "tax"),
            recognise=_text(record, "recognise"),
            **units,
        )

    def _part(self, net: Decimal, currency: str) -> Decimal:
        """The amount for a broken period, by its days."""
        period = self._period
        days = (period.whole_last - period.whole_first).days + 1
        start = Fraction((period.first - period.whole_first).days, days)
        end = Fraction((period.last - period.whole_first).days + 1, days)
        return part_between(net, start, end, quantum=quantum(currency))


def _units(record: Mapping[str, Fact], price: Decimal) -> dict[str, Any]:
    """Quantity, unit and price, where the template states them."""
    units: dict[str, Any] = {"unit": _text(record, "unit")}
    units["quantity"] = _number(record, "quantity")
    if _price_key(record) == "unit-price":
        if units["quantity"] is None:
            units["quantity"] = Decimal(1)
        units["unit_price"] = price
        units["discount_percent"] = _number(record, "discount-percent")
    return units


def _net(units: Mapping[str, Any], price: Decimal, currency: str) -> Decimal:
    if "unit_price" not in units:
        return price
    gross = units["quantity"] * price
    discount = gross * (units["discount_percent"] or ZERO) / 100
    return rounded(gross - rounded(discount, currency), currency)


def _has_price(record: Mapping[str, Fact]) -> bool:
    return "amount" in record or "unit-price" in record


def _price_key(record: Mapping[str, Fact]) -> str:
    """The key agreed last: the amount, or the price of a unit."""
    both = [key for key in ("unit-price", "amount") if key in record]
    return max(both, key=lambda key: record[key].since)


def _price(record: Mapping[str, Fact]) -> Fact:
    return record[_price_key(record)]


def _finer(number: Decimal, currency: str) -> Decimal:
    """The smallest unit of a price: its currency's, or its own if finer."""
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return min(quantum(currency), Decimal(1).scaleb(exponent))


def _text(record: Mapping[str, Fact], key: str) -> str:
    fact = record.get(key)
    return str(fact.value) if fact else ""


def _number(record: Mapping[str, Fact], key: str) -> Decimal | None:
    fact = record.get(key)
    return fact.value if fact and isinstance(fact.value, Decimal) else None
