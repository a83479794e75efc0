"""How many e-invoices are written in a second of one core."""

from __future__ import annotations

from time import process_time

import pytest

from ledgerkit.e_invoices.e_invoice import EInvoiceFormat, e_invoice
from tests.e_invoices.generated_invoices import generated_invoices

XML = [EInvoiceFormat.UBL, EInvoiceFormat.CII, EInvoiceFormat.FATTURAPA]


@pytest.mark.parametrize("as_", XML)
def test_five_hundred_a_second_are_written(as_):
    invoices = generated_invoices(100)
    best = min(_seconds(invoices, as_) for _attempt in range(3))
    assert len(invoices) / best > 500


def _seconds(invoices, as_):
    start = process_time()
    for invoice in invoices:
        e_invoice(invoice, as_)
    return process_time() - start
