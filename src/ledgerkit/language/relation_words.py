"""The words that keys of client relations take, and what else they point at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.clients.records.duration import duration_or_none
from ledgerkit.language.word import On
from ledgerkit.receivables.recurring.recurrence import parse_recurrence
from ledgerkit.text.closest_word import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


#: Keys that take one of these words and no other.
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
}


#: Keys that take any word; a slip of one of these is still a slip.
USUAL_WORDS: Mapping[tuple[On, str], tuple[str, ...]] = {
    (On.CLIENT, "status"): ("lead", "active", "dormant", "lost"),
}


#: What an activity is, likewise.
ACTIVITY_KINDS = ("call", "meeting", "email", "visit", "review")


#: Keys that take several words, divided by spaces or commas.
_SEVERAL = frozenset({"role"})


#: Keys that hold the id of another record, or of a client.
REFERENCES: Mapping[str, On] = {
    "client": On.CLIENT,
    "manager": On.MANAGER,
    "contact": On.CONTACT,
    "plan": On.PLAN,
    "case": On.CASE,
    "opportunity": On.OPPORTUNITY,
}


def reference_of(on: On, key: str) -> On | None:
    """Of what a key holds the id, on such a directive; None if of nothing.

    Args:
        on: The directive's type.
        key: A key that may stand on it.
    """
    if key in {"reports-to", "parent"}:
        return on
    return REFERENCES.get(key)


def wrong_word(on: On, key: str, value: object) -> str | None:
    """What is wrong with a word under a key, and what to write; None if nothing.

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
            meant = nearest(word, known)
            remedy = f'did you mean "{meant}"?' if meant else _one_of(known)
            return f'"{word}" is none of its words; {remedy}'
    return None


def slip_of(word: str, usual: tuple[str, ...]) -> str | None:
    """Which of the usual words another one is a slip of, in a sentence; or None."""
    meant = None if not usual or word in usual else nearest(word, usual)
    return f'"{word}" is unusual; did you mean "{meant}"?' if meant else None


def _one_of(words: tuple[str, ...]) -> str:
    return f"write {', '.join(words[:-1])} or {words[-1]}"


def repeat_rule(text: str, first: date) -> str:
    """The rule by which something comes back from a first day on.

    What is due on a month's last days is due on the last where a month is shorter, as
    elsewhere in the books; a calendar alone would leave that month out.

    Args:
        text: A word or RRULE as recurring invoices have them, or a duration.
        first: The first day.

    Raises:
        ValueError: If it is no rhythm; the message says what to write.

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
