"""Documents and what settled them -> early-payment discounts offered and taken.

A discount is taken where a transaction that settles the document posts to an account
of role ``discount-given`` (``discount-taken`` on bills); the tax posted in the same
transaction is its correction. Ledger signs stop here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.invoices.discount_taking import (
    DiscountStanding,
    Payment,
    discount_standing,
)
from ledgerkit.invoices.early_payment import (
    DiscountedDocument,
    DiscountOffer,
    DiscountTax,
    TaxedAmount,
)
from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

    from ledgerkit.books.documents.invoices import InvoiceReader
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger

#: The role of the account for a side's discounts.
DISCOUNT_ROLE = {
    Side.RECEIVABLE: Role.DISCOUNT_GIVEN,
    Side.PAYABLE: Role.DISCOUNT_TAKEN,
}
#: The roles that reduce a document without a payment.
_WRITE_OFFS = {Role.BAD_DEBT, Role.ROUNDING, Role.BANK_FEES}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDiscount:
    """A document's offer of early-payment discount, and its outcome.

    Attributes:
        document: The document, as at the day.
        offer: Its offer, less credit notes; None if a discount was taken that no terms
            offer.
        standing: The outcome.
    """

    document: Document
    offer: DiscountOffer | None
    standing: DiscountStanding


@dataclass(slots=True)
class _Settling:
    """One document while the transactions that settle it are read."""

    document: Document
    offer: DiscountOffer | None
    credited: Decimal
    taken: Decimal = ZERO


class DiscountReader:
    """Finds the discounts of a subledger."""

    def __init__(
        self, invoices: InvoiceReader, chart: ChartOfAccounts, treatment: DiscountTax
    ) -> None:
        """Read with this chart, and this treatment of tax."""
        self._invoices = invoices
        self._chart = chart
        self._treatment = treatment
        # The reports on discounts and on differences and the check all use this.
        self.read = lru_cache(maxsize=8)(self._read)

    def _read(self, subledger: Subledger) -> Sequence[DocumentDiscount]:
        """Every discount offered or taken by the subledger's day, by due date."""
        if self._is_without(subledger):
            return []
        settlings = [
            _Settling(document, self.offer(document), _credited(document))
            for document in subledger.documents
            if not document.is_credit
        ]
        payments = self._payments(subledger.side, settlings)
        return [
            self._discount(settling, payments[id(settling)], subledger)
            for settling in settlings
            if settling.offer is not None or settling.taken
        ]

    def _is_without(self, subledger: Subledger) -> bool:
        """Whether no terms offer a discount and no account takes one: most books."""
        return not self._chart.has(DISCOUNT_ROLE[subledger.side]) and not any(
            item.first.terms is not None and item.first.terms.discount_percent
            for item in subledger.items
        )

    def offer(self, document: Document) -> DiscountOffer | None:
        """A document's early-payment discount; None if its terms offer none.

        If its lines are not known, the percentage is of the whole.
        """
        terms = document.postings[0].terms
        if terms is None or not terms.discount_percent or document.is_credit:
            return None
        try:
            return self._invoices.discount_offer(document)
        except UsageError:
            discounted = DiscountedDocument(
                terms=terms,
                issued=document.issued,
                currency=document.currency,
                full=document.amount,
                amounts=(TaxedAmount(net=document.amount),),
            )
            return discounted.offer(self._treatment)

    def _payments(
        self, side: Side, settlings: Sequence[_Settling]
    ) -> Mapping[int, Sequence[Payment]]:
        """The payments of each document; the discounts taken are noted beside them."""
        amounts_of: dict[int, tuple[Transaction, dict[int, Decimal]]] = {}
        by_id = {id(settling): settling for settling in settlings}
        for settling in settlings:
            for settlement in settling.document.kept:
                if settlement.credit is None:
                    txn = self._invoices.transaction_of(settlement.posting)
                    amounts = amounts_of.setdefault(id(txn), (txn, {}))[1]
                    amounts[id(settling)] = (
                        amounts.get(id(settling), ZERO) + settlement.amount
                    )
        payments: dict[int, list[Payment]] = defaultdict(list)
        for txn, amounts in amounts_of.values():
            settled_items = [(by_id[key], amount) for key, amount in amounts.items()]
            discounts = self._taken(
                side, txn, [item for item, _amount in settled_items]
            )
            is_payment = self._is_payment(txn)
            for settling, amount in settled_items:
                discount = discounts.get(id(settling), ZERO)
                settling.taken += discount
                if is_payment and amount > discount:
                    payments[id(settling)].append(Payment(txn.date, amount - discount))
        return payments

    def _taken(
        self, side: Side, txn: Transaction, settlings: Sequence[_Settling]
    ) -> Mapping[int, Decimal]:
        """The discount that each document took in a transaction that settles it.

        A posting that names its document decides; the others fill each document's
        offer, in order of due date, and any surplus goes to the last one.
        """
        postings = self._discount_postings(side, txn)
        if not postings:
            return {}
        discounts: dict[int, Decimal] = defaultdict(lambda: ZERO)
        remainder = ZERO
        by_number = {settling.document.number: settling for settling in settlings}
        for posting in postings:
            assert posting.units is not None
            assert posting.units.number is not None
            number = written(posting.meta, side.number_key)
            named = by_number.get(str(number)) if number is not None else None
            amount = side.sign * posting.units.number
            if named is None:
                remainder += amount
            else:
                discounts[id(named)] += amount
        for candidate in settlings:
            offered = candidate.offer.amount if candidate.offer else ZERO
            part = min(
                remainder,
                max(offered - candidate.taken - discounts[id(candidate)], ZERO),
            )
            discounts[id(candidate)] += part
            remainder -= part
        discounts[id(settlings[-1])] += remainder
        return discounts

    def _discount_postings(self, side: Side, txn: Transaction) -> Sequence[Posting]:
        """The postings to a discount account, and the tax they correct."""
        discounts = [p for p in txn.postings if self._role(p) is DISCOUNT_ROLE[side]]
        if not discounts:
            return ()
        return discounts + [p for p in txn.postings if self._invoices.is_tax(p)]

    def _is_payment(self, txn: Transaction) -> bool:
        """Whether anything but discount, its tax and write-offs settles."""
        passive = {*DISCOUNT_ROLE.values(), *_WRITE_OFFS}
        return any(
            role not in passive and (role is None or role.side is None)
            for posting in txn.postings
            for role in [self._role(posting)]
            if role is not None or not self._invoices.is_tax(posting)
        )

    def _role(self, posting: Posting) -> Role | None:
        account_role = self._chart.role(posting.account)
        return account_role.role if account_role else None

    def _discount(
        self, settling: _Settling, payments: Sequence[Payment], subledger: Subledger
    ) -> DocumentDiscount:
        document, offer = settling.document, settling.offer
        if offer is not None:
            offer = offer.less_credits(settling.credited)
        standing = discount_standing(
            offer or _no_offer(document),
            payments,
            taken=settling.taken,
            open_=document.open,
            as_of=subledger.as_of,
        )
        return DocumentDiscount(document=document, offer=offer, standing=standing)


def _credited(document: Document) -> Decimal:
    return sum((s.amount for s in document.settlements if s.credit), ZERO)


def _no_offer(document: Document) -> DiscountOffer:
    return DiscountOffer(
        percent=ZERO,
        until=document.issued,
        currency=document.currency,
        full=document.amount,
        off=(),
    )
