"""What the plugins do: name what a person left to be concluded.

Each function returns the directives, some of them replaced by copies with more
metadata, and what is wrong. No amount, date or account ever changes, and a
directive that needs nothing passes through as the same object.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from beancount.core.data import Transaction

from ledgerkit.books.added_keys import Conclusion, Tasks, with_added_keys
from ledgerkit.books.bank.cash_accounts import with_cash_account_details
from ledgerkit.books.bank.reading import BankReading
from ledgerkit.books.clients.advise import relation_findings
from ledgerkit.books.documents.check_invoices import (
    check_invoices,
    find_unknown_tax_codes,
)
from ledgerkit.books.documents.differences import DifferenceReader
from ledgerkit.books.documents.discounts import DiscountReader
from ledgerkit.books.documents.disputes import Disputes
from ledgerkit.books.documents.invoices import InvoiceReader
from ledgerkit.books.documents.notes import DocumentNotes
from ledgerkit.books.documents.numbers import check_numbering, find_duplicate_numbers
from ledgerkit.books.forecast.items import read_forecast_plan
from ledgerkit.books.payables.reading import PayableReading
from ledgerkit.books.reading import Reading, read_directives
from ledgerkit.books.receivables.deferrals import read_deferrals
from ledgerkit.books.receivables.recurring import find_recurring, read_recurring
from ledgerkit.books.receivables.reminders import ReminderReading, check_document_notes
from ledgerkit.books.subledger_findings import check_proofs, check_subledger
from ledgerkit.books.text_findings import find_invisible_characters, find_repeated_keys
from ledgerkit.general_ledger.control_accounts import prove_control_accounts
from ledgerkit.ledger.loader import garbage_collection_off
from ledgerkit.open_items.allocation import allocate
from ledgerkit.open_items.control_posting import order_by_side
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import (
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )
    from collections.abc import (
        Set as AbstractSet,
    )
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.errors import Finding
    from ledgerkit.open_items.subledger import Subledger

#: What a plugin can do; each is the name of a module in ``ledgerkit.plugins``.
CLIENTS, RECEIVABLES, PAYABLES, CASH_ACCOUNTS, TAXES = (
    "clients",
    "receivables",
    "payables",
    "cash_accounts",
    "taxes",
)
EVERYTHING = frozenset({CLIENTS, RECEIVABLES, PAYABLES, CASH_ACCOUNTS, TAXES})
_SIDE = {RECEIVABLES: Side.RECEIVABLE, PAYABLES: Side.PAYABLE}


def annotate(
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    tasks: AbstractSet[str],
) -> tuple[list[Directive], list[Finding]]:
    """Do the work of one plugin, or of several in one pass.

    Args:
        directives: As Beancount hands them to a plugin.
        options: Beancount's options.
        tasks: Which of the five to do.

    Returns:
        The directives in the same order, and the findings that a plugin reports.
    """
    with garbage_collection_off():
        return _annotate(directives, options, tasks)


def _annotate(
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    tasks: AbstractSet[str],
) -> tuple[list[Directive], list[Finding]]:
    reading = read_directives(directives, options)
    sides = {side for task, side in _SIDE.items() if task in tasks}
    needed = set(Side) if {CLIENTS, TAXES} & tasks else sides
    subledgers = {
        side: allocate(
            ordered, as_of=date.max, apply_oldest=reading.settings.apply_oldest
        )
        for side, ordered in order_by_side(reading.control_postings).items()
        if side in needed
    }
    annotated = list(directives)
    conclusion = Conclusion(subledgers.values())
    to_add = Tasks(parties=CLIENTS in tasks, sides=sides)
    with_added_keys(annotated, reading, conclusion, to_add)
    if CASH_ACCOUNTS in tasks:
        annotated = with_cash_account_details(annotated, reading.chart)
    strict = reading.settings.strict
    findings = [
        *_findings(reading, directives, options, tasks),
        *_subledger_findings(
            [subledgers[side] for side in sorted(sides)],
            reading.balances,
            advice=strict,
        ),
    ]
    if CLIENTS in tasks:
        findings += _client_findings(reading, directives, subledgers)
    if RECEIVABLES in tasks:
        receivables = subledgers[Side.RECEIVABLE]
        findings += _receivable_findings(reading, directives, options, receivables)
    if PAYABLES in tasks:
        payables = subledgers[Side.PAYABLE]
        findings += _payable_findings(reading, directives, options, payables)
    if strict:
        findings += _difference_findings(
            reading, directives, options, [subledgers[side] for side in sorted(sides)]
        )
    if TAXES in tasks:
        findings += _tax_findings(reading, directives, options, subledgers.values())
    return annotated, _reported(findings, strict=strict)


def _client_findings(
    reading: Reading,
    directives: Sequence[Directive],
    subledgers: Mapping[Side, Subledger],
) -> Iterator[Finding]:
    strict = reading.settings.strict
    yield from relation_findings(
        reading, subledgers[Side.RECEIVABLE], directives, advice=strict
    )
    if strict:
        # Advice, and so a plugin's only where the book asks for it.
        yield from find_invisible_characters(
            d for d in directives if isinstance(d, Transaction)
        )


def _receivable_findings(
    reading: Reading,
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    receivables: Subledger,
) -> Iterator[Finding]:
    yield from _recurring_findings(reading, directives)
    notes = DocumentNotes(reading.marked, reading.chart)
    disputes = Disputes(reading.relations, notes)
    reminders = ReminderReading(notes, reading.customs, reading.directory, disputes)
    yield from reminders.findings(receivables.by_number)
    yield from reading.void_findings
    yield from _duplicate_numbers(reading, directives, options, receivables)
    if reading.settings.strict:
        yield from check_numbering(receivables, reading.voids)


def _payable_findings(
    reading: Reading,
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    payables: Subledger,
) -> Iterator[Finding]:
    reader = InvoiceReader(reading, directives, options)
    bills = PayableReading(reading, directives, payables, reader.transaction_of)
    yield from bills.findings(options, advice=reading.settings.strict)
    notes = DocumentNotes(reading.marked, reading.chart)
    yield from check_document_notes(notes, Side.PAYABLE, payables.by_number)


def _tax_findings(
    reading: Reading,
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    subledgers: Iterable[Subledger],
) -> Iterator[Finding]:
    known = reading.tax_codes.ids
    yield from reading.tax_findings
    yield from find_unknown_tax_codes(directives, known)
    if known:
        reader = InvoiceReader(reading, directives, options)
        yield from check_invoices(
            reader, subledgers, known, reading.settings.discount_tax
        )


def _recurring_findings(
    reading: Reading, directives: Sequence[Directive]
) -> Iterator[Finding]:
    recurring = read_recurring(reading.customs)
    yield from find_recurring(recurring, reading.marked, reading.directory)
    yield from read_deferrals(directives, reading).findings


def _difference_findings(
    reading: Reading,
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    subledgers: Iterable[Subledger],
) -> Iterator[Finding]:
    """Advice on what payments left, only where the book asks for it."""
    invoices = InvoiceReader(reading, directives, options)
    discounts = DiscountReader(invoices, reading.chart, reading.settings.discount_tax)
    reader = DifferenceReader(reading, discounts, options)
    for subledger in subledgers:
        yield from reader.findings(subledger)


def _duplicate_numbers(
    reading: Reading,
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    receivables: Subledger,
) -> Iterator[Finding]:
    # Few numbers need a second look, and most books have none that do.
    reader = cache(lambda: InvoiceReader(reading, directives, options))
    yield from find_duplicate_numbers(
        receivables,
        lambda posting: reader().transaction_of(posting),
        options["name_income"],
    )


def _findings(
    reading: Reading,
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    tasks: AbstractSet[str],
) -> Iterator[Finding]:
    """What the reading brought up, for the tasks it concerns."""
    if _is_first(options, tasks):
        yield from reading.settings_findings
    if CLIENTS in tasks:
        yield from reading.party_findings
        yield from find_repeated_keys(reading.customs)
    if CASH_ACCOUNTS in tasks:
        yield from reading.account_findings
        yield from read_forecast_plan(
            reading.customs, reading.chart, reading.directory
        ).findings
        yield from find_repeated_keys(reading.opens)
        yield from BankReading(reading, directives).findings(
            advice=reading.settings.strict
        )
    for task, side in _SIDE.items():
        if task in tasks:
            yield from reading.posting_findings[side]


def _is_first(options: Mapping[str, Any], tasks: AbstractSet[str]) -> bool:
    """Whether this plugin is the book's first of ours: it speaks for the settings."""
    ours = [
        name.rpartition(".")[2]
        for name, _config in options["plugin"]
        if name.startswith("ledgerkit.plugins.")
    ]
    return not ours or ours[0] == "all" or ours[0] in tasks


def _subledger_findings(
    subledgers: Iterable[Subledger],
    balances: Mapping[Side, Mapping[tuple[str, str], Decimal]],
    *,
    advice: bool,
) -> Iterator[Finding]:
    for subledger in subledgers:
        yield from check_subledger(subledger, advice=advice)
        yield from check_proofs(
            prove_control_accounts(balances[subledger.side], subledger)
        )


def _reported(findings: Iterable[Finding], *, strict: bool) -> list[Finding]:
    """Beancount's errors have no severity: a plugin reports no advice, unless told."""
    found = [f for f in findings if strict or not f.advice]
    return sorted(found, key=lambda f: (f.place, f.message))
