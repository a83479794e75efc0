"""Payment terms: when a document must be paid, and the words for why.

The grammar, without regard to case::

    terms      = instalments | single
    instalments = share "%" single ("," share "%" single)*      the shares make 100
    single     = [discount] ("on receipt" | days | "net" days ["eom"] | "eom" day)
    discount   = percent "/" days                                e.g. 2/10
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from ledgerkit.calendars import day_of_next_month, month_end
from ledgerkit.money import quantum, split_by_shares

_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{1,4})?"
_INSTALMENT = re.compile(rf"({_NUMBER})\s*%\s*(.+)")
_SINGLE = re.compile(
    rf"(?:(?P<percent>{_NUMBER})/(?P<within>[0-9]{{1,3}})\s+)?"
    r"(?:(?P<receipt>on receipt)|eom\s+(?P<day>[0-9]{1,2})"
    r"|(?:net\s+)?(?P<days>[0-9]{1,4})(?:\s+days)?(?P<eom>\s+eom)?)"
)
_DAYS_MAX = 3660


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePart:
    """A part of a document that falls due on a day.

    Attributes:
        due: Last day to pay it without being late.
        amount: In the document's currency, with the document's sign.
    """

    due: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """When one share of a document falls due.

    Attributes:
        share: Percent of the document.
        days: Days after the document's date.
        to_month_end: Whether those days run on to the end of their month.
        day_of_next_month: If set, the due date is this day of the month after
            the document's, and ``days`` has no meaning.
    """

    share: Decimal
    days: int = 0
    to_month_end: bool = False
    day_of_next_month: int | None = None

    def due(self, issued: date) -> date:
        """The last day to pay without being late; at most the calendar's last."""
        try:
            if self.day_of_next_month is not None:
                return day_of_next_month(issued, self.day_of_next_month)
            day = issued + timedelta(days=self.days)
        except OverflowError:
            return date.max
        return month_end(day) if self.to_month_end else day

    def words(self) -> str:
        """How the day is found, e.g. ``30 days after 2026-01-15``, less the date."""
        if self.day_of_next_month is not None:
            return f"day {self.day_of_next_month} of the month after"
        if self.days == 0 and not self.to_month_end:
            return "on receipt,"
        return (
            f"{self.days} days"
            + (", then to month end," * self.to_month_end)
            + " after"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTerms:
    """Agreed terms of payment.

    Attributes:
        text: As a person wrote them.
        instalments: One or more; the shares make 100 percent.
        discount_percent: What may be taken off for early payment; zero for none.
        discount_days: Within how many days of the document's date.
    """

    text: str
    instalments: tuple[Instalment, ...]
    discount_percent: Decimal = Decimal(0)
    discount_days: int = 0

    def due(self, issued: date) -> date:
        """The day by which everything is due."""
        return max(part.due(issued) for part in self.instalments)

    def due_parts(
        self, issued: date, amount: Decimal, currency: str
    ) -> tuple[DuePart, ...]:
        """What falls due when; the parts sum to the amount exactly.

        >>> terms = parse_terms("30% 0, 70% 60")
        >>> parts = terms.due_parts(date(2026, 1, 1), Decimal("99.99"), "EUR")
        >>> [str(part.amount) for part in parts]
        ['30.00', '69.99']
        """
        if len(self.instalments) == 1:
            return (DuePart(due=self.due(issued), amount=amount),)
        shares = [part.share for part in self.instalments]
        amounts = split_by_shares(amount, shares, quantum=quantum(currency))
        return tuple(
            DuePart(due=part.due(issued), amount=share)
            for part, share in zip(self.instalments, amounts, strict=True)
        )

    def explain(self, issued: date) -> str:
        """Why the due dates are what they are, in one sentence.

        >>> parse_terms("net 30 eom").explain(date(2026, 1, 15))
        'due 2026-02-28: 30 days, then to month end, after 2026-01-15'
        """
        whole = len(self.instalments) == 1
        parts = "; ".join(
            ("" if whole else f"{part.share.normalize():f} % ")
            + f"due {part.due(issued)}: {part.words()} {issued}"
            for part in self.instalments
        )
        if not self.discount_percent:
            return parts
        until = issued + timedelta(days=self.discount_days)
        return f"{parts}; {self.discount_percent.normalize():f} % off until {until}"


@lru_cache(maxsize=4096)
def parse_terms(text: str) -> PaymentTerms:
    """Read payment terms.

    Raises:
        ValueError: If the text is none; the message shows the forms there are.
    """
    words = " ".join(text.casefold().split())
    if "%" not in words:
        instalment, percent, within = _parse_single(words, text)
        return PaymentTerms(
            text=text,
            instalments=(instalment,),
            discount_percent=percent,
            discount_days=within,
        )
    instalments = tuple(_parse_instalment(part, text) for part in words.split(","))
    total = sum(part.share for part in instalments)
    if total != 100:
        raise ValueError(f"the parts of {text!r} make {total} %, not 100 %")
    return PaymentTerms(text=text, instalments=instalments)


def _parse_instalment(part: str, text: str) -> Instalment:
    match = _INSTALMENT.fullmatch(part.strip())
    if not match:
        raise _unreadable(text)
    single, percent, _within = _parse_single(match[2], text)
    if percent or not Decimal(match[1]):
        raise _unreadable(text)
    return Instalment(
        share=Decimal(match[1]),
        days=single.days,
        to_month_end=single.to_month_end,
        day_of_next_month=single.day_of_next_month,
    )


def _parse_single(words: str, text: str) -> tuple[Instalment, Decimal, int]:
    match = _SINGLE.fullmatch(words)
    day = int(match["day"] or 0) if match else 0
    days = int(match["days"] or 0) if match else 0
    if not match or day > 31 or (match["day"] and not day) or days > _DAYS_MAX:
        raise _unreadable(text)
    instalment = Instalment(
        share=Decimal(100),
        days=days,
        to_month_end=bool(match["eom"]),
        day_of_next_month=day or None,
    )
    percent = Decimal(match["percent"] or 0)
    if percent >= 100:
        raise _unreadable(text)
    return instalment, percent, int(match["within"] or 0)


def _unreadable(text: str) -> ValueError:
    return ValueError(
        f"{text!r} are no payment terms; write for instance "
        '"net 30", "on receipt", "net 30 eom", "eom 15", "2/10 net 30" '
        'or "30% 0, 70% 60"'
    )
