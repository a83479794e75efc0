"""The contents of a page, for the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.fava.links import extension_url
from ledgerkit.fava.parts.remedies import shown_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledgerkit.fava.actions.buttons import Button
    from ledgerkit.fava.bank_import.form import BankImportForm
    from ledgerkit.fava.bank_import.reading import ReadingForm
    from ledgerkit.fava.charts.age import AgeChart, AxisMark
    from ledgerkit.fava.charts.band import BandChart
    from ledgerkit.fava.charts.trend import TrendChart
    from ledgerkit.fava.parts.remedies import ShownNote
    from ledgerkit.fava.table import RenderedTable
    from ledgerkit.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One of the views of a side.

    Attributes:
        label: Its label.
        address: Its address.
        is_shown: Whether it is the one shown.
    """

    label: str
    address: str
    is_shown: bool


def tabs_of(
    views: Mapping[str, str], shown: str, address: Callable[[str | None], str]
) -> Sequence[Tab]:
    """The tabs of a page.

    Args:
        views: The ``view`` of each in the address, empty for the first, and its label.
        shown: The view shown.
        address: The address of a view; None stands for the first.
    """
    return [
        Tab(label=label, address=address(view or None), is_shown=view == shown)
        for view, label in views.items()
    ]


def notes_of(table: Table) -> Sequence[ShownNote]:
    """The notes of a report, each with its remedy as a page has it."""
    return shown_notes(table.notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything for the template.

    Attributes:
        heading: The heading, with the day.
        tabs: The side's views; none on the page of a party or document.
        remarks: Sentences above the figures: filters, findings.
        warning: A warning that figures can't be trusted; None if they can.
        ways: Links to other pages: a label and an address each.
        actions: Buttons for what can be done about what is shown.
        charts: One for each currency, on the page of all parties.
        shades: The colours of the charts.
        bands: Forecast balances.
        trends: Figures month by month.
        tables: From general to detailed.
        bank_reading: The form for how to read a bank's file.
        upload: The address that a file for the inbox is sent to; empty for no form.
        bank_import: The lines of a bank's file, with their choices.
        notes: What to know of the figures, below them.
        document: A printed document as a page of its own, to show in a frame.
    """

    heading: str
    tabs: Sequence[Tab] = ()
    remarks: Sequence[str | ShownNote] = ()
    warning: str | None = None
    ways: Sequence[tuple[str, str]] = ()
    actions: Sequence[Button] = ()
    charts: Sequence[AgeChart] = ()
    shades: Sequence[AxisMark] = ()
    bands: Sequence[BandChart] = ()
    trends: Sequence[TrendChart] = ()
    tables: Sequence[RenderedTable] = ()
    bank_reading: ReadingForm | None = None
    upload: str = ""
    bank_import: BankImportForm | None = None
    notes: Sequence[ShownNote] = ()
    document: str | None = None

    @property
    def findings(self) -> str:
        """The address of everything found in the books."""
        return extension_url("Overview", view="findings")
