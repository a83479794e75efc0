"""Findings on schedules and on the transactions that name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.reading import GeneralLedgerReading
from ledgerkit.books.schedules.reading import SCHEDULE
from ledgerkit.books.slips.refused import record_subject
from ledgerkit.errors import finding
from ledgerkit.general_ledger.schedules.schedule import change_of
from ledgerkit.language.ledger_kinds import SCHEDULE_DIFFERS, UNKNOWN_SCHEDULE
from ledgerkit.ledger.place import place_of, written
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.books.schedules.reading import ScheduleRecords
    from ledgerkit.books.source import Source
    from ledgerkit.errors import Finding
    from ledgerkit.general_ledger.schedules.schedule import EntriesInBooks, Schedule


def find_in_schedules(source: Source, *, advice: bool) -> Iterator[Finding]:
    """Report schedules that can't be read, and entries that aren't theirs."""
    records = GeneralLedgerReading(source).schedules
    yield from records.findings
    yield from _unknown(source, records)
    if advice:
        for id_, schedule in records.schedules.items():
            yield from _differences(schedule, records.written[id_])


def _unknown(source: Source, records: ScheduleRecords) -> Iterator[Finding]:
    """Report transactions that name a schedule not declared."""
    for txn in source.reading.marked:
        id_ = written(txn.meta, SCHEDULE)
        if not isinstance(txn, Transaction) or id_ is None:
            continue
        if id_ in records.schedules or id_ in records.unread:
            continue
        remedy = suggestion(str(id_), records.schedules) or (
            f'; declare it: {txn.date} custom "schedule" "{id_}" "asset"'
        )
        yield finding(
            UNKNOWN_SCHEDULE,
            place_of(txn),
            f'schedule "{id_}" is not declared{remedy}',
            unfinished=txn.flag == "!",
            key=SCHEDULE,
            about=record_subject(SCHEDULE, id_),
            is_unknown=True,
        )


def _differences(schedule: Schedule, written_: EntriesInBooks) -> Iterator[Finding]:
    """Report entries with another amount, and those that the schedule has not."""
    for number, found in written_.of.items():
        entry = schedule.entries[number]
        for account in (*schedule.accounts, schedule.result):
            wanted, booked = (change_of(x.legs, [account]) for x in (entry, found))
            if wanted != booked and not (
                account == schedule.result and not entry.is_ours
            ):
                yield finding(
                    SCHEDULE_DIFFERS,
                    found.place,
                    f"schedule {schedule.id}: {account} has {booked:f}"
                    f" {schedule.currency} here, and {wanted:f} by the schedule for"
                    f" {entry.day}; correct one of the two",
                )
    for other in written_.others:
        yield finding(
            SCHEDULE_DIFFERS,
            other.place,
            f"schedule {schedule.id} has no entry like this near {other.day};"
            " correct the day, or take the key schedule: out",
        )
