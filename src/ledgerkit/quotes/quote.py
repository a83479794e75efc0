"""A quote as at a day: its lines, its status and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.invoices.line_amount import tax_on
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place
    from ledgerkit.invoices.tax_code import TaxCode


class QuoteStatus(StrEnum):
    """Where a quote stands; ``expired`` is never written, it follows from the day."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"

    @property
    def is_open(self) -> bool:
        """Whether the client may still accept it."""
        return self in {QuoteStatus.DRAFT, QuoteStatus.SENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """One line of a quote.

    Attributes:
        id: Its name within the quote.
        account: The income account its invoice is booked on.
        net: What it comes to without tax; negative for an allowance.
        description: Its description.
        quantity: How many units; None for a single one.
        unit: The unit; empty if not stated.
        unit_price: The price of a unit; None for a single one.
        discount: Taken off quantity times price; zero for none.
        discount_percent: The same in percent, if so agreed.
        tax: The id of its tax code; empty if it has none.
        option: The option that it belongs to; empty if it always counts.
        allowance: The reason for a reduction of the whole; empty for none.
        charge: The reason for an addition to the whole; empty for none.
        period: First and last day that it is for.
        place: Where it was first written.
    """

    id: str
    account: str
    net: Decimal
    description: str
    quantity: Decimal | None
    unit: str
    unit_price: Decimal | None
    discount: Decimal
    discount_percent: Decimal | None
    tax: str
    option: str
    allowance: str
    charge: str
    period: tuple[date, date] | None
    place: Place

    @property
    def discount_given(self) -> Decimal:
        """What is taken off its price, or as an allowance off the whole; positive."""
        return -self.net if self.allowance else self.discount


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientQuote:
    """A quote as it stood at the end of a day.

    Attributes:
        number: Its number.
        title: What it is for.
        client: Id of the client.
        status: Its status on the day.
        currency: Of every amount; empty if no line has a price.
        lines: All of them, options that were not chosen too.
        codes: The tax codes of its lines by id, as on the day it was declared.
        chosen: The options that the client chose.
        valid_until: The last day on which it may be accepted; None for any day.
        terms: Payment terms of its invoices; empty for the client's.
        deposit: The deposit asked for, without tax; zero for none.
        opportunity: Id of the opportunity; empty if none.
        manager: Id of the manager; empty if not stated.
        contact: Id of the contact it goes to; empty if not stated.
        order: The client's order; empty if not stated.
        remark: Text to print.
        reason: Why it was declined; empty if not stated.
        declared: The day of its first directive.
        amended: The last day on which what it offers was changed; None if it wasn't.
        sent: The day it was sent; None if it wasn't.
        answered: The day it was accepted or declined; None if it wasn't.
        place: Where it was first written.
    """

    number: str
    title: str
    client: str
    status: QuoteStatus
    currency: str
    lines: Sequence[QuoteLine]
    codes: Mapping[str, TaxCode]
    chosen: frozenset[str]
    valid_until: date | None
    terms: str
    deposit: Decimal
    opportunity: str
    manager: str
    contact: str
    order: str
    remark: str
    reason: str
    declared: date
    amended: date | None
    sent: date | None
    answered: date | None
    place: Place

    @property
    def options(self) -> Sequence[str]:
        """The options to choose from, in the order of the lines."""
        return list(dict.fromkeys(line.option for line in self.lines if line.option))

    @property
    def agreed(self) -> Sequence[QuoteLine]:
        """The lines that count: those of no option, and of the options chosen."""
        return [x for x in self.lines if not x.option or x.option in self.chosen]

    @property
    def net(self) -> Decimal:
        """What the lines that count come to, without tax."""
        return sum((line.net for line in self.agreed), ZERO)

    @property
    def tax(self) -> Decimal:
        """The tax that one invoice of them would charge."""
        bases = bases_of((line.tax, line.net) for line in self.agreed)
        return sum(taxes_of(bases, self.codes, self.currency).values(), ZERO)

    @property
    def gross(self) -> Decimal:
        """What they come to with tax."""
        return self.net + self.tax

    @property
    def discount_given(self) -> Decimal:
        """What is taken off prices, and off the whole; positive."""
        return sum((line.discount_given for line in self.agreed), ZERO)

    def why_not_invoiced(self, day: date) -> str:
        """Why nothing of it may be invoiced on a day; empty if it is accepted."""
        if self.status is QuoteStatus.ACCEPTED:
            return ""
        said = f"quote {self.number} is {self.status.value} on {day}"
        if self.status is QuoteStatus.DECLINED:
            return f"{said}; write a new one: ledgerkit quote new"
        accept = f"ledgerkit quote accept {self.number}"
        return f"{said}; only an accepted one is invoiced: {accept}"

    @property
    def days_to_answer(self) -> int | None:
        """Days from sending it to the answer; None if either is missing."""
        if self.sent is None or self.answered is None:
            return None
        return (self.answered - self.sent).days


def bases_of(lines: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """The sum of net amounts under each tax code, in the order of the lines."""
    bases: dict[str, Decimal] = {}
    for code, net in lines:
        bases[code] = bases.get(code, ZERO) + net
    return bases


def taxes_of(
    bases: Mapping[str, Decimal], codes: Mapping[str, TaxCode], currency: str
) -> dict[str, Decimal]:
    """The tax charged on each base by its code, each rounded by itself.

    A reverse charge charges none, and neither does a code that isn't known.
    """
    return {
        id_: ZERO
        if (code := codes.get(id_)) is None or code.reverse_charge_account
        else tax_on(base, code.rate, currency)
        for id_, base in bases.items()
    }
