"""A page as PDF, through WeasyPrint, which the extra ``pdf`` installs.

The same page gives the same bytes on the same machine: the document's own date
replaces the current time, and its identifier follows from the page. Another machine
may have other fonts.
"""

from __future__ import annotations

import logging
from functools import partial
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import StationeryError, UsageError
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from types import ModuleType


def file_of(page: str, as_: str) -> bytes:
    """A page as a file: ``pdf``, or ``html`` as it is.

    Raises:
        LedgerkitError: If it can't be made.
    """
    return pdf_of(page) if as_ == "pdf" else page.encode()


def pdf_of(page: str, *, variant: str | None = None) -> bytes:
    """A page of ours as PDF.

    Args:
        page: Self-contained HTML.
        variant: For instance ``pdf/a-3b``, for long-term archiving.

    Raises:
        UsageError: If WeasyPrint is not installed.
        StationeryError: If the page needs external resources.
    """
    weasyprint = _weasyprint()
    refused: list[str] = []
    fetcher = _only_what_the_page_holds(weasyprint, refused)
    document = weasyprint.HTML(string=page, base_url=None, url_fetcher=fetcher)
    content: bytes = document.write_pdf(
        pdf_identifier=sha256(page.encode()).digest()[:16],
        pdf_variant=variant,
        pdf_tags=True,
    )
    if refused:
        raise StationeryError(
            f"{refused[0]}: a document loads nothing from elsewhere; put the"
            " picture into the template as a data: address"
        )
    return content


def _only_what_the_page_holds(weasyprint: ModuleType, refused: list[str]) -> Any:
    """A fetcher that serves ``data:`` addresses only, never a file or the network."""

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc, name-defined]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                refused.append(visible(url))
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols={"data"})


def _weasyprint() -> ModuleType:
    try:
        weasyprint = import_module("weasyprint")
    except ImportError:
        raise UsageError(
            "PDF needs WeasyPrint; install it with: pip install ledgerkit[pdf]"
        ) from None
    except OSError as error:
        # It needs Pango, which pip does not install everywhere.
        raise UsageError(
            f"PDF needs WeasyPrint, which misses a library ({error}); see"
            " https://doc.courtbouillon.org/weasyprint/stable/first_steps.html"
        ) from None
    # It warns about CSS for screens.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    # Where the system has no HarfBuzz-Subset, fontTools cuts the fonts, and would
    # write the present moment into each.
    fonts = import_module("weasyprint.pdf.fonts")
    fonts.TTFont = partial(  # type: ignore[attr-defined]
        import_module("fontTools.ttLib").TTFont, recalcTimestamp=False
    )
    return weasyprint
