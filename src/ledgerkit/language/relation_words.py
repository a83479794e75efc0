"""The values allowed for keys of client relations, and keys that refer to records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.clients.records.duration import duration_or_none
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import On
from ledgerkit.receivables.recurring.recurrence import parse_recurrence
from ledgerkit.text.closest_word import nearest, suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


#: Keys that allow only these words.
WORDS: Mapping[tuple[On, str], tuple[str, ...]] = {
    (On.CONTACT, "role"): (
        "executive-sponsor",
        "decision-maker",
        "champion",
        "influencer",
        "blocker",
        "user",
        "billing",
    ),
    (On.CONTACT, "sentiment"): (
        "advocate",
        "supporter",
        "neutral",
        "critic",
        "hostile",
    ),
    (On.ACTIVITY, "sentiment"): ("positive", "neutral", "negative"),
    (On.TASK, "status"): ("needs-action", "in-process", "completed", "cancelled"),
    (On.MILESTONE, "status"): ("needs-action", "in-process", "completed", "cancelled"),
    (On.CASE, "status"): ("open", "pending", "resolved", "closed"),
    (On.CASE, "kind"): ("dispute", "complaint", "request"),
    (On.PLAN, "status"): ("draft", "active", "closed"),
    (On.MILESTONE, "benefits"): ("client", "us", "both"),
    (On.MILESTONE, "measure"): ("revenue", "margin", "dso", "activities", "manual"),
    (On.OPPORTUNITY, "kind"): ("new", "renewal", "upsell", "cross-sell"),
    (On.CONTRACT, "status"): ("active", "cancelled"),
    (On.CONTRACT, "period"): ("monthly", "quarterly", "yearly", "once"),
    (On.QUOTE, "status"): ("draft", "sent", "accepted", "declined"),
    (On.SCHEDULE, "method"): (
        "straight-line",
        "declining",
        "italian",
        "german",
        "macrs",
        "annuity",
        "linear",
    ),
    (On.SCHEDULE, "every"): ("monthly", "quarterly", "yearly"),
    (On.SCHEDULE, "basis"): ("days", "months"),
}


#: Keys that allow any word; a misspelling of one of these is still reported.
USUAL_WORDS: Mapping[tuple[On, str], tuple[str, ...]] = {
    (On.CLIENT, "status"): ("lead", "active", "dormant", "lost"),
}


#: The kinds of activity, likewise.
ACTIVITY_KINDS = ("call", "meeting", "email", "visit", "review")


#: Keys that take several words, separated by spaces or commas.
_SEVERAL = frozenset({"role"})


def reference_of(on: On, key: str) -> On | None:
    """The type of record whose id a key holds; None if it holds none.

    Args:
        on: The directive's type.
        key: A key that may be on it.
    """
    for word in KEYS:
        if word.name == key and on in word.on and word.of:
            # Only a person is above a person, and a party above a party.
            if word.of == word.on:
                return on
            return word.of[0] if len(word.of) == 1 else None
    return None


def wrong_word(on: On, key: str, value: object) -> str | None:
    """The error in a key's word, and what to write; None if there is none.

    >>> wrong_word(On.TASK, "status", "complete")
    '"complete" is none of its words; did you mean "completed"?'
    """
    if not isinstance(value, str):
        return None
    known = WORDS.get((on, key))
    if known is None:
        return slip_of(value, USUAL_WORDS.get((on, key), ()))
    words = value.replace(",", " ").split() if key in _SEVERAL else [value]
    for word in words:
        if word not in known:
            remedy = suggestion(word, known) or f"; {_one_of(known)}"
            return f'"{word}" is none of its words{remedy}'
    return None


def slip_of(word: str, usual: tuple[str, ...]) -> str | None:
    """The usual word that a word misspells, in a sentence; None if there is none."""
    meant = None if not usual or word in usual else nearest(word, usual)
    return f'"{word}" is unusual; did you mean "{meant}"?' if meant else None


def _one_of(words: tuple[str, ...]) -> str:
    return f"write {', '.join(words[:-1])} or {words[-1]}"


def repeat_rule(text: str, first: date) -> str:
    """The rule by which something repeats from its first day.

    A due day near the end of a month moves to the last day of a shorter one, as
    elsewhere in the books; a calendar alone would skip that month.

    Args:
        text: A word or RRULE as in recurring invoices, or a duration.
        first: The first day.

    Raises:
        ValueError: If it is not an interval; the message says what to write.

    >>> from datetime import date
    >>> repeat_rule("P30D", date(2026, 1, 31))
    'FREQ=DAILY;INTERVAL=30'
    >>> repeat_rule("quarterly", date(2026, 1, 31))
    'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1'
    """
    length = duration_or_none(text)
    if length is None:
        recurrence = parse_recurrence(text)
        if recurrence.rrule:
            return recurrence.rrule.upper()
        months, days = recurrence.months, recurrence.days
    else:
        months, days = length.months, length.days
    if months and days:
        raise ValueError(f'"{text}" mixes months and days; write P1M or P30D')
    if days:
        unit, count = ("DAILY", days) if days % 7 else ("WEEKLY", days // 7)
        return f"FREQ={unit}{_interval(count)}"
    if months % 12 == 0:
        leap = ";BYMONTH=2;BYMONTHDAY=-1" if (first.month, first.day) == (2, 29) else ""
        return f"FREQ=YEARLY{_interval(months // 12)}{leap}"
    return f"FREQ=MONTHLY{_interval(months)}{_month_end(first.day)}"


def _interval(count: int) -> str:
    return f";INTERVAL={count}" if count > 1 else ""


def _month_end(day: int) -> str:
    if day <= 28:
        return ""
    if day == 31:
        return ";BYMONTHDAY=-1"
    days = ",".join(map(str, range(28, day + 1)))
    return f";BYMONTHDAY={days};BYSETPOS=-1"
