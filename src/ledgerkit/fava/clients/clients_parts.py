"""The parts that only the template of *Clients* shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.fava.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.fava.charts.pipeline import BoardColumn
    from ledgerkit.fava.charts.plan import PlanSheet
    from ledgerkit.fava.charts.revenue import PaymentMark, RevenueChart
    from ledgerkit.fava.charts.rfm import GridCell
    from ledgerkit.fava.clients.client_choices import ChoiceForm
    from ledgerkit.fava.clients.outbox import ShownMessage
    from ledgerkit.fava.clients.party_tiles import Badge
    from ledgerkit.fava.table import RenderedTable
    from ledgerkit.reports.clients.snippets import Snippet


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientsPage(Page):
    """A page on clients.

    Attributes:
        badges: Figures at the top.
        cards: Short tables side by side, below.
        marks: How one client's invoices were paid.
        marks_said: A summary of them.
        revenue: One client's revenue by month.
        snippets: Directives to copy.
        form: The form to select clients.
        csv: The address of a report as a file.
        exported: The name of that report.
        board: Open opportunities by stage.
        plans: One client's plans, to discuss.
        grid: Clients by recency and frequency.
        message: A message of the outbox, as text.
    """

    badges: Sequence[Badge] = ()
    cards: Sequence[RenderedTable] = ()
    marks: Sequence[PaymentMark] = ()
    marks_said: Sequence[str] = ()
    revenue: RevenueChart | None = None
    snippets: Sequence[Snippet] = ()
    form: ChoiceForm | None = None
    csv: str | None = None
    exported: str = ""
    board: Sequence[BoardColumn] = ()
    plans: Sequence[PlanSheet] = ()
    grid: Sequence[tuple[int, Sequence[GridCell]]] = ()
    message: ShownMessage | None = None
