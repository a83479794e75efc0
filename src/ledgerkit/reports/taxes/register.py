"""A tax register, as a table: each document under each tax code, and the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.taxes.forms import form_of, has_form, shipped_form
from ledgerkit.books.taxes.registers import read_register
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.period import parse_period
from ledgerkit.invoices.tax_code import TaxKind
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table
from ledgerkit.taxes.register import TaxRegister
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.taxes.registers import RegisteredSums, RegisterOfPeriod
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.taxes.form import TaxForm
    from ledgerkit.taxes.register import RegisterLine

_COLUMNS = (
    Column("protocol", "Protocol", ColumnType.INTEGER, optional=True),
    Column("date", "Date", ColumnType.DATE),
    Column("number", "Number", optional=True),
    Column("party", "Party", optional=True),
    Column("vat_id", "VAT id", optional=True),
    Column("code", "Code"),
    Column("currency", "Currency"),
    Column("base", "Base", ColumnType.AMOUNT),
    Column("tax", "Tax", ColumnType.AMOUNT),
    Column("non_deductible", "Not deductible", ColumnType.AMOUNT, optional=True),
    Column("place", "Place"),
)
_TITLES: Mapping[TaxRegister, str] = {
    TaxRegister.SALES: "Register of sales",
    TaxRegister.PURCHASES: "Register of purchases",
    TaxRegister.RECEIPTS: "Register of receipts",
}
_SUMS = ("base", "tax", "non_deductible")


def tax_register(
    books: Books, register: str, period: str, *, form: str | None = None
) -> Table:
    """A register of a period: each document's base and tax under each code.

    Args:
        books: The books.
        register: ``sales``, ``purchases`` or ``receipts``.
        period: ``2026-03``, ``2026-Q1`` or ``2026``.
        form: The return beside which it is proved; None for that of the company's
            country, if there is one.

    Raises:
        UsageError: If there is no such register, form or period, or no currency of the
            books.
    """
    which = _register(register)
    of = parse_period(period, books.general_ledger.fiscal)
    chosen = _form(books, of, form)
    reading = books.taxes_read
    found = read_register(reading, which, of, chosen)
    currency = reading.currency
    rows = [_row(books, line, which, currency) for line in found.lines]
    proofs = _Proof(books, found, of, currency)
    notes = [f"From {of.first} to {of.last}.", *proofs.notes(chosen)]
    return Table(
        title=f"{_TITLES[which]}, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=rows,
        totals=list(_totals(rows, currency)),
        notes=notes,
        is_whole=proofs.agrees,
    )


def _register(text: str) -> TaxRegister:
    names = [each.value for each in TaxRegister]
    if text not in names:
        known = suggestion(text, names) or f"; there are {', '.join(names)}"
        raise UsageError(f'there is no register "{text}"{known}')
    return TaxRegister(text)


def _form(books: Books, of: Period, form: str | None) -> TaxForm | None:
    if form is not None:
        return shipped_form(form)
    us = books.directory.as_of(PartyRole.COMPANY, OURSELVES, of.last)
    country = us.text("country")
    return form_of(country) if has_form(country) else None


def _row(books: Books, line: RegisterLine, which: TaxRegister, currency: str) -> Row:
    first = line.first
    is_sale = first.kind is TaxKind.SALES
    role = PartyRole.CLIENT if is_sale else PartyRole.VENDOR
    name, vat_id = "", ""
    if which is not TaxRegister.RECEIPTS:
        party = books.directory.as_of(role, first.party, line.day)
        name, vat_id = party.name or first.party, party.text("vat-id")
    is_purchase = which is TaxRegister.PURCHASES
    own = shown(line.non_deductible, currency) if is_purchase else None
    cells: dict[str, Cell] = {
        "protocol": line.protocol,
        "date": line.day,
        "number": first.number or None,
        "party": name or None,
        "vat_id": vat_id or None,
        "code": line.code,
        "currency": currency,
        "base": shown(line.base, currency),
        "tax": shown(line.tax, currency),
        "non_deductible": own,
        "place": short_place(first.place),
    }
    return Row(cells=cells, links={"place": Link(LinkKind.SOURCE, str(first.place))})


def _totals(rows: Sequence[Row], currency: str) -> Iterator[Mapping[str, Cell]]:
    """A line for each code, and the whole."""
    codes = sorted({str(row.cells["code"]) for row in rows})
    for code in codes:
        own = [row for row in rows if row.cells["code"] == code]
        yield {"code": code, "currency": currency, **_sums(own)}
    if len(codes) > 1:
        yield {"currency": currency, **_sums(rows)}


def _sums(rows: Sequence[Row]) -> Mapping[str, Cell]:
    sums: dict[str, Cell] = {}
    for key in _SUMS:
        amounts = [row.cells[key] for row in rows]
        decimals = [a for a in amounts if a is not None and not isinstance(a, str)]
        if decimals:
            sums[key] = sum(decimals, ZERO)
    return sums


class _Proof:
    """Says how the return follows from a register, and whether it does."""

    def __init__(
        self, books: Books, found: RegisterOfPeriod, period: Period, currency: str
    ) -> None:
        self._books = books
        self._found = found
        self._period = period
        self._currency = currency
        self.agrees = True

    def notes(self, form: TaxForm | None) -> Sequence[str]:
        if form is None:
            return ["There is no form of the company's country to prove it by."]
        return [*self._open(), *self._boxes(form)]

    def _open(self) -> Iterator[str]:
        days = f"from {self._period.first} to {self._period.last}"
        if self._found.not_due:
            yield (
                f"{self._said(self._found.not_due)} in it were not due by"
                f" {self._period.last}: they count when they are paid."
            )
        if self._found.of_earlier:
            yield (
                f"{self._said(self._found.of_earlier)} of documents in earlier"
                f" registers fell due {days}."
            )

    def _said(self, of: RegisteredSums) -> str:
        base, tax = self._amount(of.base), self._amount(of.tax)
        return f"Base {base} {self._currency} and tax {tax}"

    def _amount(self, amount: Decimal) -> str:
        return f"{shown(amount, self._currency):,f}"

    def _boxes(self, form: TaxForm) -> Iterator[str]:
        reading = self._books.taxes_read
        boxes = reading.tax_return(form, self._period, {}).filled_in.boxes
        for id_, proof in self._found.boxes.items():
            if not proof.own:
                continue
            value = boxes[id_]
            posted = sum((entry.amount for entry in value.entries), ZERO)
            others = (
                f" and {self._amount(proof.others)} of others" if proof.others else ""
            )
            said = f"Box {id_}: {self._amount(proof.own)} {self._currency} of this"
            yield (f"{said} register{others}; the return has {self._amount(posted)}.")
            if posted != proof.own + proof.others:
                self.agrees = False
                off = self._amount(posted - proof.own - proof.others)
                yield f"Box {id_} differs from its registers by {off}."
