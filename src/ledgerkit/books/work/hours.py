"""``time`` directives -> hours worked."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from beancount.core.amount import Amount

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.ledger.place import place_of, written
from ledgerkit.money import ZERO, rounded
from ledgerkit.work.item import WorkItem, WorkKind

if TYPE_CHECKING:
    from beancount.core.data import Custom

    from ledgerkit.books.work.rates import HourlyRates
    from ledgerkit.clients.records.record import Relations

TIME = "time"
#: What a person can work in a day.
HOURS_MAX = Decimal(24)
FORM = '"time" "h-1" "gverdi" "rossi" 1.5 "Workshop"'
_VALUES = 5


class Whose(NamedTuple):
    """The client and the project that work is for; empty for none."""

    client: str
    project: str


def whose_is(relations: Relations, name: str) -> Whose:
    """The client, or the project with its client, of this id, as last declared."""
    amendments = relations.amendments.get((RecordKind.PROJECT, name))
    if amendments is None:
        return Whose(name, "")
    clients = [a.facts["client"] for a in amendments if "client" in a.facts]
    return Whose(str(clients[-1] or "") if clients else "", name)


def read_hours(custom: Custom, relations: Relations, rates: HourlyRates) -> WorkItem:
    """The hours that a directive says.

    Raises:
        ValueError: If it can't be read; the message says why.
    """
    id_, person, name, hours, text = _values(custom)
    whose, day = whose_is(relations, name), custom.date
    own = written(custom.meta, "hourly-rate")
    rate = own if isinstance(own, Amount) else rates.rate(person, *whose, day)
    billable = written(custom.meta, "billable") is not False and bool(whose.client)
    cost = rates.cost(person, day)
    priced = rate if billable else None
    currency = priced.currency if priced else cost.currency if cost else ""
    return WorkItem(
        id=id_,
        kind=WorkKind.TIME,
        day=day,
        person=person,
        client=whose.client,
        project=whose.project,
        text=text,
        hours=hours,
        rate=priced.number if priced else None,
        worth=_times(hours, priced),
        cost=_times(hours, cost if cost and cost.currency == currency else None),
        currency=currency,
        billable=billable,
        place=place_of(custom),
    )


def _times(hours: Decimal, price: Amount | None) -> Decimal:
    if price is None or price.number is None:
        return ZERO
    return rounded(hours * price.number, price.currency)


def _values(custom: Custom) -> tuple[str, str, str, Decimal, str]:
    values = [value.value for value in custom.values or ()]
    if len(values) != _VALUES:
        raise ValueError(
            "it needs an id, a person, a client or project, the hours and a text"
        )
    id_, person, name, hours, text = values
    if not isinstance(hours, Decimal):
        raise ValueError(f"{hours!r} is no number of hours; write one without quotes")  # noqa: TRY004
    if not all(isinstance(v, str) and v.strip() for v in (id_, person, name, text)):
        raise ValueError("id, person, client or project, and text are texts in quotes")
    if len(id_.split()) != 1:
        raise ValueError(f'"{id_}" is no id: write it without blanks')
    if not 0 < hours <= HOURS_MAX:
        raise ValueError(f"{hours:f} is no number of hours above 0 and up to 24")
    return id_, person, name, hours, text
