"""The checks of a book: one list for plugins, ``ledgerkit check`` and Fava.

Each check is a function of a `Source` that yields findings. If asked for advice it also
yields those that leave every figure trustworthy; a plugin asks for them only in a
strict book. Subjects absent from a book are neither checked nor imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Protocol

from beancount.core.data import Transaction

from ledgerkit.books.subledger_findings import find_in_what_is_owed
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.language.finding_kinds import OF_METADATA
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from beancount.core.data import Directive

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Finding

#: The tasks of plugins; each is the name of a module in ``ledgerkit.plugins``.
CLIENTS, RECEIVABLES, PAYABLES, CASH_ACCOUNTS, TAXES, PERIODS = (
    "clients",
    "receivables",
    "payables",
    "cash_accounts",
    "taxes",
    "periods",
)
EVERYTHING = frozenset({CLIENTS, RECEIVABLES, PAYABLES, CASH_ACCOUNTS, TAXES, PERIODS})

#: File and line: a directive with only these has no keys.
_PLAIN_KEYS = 2

#: Directives without which a check has nothing to do.
_RECURRING = ("recurring", "recurring-line", "price-index")
_REMINDERS = ("reminder-level", "interest-rate", "mail")
_BILLS = (
    "approval-rule", "payment-run", "direct-debit", "order", "order-line",
    "goods-received", "claim", "payroll-column",
)  # fmt: skip
_BANK = ("statement", "cash-count", "bank-rule")
_FORECAST = ("forecast-item", "scenario")
_PERIODS = ("close", "reopen")


class Look(Protocol):
    """Finds mistakes; with advice, also those that affect no figure."""

    def __call__(self, source: Source, *, advice: bool) -> Iterator[Finding]:
        """The findings, in no order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of a book.

    Attributes:
        name: Its name in ``ledgerkit check NAME``.
        plugins: The plugins that report it; the book's first one for what concerns all.
        meaning: Its subject, as a noun phrase.
        look: Finds what a person should look at.
    """

    name: str
    plugins: frozenset[str]
    meaning: str
    look: Look


def _settings(source: Source, *, advice: bool) -> Iterator[Finding]:
    yield from source.reading.settings_findings


def _accounts(source: Source, *, advice: bool) -> Iterator[Finding]:
    yield from source.reading.account_findings
    yield from _repeated_keys(source.reading.opens)


def _repeated_keys(directives: Sequence[Directive]) -> Iterable[Finding]:
    """Keys that stand twice on one directive, where any has keys."""
    if all(len(directive.meta) <= _PLAIN_KEYS for directive in directives):
        return ()
    from ledgerkit.books.text_findings import find_repeated_keys

    return find_repeated_keys(directives)


def _parties(source: Source, *, advice: bool) -> Iterator[Finding]:
    reading = source.reading
    yield from reading.party_findings
    yield from _repeated_keys(reading.customs)
    if not reading.customs:
        return
    from ledgerkit.books.slips.names import check_names
    from ledgerkit.books.slips.record_accounts import (
        check_record_accounts,
        find_mistyped_approvers,
        find_unread_records,
    )
    from ledgerkit.clients.records.record import RecordKind

    customs, managers = reading.customs, reading.relations.ids(RecordKind.MANAGER)
    yield from check_names(reading.directory, reading.control_postings)
    yield from check_record_accounts(customs, reading.opens, source.directives)
    yield from find_mistyped_approvers(customs, managers)
    if advice and source.speaks_to_us:
        yield from find_unread_records(customs)


def _relations(source: Source, *, advice: bool) -> Iterator[Finding]:
    if not (advice or source.reading.customs):
        return
    from ledgerkit.books.clients.advise import relation_findings

    receivables = source.subledger(Side.RECEIVABLE, date.max)
    yield from relation_findings(
        source.reading, receivables, source.directives, advice=advice
    )


def _keys(source: Source, *, advice: bool) -> Iterator[Finding]:
    from ledgerkit.books.slips.transaction_keys import check_transaction_keys

    yield from check_transaction_keys(
        source.reading.keyed, source.chart, is_ours=source.speaks_to_us
    )


def _text(source: Source, *, advice: bool) -> Iterator[Finding]:
    if advice:
        from ledgerkit.books.text_findings import find_invisible_characters

        yield from find_invisible_characters(
            d for d in source.directives if isinstance(d, Transaction)
        )


def _tax(source: Source, *, advice: bool) -> Iterator[Finding]:
    yield from source.reading.tax_findings
    if (
        source.has("tax-filing")
        or (source.speaks_to_us and source.marks("tax-return"))
        or source.reading.tax_codes
    ):
        from ledgerkit.books.taxes.check import check_taxes

        yield from check_taxes(source, advice=advice)


def _taxes(source: Source, *, advice: bool) -> Iterator[Finding]:
    if source.has("tax-code", "tax-scheme", "tax-figure", "pro-rata"):
        from ledgerkit.books.taxes.findings import find_in_taxes

        yield from find_in_taxes(source)


def _numbers(source: Source, *, advice: bool) -> Iterator[Finding]:
    from ledgerkit.books.documents.cash_sales import cash_sale_numbers
    from ledgerkit.books.documents.numbers import (
        check_numbering,
        find_duplicate_numbers,
        numbers_in,
    )

    receivables = source.subledger(Side.RECEIVABLE, date.max)
    yield from source.reading.void_findings
    yield from find_duplicate_numbers(receivables, source.transaction_of)
    if advice:
        voids = source.reading.voids
        known = [*numbers_in(receivables), *voids]
        cash = list(cash_sale_numbers(source, known, date.max))
        yield from check_numbering(receivables, cash, voids)


def _recurring(source: Source, *, advice: bool) -> Iterator[Finding]:
    if source.has(*_RECURRING) or source.marks("recurring"):
        from ledgerkit.books.receivables.recurring import find_recurring

        marked = source.reading.marked
        yield from find_recurring(source.recurring, marked, source.directory)
    if source.chart.has(Role.DEFERRED_REVENUE):
        yield from source.deferrals.findings


def _quotes(source: Source, *, advice: bool) -> Iterator[Finding]:
    if source.has("quote", "quote-line") or source.marks("quote"):
        from ledgerkit.books.quotes.findings import find_in_quotes

        yield from find_in_quotes(source, advice=advice)


def _reminders(source: Source, *, advice: bool) -> Iterator[Finding]:
    if source.reading.marked or source.has(*_REMINDERS):
        receivables = source.subledger(Side.RECEIVABLE, date.max)
        yield from source.reminders.findings(receivables.by_number)
    if source.has("mandate"):
        yield from source.mandates.findings


def _bills(source: Source, *, advice: bool) -> Iterator[Finding]:
    payables = source.subledger(Side.PAYABLE, date.max)
    marked = source.reading.marked
    if payables.items or marked or source.has(*_BILLS):
        yield from source.payables.findings(advice=advice)
    if marked:
        from ledgerkit.books.receivables.reminders import check_document_notes

        yield from check_document_notes(
            source.document_notes, Side.PAYABLE, payables.by_number
        )


def _bank(source: Source, *, advice: bool) -> Iterator[Finding]:
    if advice or source.has(*_BANK):
        yield from source.bank.findings(advice=advice)


def _rates(source: Source, *, advice: bool) -> Iterator[Finding]:
    if advice and source.chart.has(Role.FX_VALUATION):
        from ledgerkit.books.general_ledger.check_rates import find_missing_rates

        yield from find_missing_rates(source)


def _forecast(source: Source, *, advice: bool) -> Iterator[Finding]:
    if source.has(*_FORECAST):
        yield from source.forecast_plan.findings


def _statements(source: Source, *, advice: bool) -> Iterator[Finding]:
    if source.marks("closing"):
        from ledgerkit.books.general_ledger.findings import find_closings_of_balances

        yield from find_closings_of_balances(source)
    if advice:
        from ledgerkit.books.general_ledger.findings import find_in_general_ledger

        yield from find_in_general_ledger(source)


def _periods(source: Source, *, advice: bool) -> Iterator[Finding]:
    if source.has(*_PERIODS):
        yield from source.closed_periods.findings()


def _schedules(source: Source, *, advice: bool) -> Iterator[Finding]:
    if source.has("schedule") or source.marks("schedule"):
        from ledgerkit.books.schedules.findings import find_in_schedules

        yield from find_in_schedules(source, advice=advice)


def _work(source: Source, *, advice: bool) -> Iterator[Finding]:
    if source.reading.customs or source.reading.keyed:
        from ledgerkit.books.work.findings import find_in_work

        yield from find_in_work(source)


def _budgets(source: Source, *, advice: bool) -> Iterator[Finding]:
    if source.has("budget"):
        from ledgerkit.books.general_ledger.budgets import find_in_budgets

        yield from find_in_budgets(source, advice=advice)


def _check(name: str, plugins: Iterable[str], meaning: str, look: Look) -> Check:
    return Check(name=name, plugins=frozenset(plugins), meaning=meaning, look=look)


#: The check of what is owed on each side.
CHECK_OF_SIDE = {Side.RECEIVABLE: "receivables", Side.PAYABLE: "payables"}

CHECKS: tuple[Check, ...] = (
    _check("settings", EVERYTHING, "settings of the book", _settings),
    _check("accounts", [CASH_ACCOUNTS], "roles and keys of accounts", _accounts),
    _check("parties", [CLIENTS], "records of clients, vendors and people", _parties),
    _check("keys", EVERYTHING, "keys of transactions and their values", _keys),
    _check("relations", [CLIENTS], "talks, tasks, contracts and plans", _relations),
    _check("text", [CLIENTS], "characters that can't be seen", _text),
    _check(
        CHECK_OF_SIDE[Side.RECEIVABLE],
        [RECEIVABLES],
        "what is owed to us, and its control accounts",
        partial(find_in_what_is_owed, Side.RECEIVABLE),
    ),
    _check(
        CHECK_OF_SIDE[Side.PAYABLE],
        [PAYABLES],
        "what we owe, and its control accounts",
        partial(find_in_what_is_owed, Side.PAYABLE),
    ),
    _check("numbers", [RECEIVABLES], "our document numbers", _numbers),
    _check("recurring", [RECEIVABLES], "templates and deferred revenue", _recurring),
    _check("quotes", [RECEIVABLES], "quotes, and their invoices", _quotes),
    _check("reminders", [RECEIVABLES], "levels, promises and disputes", _reminders),
    _check("bills", [PAYABLES], "approvals, duplicates and files of bills", _bills),
    _check("bank", [CASH_ACCOUNTS], "statements, counts and bank rules", _bank),
    _check("rates", [CASH_ACCOUNTS], "rates of exchange at the end of years", _rates),
    _check("forecast", [CASH_ACCOUNTS], "items and scenarios of forecasts", _forecast),
    _check("statements", [TAXES], "closes and lines of statements", _statements),
    _check("periods", [PERIODS], "closed periods, as they were closed", _periods),
    _check("schedules", [TAXES], "assets, loans, prepaid and accruals", _schedules),
    _check("work", [RECEIVABLES], "hours, and expenses passed on", _work),
    _check("budgets", [TAXES], "budgets, as Fava has them", _budgets),
    _check("tax", [TAXES], "tax codes, and the tax on documents", _tax),
    _check("taxes", [TAXES], "schemes, boxes and figures of tax returns", _taxes),
)


def findings_of(
    source: Source, *, checks: Iterable[Check] = CHECKS, advice: bool = True
) -> Iterator[Finding]:
    """The findings of checks, in no order, some of them twice.

    In a book that says nothing to ledgerkit, metadata was written for another program:
    what it brings up is advice.

    Args:
        source: The book.
        checks: The checks to make.
        advice: Whether to include findings that leave every figure trustworthy.
    """
    for check in checks:
        for found in check.look(source, advice=advice):
            if found.kind not in OF_METADATA or source.speaks_to_us:
                yield found
            elif advice:
                yield found._replace(advice=True)
