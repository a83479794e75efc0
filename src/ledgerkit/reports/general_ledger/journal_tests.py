"""The entries that an auditor looks at first (ISA 240, AS 2401).

None of them is wrong for being here. What a text can't tell, such as who typed an entry
and when, is no test; a version control system knows it.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.general_ledger.chart_of_accounts import Role, RootAccount
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.parties.business_days import BusinessDays, DayRule
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.reports.general_ledger.journal import numbered_lines
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.general_ledger.postings import LedgerLine
    from ledgerkit.general_ledger.period import Period

_ROUND = 1000
#: With so many entries in the period at most, an account is seldom used.
_SELDOM = 2
#: A narration shorter than this says nothing.
_SHORT = 3
#: A bill is just under a limit from this share of it.
_NEAR = Decimal("0.95")
#: What revenue is usually posted against.
_AGAINST_REVENUE = frozenset(
    {
        Role.RECEIVABLE,
        Role.BANK,
        Role.CASH,
        Role.CARD,
        Role.CLEARING,
        Role.CLIENT_ADVANCE,
        Role.DEFERRED_REVENUE,
    }
)
#: What each test looks for; the key is what a row says.
_TESTS: Mapping[str, str] = {
    "round": f"amounts of whole {_ROUND}s, or up to 1 short of one",
    "day": "entries on a weekend or public holiday",
    "seldom": f"accounts with at most {_SELDOM} entries in the period",
    "pair": "revenue against neither receivables, money, advances nor deferred revenue",
    "text": f"no payee, and a text of less than {_SHORT} characters",
    "limit": "bills up to 5 percent under a limit of approval",
    "suspense": "entries on suspense accounts",
}
_COLUMNS = (
    Column("test", "Test"),
    Column("number", "No.", ColumnType.INTEGER),
    Column("date", "Date", ColumnType.DATE),
    Column("party", "Party"),
    Column("text", "Text"),
    Column("account", "Account"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("place", "Place"),
)


class _Entry(NamedTuple):
    """A transaction with its number in the journal."""

    number: int
    lines: Sequence[LedgerLine]


def journal_tests(
    books: Books, *, as_of: date | None = None, period: str | None = None
) -> Table:
    """The entries of a period that an auditor's tests of the journal bring up.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.

    Raises:
        UsageError: If no period is asked for.
    """
    of = asked_period(books, as_of, period)
    tests = _Tests(books, of)
    found = [(name, *each) for name in _TESTS for each in tests.found(name)]
    counts = Counter(name for name, _number, _line in found)
    return Table(
        title=f"Tests of the journal, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=[_row(*each) for each in found],
        notes=[
            f"From {of.first} to {of.last}; {len(tests.entries)} entries.",
            *(f"{name}: {text}: {counts[name]}." for name, text in _TESTS.items()),
        ],
    )


class _Tests:
    """The tests of one period's entries."""

    def __init__(self, books: Books, period: Period) -> None:
        self._books, self._period = books, period
        ledger = books.general_ledger.ledger
        lines = numbered_lines(books, ledger, period)
        self.entries = [
            _Entry(number, [line for _number, line in of_entry])
            for (number, _day), of_entry in _by_entry(lines)
        ]

    def found(self, name: str) -> Iterator[tuple[int, LedgerLine]]:
        """The entries that a test brings up, each with the line that does."""
        tests: Mapping[str, Callable[[], Iterable[tuple[int, LedgerLine]]]] = {
            "round": lambda: self._first_of(self._is_round),
            "day": lambda: self._first_of(self._is_closed()),
            "seldom": self._seldom,
            "pair": self._odd_revenue,
            "text": lambda: self._first_of(_says_nothing),
            "limit": self._under_limits,
            "suspense": lambda: self._first_of(self._is_suspense),
        }
        yield from tests[name]()

    def _first_of(
        self, is_found: Callable[[LedgerLine], bool]
    ) -> Iterator[tuple[int, LedgerLine]]:
        """Of each entry the first line that is found."""
        for entry in self.entries:
            for line in entry.lines:
                if is_found(line):
                    yield entry.number, line
                    break

    def _is_round(self, line: LedgerLine) -> bool:
        size = abs(line.amount)
        return size >= _ROUND - 1 and (
            size % _ROUND == 0 or size % _ROUND >= _ROUND - 1
        )

    def _is_closed(self) -> Callable[[LedgerLine], bool]:
        """Whether our own country has no business day then."""
        company = self._books.directory.as_of(
            PartyRole.COMPANY, OURSELVES, self._period.last
        )
        country, region = company.text("country"), company.text("region")
        days = BusinessDays(DayRule.FOLLOWING, country, region)
        return lambda line: days.adjusted(line.day) != line.day

    def _seldom(self) -> Iterator[tuple[int, LedgerLine]]:
        used = Counter(
            account
            for entry in self.entries
            for account in {line.account for line in entry.lines}
        )
        for entry in self.entries:
            for line in entry.lines:
                if used[line.account] <= _SELDOM:
                    yield entry.number, line

    def _odd_revenue(self) -> Iterator[tuple[int, LedgerLine]]:
        chart = self._books.chart
        for entry in self.entries:
            sold = [
                line
                for line in entry.lines
                if chart.root(line.account) is RootAccount.INCOME and line.amount < 0
            ]
            others = {self._role(line) for line in entry.lines if line.amount > 0}
            if sold and not others & _AGAINST_REVENUE:
                yield entry.number, sold[0]

    def _is_suspense(self, line: LedgerLine) -> bool:
        return self._role(line) is Role.SUSPENSE

    def _role(self, line: LedgerLine) -> Role | None:
        found = self._books.chart.role(line.account)
        return found.role if found is not None else None

    def _under_limits(self) -> Iterator[tuple[int, LedgerLine]]:
        """Bills whose amount stays just within what somebody may approve alone."""
        limits = self._limits()
        places = {
            (line.place.filename, line.place.lineno): (entry.number, line)
            for entry in self.entries
            for line in entry.lines
        }
        subledger = self._books.subledger(Side.PAYABLE, self._period.last)
        for bill in subledger.documents:
            own = limits.get(bill.currency, ())
            if any(limit * _NEAR <= bill.amount <= limit for limit in own):
                place = bill.postings[0].place
                if (place.filename, place.lineno) in places:
                    yield places[place.filename, place.lineno]

    def _limits(self) -> Mapping[str, Sequence[Decimal]]:
        policy = self._books.payables_read.approvals.policy
        found: dict[str, list[Decimal]] = {}
        rules = policy.rules_on(self._period.last).values()
        for limits in (
            policy.above,
            policy.four_eyes_above,
            *(rule.limits for rule in rules),
        ):
            for currency, limit in limits.items():
                if limit > ZERO:
                    found.setdefault(currency, []).append(limit)
        return found


def _by_entry(
    lines: Iterable[tuple[int, LedgerLine]],
) -> Iterator[tuple[tuple[int, date], Iterator[tuple[int, LedgerLine]]]]:
    # A number comes again in the next fiscal year.
    return groupby(lines, key=lambda of: (of[0], of[1].day))


def _says_nothing(line: LedgerLine) -> bool:
    return not line.party and len(line.text.strip()) < _SHORT


def _row(test: str, number: int, line: LedgerLine) -> Row:
    return Row(
        cells={
            "test": test,
            "number": number,
            "date": line.day,
            "party": line.party or None,
            "text": line.text,
            "account": line.account,
            "currency": line.currency,
            "amount": shown(line.amount, line.currency),
            "place": short_place(line.place),
        },
        links={"place": Link(LinkKind.SOURCE, str(line.place))},
    )
