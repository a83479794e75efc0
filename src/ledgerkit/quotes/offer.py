"""A quote -> one invoice over all that counts of it, which is what is printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.invoices.invoice import Adjustment, Invoice, InvoiceLine, tax_subtotals
from ledgerkit.money import ZERO
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.quotes.quote import QuoteStatus, bases_of, taxes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party
    from ledgerkit.parties.payment_terms import PaymentTerms
    from ledgerkit.quotes.quote import ClientQuote, QuoteLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is offered to a client, as it goes to it.

    Attributes:
        quote: The quote as at a day.
        seller: Ourselves, on its date.
        buyer: The client, on its date.
        terms: Payment terms of its invoices; None if none are agreed.
        recipient: Name of the contact that it goes to; empty if not stated.
    """

    quote: ClientQuote
    seller: Party
    buyer: Party
    terms: PaymentTerms | None
    recipient: str = ""

    def as_invoice(self) -> Invoice:
        """One invoice over the lines that count; nothing of it is due on a day."""
        quote = self.quote
        lines = [line for line in quote.agreed if not _is_adjustment(line)]
        bases = bases_of((line.tax, line.net) for line in quote.agreed)
        taxes = taxes_of(bases, quote.codes, quote.currency)
        return Invoice(
            kind=DocumentKind.INVOICE,
            number=quote.number,
            issued=quote.declared,
            currency=quote.currency,
            seller=self.seller,
            buyer=self.buyer,
            subject=quote.title,
            lines=tuple(_line(line, quote.codes) for line in lines),
            adjustments=tuple(_adjustments(quote.agreed, quote.codes)),
            taxes=tuple(
                tax_subtotals(
                    ((quote.codes.get(id_), base) for id_, base in bases.items()),
                    ((quote.codes.get(id_), tax) for id_, tax in taxes.items()),
                )
            ),
            prepaid=ZERO,
            rounding=ZERO,
            withholdings=(),
            owed=ZERO,
            due_parts=(),
            terms=self.terms,
            payment_account=None,
            order=quote.order,
            buyer_reference="",
            remark=quote.remark,
            delivered=None,
            period=None,
            preceding=(),
            stamp_duty=ZERO,
            place=quote.place,
        )

    def choices(self) -> Iterator[tuple[str, Sequence[InvoiceLine], Decimal]]:
        """What the client may still choose: each option, its lines and their sum."""
        quote = self.quote
        if quote.status is QuoteStatus.ACCEPTED:
            return
        for option in quote.options:
            lines = [line for line in quote.lines if line.option == option]
            if option not in quote.chosen:
                shown = [_line(line, quote.codes) for line in lines]
                yield option, shown, sum((line.net for line in lines), ZERO)


def _is_adjustment(line: QuoteLine) -> bool:
    return bool(line.allowance or line.charge)


def _line(line: QuoteLine, codes: Mapping[str, TaxCode]) -> InvoiceLine:
    return InvoiceLine(
        description=line.allowance or line.charge or line.description,
        quantity=Decimal(1) if line.quantity is None else line.quantity,
        unit=line.unit,
        unit_price=line.net if line.unit_price is None else line.unit_price,
        discount=line.discount,
        discount_percent=line.discount_percent,
        net=line.net,
        tax=codes.get(line.tax),
        account=line.account,
        period=line.period,
        place=line.place,
    )


def _adjustments(
    lines: Sequence[QuoteLine], codes: Mapping[str, TaxCode]
) -> Iterator[Adjustment]:
    for line in lines:
        if _is_adjustment(line):
            yield Adjustment(
                reason=line.allowance or line.charge,
                amount=abs(line.net),
                is_charge=line.net > 0,
                tax=codes.get(line.tax),
                account=line.account,
                place=line.place,
            )
