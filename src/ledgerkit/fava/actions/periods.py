"""A period that is closed, by the checklist, and one that is opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.general_ledger.close_checklist import CHECKLIST
from ledgerkit.books.today.bookkeeping import periods_to_close
from ledgerkit.entries.general_ledger.close import CloseChange, ClosePeriod, plan_close
from ledgerkit.entries.general_ledger.reopen import ReopenPeriod, plan_reopen
from ledgerkit.entries.usual_file import usual_file_of_periods
from ledgerkit.fava.actions.action import (
    ActionDraft,
    DraftQuestion,
    PageAction,
    changed_since,
    draft_of,
)
from ledgerkit.fava.actions.field import ActionField, Kind
from ledgerkit.fava.actions.offered import managers
from ledgerkit.general_ledger.closing.checklist import ItemState, read_waivers
from ledgerkit.general_ledger.period import parse_period
from ledgerkit.inbox import files_waiting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.general_ledger.close import PlannedClose
    from ledgerkit.ledger.writing.writer import LoadedFiles

#: As many problems of one item can be read; the rest are counted.
_PROBLEMS_MAX = 5
_PERIOD_HINT = "as 2026-03, 2026-Q1 or 2026"


def _close(
    books: LedgerBooks, values: Mapping[str, Any], known: LoadedFiles
) -> ActionDraft:
    last = parse_period(values["period"], books.general_ledger.fiscal).last
    request = ClosePeriod(
        period=values["period"],
        day=values["day"],
        by=values.get("by", ""),
        waivers=read_waivers(values.get("waive", ()), CHECKLIST),
        waiting=[str(file) for file in files_waiting(books, last=last)],
    )
    planned = plan_close(books, request)
    notes, questions = list(_in_order(planned)), list(_questions(planned))
    if any(item.state is ItemState.FOUND for item in planned.checklist):
        nothing = (
            f"{planned.period.label} is not ready to be closed. Mend what is listed"
            " under Open, or say why it is closed all the same."
        )
        return ActionDraft(
            change=None, done="", notes=notes, nothing=nothing, questions=questions
        )
    change = CloseChange(
        books,
        planned,
        known=known,
        into=usual_file_of_periods(books),
        replan=changed_since,
    )
    return ActionDraft(
        change=change, done=planned.done, notes=notes, questions=questions
    )


def _in_order(planned: PlannedClose) -> Iterator[str]:
    for item in planned.checklist:
        if item.state is ItemState.OK:
            yield f"✓ {item.meaning[:1].upper()}{item.meaning[1:]}"


def _questions(planned: PlannedClose) -> Iterator[DraftQuestion]:
    for item in planned.checklist:
        if item.state is not ItemState.OK:
            more = len(item.problems) - _PROBLEMS_MAX
            rest = [f"and {more} more"] if more > 0 else []
            yield DraftQuestion(
                name=item.name,
                label=f"Not so: {item.meaning}",
                problems=[*item.problems[:_PROBLEMS_MAX], *rest],
                reason=item.reason,
            )


def _next_period(
    books: LedgerBooks, _given: Mapping[str, str], day: date
) -> Mapping[str, str]:
    """The first that is over and not closed, in books that close them."""
    over = [item.about for item in periods_to_close(books, day)]
    return {"period": over[0]} if over else {}


def _reopen(
    books: LedgerBooks, values: Mapping[str, Any], known: LoadedFiles
) -> ActionDraft:
    request = ReopenPeriod(
        period=values["period"],
        day=values["day"],
        reason=values["reason"],
        by=values["by"],
    )
    planned = plan_reopen(books, request)
    return draft_of(books, planned, known=known, into=usual_file_of_periods(books))


def _closed(books: LedgerBooks) -> Iterator[tuple[str, str]]:
    """The periods that are closed, the last first: it alone can be reopened."""
    for closing in reversed(books.closed_periods.closings.in_force):
        yield closing.period.label, f"closed on {closing.day}"


CLOSE_PERIOD = PageAction(
    name="close",
    title="Close a period",
    fields=(
        ActionField(name="period", label="Period", is_needed=True, hint=_PERIOD_HINT),
        ActionField(name="day", label="Closed on", kind=Kind.DAY, is_needed=True),
        ActionField(name="by", label="Closed by", offered=managers),
        ActionField(name="waive", label="Open", kind=Kind.REASONS),
    ),
    first=("by", "waive"),
    draft=_close,
    fill=_next_period,
)
REOPEN_PERIOD = PageAction(
    name="reopen",
    title="Reopen a period",
    fields=(
        ActionField(name="period", label="Period", is_needed=True, offered=_closed),
        ActionField(name="reason", label="Reason", is_needed=True),
        ActionField(name="by", label="Reopened by", is_needed=True, offered=managers),
        ActionField(name="day", label="Reopened on", kind=Kind.DAY, is_needed=True),
    ),
    draft=_reopen,
)
