"""The books as files for other programs: an adviser's, or an office's.

Each is made whole in memory; whoever asks for it writes it. Notes say what a reader
must know, such as what was cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.general_ledger.booked.entries import BookedEntries
from ledgerkit.entries.kept_files import file_name
from ledgerkit.errors import UsageError
from ledgerkit.exporters.adviser.datev import ENCODING, DatevHeader, datev_batch
from ledgerkit.exporters.adviser.datev_postings import (
    NumberRange,
    account_length,
    datev_notes,
    datev_postings,
    parse_range,
)
from ledgerkit.exporters.adviser.fec import FecEncoding, fec, fec_name, siren_of
from ledgerkit.exporters.adviser.formulas import (
    PLAIN_SUMS,
    cash_flow_formulas,
    equity_formulas,
    layout_sums,
    statement_formulas,
    trial_balance_formulas,
)
from ledgerkit.exporters.adviser.plain_text import FieldText
from ledgerkit.exporters.adviser.saft import SaftRequest, saft, saft_name
from ledgerkit.exporters.adviser.workbook import statement_sheet, workbook
from ledgerkit.general_ledger.period import parse_period
from ledgerkit.ledger.whole_books import errors_that_leave_out, why_not_whole
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.reports.general_ledger.cash_flow import INDIRECT, cash_flow
from ledgerkit.reports.general_ledger.equity_changes import equity_changes
from ledgerkit.reports.general_ledger.lines import layout_of
from ledgerkit.reports.general_ledger.statements import (
    balance_sheet,
    income_statement,
)
from ledgerkit.reports.general_ledger.trial_balance import trial_balance

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.exporters.as_xlsx import WorkbookSheet
    from ledgerkit.general_ledger.layout import Layout
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.parties.party import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserFile:
    """A file for another program.

    Attributes:
        name: The name that its readers expect.
        content: Its bytes; the same for the same books.
        notes: What a reader must know, in sentences without a full stop.
    """

    name: str
    content: bytes
    notes: Sequence[str] = ()


def export_fec(
    books: Books,
    period: str,
    *,
    settled_until: date | None = None,
    encoding: str = FecEncoding.UTF8.value,
    despite_errors: bool = False,
) -> AdviserFile:
    """A fiscal year, or its first months, for the French tax office (FEC).

    Args:
        books: The books.
        period: ``2025`` or ``FY2025``, or its first months.
        settled_until: Last day of payments that letter what they settle; None for the
            last of the period.
        encoding: ``utf-8`` or ``iso-8859-15``.
        despite_errors: Whether to export books from which errors have left entries out.

    Raises:
        LedgerkitError: If an account has no number, an amount no rate, or the company
            no SIREN.
    """
    asked = _asked(books, period, settled_until, despite_errors=despite_errors)
    year = books.general_ledger.fiscal.year_of(asked.period.first)
    if asked.period.first != year.first:
        raise UsageError(
            f"a FEC begins with the fiscal year, on {year.first}; write {year.label}"
        )
    company = asked.company
    siren = siren_of(company.text("tax-id"), company.text("vat-id"))
    opening = asked.entries.opening(asked.period)
    entries = [*([opening] if opening else []), *asked.entries.entries(asked.period)]
    texts = FieldText(encoding)
    return AdviserFile(
        name=fec_name(siren, asked.period.last),
        content=fec(entries, asked.entries.currency, texts),
        notes=[*asked.entries.notes, *texts.notes],
    )


def export_datev(  # noqa: PLR0913 - each is a choice of the person
    books: Books,
    period: str,
    *,
    adviser_number: int,
    client_number: int,
    automatic: Sequence[str] = (),
    clearing_account: int | None = None,
    settled_until: date | None = None,
    despite_errors: bool = False,
) -> AdviserFile:
    """The entries of a period as a batch of postings for DATEV (EXTF 700).

    Args:
        books: The books.
        period: Within one fiscal year.
        adviser_number: The adviser's number at DATEV.
        client_number: Our number with the adviser.
        automatic: Numbers that DATEV takes tax out of by itself, as ``8400-8499``.
        clearing_account: Number of an account for what is debited and credited to one.
        settled_until: As for `export_fec`.
        despite_errors: As for `export_fec`.

    Raises:
        LedgerkitError: If an account has no number, an amount no rate, or one account
            is both debited and credited and nothing clears it.
    """
    asked = _asked(books, period, settled_until, despite_errors=despite_errors)
    of, entries = asked.period, asked.entries.entries(asked.period)
    texts = FieldText(ENCODING)
    header = DatevHeader(
        made=settled_until or of.last,
        adviser=adviser_number,
        client=client_number,
        year_start=books.general_ledger.fiscal.year_of(of.first).first,
        account_length=account_length(entries),
        first=of.first,
        last=of.last,
        title=f"Buchungen {of.label}",
        currency=asked.entries.currency,
    )
    postings = datev_postings(
        entries, automatic=_ranges(automatic), clearing=clearing_account
    )
    notes = [*asked.entries.notes, *datev_notes(entries, header.account_length)]
    content = datev_batch(header, postings, texts)
    if not automatic:
        notes.append(
            "amounts are net, and tax has lines of its own; name the accounts that"
            " DATEV takes tax out of by itself with --automatic"
        )
    return AdviserFile(
        name=f"EXTF_Buchungsstapel_{client_number}_{file_name(of.label)}.csv",
        content=content,
        notes=[*notes, *texts.notes],
    )


def _ranges(texts: Sequence[str]) -> Sequence[NumberRange]:
    """Numbers of accounts, as ``8400`` or ``8400-8499``."""
    try:
        return [parse_range(text) for text in texts]
    except ValueError as error:
        raise UsageError(f"--automatic {error}") from None


def export_saft(
    books: Books,
    period: str,
    *,
    settled_until: date | None = None,
    despite_errors: bool = False,
) -> AdviserFile:
    """A period for the Norwegian tax office (SAF-T Financial 1.30).

    Args:
        books: The books.
        period: Within one fiscal year.
        settled_until: As for `export_fec`.
        despite_errors: As for `export_fec`.

    Raises:
        LedgerkitError: If an account lacks its grouping, an amount a rate, or the
            company what the office asks for.
    """
    asked = _asked(books, period, settled_until, despite_errors=despite_errors)
    of, made = asked.period, settled_until or asked.period.last
    year = books.general_ledger.fiscal.year_of(of.first)
    codes = {id_: books.tax_codes.on(id_, of.last) for id_ in books.tax_codes.ids}
    request = SaftRequest(
        company=asked.company,
        parties={
            (side, party.id): party
            for side in Side
            for party in books.parties(side.party_role, max(of.last, made))
        },
        tax_codes={id_: code for id_, code in codes.items() if code is not None},
        currency=asked.entries.currency,
        made=made,
        year_start=year.first,
        year=year.last.year,
        first=of.first,
        last=of.last,
    )
    texts = FieldText("utf-8")
    opening, entries = asked.entries.opening(of), asked.entries.entries(of)
    return AdviserFile(
        name=saft_name(asked.company, of.last),
        content=saft(request, opening, entries, texts),
        notes=[*asked.entries.notes, *texts.notes],
    )


def export_workbook(
    books: Books,
    period: str,
    *,
    layout: str | Layout | None = None,
    compare: str | None = None,
    despite_errors: bool = False,
) -> AdviserFile:
    """All statements of a period as an Excel workbook, totals as formulas.

    Args:
        books: The books.
        period: The period, in words.
        layout: Of balance sheet and income statement; None for the book's.
        compare: What stands beside it there.
        despite_errors: As for `export_fec`.

    Raises:
        UsageError: If there is no such period or layout.
    """
    _check_whole(books, despite_errors=despite_errors)
    of = parse_period(period, books.general_ledger.fiscal)
    sheets = statement_sheets(books, period, layout=layout, compare=compare)
    return AdviserFile(
        name=f"{file_name(f'statements {of.label}')}.xlsx",
        content=workbook(sheets, title=f"Statements, {of.label}", day=of.last),
    )


def statement_sheets(
    books: Books,
    period: str,
    *,
    layout: str | Layout | None = None,
    compare: str | None = None,
) -> Sequence[WorkbookSheet]:
    """Every statement of a period, with its formulas; see `export_workbook`."""
    form = layout_of(books, layout)
    of_balance = PLAIN_SUMS if form is None else layout_sums(form.balance_sheet)
    of_result = PLAIN_SUMS if form is None else layout_sums(form.income_statement)
    trial = trial_balance(books, period=period)
    balance = balance_sheet(books, period=period, layout=layout, compare=compare)
    result = income_statement(books, period=period, layout=layout, compare=compare)
    equity = equity_changes(books, period=period)
    direct = cash_flow(books, period=period, compare=compare)
    indirect = cash_flow(books, period=period, compare=compare, method=INDIRECT)
    return [
        statement_sheet("Trial balance", trial, trial_balance_formulas(trial)),
        statement_sheet(
            "Balance sheet", balance, statement_formulas(balance, of_balance)
        ),
        statement_sheet(
            "Income statement", result, statement_formulas(result, of_result)
        ),
        statement_sheet("Changes in equity", equity, equity_formulas(equity)),
        statement_sheet("Cash flow", direct, cash_flow_formulas(direct)),
        statement_sheet("Cash flow, indirect", indirect, cash_flow_formulas(indirect)),
    ]


class _Asked(NamedTuple):
    """The period to export, within one fiscal year, its entries, and ourselves."""

    period: Period
    entries: BookedEntries
    company: Party


def _asked(
    books: Books, period: str, settled_until: date | None, *, despite_errors: bool
) -> _Asked:
    _check_whole(books, despite_errors=despite_errors)
    of = parse_period(period, books.general_ledger.fiscal)
    if settled_until is not None and settled_until < of.last:
        raise UsageError(
            f"--settled-until {settled_until} is before the last day of {of.label};"
            " export a shorter period instead"
        )
    last = settled_until or of.last
    entries = BookedEntries(books.source, books.general_ledger, last)
    company = books.directory.as_of(PartyRole.COMPANY, OURSELVES, of.last)
    return _Asked(entries.period(of), entries, company)


def _check_whole(books: Books, *, despite_errors: bool) -> None:
    """Refuse books from which an error has left something out."""
    missing = errors_that_leave_out(books.errors)
    if missing and not despite_errors:
        raise UsageError(f"{why_not_whole(missing)}, or say despite_errors=True")
