"""Small payment differences of the books, and advice on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import Finding, finding
from ledgerkit.invoices.payment_difference import (
    DifferenceRules,
    PaymentDifference,
    payment_differences,
)
from ledgerkit.language.document_kinds import PAYMENT_DIFFERENCE, UNEARNED_DISCOUNT
from ledgerkit.money import with_cents
from ledgerkit.parties.party import OURSELVES, PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from ledgerkit.books.documents.discounts import DiscountReader, DocumentDiscount
    from ledgerkit.books.reading import Reading
    from ledgerkit.open_items.subledger import Subledger


class DifferenceReader:
    """Finds the payment differences of a subledger."""

    def __init__(
        self, reading: Reading, discounts: DiscountReader, options: Mapping[str, Any]
    ) -> None:
        """Read with the settings and parties of this reading."""
        self._directory = reading.directory
        self._tolerances = reading.settings.payment_tolerances
        self._discounts = discounts
        self._operating = frozenset(options["operating_currency"])

    def read(self, subledger: Subledger) -> Sequence[PaymentDifference]:
        """Every small difference left by payments up to the subledger's day."""
        return self._of(subledger, self._discounts.read(subledger))

    def findings(self, subledger: Subledger) -> Iterator[Finding]:
        """Advice on differences, and on discounts taken but not earned."""
        discounts = self._discounts.read(subledger)
        for difference in self._of(subledger, discounts):
            yield _difference_finding(difference)
        for discount in discounts:
            if discount.standing.unearned:
                yield _unearned_finding(discount)

    def _of(
        self, subledger: Subledger, discounts: Sequence[DocumentDiscount]
    ) -> Sequence[PaymentDifference]:
        role, day = subledger.side.party_role, subledger.as_of

        def is_abroad(party: str, currency: str) -> bool:
            us = self._directory.as_of(PartyRole.COMPANY, OURSELVES, day)
            partner = self._directory.as_of(role, party, day)
            ours, theirs = us.text("country").upper(), partner.text("country").upper()
            foreign = bool(self._operating) and currency not in self._operating
            return foreign or bool(ours and theirs and ours != theirs)

        rules = DifferenceRules(tolerances=self._tolerances, is_abroad=is_abroad)
        offered = [
            (discount.document, discount.offer, discount.standing)
            for discount in discounts
            if discount.offer is not None
        ]
        return payment_differences(subledger, offered, rules)


def _difference_finding(difference: PaymentDifference) -> Finding:
    document = difference.document
    amount = f"{with_cents(abs(difference.amount), document.currency):f}"
    is_short = difference.amount > 0
    predicate = "is open after the payment of" if is_short else "was paid too much on"
    message = (
        f"{document.label}: {amount} {document.currency} {predicate}"
        f" {difference.paid_on} ({difference.why}); see ledgerkit differences"
    )
    return finding(
        PAYMENT_DIFFERENCE,
        document.place,
        message,
        unfinished=document.postings[0].unfinished,
        party=document.party,
    )


def _unearned_finding(discount: DocumentDiscount) -> Finding:
    document, standing = discount.document, discount.standing
    currency = document.currency
    unearned = f"{with_cents(standing.unearned, currency):f} {currency}"
    if discount.offer is None:
        reason = "its terms offer none"
    elif standing.earned:
        reason = f"only {with_cents(standing.earned, currency):f} was earned"
    else:
        paid = f"paid {standing.paid_on}" if standing.paid_on else "not paid"
        reason = f"{paid}, offered until {discount.offer.until}"
    message = (
        f"{document.label}: a discount of {unearned} was taken and not earned"
        f" ({reason}); ask for it, or leave it as a favour"
    )
    return finding(
        UNEARNED_DISCOUNT,
        document.place,
        message,
        unfinished=document.postings[0].unfinished,
        party=document.party,
    )
