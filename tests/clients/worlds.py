"""Firms with clients that leave, by dice: a process that knows nothing of health.

Each client orders after a random gap, is to pay in thirty days and pays some days off,
and now and then gets a credit note. Some leave for good on a random day. In a world of
decline these order rarer, pay later and complain more often for some time before; in
a world without, nothing shows.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from beancount import loader
from tests.conftest import ACCOUNTS

from ledgerkit.api import LedgerBooks

BEGIN, END = date(2021, 1, 1), date(2025, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One client's habits, as the dice gave them.

    Attributes:
        name: What it is called.
        gap: Days between orders, on average.
        delay: Days that it pays after the due date, on average.
        amount: What an order is worth, on average.
        leaves: The day on which it is gone; None if it stays.
        decline: For how many days before its leaving shows; 0 for never.
    """

    name: str
    gap: float
    delay: float
    amount: float
    leaves: date | None
    decline: int

    def decay(self, day: date) -> float:
        """0 in good times, 1 on the day it leaves."""
        if self.leaves is None or not self.decline:
            return 0.0
        return min(max(1 - (self.leaves - day).days / self.decline, 0.0), 1.0)


class Order(NamedTuple):
    """One order, and what came of it."""

    number: str
    day: date
    amount: float
    late: int
    is_credited: bool


def made_up(seed: int, *, lost: int, kept: int, decline: int) -> LedgerBooks:
    """The books of such a firm."""
    dice = Random(seed)
    clients = [
        _client(dice, number, decline, leaves=number < lost)
        for number in range(lost + kept)
    ]
    text = [f'option "operating_currency" "EUR"\n{ACCOUNTS}']
    for client in clients:
        for order in _orders(dice, client):
            text += _written(client, order)
    entries, errors, options = loader.load_string("\n".join(text))
    assert errors == []
    return LedgerBooks(entries, errors, options)


def _client(dice, number, decline, *, leaves):
    return Client(
        name=f"Client {number}",
        gap=dice.uniform(30, 90),
        delay=dice.gauss(5, 8),
        amount=dice.lognormvariate(6, 0.8),
        leaves=BEGIN + timedelta(dice.randint(900, 1560)) if leaves else None,
        decline=decline,
    )


def _orders(dice, client):
    day, number = BEGIN + timedelta(days=dice.randint(0, 60)), 0
    while day < (client.leaves or END):
        number += 1
        decay = client.decay(day)
        yield Order(
            f"{client.name.split()[1]}-{number}",
            day,
            max(dice.gauss(client.amount, client.amount / 4), 1),
            round(dice.gauss(client.delay + 40 * decay, 6)),
            dice.random() < 0.03 + 0.25 * decay,
        )
        gap = dice.expovariate(1) ** 0.5 * client.gap * (1 + 1.5 * decay)
        day += timedelta(days=max(1, round(gap)))


def _written(client, order):
    amount, day = round(order.amount, 2), order.day
    due = day + timedelta(days=30)
    head = f'* "{client.name}" "Work" ^I-{order.number}\n'
    paid = max(due + timedelta(days=order.late), day)
    taken = round(amount * 0.3, 2) if order.is_credited else 0
    yield (
        f"{day} {head}  due: {due}\n"
        f"  Assets:Receivable  {amount:.2f} EUR\n  Income:Services\n"
    )
    if taken:
        yield (
            f'{due} {head}  credit-note: "C-{order.number}"\n'
            f"  Income:Services  {taken:.2f} EUR\n  Assets:Receivable\n"
        )
    if paid <= END:
        left = amount - taken
        yield f"{paid} {head}  Assets:Bank  {left:.2f} EUR\n  Assets:Receivable\n"
