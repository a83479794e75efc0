"""A message of MT940 -> a statement, and the pages of one joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from stdnum import iban

from ledgerkit.banking.statement import Statement, StatementLine
from ledgerkit.importers.bank_files.mt940.amounts import AMOUNT, Balance, balance_of
from ledgerkit.importers.bank_files.mt940.details import (
    Said,
    said_in,
    said_in_other_fields,
)
from ledgerkit.importers.bank_files.mt940.line import StatedMovement, movement_of
from ledgerkit.importers.bank_files.text import (
    account_number,
    joined,
    one_line,
    reference,
)
from ledgerkit.money import ZERO, without_needless_zeros
from ledgerkit.text.currencies import currency_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.importers.bank_files.mt940.fields import MessageField
    from ledgerkit.importers.bank_files.mt940.messages import Message, MessageEntry

_WITH_CURRENCY = re.compile(r"(.*[0-9])\s?([A-Z]{3})")
_FLOOR_CURRENCY = re.compile(r"([A-Z]{3})[CD]?[0-9,]*")
_FOREIGN = re.compile(rf"([A-Z]{{3}})({AMOUNT})")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """A statement, and how its balances end.

    Attributes:
        statement: The statement.
        begins_within: Whether its opening balance only begins a page.
        ends_within: Whether its closing balance only ends one.
        opened_on: The day of its opening balance; None if unknown.
        closed_on: That of its closing balance; None likewise.
        undated: The places of the lines whose booking day is not stated.
    """

    statement: Statement
    begins_within: bool
    ends_within: bool
    opened_on: date | None
    closed_on: date | None
    undated: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """The days of a statement's balances.

    Attributes:
        first: The day at whose end the opening balance stood; None if unknown.
        last: That of the closing balance; None if unknown.
    """

    first: date | None
    last: date | None

    def booked(self, movement: StatedMovement) -> date:
        """The day on which a transaction is booked, within its statement.

        Where only the value date is stated it may lie outside, as that of a quarter's
        costs does: the balances would not tie on their days.
        """
        day = movement.day
        if movement.is_dated:
            return day
        if self.first is not None and day < self.first:
            day = self.first + timedelta(days=1)
        return day if self.last is None else min(day, self.last)


def statement_of(message: Message) -> StatementPage:
    """The statement in a message.

    Raises:
        UnreadableFileError: If a transaction or balance can't be read.
    """
    opening = _balance(message, "opening")
    closing = _balance(message, "closing")
    bank, number, suffix = _account(message.header.get("account"))
    known = opening or closing
    currency = known.currency if known else suffix or _floor_currency(message)
    span = _Span(
        first=opening.day if opening else None, last=closing.day if closing else None
    )
    stated = [movement_of(entry.movement, currency) for entry in message.entries]
    lines = tuple(
        _line(entry, movement, currency, span)
        for entry, movement in zip(message.entries, stated, strict=True)
    )
    days = [line.day for line in lines]
    balance_day = closing.day if closing else None
    last = max([*days, balance_day] if balance_day else days, default=None)
    return StatementPage(
        statement=Statement(
            account=number,
            bank=bank,
            currency=currency,
            number=_number(message),
            since=min(days, default=balance_day),
            until=last,
            opening=opening.amount if opening else None,
            closing=_same_currency(closing, currency),
            closing_day=balance_day if balance_day != last else None,
            lines=lines,
            place=message.first.place,
        ),
        begins_within=bool(opening and opening.of_page),
        ends_within=bool(closing and closing.of_page),
        opened_on=span.first,
        closed_on=span.last,
        undated=frozenset(n for n, one in enumerate(stated) if not one.is_dated),
    )


def joined_pages(pages: Sequence[StatementPage]) -> Sequence[Statement]:
    """The statements; a page that continues the last one is joined to it.

    Pages that don't meet, because one is missing, remain separate statements.
    """
    merged: list[StatementPage] = []
    for page in pages:
        if merged and _goes_on(merged[-1], page):
            merged[-1] = _with_next(merged[-1], page)
        else:
            merged.append(_after(merged[-1], page) if merged else page)
    return [page.statement for page in merged]


def _after(last: StatementPage, page: StatementPage) -> StatementPage:
    """A page, whose lines follow the day that the last one has closed.

    Its opening balance stood at the end of that day, so that a line without a booking
    day can't be of it.
    """
    before, after = last.statement, page.statement
    opened, closed = page.opened_on, page.closed_on
    if (
        opened is None
        or opened != last.closed_on
        or (before.account, before.currency) != (after.account, after.currency)
        or before.closing != after.opening
    ):
        return page
    day = opened + timedelta(days=1) if closed is None or closed > opened else opened
    lines = tuple(
        replace(line, day=day) if n in page.undated and line.day == opened else line
        for n, line in enumerate(after.lines)
    )
    days = [line.day for line in lines]
    since = min(days, default=after.since)
    return replace(page, statement=replace(after, lines=lines, since=since))


def _goes_on(last: StatementPage, page: StatementPage) -> bool:
    before, after = last.statement, page.statement
    return (
        last.ends_within
        and page.begins_within
        and (before.account, before.currency) == (after.account, after.currency)
        and before.closing == after.opening
    )


def _with_next(last: StatementPage, page: StatementPage) -> StatementPage:
    before, after = last.statement, page.statement
    merged = replace(
        before,
        number=before.number.partition("/")[0],
        until=after.until or before.until,
        closing=after.closing,
        closing_day=after.closing_day,
        lines=(*before.lines, *after.lines),
    )
    return replace(
        last,
        statement=merged,
        ends_within=page.ends_within,
        closed_on=page.closed_on,
        undated=last.undated | {len(before.lines) + n for n in page.undated},
    )


def _balance(message: Message, key: str) -> Balance | None:
    field = message.header.get(key)
    return balance_of(field) if field else None


def _same_currency(closing: Balance | None, currency: str) -> Decimal | None:
    return closing.amount if closing and closing.currency == currency else None


def _account(field: MessageField | None) -> tuple[str, str, str]:
    """Bank, number and currency, from an IBAN or ``bank/number``, with ``EUR`` after.

    >>> from ledgerkit.errors import Place
    >>> from ledgerkit.importers.bank_files.mt940.fields import MessageField
    >>> _account(MessageField("25", ("51210600/9223382012EUR",), Place("x.sta", 1)))
    ('51210600', '9223382012', 'EUR')
    """
    if field is None:
        return "", "", ""
    bank, slash, number = field.first.partition("/")
    if not slash:
        bank, number = "", bank
    plain = account_number(number)
    suffixed = _WITH_CURRENCY.fullmatch(plain)
    if suffixed and suffixed[2] in currency_codes() and not iban.is_valid(plain):
        return one_line(bank), suffixed[1], suffixed[2]
    return one_line(bank), plain, ""


def _floor_currency(message: Message) -> str:
    """An MT942 has no balances, but its floor limit has a currency."""
    floor = message.header.get("floor")
    match = _FLOOR_CURRENCY.match(floor.first) if floor else None
    return match[1] if match else ""


def _number(message: Message) -> str:
    field = message.header.get("number")
    number, _, page = field.first.partition("/") if field else ("", "", "")
    bare = number.strip().lstrip("0")
    first = not bare or page.lstrip("0") in {"", "1"}
    return reference(bare if first else f"{bare}/{page.lstrip('0')}")


def _line(
    entry: MessageEntry, movement: StatedMovement, currency: str, span: _Span
) -> StatementLine:
    details = _said(entry, movement)
    foreign, code = _foreign(details.parts.get("OCMT", ""), movement.amount)
    charges, charged_in = _foreign(details.parts.get("CHGS", ""), ZERO)
    return StatementLine(
        day=span.booked(movement),
        amount=movement.amount,
        currency=currency,
        reference=movement.bank,
        name=details.name,
        iban=details.iban,
        text=details.text,
        value_day=movement.value_day,
        creditor_reference=reference(details.creditor_reference),
        end_to_end=details.end_to_end or movement.customer,
        kind=" ".join(filter(None, (movement.kind, details.case))),
        original_amount=foreign if code != currency else None,
        original_currency=code if code != currency else "",
        charges=charges if charges and charged_in == currency else ZERO,
        pending=movement.pending,
        place=entry.movement.place,
    )


def _said(entry: MessageEntry, movement: StatedMovement) -> Said:
    """The details, followed by the text below the transaction."""
    texts = [
        line for detail in entry.details if detail.tag != "NS" for line in detail.lines
    ]
    others = [
        line for detail in entry.details if detail.tag == "NS" for line in detail.lines
    ]
    details = said_in(texts) if texts or not others else said_in_other_fields(others)
    further = said_in(movement.further)
    if iban.is_valid(movement.customer):
        # Some banks give the other account as reference, and the name below it.
        details = replace(
            details,
            iban=details.iban or account_number(movement.customer),
            name=details.name or further.text,
        )
    return replace(
        details,
        text=joined(details.text, further.text),
        parts={**further.parts, **details.parts},
    )


def _foreign(text: str, direction: Decimal) -> tuple[Decimal | None, str]:
    """``USD100,00`` with the direction of an amount."""
    match = _FOREIGN.fullmatch(text.strip())
    if match is None:
        return None, ""
    number = without_needless_zeros(Decimal(match[2].replace(",", ".")), match[1])
    return (-number if direction < 0 else number), match[1]
