"""A payment run: a request -> a proposal -> directives and transfers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count as counting
from typing import TYPE_CHECKING, NamedTuple

from beancount.core.amount import Amount

from ledgerkit.books.accounts_by_role import account_named
from ledgerkit.books.documents.advances import advances
from ledgerkit.books.payables.bills_to_pay import (
    PayableReader,
    Wishes,
    identity,
    vendor_account,
)
from ledgerkit.entries.adjustment_accounts import AdjustmentAccounts
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO, quantum, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.payables.edited_run import planned_payments
from ledgerkit.payables.proposal import PaymentOrder, PaymentProposal
from ledgerkit.payables.propose_payments import bank_day_from, propose_payments
from ledgerkit.payables.vendor_account import compact_iban, wrong_iban
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.banking.cash_account import CashAccount
    from ledgerkit.books.books import Books
    from ledgerkit.books.payables.payment_runs import PaymentRuns
    from ledgerkit.open_items.document import Document
    from ledgerkit.payables.edited_run import EditedPlan
    from ledgerkit.payables.proposal import VendorToPay


def run_notes(
    books: Books,
    request: RunRequest,
    proposal: PaymentProposal,
    vendors: Sequence[VendorToPay],
) -> Iterator[str]:
    """The notes on a run, a sentence each."""
    yield from _beyond_cash(proposal)
    order = proposal.order
    day, requested = order.day, request.day or request.made_on
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
    for payment in proposal.payments:
        record = books.directory.as_of(
            PartyRole.VENDOR, payment.vendor, proposal.order.day
        )
        if record.text("iban"):
            owners.setdefault(compact_iban(record.text("iban")), []).append(record.name)
    for iban, names in owners.items():
        if len(names) > 1:
            yield f"{' and '.join(names)} have the same IBAN, {iban}; is that right?"


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
    runs = books.payables_read.payment_runs
    first = []
    for payment in proposal.payments:
        if payment.by_hand:
            continue
        account = vendor_account(books, runs, payment.vendor, proposal.order.day)
        is_known = (payment.vendor, account.iban) in runs.paid_to
        if not is_known and account.confirmed is None:
            first.append(f"{payment.vendor} {account.iban}")
    if first:
        yield (
            f"Caution: no run has paid to {', '.join(first)} before; is that what their"
            " bills say?"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """The request for a payment run.

    Attributes:
        until: Bills that must leave the bank by this day are paid.
        account: The account that pays; its last components will do.
        made_on: The day on which the run is made.
        day: The day of execution at the bank; None for the next possible one.
        currency: If the account holds several; None for its only one.
        skip: Numbers of bills to leave out.
        pay: Number and amount of bills to pay, due or not. If vendors share a number,
            ``vendor:number`` tells them apart.
        plan: A plan to pay exactly as it is; None to propose one.
    """

    until: date
    account: str
    made_on: date
    day: date | None = None
    currency: str | None = None
    skip: Sequence[str] = ()
    pay: Sequence[tuple[str, Decimal]] = field(default=())
    plan: EditedPlan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlan:
    """A proposal, with everything needed to carry it out.

    Attributes:
        id: The run's id.
        request: The request.
        account: The account that pays, as recorded in the books.
        proposal: The proposed payments.
        discount_account: The account for discounts; None if there is none.
        balance: The account's balance before the run.
        notes: What a person should know before agreeing.
    """

    id: str
    request: RunRequest
    account: CashAccount
    proposal: PaymentProposal
    discount_account: str | None
    balance: Decimal
    notes: Sequence[str]


def plan_payment_run(books: Books, request: RunRequest) -> RunPlan:
    """Propose a run.

    Raises:
        UsageError: If the account, a bill or a day requested is not possible.
        UnreadableFileError: If a row of an edited plan can't be paid.
    """
    runs = books.payables_read.payment_runs
    account = paying_account(books, request)
    currency = account.currency
    day = bank_day_from(request.day or request.made_on, currency)
    if day < request.made_on:
        raise UsageError(f"no bank executes on {day}, before {request.made_on}")
    discount_account = AdjustmentAccounts(books, day).find(
        Role.DISCOUNT_TAKEN, currency
    )
    wishes = Wishes(
        day=day,
        decided_on=request.made_on,
        currency=currency,
        no_file=_no_file(account),
    )
    wishes = _with_numbers(
        PayableReader(books, runs, wishes).documents, request, wishes
    )
    vendors = list(PayableReader(books, runs, wishes).vendors())
    _check_asked(vendors)
    till = _cash(books, account, request.made_on, day)
    order = PaymentOrder(
        until=request.until,
        day=day,
        currency=currency,
        cash=till.above_minimum,
        cash_words=till.words,
        discount_rate=books.settings.discount_minimum_rate,
        takes_discounts=discount_account is not None,
    )
    proposal = _proposal(books, request, vendors, order)
    return RunPlan(
        id=_next_id(runs, request.made_on),
        request=request,
        account=account,
        proposal=proposal,
        discount_account=discount_account,
        balance=till.balance,
        notes=list(run_notes(books, request, proposal, vendors)),
    )


def paying_account(books: Books, request: RunRequest) -> CashAccount:
    """The account that pays, with its balance on the day the run is made.

    Raises:
        UsageError: If the name matches none, or several.
    """
    known = [a for a in books.cash_accounts(request.made_on) if _is_bank(a)]
    names = sorted({a.account for a in known})
    account = account_named(request.account, names)
    if account is None:
        remedy = suggestion(request.account, names) or (
            f"; the bank accounts are {', '.join(names)}" if names else ""
        )
        raise UsageError(f"there is no bank account {request.account}{remedy}")
    holding = [
        a
        for a in known
        if a.account == account and request.currency in {None, a.currency}
    ]
    if len(holding) == 1:
        return holding[0]
    if holding:
        several = " or ".join(f"--currency {a.currency}" for a in holding)
        raise UsageError(f"{account} holds several currencies; add {several}")
    raise UsageError(f"{account} holds no {request.currency or 'currency'}")


def _is_bank(account: CashAccount) -> bool:
    return account.role == Role.BANK.value


def _no_file(account: CashAccount) -> str:
    """Why no file can be made; empty if one can."""
    if account.currency != "EUR":
        return f"SEPA moves euro, not {account.currency}"
    iban = str(account.facts.get("iban") or "")
    if not iban:
        return f"{account.account} has no iban:"
    return wrong_iban(iban)


class _Till(NamedTuple):
    balance: Decimal
    above_minimum: Decimal | None
    words: str


def _cash(books: Books, account: CashAccount, made_on: date, day: date) -> _Till:
    """The account's balance, and how much of it may be paid.

    The lower of the day's balance and that of everything in the books: money sent later
    by an earlier run is already spent.
    """
    # The account's balance is that of the day on which the run is made.
    balances = [account.balance] if day == made_on else []
    balances += [
        a.balance
        for moment in (day, date.max)[day == made_on :]
        for a in books.cash_accounts(moment)
        if (a.account, a.currency) == (account.account, account.currency)
    ]
    balance = min(balances)
    minimum = account.facts.get("minimum-balance")
    if not isinstance(minimum, Amount) or minimum.currency != account.currency:
        return _Till(balance, None, "")
    assert minimum.number is not None
    minimum_text = (
        f"{with_cents(minimum.number, account.currency):f} {account.currency}"
    )
    words = f" above the minimum balance of {minimum_text}"
    return _Till(balance, balance - minimum.number, words)


def _with_numbers(
    documents: Sequence[Document], request: RunRequest, wishes: Wishes
) -> Wishes:
    """The wishes with the bills named in the request.

    Raises:
        UsageError: If a number is no open bill's, or an amount can't be paid.
    """
    bills = [d for d in documents if not d.is_credit and d.open > 0]
    skip = frozenset(identity(_find(bills, number)) for number in request.skip)
    pay: dict[int, Decimal] = {}
    for number, amount in request.pay:
        document = _find(bills, number)
        _check_amount(document, amount)
        pay[identity(document)] = amount
    return replace(wishes, skip=skip, pay=pay)


def _find(bills: Sequence[Document], number: str) -> Document:
    """The open bill of a number, or of ``vendor:number``."""
    matches = [d for d in bills if number in {d.number, f"{d.party}:{d.number}"}]
    if len(matches) == 1:
        return matches[0]
    if matches:
        names = " or ".join(sorted(f"{d.party}:{d.number}" for d in matches))
        raise UsageError(f"bill {number} is open with several vendors; write {names}")
    known = [d.number for d in bills if d.number is not None]
    remedy = suggestion(number, known) or "; see ledgerkit bill list"
    raise UsageError(f"there is no open bill {number}{remedy}")


def _check_amount(document: Document, amount: Decimal) -> None:
    currency = document.currency
    open_ = f"{with_cents(document.open, currency):f} {currency}"
    if amount > document.open:
        raise UsageError(
            f"{document.label}: {amount:f} {currency} are more than the {open_} that"
            " are open"
        )
    if amount <= 0 or amount % quantum(currency):
        raise UsageError(
            f"{document.label}: {amount:f} {currency} can't be paid; write an amount up"
            f" to {open_}"
        )


def _check_asked(vendors: Sequence[VendorToPay]) -> None:
    """Refuse bills requested by number that must not be paid."""
    for bill in (bill for vendor in vendors for bill in vendor.bills):
        if bill.wanted is not None and bill.obstacle:
            raise UsageError(f"{bill.document.label} can't be paid: {bill.obstacle}")


def _proposal(
    books: Books,
    request: RunRequest,
    vendors: Sequence[VendorToPay],
    order: PaymentOrder,
) -> PaymentProposal:
    if request.plan is None:
        return propose_payments(vendors, order)
    return planned_payments(request.plan, vendors, order, _known(books))


def _known(books: Books) -> frozenset[tuple[str, str | None]]:
    """Vendor and number of every bill and credit, including paid ones."""
    documents = books.subledger(Side.PAYABLE, date.max).documents
    return frozenset((d.party, d.number) for d in documents)


def _next_id(runs: PaymentRuns, day: date) -> str:
    """The next id of a day: the first one not yet in the books."""
    known = {*runs.by_id, *runs.payments}
    return next(
        id_ for count in counting(1) if (id_ := f"PR-{day}-{count}") not in known
    )
