"""The agenda as an iCalendar file (RFC 5545) of to-dos and events."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ledgerkit.exporters.content_lines import content_lines, escaped_value
from ledgerkit.language.relation_words import repeat_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ledgerkit.clients.records.agenda import AgendaItem
    from ledgerkit.clients.records.record import Record

_STATUSES = frozenset({"needs-action", "in-process", "completed", "cancelled"})


def render_calendar(
    tasks: Iterable[Record],
    dates: Iterable[AgendaItem],
    *,
    as_of: date,
    domain: str,
) -> bytes:
    """A to-do for each task, and an event for anything else with a date.

    The same books and day give the same bytes.

    Args:
        tasks: As at the day.
        dates: Check-ins, notices of contracts and so on.
        as_of: The day, given as the time of the export.
        domain: The domain that makes ids globally unique, e.g. ``aurora.example``.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ledgerkit//ledgerkit//EN"]
    for task in tasks:
        lines += _todo(task, as_of, domain)
    names: Counter[str] = Counter()
    for item in dates:
        lines += _event(item, as_of, f"{_name(item, names)}@{domain}")
    return content_lines([*lines, "END:VCALENDAR"])


def _name(item: AgendaItem, names: Counter[str]) -> str:
    """An event's name, which stays the same in the next export even if it moves."""
    name = "-".join(filter(None, (item.kind, item.client, item.id))).replace(" ", "-")
    names[name] += 1
    return name if names[name] == 1 else f"{name}-{names[name]}"


def _event(item: AgendaItem, as_of: date, uid: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped_value(uid)}"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{item.day:%Y%m%d}"
    if item.born:
        yield f"RRULE:{repeat_rule('yearly', item.born)}"
    yield f"SUMMARY:{escaped_value(': '.join(filter(None, (item.client, item.what))))}"
    yield f"CATEGORIES:{escaped_value(item.kind)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _todo(task: Record, as_of: date, domain: str) -> Iterator[str]:
    yield "BEGIN:VTODO"
    yield f"UID:{escaped_value(f'{task.id}@{domain}')}"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"SUMMARY:{escaped_value(task.title)}"
    due, completed = task.day("due"), task.day("completed")
    if due:
        # A rule counts from the start, so one is needed.
        rule = _rule(task.text("repeat"), due)
        yield from (f"DTSTART;VALUE=DATE:{due:%Y%m%d}", f"RRULE:{rule}") if rule else ()
        yield f"DUE;VALUE=DATE:{due:%Y%m%d}"
    status = task.status(as_of) or "needs-action"
    if status in _STATUSES:
        yield f"STATUS:{status.upper()}"
    if completed:
        yield f"COMPLETED:{completed:%Y%m%d}T000000Z"
    for key, name in (
        ("priority", "PRIORITY"),
        ("percent-complete", "PERCENT-COMPLETE"),
    ):
        number = task.number(key)
        if number is not None:
            yield f"{name}:{int(number)}"
    if task.text("client"):
        yield f"CATEGORIES:{escaped_value(task.text('client'))}"
    yield "END:VTODO"


def _rule(rhythm: str, first: date) -> str:
    """The rule of a rhythm; empty if unreadable, which a check reports."""
    try:
        return repeat_rule(rhythm, first) if rhythm else ""
    except ValueError:
        return ""
