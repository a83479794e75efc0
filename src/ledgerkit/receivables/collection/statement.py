"""A client's statement of account, in one currency.

There are three kinds, as in QuickBooks and others: *open item* lists the open items on
a day; *balance forward* starts from the opening balance and runs through a period;
*activity* lists the movements in a period, without an opening balance. Each ends with
the balance on the last day, by age.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.open_items.ageing import AgedBalance, AgingBasis, Buckets, age
from ledgerkit.open_items.subledger import movements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place
    from ledgerkit.open_items.dispute import Disputed
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger

#: The kind of a payment or credit not yet set against a document.
ON_ACCOUNT_WORDS = "on account"


class StatementKind(StrEnum):
    """The kinds of statement."""

    OPEN_ITEM = "open-item"
    BALANCE_FORWARD = "balance-forward"
    ACTIVITY = "activity"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientStatementLine:
    """One line.

    Attributes:
        day: Of the document or payment.
        kind: ``invoice``, ``credit note``, ``payment``, ``refund`` or ``on account``.
        number: The document's; None if it has none.
        settles: For a payment: what it settles; else None.
        due: For an invoice: its due date; else None.
        text: The narration it was entered with.
        amount: What it adds to the balance; negative for a payment.
        settled: For an open item: the amount settled.
        balance: For an open item: its open amount; else the balance after it.
        is_late: Whether it is open and past due.
        disputed: For an open item: the disputed part of its balance.
        place: Where it was entered.
    """

    day: date
    kind: str
    number: str | None
    settles: str | None
    due: date | None
    text: str
    amount: Decimal
    settled: Decimal
    balance: Decimal
    is_late: bool
    place: Place
    disputed: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientStatement:
    """A statement.

    Attributes:
        party: The client's id.
        currency: Of every amount.
        kind: Its kind.
        since: The first day of the period; None for an open-item statement.
        until: The last.
        opening: The balance before the first day; zero in an open-item statement.
        lines: In order of day.
        aged: The balance at the end of the last day, by age.
        buckets: The ageing buckets.
        basis: The day ages are counted from.
        disputed: The disputed amounts, by document.
    """

    party: str
    currency: str
    kind: StatementKind
    since: date | None
    until: date
    opening: Decimal
    lines: Sequence[ClientStatementLine]
    aged: AgedBalance
    buckets: Buckets
    basis: AgingBasis
    disputed: Sequence[tuple[Document, Disputed]] = ()

    @property
    def undisputed(self) -> Decimal:
        """The balance to pay now; zero while all of it is disputed."""
        disputed = sum((dispute.amount for _document, dispute in self.disputed), ZERO)
        return max(self.closing - disputed, ZERO)

    @property
    def closing(self) -> Decimal:
        """The closing balance: the sum of the ages."""
        return self.aged.balance


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementChoice:
    """The choices for a statement.

    Attributes:
        kind: Which kind of statement.
        since: The first day of the period; None for the beginning of the books.
        buckets: The ageing buckets to use.
        basis: The day ages are counted from.
    """

    kind: StatementKind = StatementKind.OPEN_ITEM
    since: date | None = None
    buckets: Buckets = Buckets()  # noqa: RUF009 - a frozen value
    basis: AgingBasis = AgingBasis.DUE


def client_statements(
    subledger: Subledger,
    party: str,
    choice: StatementChoice,
    disputed_of: Callable[[Document], Disputed | None] = lambda _document: None,
) -> Sequence[ClientStatement]:
    """A client's statements, one for each currency it has items in.

    Args:
        subledger: The receivables on the statement's last day.
        party: The client's id.
        choice: The kind, period and ageing.
        disputed_of: The disputed part of a document on that day.
    """
    subledger = subledger.of_party(party)
    disputed = [
        (document, dispute)
        for document in subledger.open_documents
        for dispute in [disputed_of(document)]
        if dispute is not None
    ]
    aged = {
        line.currency: line
        for line in age(subledger, buckets=choice.buckets, basis=choice.basis)
    }
    lines, openings = (
        _open_items(subledger, disputed_of)
        if choice.kind is StatementKind.OPEN_ITEM
        else _activity(subledger, party, choice.since)
    )
    nothing = (ZERO,) * (len(choice.buckets.limits) + 2)
    return [
        ClientStatement(
            party=party,
            currency=currency,
            kind=choice.kind,
            since=choice.since,
            until=subledger.as_of,
            opening=openings.get(currency, ZERO),
            lines=lines.get(currency, ()),
            aged=aged.get(currency)
            or AgedBalance(
                party=party, currency=currency, amounts=nothing, unapplied=ZERO
            ),
            buckets=choice.buckets,
            basis=choice.basis,
            disputed=[
                (document, dispute)
                for document, dispute in disputed
                if document.currency == currency
            ],
        )
        for currency in sorted({*aged, *lines, *(c for c, o in openings.items() if o)})
    ]


def _open_items(
    subledger: Subledger, disputed_of: Callable[[Document], Disputed | None]
) -> tuple[dict[str, list[ClientStatementLine]], dict[str, Decimal]]:
    by_currency: dict[str, list[ClientStatementLine]] = {}
    for document in subledger.open_documents:
        disputed = disputed_of(document)
        line = ClientStatementLine(
            day=document.issued,
            kind=document.kind.value,
            number=document.number,
            settles=None,
            due=None if document.is_credit else document.due,
            text=document.text,
            amount=document.amount,
            settled=document.settled,
            balance=document.open,
            is_late=document.days_late(subledger.as_of) > 0 and document.open > 0,
            place=document.place,
            disputed=disputed.amount if disputed else ZERO,
        )
        by_currency.setdefault(document.currency, []).append(line)
    for item in subledger.unapplied:
        line = ClientStatementLine(
            day=item.posting.day,
            kind=ON_ACCOUNT_WORDS,
            number=None,
            settles=None,
            due=None,
            text=item.posting.text,
            amount=item.amount,
            settled=ZERO,
            balance=item.amount,
            is_late=False,
            place=item.posting.place,
        )
        by_currency.setdefault(item.posting.currency, []).append(line)
    for lines in by_currency.values():
        lines.sort(key=lambda line: (line.day, line.number or ""))
    return by_currency, {}


def _activity(
    subledger: Subledger, party: str, since: date | None
) -> tuple[dict[str, list[ClientStatementLine]], dict[str, Decimal]]:
    openings: dict[str, Decimal] = {}
    by_currency: dict[str, list[ClientStatementLine]] = {}
    balances: dict[str, Decimal] = {}
    for posting, kind, number, settles, due in movements(subledger, party):
        currency = posting.currency
        balance = balances.get(currency, ZERO) + posting.amount
        balances[currency] = balance
        if since is not None and posting.day < since:
            openings[currency] = balance
            continue
        line = ClientStatementLine(
            day=posting.day,
            kind=kind,
            number=number,
            settles=settles,
            due=due,
            text=posting.text,
            amount=posting.amount,
            settled=ZERO,
            balance=balance,
            is_late=False,
            place=posting.place,
        )
        by_currency.setdefault(currency, []).append(line)
    return by_currency, openings
