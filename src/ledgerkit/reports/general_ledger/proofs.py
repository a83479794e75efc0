"""What each statement proves of itself, said below it; what fails is a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.general_ledger.postings import transactions_between
from ledgerkit.errors import Place
from ledgerkit.language.finding_kinds import CONTROL_ACCOUNT_DIFFERS
from ledgerkit.language.ledger_kinds import CASH_FLOW_DIFFERS, EQUITY_DIFFERS
from ledgerkit.ledger.place import place_in
from ledgerkit.money import ZERO
from ledgerkit.notes import Note
from ledgerkit.open_items.side import Side
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import FailedProof

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.errors import FindingKind
    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.general_ledger.cash_flow import CashFlow
    from ledgerkit.general_ledger.period import Period


class StatementProof(NamedTuple):
    """Whether something is proven.

    Attributes:
        notes: What is said below the statement.
        findings: What fails, with its place; none if all is proven.
    """

    notes: Sequence[str | Note]
    findings: Sequence[FailedProof] = ()


def failed_proof(kind: FindingKind, place: Place, message: str) -> FailedProof:
    """A proof that fails, with the entry to look at."""
    return FailedProof(
        kind=kind.name, file=place.filename, line=place.lineno, message=message
    )


def proof_of(findings: Iterable[FailedProof], proven: str) -> StatementProof:
    """A proof from what fails of it, and what to say if nothing does."""
    failed = list(findings)
    notes = [
        Note(
            f"Not proven [{each.kind}]: {each.message}.",
            place=str(Place(each.file, each.line)),
        )
        for each in failed
    ]
    return StatementProof(notes or [proven], failed)


def balance_sheet_proof(books: Books, day: date) -> StatementProof:
    """Whether a balance sheet balances, and control accounts equal open items."""
    proof = proof_of(
        _unproven(books, day),
        "Proven: assets equal liabilities and equity, and each control account"
        " equals its open items.",
    )
    rounding = list(_unbalanced(books, day))
    if rounding and not proof.findings:
        return StatementProof(rounding)
    return StatementProof([*rounding, *proof.notes], proof.findings)


def _unbalanced(books: Books, day: date) -> Iterator[str]:
    """Whether transactions don't balance by more than a cent in all."""
    balances = books.general_ledger.ledger.balances(day)
    for currency, rounding in balances.rounding.items():
        amount = shown(rounding, currency)
        if amount:
            yield (
                f"Transactions up to {day} don't balance by {amount:f} {currency},"
                " within the tolerance; the line for rounding shows it."
            )


def _unproven(books: Books, day: date) -> Iterator[FailedProof]:
    for side in Side:
        for proof in books.control_account_proofs(side, day):
            if proof.difference:
                yield failed_proof(
                    CONTROL_ACCOUNT_DIFFERS,
                    place_in(books.general_ledger.opens.get(proof.account)),
                    f"{proof.account} differs from its open items by"
                    f" {proof.difference:f} {proof.currency} on {day}",
                )


def cash_proof(
    books: Books,
    flows: Sequence[tuple[Period, CashFlow]],
    unexplained: Mapping[str, Sequence[Decimal]],
) -> StatementProof:
    """Whether the lines of a cash flow explain the change of cash.

    Args:
        books: The books.
        flows: The period of each column, with its flows in the books' own currencies.
        unexplained: By currency, what is not explained in each column.
    """
    findings = [
        failed_proof(
            CASH_FLOW_DIFFERS,
            _place_of_cash(books, period, flow),
            f"cash changed by {shown(amount, currency):f} {currency} in {period.label}"
            " that no line explains",
        )
        for currency, amounts in unexplained.items()
        for (period, flow), amount in zip(flows, amounts, strict=True)
        if not amount.is_nan() and shown(amount, currency)
    ]
    return proof_of(findings, "Proven: the lines sum to the change of cash.")


def _place_of_cash(books: Books, period: Period, flow: CashFlow) -> Place:
    """The first entry of the first day on which flows and cash accounts disagree."""
    explained = _by_day((m.day, m.currency, m.amount) for m in flow.movements)
    is_cash = books.general_ledger.is_cash
    moved = _by_day(
        (day, key.currency, debit - credit)
        for key, daily in books.general_ledger.ledger.movements.by_account.items()
        if is_cash(key.account)
        for day, debit, credit in zip(
            daily.days, daily.debits, daily.credits, strict=True
        )
        if period.first <= day <= period.last
    )
    for key in sorted({*explained, *moved}):
        if explained.get(key, ZERO) != moved.get(key, ZERO):
            for txn in transactions_between(books.directives, key[0], key[0]):
                if any(is_cash(posting.account) for posting in txn.postings):
                    return place_in(txn.meta)
    return _place_of_close(books, period)


def _by_day(
    amounts: Iterable[tuple[date, str, Decimal]],
) -> Mapping[tuple[date, str], Decimal]:
    sums: dict[tuple[date, str], Decimal] = {}
    for day, currency, amount in amounts:
        sums[day, currency] = sums.get((day, currency), ZERO) + amount
    return sums


def _place_of_close(books: Books, period: Period) -> Place:
    """The first entry that closes a year by a period's end; else the ledger."""
    for entry in books.general_ledger.ledger.movements.closings:
        if entry.takes_effect <= period.last and any(
            books.general_ledger.is_balance(key.account) for key in entry.weights
        ):
            return Place(entry.filename, entry.lineno)
    return Place(books.filename, 1)


def equity_proof(
    books: Books, period: Period, closings: Mapping[str, Decimal], ledger: Ledger
) -> StatementProof:
    """Whether the changes lead to the equity of the balance sheet.

    Args:
        books: The books.
        period: The period of the changes.
        closings: By currency, the equity that they lead to.
        ledger: The balances.
    """
    equity = _equity(books, ledger, period.last)
    findings = [
        failed_proof(
            EQUITY_DIFFERS,
            _place_of_close(books, period),
            f"the changes lead to {shown(closing, currency):f} {currency}, and the"
            f" balance sheet has {there:f}",
        )
        for currency, closing in closings.items()
        if (there := shown(equity.get(currency, ZERO), currency))
        != shown(closing, currency)
    ]
    return proof_of(
        findings, "Proven: the changes lead to the equity of the balance sheet."
    )


def _equity(books: Books, ledger: Ledger, day: date) -> Mapping[str, Decimal]:
    """Assets less liabilities, by currency."""
    reading = books.general_ledger
    sums: dict[str, Decimal] = {}
    for key, balance in ledger.balances(day).accounts.items():
        if not reading.is_equity(key.account):
            sums[key.currency] = sums.get(key.currency, ZERO) + balance
    return sums
