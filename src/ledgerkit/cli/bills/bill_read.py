"""``ledgerkit bill read``: what an e-invoice says, before anything is booked."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len

from ledgerkit.cli.commands import DONE, UNUSABLE
from ledgerkit.cli.options import number_locale, output_options
from ledgerkit.cli.show import write
from ledgerkit.cli.which_books import files_argument
from ledgerkit.e_invoices.read import read_e_invoice
from ledgerkit.e_invoices.received import category_code
from ledgerkit.e_invoices.received_record import received_record
from ledgerkit.errors import UnreadableFileError
from ledgerkit.exporters.as_json import json_text
from ledgerkit.text.numbers import decimals_of, decimals_shown, format_number
from ledgerkit.text.unreadable import unreadable
from ledgerkit.text.untrusted import visible
from ledgerkit.xml.safe import XML_BYTES_MAX

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ledgerkit.e_invoices.received import ReceivedInvoice
    from ledgerkit.invoices.tax_code import TaxCode


_LABELS = ("Description", "Quantity", "Unit", "Price", "Discount", "Net", "Tax")


#: The columns that hold numbers, and so are set to the right.
_NUMERIC = {1, 3, 4, 5}


_NET = 5


_GAP = "  "


_LONGEST = 60


_FACT = 10


def bill_text(received: ReceivedInvoice, *, locale: str) -> str:
    """Who asks for what, line by line, and what doesn't add up.

    Args:
        received: The document.
        locale: How numbers are written.
    """
    page = _Page(received, locale)
    lines = [*page.facts(), "", *page.table()]
    if received.warnings:
        lines += ["", *(f"! {warning}" for warning in received.warnings)]
    return "".join(f"{visible(line)}\n" for line in lines)


class _Page:
    """One document on its way to the terminal."""

    def __init__(self, received: ReceivedInvoice, locale: str) -> None:
        self._received = received
        self._invoice = received.invoice
        self._locale = locale

    def facts(self) -> Iterator[str]:
        """Everything but the figures, a fact a line."""
        received, invoice = self._received, self._invoice
        vendor = received.vendor
        yield f"{invoice.kind.capitalize()} {invoice.number}"
        numbers = [vendor.text(key) for key in ("vat-id", "tax-id")]
        facts = {
            "vendor": _joined(vendor.legal_name, *numbers),
            "to": _joined(invoice.buyer.legal_name, invoice.buyer.text("vat-id")),
            "issued": str(invoice.issued),
            "due": self._due(),
            "credits": ", ".join(number for number, _day in invoice.preceding),
            "order": invoice.order,
            "for": " to ".join(map(str, invoice.period or ())),
            "pay to": _joined(received.payee, *(a.iban for a in received.accounts)),
            "with": received.payment_reference,
            "terms": received.terms,
            "note": invoice.remark,
            "inside": ", ".join(received.attachments),
            "format": _joined(received.format.value, received.profile),
            "file": invoice.place.filename,
        }
        for name, fact in facts.items():
            if fact:
                yield f"  {name:<{_FACT}}{' '.join(fact.split())}"

    def _due(self) -> str:
        """When to pay; each instalment where there are several."""
        if self._received.due is None:
            return "the file says no day"
        parts = self._invoice.due_parts
        if len(parts) == 1:
            return str(parts[0].due)
        return ", ".join(f"{part.due} {self._money(part.amount)}" for part in parts)

    def table(self) -> Iterator[str]:
        """The lines and below them the totals, in aligned columns."""
        rows, totals = list(self._rows()), list(self._totals())
        kept = [
            place
            for place in range(len(_LABELS))
            if place == _NET or any(row[place] for row in rows)
        ]
        widths = [
            max(cell_len(row[place]) for row in (_LABELS, *rows, *totals))
            for place in kept
        ]
        rule = "-" * (sum(widths) + len(_GAP) * (len(widths) - 1))
        yield from _aligned([_LABELS], kept, widths)
        yield rule
        yield from _aligned(rows, kept, widths)
        if rows:
            yield rule
        yield from _aligned(totals, kept, widths)

    def _rows(self) -> Iterator[Sequence[str]]:
        for line in self._invoice.lines:
            off = -line.discount
            yield (
                _shortened(line.description),
                self._number(line.quantity),
                line.unit,
                self._money(line.unit_price),
                self._money(off) if off else "",
                self._money(line.net),
                _tax(line.tax),
            )
        for adjustment in self._invoice.adjustments:
            reason = adjustment.reason or (
                "charge" if adjustment.is_charge else "allowance"
            )
            money = self._money(adjustment.net)
            yield (_shortened(reason), "", "", "", "", money, _tax(adjustment.tax))

    def _totals(self) -> Iterator[Sequence[str]]:
        received, invoice = self._received, self._invoice
        amounts = [("Net", received.net)]
        for subtotal in invoice.taxes:
            base = self._money(subtotal.base)
            amounts.append(
                (f"Tax {_tax(subtotal.code)} on {base}".strip(), subtotal.tax)
            )
        amounts.append(("Total with tax", received.gross))
        amounts += [
            (name, amount)
            for name, amount in (
                ("Paid already", -invoice.prepaid),
                ("Rounding", invoice.rounding),
                ("Withheld", -invoice.withheld),
            )
            if amount
        ]
        asked = "Credited" if invoice.is_credit else "To pay"
        amounts.append((f"{asked}, {invoice.currency}", received.payable))
        for name, amount in amounts:
            yield (name, "", "", "", "", self._money(amount), "")

    def _money(self, amount: Decimal) -> str:
        plain = Decimal(f"{amount.normalize():f}")
        decimals = decimals_shown(plain, self._invoice.currency)
        return format_number(plain, decimals=decimals, locale=self._locale)

    def _number(self, number: Decimal) -> str:
        plain = Decimal(f"{number.normalize():f}")
        return format_number(plain, decimals=decimals_of(plain), locale=self._locale)


def _aligned(
    rows: Sequence[Sequence[str]], kept: Sequence[int], widths: Sequence[int]
) -> Iterator[str]:
    for row in rows:
        cells = []
        for place, width in zip(kept, widths, strict=True):
            padding = " " * (width - cell_len(row[place]))
            number = place in _NUMERIC
            cells.append(padding + row[place] if number else row[place] + padding)
        yield _GAP.join(cells).rstrip()


def _tax(code: TaxCode | None) -> str:
    """Rate and category, as ``22 % S``; a nature tells more than its category."""
    if code is None:
        return ""
    return f"{code.percent:f} % {code.nature or category_code(code)}".strip()


def _shortened(text: str) -> str:
    line = visible(" ".join(text.split()))
    return f"{line[:_LONGEST]}…" if len(line) > _LONGEST else line


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


@click.command("read")
@files_argument
@partial(output_options, formats=("text", "json"))
@click.pass_context
def read_command(
    context: click.Context,
    files: Sequence[Path],
    format_: str,
    locale: str | None,
    output: Path | None,
) -> None:
    """Show what e-invoices say, without booking them.

    FILES are UBL, CII, FatturaPA, or PDFs with Factur-X or ZUGFeRD inside. One
    invoice is one JSON object; several are the list "invoices" of an object.
    """
    received: list[ReceivedInvoice] = []
    status = DONE
    for file in files:
        try:
            received += read_e_invoice(bill_content(file), str(file))
        except UnreadableFileError as error:
            click.echo(str(error), err=True)
            status = UNUSABLE
    if received:
        write(_shown(received, format_, number_locale(locale)), output)
    context.exit(status)


def bill_content(file: Path) -> bytes:
    """A file's bytes, as many as are needed to see that there are too many."""
    try:
        with file.open("rb") as stream:
            return stream.read(XML_BYTES_MAX + 1)
    except OSError as error:
        raise unreadable(str(file), error.strerror or str(error)) from None


def _shown(received: Sequence[ReceivedInvoice], format_: str, locale: str) -> str:
    if format_ == "text":
        return "\n".join(bill_text(document, locale=locale) for document in received)
    records = [received_record(document) for document in received]
    return json_text(records[0] if len(records) == 1 else {"invoices": records})
