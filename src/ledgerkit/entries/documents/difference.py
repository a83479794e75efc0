"""The entries for small payment differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.books.accounts_by_role import find_account
from ledgerkit.books.documents.discounts import DISCOUNT_ROLE
from ledgerkit.entries.adjustment_accounts import AdjustmentAccounts
from ledgerkit.entries.directives import adjustment_directive
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.invoices.payment_difference import DifferenceKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from beancount.core.data import Transaction

    from ledgerkit.books.books import Books
    from ledgerkit.invoices.payment_difference import PaymentDifference
    from ledgerkit.open_items.side import Side

_TEXTS = {
    DifferenceKind.DISCOUNT: "Discount for early payment of",
    DifferenceKind.ROUNDING: "Difference on",
    DifferenceKind.BANK_FEES: "Bank fees on",
    DifferenceKind.BAD_DEBT: "Written off:",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedDifference:
    """A difference, and the transaction to book it.

    Attributes:
        difference: The difference.
        account: Its account; None if no account has the role.
        directive: The transaction; None if it can't be written.
        lacks: Why it can't be written, and what to do; empty if it can.
    """

    difference: PaymentDifference
    account: str | None
    directive: Transaction | None
    lacks: str = ""


def plan_differences(
    books: Books, side: Side, *, as_of: date, account: str | None = None
) -> Sequence[ProposedDifference]:
    """Propose a transaction for each difference on a day.

    Args:
        books: The books.
        side: What is owed to us, or by us.
        as_of: The last day that counts, and the date of the proposals.
        account: The account for all differences but discounts; by role if None.

    Raises:
        UsageError: If no account is named so, or several are.
    """
    planner = _Planner(books, as_of, account)
    return [
        planner.propose(difference)
        for difference in books.payment_differences(side, as_of)
    ]


class _Planner:
    def __init__(self, books: Books, day: date, account: str | None) -> None:
        self._books = books
        self._day = day
        self._accounts = AdjustmentAccounts(books, day)
        self._given = find_account(books, account) if account is not None else None

    def propose(self, difference: PaymentDifference) -> ProposedDifference:
        document = difference.document
        kind, account = self._account(difference)
        lacks = ""
        if account is None:
            role = _role(difference.kinds[0], document.side)
            lacks = f'no account has the role; write role: "{role}" below its open'
        elif document.number is None:
            lacks = "the document has no number; give its transaction a link"
        if account is None or lacks:
            return ProposedDifference(
                difference=difference, account=account, directive=None, lacks=lacks
            )
        party_role = document.side.party_role
        payee = self._books.directory.as_of(party_role, document.party, self._day).name
        directive = adjustment_directive(
            document,
            self._day,
            payee,
            f"{_TEXTS[kind]} {document.number}",
            list(
                self._accounts.parts(
                    document, account, difference.amount, difference.off
                )
            ),
            states_party=self._states_party(difference, payee),
        )
        return ProposedDifference(
            difference=difference, account=account, directive=directive
        )

    def _account(
        self, difference: PaymentDifference
    ) -> tuple[DifferenceKind, str | None]:
        """The likeliest kind for which there is an account, and that account."""
        document, first = difference.document, difference.kinds[0]
        if self._given is not None and first is not DifferenceKind.DISCOUNT:
            return first, self._given
        for kind in difference.kinds:
            role = _role(kind, document.side)
            account = self._accounts.find(role, document.currency)
            if account is not None:
                return kind, account
        return first, None

    def _states_party(self, difference: PaymentDifference, payee: str) -> bool:
        """Whether neither the account nor the payee identifies the document's party."""
        document, directory = difference.document, self._books.directory
        role = document.side.party_role
        if not document.party:
            return False
        owner = directory.of_account(role, document.postings[0].account)
        owner = owner or directory.identify(role, payee)
        return owner != document.party and (
            directory.is_declared(role, document.party) or payee != document.party
        )


def _role(kind: DifferenceKind, side: Side) -> Role:
    return DISCOUNT_ROLE[side] if kind is DifferenceKind.DISCOUNT else Role(kind.value)
