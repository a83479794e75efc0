"""One entry of a CAMT message -> a line for each payment in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.banking.statement import StatementLine
from ledgerkit.importers.bank_files.camt.amounts import (
    amount_and_currency,
    sign,
    stated_day,
)
from ledgerkit.importers.bank_files.camt.batch import BatchShare, original, shares_of
from ledgerkit.importers.bank_files.camt.details import (
    Details,
    read_details,
    transaction_code,
)
from ledgerkit.importers.bank_files.text import joined, stated_reference
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.importers.bank_files.camt.details import Owner
    from ledgerkit.xml.part import XmlPart

#: Shorter ones only number the entries of one statement.
_ENTRY_REFERENCE_MIN = 10


class BookingDays(NamedTuple):
    """The days on which entries without a booking day are booked.

    Attributes:
        first: The first day of their statement; None if unknown.
        last: The last one; None likewise.
        made: The day of the message, for entries without any day.
    """

    first: date | None
    last: date | None
    made: date | None

    def of(self, value_day: date | None) -> date | None:
        """The day of an entry of which only the value date is stated, if at all.

        A value date may lie outside of the statement, as that of a quarter's costs
        does: the balances would not tie on their days.
        """
        if value_day is None:
            return self.made
        if self.first is not None and value_day < self.first:
            value_day = self.first
        return value_day if self.last is None else min(value_day, self.last)


def entry_lines(
    entry: XmlPart, owner: Owner, currency: str, days: BookingDays
) -> Sequence[StatementLine]:
    """The lines of an entry; their amounts add up to its own.

    Args:
        entry: The ``Ntry`` element.
        owner: The holder of the account.
        currency: The account's.
        days: When it is booked, if it doesn't say.

    Raises:
        UnreadableFileError: If its amount, direction or day can't be read.
    """
    line = _whole(entry, currency, days)
    parts = [*entry.all("NtryDtls/TxDtls"), *entry.all("TxDtls")]
    reversal = entry.text("RvslInd") in {"true", "1"}
    # A reversal returns money from the other party of the payment.
    from_debtor = (line.amount >= 0) != reversal
    details = [read_details(part, owner, from_debtor=from_debtor) for part in parts]
    memo = entry.text("AddtlNtryInf")
    if not details:
        return [replace(line, text=joined(memo))]
    shares = shares_of(entry, parts, line.amount, line.currency)
    if shares is None:
        return list(_undivided(line, parts, details, memo))
    references = _references(line.reference, details)
    return list(_divided(line, details, shares, references, memo))


def _whole(entry: XmlPart, currency: str, days: BookingDays) -> StatementLine:
    stated = entry.first("Amt")
    if stated is None:
        raise entry.missing("Amt", "amount")
    number, code = amount_and_currency(stated, currency)
    value_day = stated_day(entry, "ValDt")
    day = stated_day(entry, "BookgDt") or days.of(value_day)
    if day is None:
        raise entry.missing("BookgDt", "day")
    status = entry.text("Sts/Cd", "Sts/Prtry", "Sts")
    number_of_entry = stated_reference(entry.text("NtryRef"))
    if len(number_of_entry) < _ENTRY_REFERENCE_MIN:
        number_of_entry = ""
    return StatementLine(
        day=day,
        amount=sign(entry) * number,
        currency=code,
        reference=stated_reference(entry.text("AcctSvcrRef")) or number_of_entry,
        value_day=value_day,
        kind=transaction_code(entry),
        # Besides BOOK there are pending (PDNG), future (FUTR) and informative ones.
        pending=bool(status) and not status.upper().startswith("BOOK"),
        place=entry.place,
    )


def _references(reference: str, details: Sequence[Details]) -> Sequence[str]:
    """The bank's id of each payment, all different within an entry."""
    if len(details) == 1:
        own = details[0]
        return [reference or own.bank_reference or own.payment_reference]
    for ids in (
        [d.bank_reference for d in details],
        [reference and f"{reference}/{n}" for n in range(1, len(details) + 1)],
        [d.payment_reference for d in details],
    ):
        if len(set(ids)) == len(ids) and all(ids):
            return ids
    return [""] * len(details)


def _divided(
    line: StatementLine,
    details: Sequence[Details],
    shares: Sequence[BatchShare],
    references: Sequence[str],
    memo: str,
) -> Iterator[StatementLine]:
    """A line for each payment, and one for charges on all of them."""
    for own, share, reference in zip(details, shares, references, strict=False):
        yield _line(line, own, share, reference, memo)
    for share in shares[len(details) :]:
        yield replace(
            line,
            amount=share.amount,
            reference=line.reference and f"{line.reference}/charges",
            text=joined(memo, "Bank charges"),
        )


def _undivided(
    template: StatementLine,
    parts: Sequence[XmlPart],
    details: Sequence[Details],
    memo: str,
) -> Iterator[StatementLine]:
    """The whole amount in one line, and its stated payments.

    The further lines have no amount, so that nothing is counted twice, and are pending,
    so that they are never booked.
    """
    names = {own.name for own in details}
    name = names.pop() if len(names) == 1 else ""
    texts = (text for d in details for text in ("" if name else d.name, d.text))
    yield replace(
        template,
        name=name,
        kind=details[0].kind or template.kind,
        text=joined(*texts, memo),
    )
    for own, part in zip(details[1:], parts[1:], strict=True):
        foreign, code = original(part, template.amount, "")
        share = BatchShare(ZERO, original_amount=foreign, original_currency=code)
        line = _line(template, own, share, own.bank_reference, "")
        yield replace(line, pending=True)


def _line(
    template: StatementLine, own: Details, share: BatchShare, reference: str, memo: str
) -> StatementLine:
    return replace(
        template,
        amount=share.amount,
        reference=reference,
        name=own.name,
        iban=own.iban,
        text=joined(own.text, memo),
        creditor_reference=own.creditor_reference,
        end_to_end=own.end_to_end,
        kind=own.kind or template.kind,
        original_amount=share.original_amount,
        original_currency=share.original_currency,
        charges=share.charges,
        place=own.place,
    )
