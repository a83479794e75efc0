"""Pauses and promises, to the day on which they begin and end."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.receivables.reminders.hold import (
    HoldEvent,
    HoldKind,
    HoldState,
    ReminderRecord,
    hold_state,
)
from ledgerkit.receivables.reminders.level import Charge, SentReminder

PAUSED, RESUMED, PROMISED = HoldKind


def day(number):
    return date(2026, 2, number)


def event(kind, on, until=None):
    return HoldEvent(kind=kind, day=day(on), until=until and day(until))


@pytest.mark.parametrize(
    ("on", "is_open", "is_broken"),
    [(19, True, False), (20, True, False), (21, False, True)],
)
def test_a_promise_is_open_on_its_day_and_broken_on_the_next(on, is_open, is_broken):
    state = HoldState(promise=day(20))
    assert state.promise_is_open(day(on)) is is_open
    assert state.promise_is_broken(day(on)) is is_broken


def test_without_a_promise_none_is_open_or_broken():
    assert not HoldState().promise_is_open(day(1))
    assert not HoldState().promise_is_broken(day(1))


def test_what_happens_on_the_day_counts_and_what_comes_later_does_not():
    events = [event(PAUSED, 10), event(PROMISED, 11, 20)]
    assert hold_state(events, day(9)) == HoldState()
    assert hold_state(events, day(10)) == HoldState(paused=day(10))
    assert hold_state(events, day(11)) == HoldState(paused=day(10), promise=day(20))


def test_a_second_pause_leaves_the_day_of_the_first():
    events = [event(PAUSED, 10), event(PAUSED, 12)]
    assert hold_state(events, day(28)).paused == day(10)


def test_what_is_paused_and_resumed_on_one_day_is_not_held():
    events = [event(RESUMED, 10), event(PAUSED, 10)]
    assert hold_state(events, day(10)) == HoldState()


def test_the_last_promise_counts():
    events = [event(PROMISED, 12, 25), event(PROMISED, 10, 20)]
    assert hold_state(events, day(28)).promise == day(25)


def sent(level, on, due=None, **charges):
    found = {
        key: Charge(amount=Decimal(amount), currency=currency)
        for key, (amount, currency) in charges.items()
    }
    return SentReminder(level=level, day=day(on), due=due and day(due), **found)


def test_a_reminder_counts_for_what_was_due_when_it_was_sent_or_before():
    record = ReminderRecord(sent=(sent(1, 10, due=5), sent(1, 11, due=3)))
    assert record.last(day(5)).day == day(10)
    assert record.last(day(3)).day == day(11)
    assert record.last(day(6)) is None


def test_of_a_days_reminders_the_highest_level_is_the_last():
    record = ReminderRecord(sent=(sent(2, 10), sent(1, 10)))
    assert record.last(day(1)).level == 2


def test_earlier_claims_are_summed_in_their_own_currency():
    record = ReminderRecord(
        sent=(
            sent(1, 10, fee=("5.00", "EUR"), compensation=("40.00", "EUR")),
            sent(2, 20, fee=("7.00", "USD")),
            sent(3, 25, fee=("12.00", "EUR")),
        )
    )
    assert (record.claimed("EUR"), record.claimed("USD")) == (57, 7)
    assert record.compensated
    assert not ReminderRecord(sent=(sent(1, 10, fee=("5.00", "EUR")),)).compensated
