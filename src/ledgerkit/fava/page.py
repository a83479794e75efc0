"""What the template of a side's page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledgerkit.fava.bank_import.form import BankImportForm
    from ledgerkit.fava.bank_import.reading import ReadingForm
    from ledgerkit.fava.charts.age import AgeChart, AxisMark
    from ledgerkit.fava.charts.band import BandChart
    from ledgerkit.fava.charts.trend import TrendChart
    from ledgerkit.fava.table import RenderedTable
    from ledgerkit.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One of the views of a side.

    Attributes:
        label: What to click.
        address: Where it leads.
        is_shown: Whether it is the one that the page shows.
    """

    label: str
    address: str
    is_shown: bool


def tabs_of(
    views: Mapping[str, str], shown: str, address: Callable[[str | None], str]
) -> Sequence[Tab]:
    """The tabs of a page.

    Args:
        views: The address's ``view`` of each, empty for the first, and its label.
        shown: The one that the page shows.
        address: Where a view is; None for the first.
    """
    return [
        Tab(label=label, address=address(view or None), is_shown=view == shown)
        for view, label in views.items()
    ]


def notes_of(table: Table) -> Sequence[str]:
    """What stands below a report, with nothing hidden in it."""
    return [visible(note) for note in table.notes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything that the template shows.

    Attributes:
        heading: What is shown, and as at which day.
        tabs: The side's views; none on the page of a party or document.
        remarks: Sentences above the figures: filters, findings.
        warning: Whether some figure can't be trusted.
        ways: Where to go from here: a label and an address each.
        charts: One for each currency, on the page of all parties.
        shades: The colours of the charts.
        bands: Balances to come.
        trends: Figures month by month.
        tables: From the most general to the most particular.
        bank_reading: How a bank's file is read, to be said.
        bank_import: Lines of a bank's file to choose for.
        notes: Sentences below the figures.
        document: A printed document as a page of its own, to show in a frame.
    """

    heading: str
    tabs: Sequence[Tab] = ()
    remarks: Sequence[str] = ()
    warning: str | None = None
    ways: Sequence[tuple[str, str]] = ()
    charts: Sequence[AgeChart] = ()
    shades: Sequence[AxisMark] = ()
    bands: Sequence[BandChart] = ()
    trends: Sequence[TrendChart] = ()
    tables: Sequence[RenderedTable] = ()
    bank_reading: ReadingForm | None = None
    bank_import: BankImportForm | None = None
    notes: Sequence[str] = ()
    document: str | None = None
