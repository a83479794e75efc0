"""A message of MT940 -> a statement, and the pages of one joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
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
from ledgerkit.importers.tables.amount_text import CURRENCY_CODES
from ledgerkit.money import ZERO, without_needless_zeros

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.importers.bank_files.mt940.fields import MessageField
    from ledgerkit.importers.bank_files.mt940.messages import Message, MessageEntry

_WITH_CURRENCY = re.compile(r"(.*[0-9])\s?([A-Z]{3})")
_FLOOR_CURRENCY = re.compile(r"([A-Z]{3})[CD]?[0-9,]*")
_FOREIGN = re.compile(rf"([A-Z]{{3}})({AMOUNT})")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """A statement, and how its balances end."""

    statement: Statement
    begins_within: bool
    ends_within: bool


def statement_of(message: Message) -> StatementPage:
    """What a message states.

    Raises:
        UnreadableFileError: If a movement or balance can't be read.
    """
    opening = _balance(message, "opening")
    closing = _balance(message, "closing")
    bank, number, suffix = _account(message.header.get("account"))
    known = opening or closing
    currency = known.currency if known else suffix or _floor_currency(message)
    lines = tuple(_line(entry, currency) for entry in message.entries)
    days = [line.day for line in lines]
    stood = closing.day if closing else None
    last = max([*days, stood] if stood else days, default=None)
    return StatementPage(
        statement=Statement(
            account=number,
            bank=bank,
            currency=currency,
            number=_number(message),
            since=min(days, default=stood),
            until=last,
            opening=opening.amount if opening else None,
            closing=_same_currency(closing, currency),
            closing_day=stood if stood != last else None,
            lines=lines,
            place=message.first.place,
        ),
        begins_within=bool(opening and opening.of_page),
        ends_within=bool(closing and closing.of_page),
    )


def joined_pages(pages: Sequence[StatementPage]) -> Sequence[Statement]:
    """The statements; a page that goes on where the last one ended is joined to it.

    Pages that don't meet, because one is missing, stay statements of their own.
    """
    found: list[StatementPage] = []
    for page in pages:
        if found and _goes_on(found[-1], page):
            found[-1] = _with_next(found[-1], page)
        else:
            found.append(page)
    return [page.statement for page in found]


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
    whole = replace(
        before,
        number=before.number.partition("/")[0],
        until=after.until or before.until,
        closing=after.closing,
        closing_day=after.closing_day,
        lines=(*before.lines, *after.lines),
    )
    return replace(last, statement=whole, ends_within=page.ends_within)


def _balance(message: Message, which: str) -> Balance | None:
    found = message.header.get(which)
    return balance_of(found) if found else None


def _same_currency(closing: Balance | None, currency: str) -> Decimal | None:
    return closing.amount if closing and closing.currency == currency else None


def _account(found: MessageField | None) -> tuple[str, str, str]:
    """Bank, number and currency, from an IBAN or ``bank/number``, and ``EUR`` behind.

    >>> from ledgerkit.errors import Place
    >>> from ledgerkit.importers.bank_files.mt940.fields import MessageField
    >>> _account(MessageField("25", ("51210600/9223382012EUR",), Place("x.sta", 1)))
    ('51210600', '9223382012', 'EUR')
    """
    if found is None:
        return "", "", ""
    bank, slash, number = found.first.partition("/")
    if not slash:
        bank, number = "", bank
    plain = account_number(number)
    suffixed = _WITH_CURRENCY.fullmatch(plain)
    if suffixed and suffixed[2] in CURRENCY_CODES and not iban.is_valid(plain):
        return one_line(bank), suffixed[1], suffixed[2]
    return one_line(bank), plain, ""


def _floor_currency(message: Message) -> str:
    """An MT942 has no balances; the least amount that it reports has a currency."""
    floor = message.header.get("floor")
    match = _FLOOR_CURRENCY.match(floor.first) if floor else None
    return match[1] if match else ""


def _number(message: Message) -> str:
    found = message.header.get("number")
    number, _, page = found.first.partition("/") if found else ("", "", "")
    bare = number.strip().lstrip("0")
    first = not bare or page.lstrip("0") in {"", "1"}
    return reference(bare if first else f"{bare}/{page.lstrip('0')}")


def _line(entry: MessageEntry, currency: str) -> StatementLine:
    movement = movement_of(entry.movement, currency)
    said = _said(entry, movement)
    foreign, code = _foreign(said.parts.get("OCMT", ""), movement.amount)
    charges, charged_in = _foreign(said.parts.get("CHGS", ""), ZERO)
    return StatementLine(
        day=movement.day,
        amount=movement.amount,
        currency=currency,
        reference=movement.bank,
        name=said.name,
        iban=said.iban,
        text=said.text,
        value_day=movement.value_day,
        creditor_reference=reference(said.creditor_reference),
        end_to_end=said.end_to_end or movement.customer,
        kind=" ".join(filter(None, (movement.kind, said.case))),
        original_amount=foreign if code != currency else None,
        original_currency=code if code != currency else "",
        charges=charges if charges and charged_in == currency else ZERO,
        pending=movement.pending,
        place=entry.movement.place,
    )


def _said(entry: MessageEntry, movement: StatedMovement) -> Said:
    """What the details say, and behind it what stands below the movement."""
    texts = [line for one in entry.details if one.tag != "NS" for line in one.lines]
    others = [line for one in entry.details if one.tag == "NS" for line in one.lines]
    said = said_in(texts) if texts or not others else said_in_other_fields(others)
    further = said_in(movement.further)
    if iban.is_valid(movement.customer):
        # Some banks have the other account for a reference, and the name below it.
        said = replace(
            said,
            iban=said.iban or account_number(movement.customer),
            name=said.name or further.text,
        )
    return replace(
        said,
        text=joined(said.text, further.text),
        parts={**further.parts, **said.parts},
    )


def _foreign(text: str, direction: Decimal) -> tuple[Decimal | None, str]:
    """``USD100,00`` with the direction of an amount."""
    match = _FOREIGN.fullmatch(text.strip())
    if match is None:
        return None, ""
    number = without_needless_zeros(Decimal(match[2].replace(",", ".")), match[1])
    return (-number if direction < 0 else number), match[1]
