"""Sending an invoice as an e-invoice, or saying why it can't be sent."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.e_invoices.en16931.facts import european_facts
from ledgerkit.e_invoices.en16931.write_cii import cii
from ledgerkit.e_invoices.en16931.write_ubl import ubl
from ledgerkit.e_invoices.fatturapa.facts import italian_facts
from ledgerkit.e_invoices.fatturapa.write import fatturapa
from ledgerkit.errors import LedgerkitError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledgerkit.e_invoices.en16931.missing import MissingFact
    from ledgerkit.invoices.invoice import Invoice

    Writer = Callable[[Invoice], bytes]
    Examiner = Callable[[Invoice], Sequence[MissingFact]]


class EInvoiceFormat(StrEnum):
    """The formats an invoice can be sent in."""

    UBL = "ubl"
    """UBL 2.1 by EN 16931."""
    CII = "cii"
    """UN/CEFACT CII by EN 16931."""
    FACTUR_X = "facturx"
    """The same inside a PDF."""
    FATTURAPA = "fatturapa"
    """FatturaPA 1.2.2, for Italy's Sistema di Interscambio."""


class CannotBeSentError(LedgerkitError):
    """Facts that a format needs are missing; the message lists one a line.

    Attributes:
        facts: What to write, and where.
    """

    def __init__(self, facts: Sequence[MissingFact]) -> None:
        super().__init__("\n".join(map(str, facts)))
        self.facts = facts


#: For each format: what finds missing facts, and what writes its XML.
_FORMATS: dict[EInvoiceFormat, tuple[Examiner, Writer]] = {
    EInvoiceFormat.UBL: (european_facts, ubl),
    EInvoiceFormat.CII: (european_facts, cii),
    EInvoiceFormat.FACTUR_X: (european_facts, cii),
    EInvoiceFormat.FATTURAPA: (italian_facts, fatturapa),
}


def missing_facts(invoice: Invoice, format_: EInvoiceFormat) -> Sequence[MissingFact]:
    """What an invoice lacks for a format; empty if it can be sent."""
    examine, _write = _FORMATS[format_]
    return examine(invoice)


def check_facts(invoice: Invoice, format_: EInvoiceFormat) -> None:
    """Refuse an invoice that lacks something.

    Raises:
        CannotBeSentError: If a fact is missing that the format needs.
    """
    facts = missing_facts(invoice, format_)
    if facts:
        raise CannotBeSentError(facts)


def e_invoice(invoice: Invoice, format_: EInvoiceFormat) -> bytes:
    """The XML to send; for Factur-X, the file inside its PDF.

    Raises:
        CannotBeSentError: If a fact is missing that the format needs.
    """
    check_facts(invoice, format_)
    _examine, write = _FORMATS[format_]
    return write(invoice)
