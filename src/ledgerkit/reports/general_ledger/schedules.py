"""Schedules: how each moves its account, and what is planned of one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.general_ledger.movements import AccountCurrency
from ledgerkit.general_ledger.schedules.schedule import change_of
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.notes import NextStep, Note, see_findings
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.general_ledger.schedules.schedule import RollForward, Schedule

_MOVES = ("opening", "new", "used", "reversed", "disposed", "closing")


def schedules(
    books: Books, *, as_of: date | None = None, period: str | None = None
) -> Table:
    """How assets, loans, prepaid expenses and accruals move their accounts.

    For each account, what its schedules come to stands beside its balance in the
    general ledger; a difference is named. Assets and liabilities are positive, and what
    takes an account down is negative.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.

    Raises:
        UsageError: If no period is asked for.
    """
    whole = asked_period(books, as_of, period)
    by_account: dict[AccountCurrency, list[Schedule]] = defaultdict(list)
    for schedule in books.general_ledger.schedules.schedules.values():
        for account in schedule.accounts:
            by_account[AccountCurrency(account, schedule.currency)].append(schedule)
    reader = _Rows(books, whole)
    rows = [
        row for key in sorted(by_account) for row in reader.of(key, by_account[key])
    ]
    return Table(
        title=f"Schedules, {whole.label}",
        as_of=whole.last,
        columns=[
            Column("account", "Account"),
            Column("schedule", "Schedule"),
            Column("kind", "Kind"),
            Column("currency", "Currency"),
            Column("opening", "Opening", ColumnType.AMOUNT),
            Column("new", "New", ColumnType.AMOUNT),
            Column("used", "Used", ColumnType.AMOUNT),
            Column("reversed", "Reversed", ColumnType.AMOUNT, optional=True),
            Column("disposed", "Disposed of", ColumnType.AMOUNT, optional=True),
            Column("closing", "Closing", ColumnType.AMOUNT),
            Column("balance", "Balance", ColumnType.AMOUNT),
            Column("difference", "Difference", ColumnType.AMOUNT, optional=True),
        ],
        rows=rows,
        notes=[f"From {whole.first} to {whole.last}.", *reader.notes()],
    )


class _Rows:
    """The rows of a roll-forward, and what is to be said of them."""

    def __init__(self, books: Books, period: Period) -> None:
        self._books, self._period = books, period
        self._ledger = books.general_ledger.ledger.balances(period.last).accounts
        self._differences: list[Note] = []
        self._missing: dict[str, int] = {}

    def of(self, key: AccountCurrency, schedules: Sequence[Schedule]) -> Iterator[Row]:
        """A row for each schedule of an account, and one for their sum."""
        root = self._books.chart.root(key.account)
        sign = 1 if root is RootAccount.ASSETS else -1
        sums = dict.fromkeys(_MOVES, ZERO)
        unwritten = ZERO
        for schedule in schedules:
            rolled = schedule.roll_forward(
                key.account, self._period.first, self._period.last
            )
            moves = {move: sign * getattr(rolled, move) for move in _MOVES}
            if _is_over(rolled):
                continue
            for move, amount in moves.items():
                sums[move] += amount
            unwritten += sign * self._unwritten(schedule, key.account)
            yield _row(key, schedule, moves)
        balance = sign * self._ledger.get(key, ZERO)
        difference = balance - sums["closing"]
        if not (any(sums.values()) or difference):
            return
        self._note(key, difference, -unwritten)
        yield Row(
            cells={
                **_cells(key.account, f"Total {key.account}", "", key.currency, sums),
                "balance": shown(balance, key.currency),
                "difference": shown(difference, key.currency) if difference else None,
            },
            links={"account": Link(LinkKind.ACCOUNT, key.account)},
            is_total=True,
        )

    def notes(self) -> Iterator[str | Note]:
        """What is not written, and what differs."""
        last = self._period.last
        if self._missing:
            count = sum(self._missing.values())
            entries = "1 entry is" if count == 1 else f"{count} entries are"
            yield Note(
                text=f"{entries} due and not in the books: {', '.join(self._missing)}.",
                remedy=NextStep(
                    to="write them",
                    command="schedules",
                    options={"write": True, "until": str(last)},
                ),
            )
        yield from self._differences
        unread = self._books.general_ledger.schedules.unread
        if unread:
            yield Note(
                text=f"Left out, as it can't be read: {', '.join(unread)}.",
                remedy=see_findings("see why"),
            )
        if not (self._differences or unread):
            yield "Proven: each account is what its schedules come to."

    def _unwritten(self, schedule: Schedule, account: str) -> Decimal:
        """What the entries that are missing would add to an account."""
        written = self._books.general_ledger.schedules.written[schedule.id]
        missing = written.missing(self._period.last)
        if missing:
            self._missing[schedule.id] = len(missing)
        return sum((entry.change([account]) for entry in missing), ZERO)

    def _note(
        self, key: AccountCurrency, difference: Decimal, explained: Decimal
    ) -> None:
        if not difference:
            return
        amount = f"{shown(difference, key.currency):f} {key.currency}"
        text = f"Not proven: {key.account} differs from its schedules by {amount}"
        remedy = None
        if difference == explained:
            text += ", which is what is due and not in the books."
        elif explained:
            rest = shown(difference - explained, key.currency)
            text += f", {rest:f} of it without any schedule."
        else:
            text += ", by what no schedule has."
            remedy = NextStep(
                to="see its postings",
                command="ledger",
                arguments=[key.account],
                method=f"account_card({key.account!r})",
            )
        self._differences.append(Note(text=text, remedy=remedy))


def _is_over(rolled: RollForward) -> bool:
    """Whether nothing is left of it, and nothing happens to it."""
    return not any(getattr(rolled, move) for move in _MOVES)


def _cells(
    account: str,
    label: str,
    kind: str,
    currency: str,
    moves: Mapping[str, Decimal],
) -> dict[str, str | Decimal | None]:
    amounts = {
        move: shown(amount, currency) if amount or move == "closing" else None
        for move, amount in moves.items()
    }
    return {
        "account": account,
        "schedule": label,
        "kind": kind,
        "currency": currency,
        **amounts,
        "balance": None,
        "difference": None,
    }


def _row(key: AccountCurrency, schedule: Schedule, moves: Mapping[str, Decimal]) -> Row:
    return Row(
        cells=_cells(key.account, schedule.id, schedule.kind, key.currency, moves),
        links={
            "account": Link(LinkKind.ACCOUNT, key.account),
            "schedule": Link(LinkKind.LINE, schedule.id),
            "kind": Link(LinkKind.SOURCE, str(schedule.place)),
        },
    )


def schedule_plan(books: Books, *, schedule: str, as_of: date | None = None) -> Table:
    """Every entry of a schedule, and where it is in the books.

    Args:
        books: The books.
        schedule: Its id.
        as_of: The day up to which entries should be in the books; None for the last
            of the books.

    Raises:
        UsageError: If there is no such schedule.
    """
    records = books.general_ledger.schedules
    if schedule not in records.schedules:
        if schedule in records.unread:
            raise UsageError(f'schedule "{schedule}" can\'t be read; see the findings')
        remedy = suggestion(schedule, records.schedules) or (
            "; see the report schedules for all"
        )
        raise UsageError(f'there is no schedule "{schedule}"{remedy}')
    found = records.schedules[schedule]
    last = as_of or found.entries[-1].day
    return Table(
        title=f"{found.text}: {found.terms}",
        as_of=last,
        columns=[
            Column("date", "Date", ColumnType.DATE),
            Column("entry", "Entry"),
            Column("currency", "Currency"),
            Column("result", "Income or expense", ColumnType.AMOUNT),
            Column("change", "Change", ColumnType.AMOUNT),
            Column("paid", "Paid", ColumnType.AMOUNT, optional=True),
            Column("balance", "Left", ColumnType.AMOUNT),
            Column("written", "In the books"),
        ],
        rows=list(_plan_rows(books, found, last)),
        notes=[f"Accounts: {', '.join([*found.accounts, found.result])}."],
    )


def _plan_rows(books: Books, found: Schedule, last: date) -> Iterator[Row]:
    written = books.general_ledger.schedules.written[found.id]
    root = books.chart.root(found.accounts[0])
    sign = 1 if root is RootAccount.ASSETS else -1
    balance, currency = ZERO, found.currency
    for number, entry in enumerate(found.entries):
        change = sign * entry.change(found.accounts)
        balance += change
        others = {leg.account for leg in entry.legs}.difference(found.accounts)
        results = {a for a in others if books.general_ledger.ledger.is_result(a)}
        place = written.of[number].place if number in written.of else None
        amounts = {
            "result": change_of(entry.legs, results),
            "paid": -change_of(entry.legs, others - results),
        }
        state = "" if entry.day > last or not found.to_write(entry) else "missing"
        yield Row(
            cells={
                "date": entry.day,
                "entry": entry.label,
                "currency": currency,
                **{k: shown(n, currency) if n else None for k, n in amounts.items()},
                "change": shown(change, currency),
                "balance": shown(balance, currency),
                "written": short_place(place) if place else state,
            },
            links={"written": Link(LinkKind.SOURCE, str(place))} if place else {},
        )
