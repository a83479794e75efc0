"""The formats that an invoice can be had in: the one list of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.rendering.as_html import render_html
from ledgerkit.rendering.as_pdf import pdf_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledgerkit.invoices.invoice import Invoice
    from ledgerkit.rendering.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFormat:
    """One format.

    Attributes:
        name: As ``--as`` takes it.
        suffix: Of its files.
        meaning: What it is, in a few words.
        is_text: Whether people can read it on a terminal.
        render: From an invoice, and the desk with templates and logo, to the bytes
            of a file; the same for the same books.
    """

    name: str
    suffix: str
    meaning: str
    is_text: bool
    render: Callable[[Invoice, Desk], bytes]


def _html(invoice: Invoice, desk: Desk) -> bytes:
    return render_html(invoice, desk).encode()


def _pdf(invoice: Invoice, desk: Desk) -> bytes:
    return pdf_of(render_html(invoice, desk))


FORMATS: Mapping[str, DocumentFormat] = {
    known.name: known
    for known in (
        DocumentFormat(
            name="html",
            suffix=".html",
            meaning="a page to look at, print or send",
            is_text=True,
            render=_html,
        ),
        DocumentFormat(
            name="pdf",
            suffix=".pdf",
            meaning="pages to print or send; needs the extra pdf",
            is_text=False,
            render=_pdf,
        ),
    )
}


def find_format(name: str) -> DocumentFormat:
    """The format of this name.

    Raises:
        UsageError: If there is none; the message lists them.
    """
    found = FORMATS.get(name)
    if found is None:
        raise UsageError(f'there is no format "{name}"; there are {", ".join(FORMATS)}')
    return found
