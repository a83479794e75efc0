"""The books -> the open items for a payment run.

Open amounts are taken from everything in the books, later postings too: payments of an
earlier run that the bank has not executed yet leave nothing to be paid again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.payables.proposal import BillDiscount, BillToPay, VendorToPay
from ledgerkit.payables.scheme import SEPA, scheme_of
from ledgerkit.payables.vendor_account import VendorAccount
from ledgerkit.text.typed_amounts import is_below_a_coin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.payables.payment_runs import PaymentRuns
    from ledgerkit.open_items.document import Document
    from ledgerkit.payables.scheme import PaymentScheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """The choices for a run. Bills are keyed by `identity`.

    Attributes:
        day: The day on which the bank is to execute it.
        decided_on: The day on which it is made: approvals count until then.
        currency: The one currency of the run.
        skip: Bills to leave out.
        pay: The amounts to pay of some bills.
        no_file: Why no file can pay anybody; empty if one can.
    """

    day: date
    decided_on: date
    currency: str
    skip: frozenset[int] = frozenset()
    pay: Mapping[int, Decimal] = field(default_factory=dict)
    no_file: str = ""


class PayableReader:
    """The open items for a run on a day.

    Attributes:
        side: Whether bills are read, or by a class made of this one invoices.
    """

    side = Side.PAYABLE

    def __init__(self, books: Books, runs: PaymentRuns, wishes: Wishes) -> None:
        """Read the open items."""
        self._books = books
        self._runs = runs
        self._wishes = wishes
        self._currency = wishes.currency
        self._subledger = books.subledger(self.side, date.max)

    @property
    def documents(self) -> Sequence[Document]:
        """The open bills and credits made by the day."""
        return [
            d for d in self._subledger.open_documents if d.issued <= self._wishes.day
        ]

    def vendors(self) -> Iterator[VendorToPay]:
        """Every vendor with an open item."""
        bills: dict[str, list[Document]] = defaultdict(list)
        credits_: dict[str, list[Document]] = defaultdict(list)
        on_account = self._on_account()
        for document in self.documents:
            if is_below_a_coin(document.open, document.currency):
                continue
            if not document.is_credit and document.open > 0:
                bills[document.party].append(document)
            elif document.currency != self._currency:
                continue
            elif document.is_credit and document.open < 0:
                credits_[document.party].append(document)
            elif not document.is_credit:
                # An overpayment of a bill is money on account.
                on_account[document.party] -= document.open
        for id_ in sorted(bills):
            yield self.party(
                VendorToPay(
                    id=id_,
                    bills=[BillToPay(document=document) for document in bills[id_]],
                    credits=sorted(credits_[id_], key=lambda c: (c.issued, c.label)),
                    on_account=on_account[id_],
                )
            )

    def party(self, open_: VendorToPay) -> VendorToPay:
        """A party with its open items: which may be paid, and whether by file."""
        account = self._account(open_.id)
        return replace(
            open_,
            bills=[self._bill(bill.document, account) for bill in open_.bills],
            by_hand=self._by_hand(account),
        )

    def _by_hand(self, account: VendorAccount) -> str:
        if self._wishes.no_file:
            return self._wishes.no_file
        scheme = scheme_of(self._currency) or SEPA
        keys = ": and ".join(scheme.keys)
        return "" if account.iban else f"the vendor's record has no {keys}:"

    def _on_account(self) -> defaultdict[str, Decimal]:
        """Payments on account by the day, by vendor."""
        sums: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
        for item in self._subledger.unapplied:
            if item.posting.currency == self._currency and item.amount < 0:
                sums[item.party] -= item.amount
        return sums

    def _bill(self, document: Document, account: VendorAccount) -> BillToPay:
        key = identity(document)
        return BillToPay(
            document=document,
            discount=self._discounts.get(key),
            obstacle=self.obstacle(document) or self._not_into(document, account),
            wanted=self._wishes.pay.get(key),
        )

    def obstacle(self, document: Document) -> str:
        """Why a document must not be in a run of any kind; empty if it may be."""
        if document.currency != self._currency:
            moves = "pays" if self.side is Side.PAYABLE else "collects"
            return f"is in {document.currency}, and the run {moves} {self._currency}"
        if not document.party:
            role = self.side.party_role.value
            return f"nobody is named as its {role}; add {role}:"
        if identity(document) in self._wishes.skip:
            return "left out as asked"
        return held_back(self._books, document, self._wishes.decided_on)

    def _not_into(self, document: Document, account: VendorAccount) -> str:
        """Why a bill must not be paid into an account; empty if it may be."""
        return (
            self._books.approval_state(document, self._wishes.decided_on).why_not
            or account.obstacle
            or self._other_iban(document, account)
        )

    def _other_iban(self, document: Document, account: VendorAccount) -> str:
        meta = self._books.transaction_of(document.postings[0]).meta
        stated = written(meta, "iban")
        return account.obstacle_to(str(stated or ""), document.issued)

    @cached_property
    def _discounts(self) -> Mapping[int, BillDiscount]:
        return discounts_left(self._books, date.max)

    def _account(self, vendor: str) -> VendorAccount:
        scheme = scheme_of(self._currency) or SEPA
        day = self._wishes.decided_on
        return vendor_account(self._books, self._runs, vendor, day, scheme)


def held_back(books: Books, document: Document, day: date) -> str:
    """Why a bill isn't to be paid for now: on hold or disputed; else empty."""
    for posting in document.postings:
        reason = written(books.transaction_of(posting).meta, "hold")
        if reason:
            return f"on hold: {reason}"
    disputed = books.disputes.of(document, day)
    return f"disputed: {disputed.why}" if disputed else ""


def identity(document: Document) -> int:
    """A key that tells a document from every other of the same books."""
    return id(document.postings[0])


def discounts_left(books: Books, as_of: date) -> Mapping[int, BillDiscount]:
    """The discount still available on each bill, by `identity`."""
    return {
        identity(discount.document): BillDiscount(
            until=discount.offer.until, amount=remaining
        )
        for discount in books.discounts_on(Side.PAYABLE, as_of)
        if discount.offer is not None
        for remaining in [discount.offer.amount - discount.standing.taken]
        if 0 < remaining < discount.document.open
    }


def vendor_account(
    books: Books,
    runs: PaymentRuns,
    vendor: str,
    day: date,
    scheme: PaymentScheme = SEPA,
) -> VendorAccount:
    """A vendor's bank account in the ledger on a day, as a scheme knows accounts."""
    directory = books.directory
    record = directory.as_of(PartyRole.VENDOR, vendor, day)
    days = {
        since
        for key in scheme.keys
        for since, value in directory.history_of(PartyRole.VENDOR, vendor, key)
        if since <= day and value
    }
    held = [
        (since, account)
        for since in sorted(days)
        for facts in [directory.as_of(PartyRole.VENDOR, vendor, since).facts]
        if (account := scheme.account_of(facts))
    ]
    iban = scheme.account_of(record.facts)
    changes = [
        since
        for (_before, earlier), (since, later) in pairwise(held)
        if earlier != later
    ]
    confirmed = record.facts.get("iban-confirmed")
    is_day = isinstance(confirmed, date) and confirmed <= day
    return VendorAccount(
        iban=iban,
        changed=changes[-1] if changes else None,
        paid=runs.paid_accounts.get(vendor),
        confirmed=confirmed if is_day else None,
        wrong=scheme.wrong(iban) if iban else "",
        noun="IBAN" if scheme is SEPA else "bank account",
    )
