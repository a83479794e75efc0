"""An invoice or credit note as a page that stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.rendering.language import choose_language
from ledgerkit.rendering.printed_invoice import invoice_letter, printed_invoice

if TYPE_CHECKING:
    from ledgerkit.invoices.invoice import Invoice
    from ledgerkit.rendering.desk import Desk
    from ledgerkit.rendering.language import Language


def render_html(invoice: Invoice, desk: Desk) -> str:
    """A complete page, ready to be printed, sent or put in a folder.

    Raises:
        StationeryError: If a user's template or the logo is wrong.
    """
    language = invoice_language(invoice)
    template = "credit_note.html" if invoice.is_credit else "invoice.html"
    letter = invoice_letter(invoice, language, logo=desk.logo_of(invoice.seller))
    return desk.pages.render(template, letter, printed_invoice(invoice, language))


def invoice_language(invoice: Invoice) -> Language:
    """The buyer's language, else the seller's, else English."""
    return choose_language(invoice.buyer.text("lang"), invoice.seller.text("lang"))
