"""Documents and their transactions -> invoices."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Transaction

from ledgerkit.books.bank.accounts import payment_account
from ledgerkit.books.documents.lines import PartsReader, PostedParts, period_in
from ledgerkit.errors import Place, UsageError
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.invoices.early_payment import DiscountedDocument, TaxedAmount
from ledgerkit.invoices.invoice import Invoice, tax_subtotals
from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO, quantum
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from beancount.core.data import Directive, Open, Posting

    from ledgerkit.books.reading import Reading
    from ledgerkit.books.receivables.mandates import Mandates
    from ledgerkit.invoices.early_payment import DiscountOffer
    from ledgerkit.invoices.invoice import TaxSubtotal
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import DatedPart, Document
    from ledgerkit.parties.party import Party


class InvoiceReader:
    """Reads documents in full."""

    def __init__(
        self,
        reading: Reading,
        directives: Sequence[Directive],
        options: Mapping[str, Any],
    ) -> None:
        """Read from the result of a loader, and a reading of it."""
        roots = (RootAccount.ASSETS, RootAccount.LIABILITIES)
        self._reading = reading
        self._directives = directives
        # Only these few can be printed, of the thousands that a large book opens.
        self._opens: Sequence[Open] = [o for o in reading.opens if "iban" in o.meta]
        self._parts = PartsReader(
            reading.chart,
            reading.tax_codes,
            frozenset(options[f"name_{root.value}"] for root in roots),
        )

    @cached_property
    def _origins(self) -> Mapping[Place, int]:
        """The index of each control posting's transaction, by place.

        A large book has 160,000 of them: they are gone through on first use.
        """
        reading = self._reading
        pairs = zip(reading.control_postings, reading.origins, strict=True)
        return {posting.place: index for posting, index in pairs}

    @cached_property
    def _mandates(self) -> Mandates:
        from ledgerkit.books.receivables.mandates import Mandates  # noqa: PLC0415

        reading = self._reading
        return Mandates(reading.customs, reading.marked, reading.directory)

    @cached_property
    def _places(self) -> Mapping[int, Sequence[Place]]:
        """The places of all control postings, by the index of their transaction."""
        places: dict[int, list[Place]] = {}
        for place, index in self._origins.items():
            places.setdefault(index, []).append(place)
        return places

    def read(self, document: Document, preceding: Sequence[Document] = ()) -> Invoice:
        """Read a document in full.

        Args:
            document: The document.
            preceding: The documents it credits, if it is a credit note: it takes
                tax back at the rates of the earliest.

        Raises:
            UsageError: If its lines are not known: it has no number, came in as an
                opening balance or shares its transaction with another document.
        """
        transactions = list(self.transactions_of(document))
        taxed_on = min((d.issued for d in preceding), default=None)
        parts = self._posted(document, transactions, taxed_on)
        return self._invoice(document, transactions[0].meta, parts, preceding)

    def discount_offer(self, document: Document) -> DiscountOffer | None:
        """A document's early-payment discount, without reading it in full.

        Raises:
            UsageError: If its lines are not known, as in `read`.
        """
        parts = self._posted(document, self.transactions_of(document))
        return self._discount(document, _taxes(parts))

    def posted(self, document: Document) -> PostedParts:
        """A document's postings by kind, in its own signs.

        Raises:
            UsageError: If its lines are not known, as in `read`.
        """
        return self._posted(document, self.transactions_of(document))

    def _posted(
        self,
        document: Document,
        transactions: Iterable[Transaction],
        taxed_on: date | None = None,
    ) -> PostedParts:
        parts = PostedParts()
        sign = -document.side.sign * (-1 if document.is_credit else 1)
        for txn in transactions:
            self._parts.read(parts, txn, sign, document.currency, taxed_on=taxed_on)
        if not parts.lines:
            raise UsageError(
                f"{document.place}: {document.label} has no lines: nothing is posted"
                " but what is owed"
            )
        return parts

    def transaction_of(self, posting: ControlPosting) -> Transaction:
        """The transaction that a control posting is in."""
        txn = self._directives[self._origins[posting.place]]
        assert isinstance(txn, Transaction)
        return txn

    def is_tax(self, posting: Posting) -> bool:
        """Whether a posting is tax, on a document or in its settlement."""
        return self._parts.is_tax(posting)

    def tax_account(self, document: Document, code: str) -> str | None:
        """The account for a document's tax under a code; None if it posts none.

        Args:
            document: The document.
            code: The tax code; empty for tax without a known code.
        """
        for control in document.postings:
            for posting in self.transaction_of(control).postings:
                own = str(written(posting.meta, "tax") or "")
                if own == code and self.is_tax(posting):
                    return posting.account
        return None

    def transactions_of(self, document: Document) -> Iterator[Transaction]:
        """The transactions that make a document.

        Raises:
            UsageError: If it came in as an opening balance, has no number, or shares
                a transaction with another.
        """
        if document.number is None:
            raise UsageError(
                f"{document.place}: the document of {document.issued} has no number;"
                " give its transaction a link"
            )
        own = {posting.place for posting in document.postings}
        indices: set[int] = set()
        for posting in _sent(document):
            if posting.opening:
                raise UsageError(
                    f"{posting.place}: {document.label} came in as an opening balance,"
                    " and its lines are not in these books"
                )
            index = self._origins[posting.place]
            if index not in indices:
                indices.add(index)
                if not own.issuperset(self._places[index]):
                    raise UsageError(
                        f"{document.place}: {document.label} shares its transaction"
                        " with another document or a payment, so its lines can't be"
                        " told; write one transaction for each"
                    )
                txn = self._directives[index]
                assert isinstance(txn, Transaction)
                yield txn

    def _invoice(
        self,
        document: Document,
        meta: Mapping[str, Any],
        parts: PostedParts,
        preceding: Sequence[Document],
    ) -> Invoice:
        us, partner = self._us(document.issued), self._them(document)
        sold = document.side is Side.RECEIVABLE
        taxes = _taxes(parts)
        assert document.number is not None
        return Invoice(
            kind=document.kind,
            number=document.number,
            issued=document.issued,
            currency=document.currency,
            seller=us if sold else partner,
            buyer=partner if sold else us,
            subject=document.text,
            lines=tuple(parts.lines),
            adjustments=tuple(parts.adjustments),
            taxes=taxes,
            prepaid=parts.prepaid,
            rounding=parts.rounding,
            withholdings=tuple(parts.withholdings),
            owed=parts.owed,
            due_parts=_due_of(document, _sent(document)),
            terms=document.postings[0].terms,
            discount=self._discount(document, taxes),
            payment_account=payment_account(
                us, self._opens, self._reading.chart, document.currency
            )
            if sold
            else None,
            order=_text(meta, "order"),
            buyer_reference=_text(meta, "buyer-reference"),
            remark=_text(meta, "remark"),
            delivered=_day(meta, "delivered"),
            period=period_in(meta),
            preceding=tuple((d.label, d.issued) for d in preceding),
            stamp_duty=_amount(meta, "stamp-duty"),
            place=document.place,
            accounting_currency=parts.accounting_currency,
            accounting_tax=_rounded(parts),
            debit=self._mandates.notice(document, us) if sold else None,
        )

    def _discount(
        self, document: Document, taxes: Sequence[TaxSubtotal]
    ) -> DiscountOffer | None:
        terms = document.postings[0].terms
        if terms is None or not terms.discount_percent or document.is_credit:
            return None
        amounts = (
            TaxedAmount(
                code=subtotal.code.id if subtotal.code else "",
                rate=subtotal.code.rate if subtotal.code else None,
                net=subtotal.base,
                tax=subtotal.tax,
            )
            for subtotal in taxes
        )
        discounted = DiscountedDocument(
            terms=terms,
            issued=document.issued,
            currency=document.currency,
            full=document.amount,
            amounts=tuple(amounts),
        )
        return discounted.offer(self._reading.settings.discount_tax)

    def _us(self, day: date) -> Party:
        return self._reading.directory.as_of(PartyRole.COMPANY, OURSELVES, day)

    def _them(self, document: Document) -> Party:
        role = document.side.party_role
        return self._reading.directory.as_of(role, document.party, document.issued)


def _sent(document: Document) -> Sequence[ControlPosting]:
    """The postings of what was sent.

    What is charged where a payment came back is owed under the number, but it was not
    on the invoice. It makes an invoice only where there is none.
    """
    sent = [posting for posting in document.postings if not posting.parts]
    return sent or document.postings


def _due_of(
    document: Document, postings: Sequence[ControlPosting]
) -> tuple[DatedPart, ...]:
    """The dated parts that these postings make."""
    days = {posting.day for posting in postings}
    return tuple(part for part in document.due_parts if part.issued in days)


def _rounded(parts: PostedParts) -> Decimal:
    if not parts.accounting_currency:
        return ZERO
    return parts.accounting_tax.quantize(
        quantum(parts.accounting_currency), rounding=ROUND_HALF_UP
    )


def _taxes(parts: PostedParts) -> tuple[TaxSubtotal, ...]:
    bases = [(line.tax, line.net) for line in parts.lines]
    bases += [(adjustment.tax, adjustment.net) for adjustment in parts.adjustments]
    return tuple(tax_subtotals(bases, parts.taxes, parts.reverse_charged))


def _text(meta: Mapping[str, Any], key: str) -> str:
    value = written(meta, key)
    return "" if value is None else str(value)


def _day(meta: Mapping[str, Any], key: str) -> date | None:
    value = written(meta, key)
    return value if isinstance(value, date) else None


def _amount(meta: Mapping[str, Any], key: str) -> Decimal:
    value = written(meta, key)
    number = value.number if isinstance(value, Amount) else value
    return number if isinstance(number, Decimal) else ZERO
