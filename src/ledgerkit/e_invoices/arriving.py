"""From a received e-invoice to a bill ready to book."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING

from ledgerkit.e_invoices.read import is_pdf, read_e_invoice
from ledgerkit.entries.bills.arrived_bill import ArrivedBill

if TYPE_CHECKING:
    from collections.abc import Sequence


def arrived_bills(content: bytes, file: str) -> Sequence[ArrivedBill]:
    """Every bill in a file.

    Args:
        content: The file's bytes.
        file: Its name, for messages.

    Raises:
        UnreadableFileError: If it can't be read.
        UsageError: If it is a PDF and the extra ``einvoice`` is not installed.
    """
    digest = sha256(content).hexdigest()
    received = read_e_invoice(content, file)
    return [
        ArrivedBill(
            invoice=bill.invoice,
            gross=bill.gross,
            payable=bill.payable,
            due=bill.due,
            ibans=tuple(
                "".join(a.iban.split()).upper() for a in bill.accounts if a.iban
            ),
            file=PurePath(file).name,
            digest=digest if place == 1 else f"{digest}/{place}",
            suffix=".pdf" if is_pdf(content) else ".xml",
            content=content,
            warnings=bill.warnings,
        )
        for place, bill in enumerate(received, start=1)
    ]
