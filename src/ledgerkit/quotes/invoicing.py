"""What is invoiced of a quote, and what is left of it.

Every invoice, credit note and reversal of a quote is a list of parts, signed as on an
invoice: what a credit takes back is negative. A part that names its line counts against
that; another against the lines of its account and tax code, the first that has anything
left before the others. A credit gives back to the last that has anything invoiced, of
those on the invoice that it credits before the others.

An invoice's tax is rounded on that invoice, so the parts of a quote may come to a cent
more or less than one invoice would: for each tax code ::

    tax quoted = tax invoiced + tax of one invoice over what is left + rounding

Lines that a recurring template invoices again and again are neither invoiced nor left:
what they come to each time is `Invoiced.recurring_net`, a further part of the sums.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, rounded
from ledgerkit.quotes.quote import bases_of, taxes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place
    from ledgerkit.quotes.quote import ClientQuote, QuoteLine

#: The ``quote-line:`` of what was not quoted.
NOT_QUOTED = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedPart:
    """One line of a quote's invoice, or of its credit.

    Attributes:
        account: The account it is booked on.
        tax: The id of its tax code; empty if it has none.
        net: Without tax; negative where it takes something back.
        currency: Of the amount.
        line: The quote's line that it names; empty if it names none.
        is_deposit: Whether it is a taxed deposit, or takes one off again.
        place: Where it stands.
    """

    account: str
    tax: str
    net: Decimal
    currency: str
    line: str
    is_deposit: bool
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteInvoice:
    """An invoice of a quote, a credit of one, or the reversal of a void one.

    Attributes:
        quote: The quote's number.
        number: Its own.
        day: Its date.
        currency: Of every amount.
        parts: Its lines.
        taxes: The tax it charges, by tax code.
        place: Where it stands.
        credits: The numbers of the invoices that it takes back, if it is no invoice.
    """

    quote: str
    number: str
    day: date
    currency: str
    parts: tuple[QuotedPart, ...]
    taxes: Mapping[str, Decimal]
    place: Place
    credits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoiced:
    """How much of a quote is invoiced as at a day.

    Attributes:
        quote: The quote.
        by_line: What is invoiced of each line that counts, without tax, by its id.
        deposits: Deposits that no invoice has taken off yet, by tax code.
        taxes: Tax charged on these, by tax code.
        unknown: Parts that are none of its lines, with the reason.
        invoices: The invoices and credits, in the order of their days.
        recurring: The recurring template that invoices a line, by the line's id.
    """

    quote: ClientQuote
    by_line: Mapping[str, Decimal]
    deposits: Mapping[str, Decimal]
    taxes: Mapping[str, Decimal]
    unknown: Sequence[QuotedPart]
    invoices: Sequence[QuoteInvoice]
    recurring: Mapping[str, str] = field(default_factory=dict)

    @property
    def net(self) -> Decimal:
        """What is invoiced, without tax; deposits count until they are taken off."""
        return sum(self.by_line.values(), ZERO) + sum(self.deposits.values(), ZERO)

    @property
    def tax(self) -> Decimal:
        """The tax charged on it."""
        return sum(self.taxes.values(), ZERO)

    @property
    def gross(self) -> Decimal:
        """The same with tax."""
        return self.net + self.tax

    def left_of(self, line: QuoteLine) -> Decimal:
        """What is left to invoice of a line, without tax; of recurring ones nothing."""
        if line.id in self.recurring:
            return ZERO
        return line.net - self.by_line.get(line.id, ZERO)

    @property
    def recurring_net(self) -> Decimal:
        """What recurring templates invoice each time, without tax."""
        return sum(self._recurring_bases.values(), ZERO)

    @property
    def recurring_tax(self) -> Decimal:
        """The tax on it."""
        return self._tax_on(self._recurring_bases)

    @property
    def _recurring_bases(self) -> Mapping[str, Decimal]:
        lines = [line for line in self.quote.agreed if line.id in self.recurring]
        return bases_of((line.tax, line.net) for line in lines)

    def _tax_on(self, bases: Mapping[str, Decimal]) -> Decimal:
        quote = self.quote
        return sum(taxes_of(bases, quote.codes, quote.currency).values(), ZERO)

    @property
    def left_bases(self) -> Mapping[str, Decimal]:
        """What is left by tax code, without tax, after deposits are taken off."""
        lines = [(line.tax, self.left_of(line)) for line in self.quote.agreed]
        taken_off = [(code, -amount) for code, amount in self.deposits.items()]
        return bases_of([*lines, *taken_off])

    @property
    def left_net(self) -> Decimal:
        """What is left to invoice, without tax."""
        return self.quote.net - self.net - self.recurring_net

    @property
    def left_tax(self) -> Decimal:
        """The tax that one invoice over what is left would charge."""
        return self._tax_on(self.left_bases)

    @property
    def left_gross(self) -> Decimal:
        """The same with tax."""
        return self.left_net + self.left_tax

    @property
    def rounding(self) -> Decimal:
        """Cents of tax that invoicing in parts leaves out, or with a minus adds."""
        return self.quote.tax - self.tax - self.left_tax - self.recurring_tax

    @property
    def is_whole(self) -> bool:
        """Whether every line is invoiced, and every deposit taken off."""
        return not any(self.deposits.values()) and all(
            not self.left_of(line) for line in self.quote.agreed
        )

    @property
    def over(self) -> Sequence[QuoteLine]:
        """The lines of which more is invoiced than was quoted."""
        return [line for line in self.quote.agreed if self._is_over(line)]

    def _is_over(self, line: QuoteLine) -> bool:
        invoiced = self.by_line.get(line.id, ZERO)
        if not line.net or line.id in self.recurring:
            return bool(invoiced)
        # More was credited than invoiced, or more invoiced than quoted.
        return line.net * invoiced < 0 or line.net * self.left_of(line) < 0


def invoiced_of(
    quote: ClientQuote,
    invoices: Iterable[QuoteInvoice],
    recurring: Mapping[str, str] | None = None,
) -> Invoiced:
    """How much of a quote these invoices and credits invoice.

    Args:
        quote: The quote as at a day.
        invoices: Those of it up to that day, in the order of their days.
        recurring: The recurring template that invoices a line, by the line's id.
    """
    reader = _Reader(quote)
    kept = list(invoices)
    for invoice in kept:
        reader.add(invoice)
    return Invoiced(
        quote=quote,
        by_line=reader.by_line,
        deposits=reader.deposits,
        taxes=reader.taxes,
        unknown=reader.unknown,
        invoices=kept,
        recurring=recurring or {},
    )


@dataclass(slots=True)
class _Reader:
    quote: ClientQuote
    by_line: dict[str, Decimal] = field(
        default_factory=lambda: defaultdict(lambda: ZERO)
    )
    deposits: dict[str, Decimal] = field(
        default_factory=lambda: defaultdict(lambda: ZERO)
    )
    taxes: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    unknown: list[QuotedPart] = field(default_factory=list)
    #: What is invoiced of each line by each invoice, less what takes it back.
    by_invoice: dict[tuple[str, str], Decimal] = field(
        default_factory=lambda: defaultdict(lambda: ZERO)
    )

    def add(self, invoice: QuoteInvoice) -> None:
        """Count one, and the tax on what was quoted of it."""
        if invoice.currency != self.quote.currency:
            self.unknown += invoice.parts
            return
        whole = bases_of((part.tax, part.net) for part in invoice.parts)
        ours = bases_of(
            (part.tax, part.net) for part in invoice.parts if self._take(invoice, part)
        )
        for code, tax in invoice.taxes.items():
            if whole.get(code, ZERO) == ours.get(code, ZERO):
                self.taxes[code] += tax
            elif whole.get(code):
                share = tax * ours.get(code, ZERO) / whole[code]
                self.taxes[code] += rounded(share, self.quote.currency)

    def _take(self, invoice: QuoteInvoice, part: QuotedPart) -> bool:
        """Count a part; False if it is none of the quote."""
        if part.line == NOT_QUOTED:
            return False
        if part.is_deposit:
            self.deposits[part.tax] += part.net
            return True
        lines = self._lines_of(part)
        if not lines:
            self.unknown.append(part)
            return False
        rest = part.net - self._given_back(invoice, part, lines)
        for line in lines[:-1]:
            taken = self._room(line, rest)
            self._count(invoice, line, taken)
            rest -= taken
        self._count(invoice, lines[-1], rest)
        return True

    def _count(self, invoice: QuoteInvoice, line: QuoteLine, amount: Decimal) -> None:
        self.by_line[line.id] += amount
        for number in invoice.credits or (invoice.number,):
            self.by_invoice[number, line.id] += amount

    def _given_back(
        self, invoice: QuoteInvoice, part: QuotedPart, lines: Sequence[QuoteLine]
    ) -> Decimal:
        """What of a credit goes to the lines of the invoice that it names."""
        if len(invoice.credits) != 1:
            return ZERO
        rest = part.net
        for line in lines:
            charged = self.by_invoice[invoice.credits[0], line.id]
            # No more than that invoice charged, and only what has the other sign.
            taken = max(rest, -charged) if charged > 0 else min(rest, -charged)
            if taken and taken * charged < 0:
                self._count(invoice, line, taken)
                rest -= taken
        return part.net - rest

    def _lines_of(self, part: QuotedPart) -> Sequence[QuoteLine]:
        """The lines that a part may count against, in that order."""
        agreed = self.quote.agreed
        if part.line:
            return [line for line in agreed if line.id == part.line]
        alike = [
            line
            for line in agreed
            if line.account == part.account and line.tax == part.tax
        ]
        # A credit gives back last what was invoiced first.
        return alike if part.net > 0 else alike[::-1]

    def _room(self, line: QuoteLine, rest: Decimal) -> Decimal:
        """How much of an amount fits a line, of the amount's own sign."""
        invoiced = self.by_line[line.id]
        if rest > 0:
            room = (line.net if line.net > 0 else ZERO) - invoiced
            return max(ZERO, min(rest, room))
        room = (line.net if line.net < 0 else ZERO) - invoiced
        return min(ZERO, max(rest, room))
