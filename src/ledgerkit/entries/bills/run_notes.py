"""What a person should know of a payment run before agreeing to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.documents.advances import advances
from ledgerkit.books.payables.bills_to_pay import vendor_account
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.payables.scheme import SEPA, scheme_of
from ledgerkit.payables.vendor_account import compact_iban

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.books.books import Books
    from ledgerkit.payables.proposal import PaymentProposal, VendorToPay


def run_notes(
    books: Books,
    requested: date,
    proposal: PaymentProposal,
    vendors: Sequence[VendorToPay],
) -> Iterator[str]:
    """The notes on a run, a sentence each; it was to be executed on ``requested``."""
    yield from _beyond_cash(proposal)
    order = proposal.order
    day = order.day
    if day != requested:
        yield f"Banks don't work on {requested}; it is executed on {day}."
    if not order.takes_discounts and any(_offers(vendor, day) for vendor in vendors):
        yield (
            "Discounts are on offer and no account takes them; write"
            ' role: "discount-taken" below the open of one.'
        )
    yield from _shared_accounts(books, proposal)
    yield from _paid_in_advance(books, proposal)
    yield from _first_payments(books, proposal)


def _offers(vendor: VendorToPay, day: date) -> bool:
    return any(bill.discount and day <= bill.discount.until for bill in vendor.bills)


def _shared_accounts(books: Books, proposal: PaymentProposal) -> Iterator[str]:
    """Vendors of a run that share a bank account: a mistake, or a fraud."""
    owners: dict[str, list[str]] = {}
    scheme = scheme_of(proposal.order.currency) or SEPA
    for payment in proposal.payments:
        record = books.directory.as_of(
            PartyRole.VENDOR, payment.vendor, proposal.order.day
        )
        account = scheme.account_of(record.facts)
        if account:
            owners.setdefault(account, []).append(record.name)
    noun = "IBAN" if scheme is SEPA else "bank account"
    for account, names in owners.items():
        if len(names) > 1:
            who = " and ".join(names)
            yield f"{who} have the same {noun}, {account}; is that right?"


def _paid_in_advance(books: Books, proposal: PaymentProposal) -> Iterator[str]:
    """Vendors of a run that we have paid in advance."""
    currency = proposal.order.currency
    advances_paid = advances(books, Side.PAYABLE, date.max)
    for payment in proposal.payments:
        amount = advances_paid.get((payment.vendor, currency))
        if amount is not None and amount > 0:
            yield (
                f"Caution: {payment.vendor} was paid {with_cents(amount, currency):f}"
                f" {currency} in advance; ledgerkit prepayment --apply NUMBER sets"
                " that against a bill."
            )


def _beyond_cash(proposal: PaymentProposal) -> Iterator[str]:
    """An edited plan that pays more than may leave the account."""
    order = proposal.order
    if order.cash is not None and proposal.amount > max(order.cash, ZERO):
        amount, cash = (
            f"{with_cents(number, order.currency):f} {order.currency}"
            for number in (proposal.amount, max(order.cash, ZERO))
        )
        yield f"Caution: {amount} are more than the {cash}{order.cash_words}."


def _first_payments(books: Books, proposal: PaymentProposal) -> Iterator[str]:
    """Accounts never paid by a run of these books, and not confirmed by anybody."""
    runs, order = books.payables_read.payment_runs, proposal.order
    first = []
    for payment in proposal.payments:
        if payment.by_hand:
            continue
        account = vendor_account(
            books, runs, payment.vendor, order.day, scheme_of(order.currency) or SEPA
        )
        is_known = (payment.vendor, compact_iban(account.iban)) in runs.paid_to
        if not is_known and account.confirmed is None:
            first.append(f"{payment.vendor} {account.iban}")
    if first:
        yield (
            f"Caution: no run has paid to {', '.join(first)} before; is that what their"
            " bills say?"
        )
