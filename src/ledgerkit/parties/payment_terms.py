"""Payment terms: when a document is due, and the explanation of why.

The grammar, ignoring case::

    terms       = instalments | [discount] single
    instalments = share "%" single ("," share "%" single)*      the shares make 100
    single      = "on receipt" | days | "net" days ["eom" [day]] | "eom" [day]
    discount    = percent "/" days                               e.g. 2/10

``net 60 eom 10`` is day 10 of the month after the one that the 60 days end in, as
in Italian and French terms. Other ways to say the same are read too: ``n/30``
after a discount, ``15 prox`` for ``eom 15``, ``immediate``, ``30% @ 0 70% @ 60``.
A discount with instalments is refused: it would be unclear which payment earns it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from ledgerkit.calendars import day_of_next_month, month_end
from ledgerkit.money import quantum, split_by_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.parties.business_days import BusinessDays

_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{1,4})?"
_INSTALMENT = re.compile(rf"({_NUMBER})\s*%\s*(.+)")
#: A comma, or a space before the next share, separates instalments.
_BETWEEN_INSTALMENTS = re.compile(rf"\s*,\s*|\s+(?={_NUMBER}\s*%)")
_SINGLE = re.compile(
    rf"(?:(?P<percent>{_NUMBER})/(?P<within>[0-9]{{1,3}})(?:\s+days)?,?\s+)?"
    r"(?:(?P<receipt>(?:due )?on receipt|immediate(?:ly)?)"
    r"|(?:net\s+)?(?P<prox>[0-9]{1,2})(?:st|nd|rd|th)? prox"
    r"|(?:(?:net\s+|n/)?(?P<days>[0-9]{1,4})(?:\s+days)?(?:\s+net)?(?:\s+|$)|net\s+)?"
    r"(?P<eom>eom(?:\s+(?P<day>[0-9]{1,2}))?)?)"
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
            the one that those days end in.
    """

    share: Decimal
    days: int = 0
    to_month_end: bool = False
    day_of_next_month: int | None = None

    def due(self, issued: date) -> date:
        """The due date, a business day or not; at most the calendar's last day."""
        try:
            day = issued + timedelta(days=self.days)
            if self.day_of_next_month is not None:
                return day_of_next_month(day, self.day_of_next_month)
        except OverflowError:
            return date.max
        return month_end(day) if self.to_month_end else day

    def words(self) -> str:
        """How the day is worked out, e.g. ``30 days after``, without the date."""
        if self.day_of_next_month is not None:
            first = f"that of {self.days} days after" if self.days else ""
            return f"day {self.day_of_next_month} of the month after {first}".rstrip()
        if self.days == 0:
            return "end of the month of" if self.to_month_end else "on receipt,"
        days = "1 day" if self.days == 1 else f"{self.days} days"
        return days + (", then to month end," * self.to_month_end) + " after"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTerms:
    """Agreed terms of payment.

    Attributes:
        text: As a person wrote them.
        instalments: One or more; the shares make 100 percent.
        discount_percent: The early-payment discount; zero for none.
        discount_days: Days from the document's date to take it.
        business_days: How dates move to business days; None if they don't.
    """

    text: str
    instalments: tuple[Instalment, ...]
    discount_percent: Decimal = Decimal(0)
    discount_days: int = 0
    business_days: BusinessDays | None = None

    def due(self, issued: date) -> date:
        """The day by which everything is due."""
        if len(self.instalments) == 1:
            return self._adjusted(self.instalments[0].due(issued))
        return max(self._adjusted(part.due(issued)) for part in self.instalments)

    def first_due(self, issued: date) -> date:
        """The day by which the first part is due."""
        if len(self.instalments) == 1:
            return self._adjusted(self.instalments[0].due(issued))
        return min(self._adjusted(part.due(issued)) for part in self.instalments)

    def discount_until(self, issued: date) -> date | None:
        """The last day to pay with the discount; None if there is none.

        It moves like a due date: if banks are closed on it, the payer needs a day
        when they are open.
        """
        if not self.discount_percent:
            return None
        return self._adjusted(self._discount_day(issued))

    def due_parts(
        self, issued: date, amount: Decimal, currency: str
    ) -> tuple[DuePart, ...]:
        """The instalments of an amount; they sum to it exactly.

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
            DuePart(due=self._adjusted(part.due(issued)), amount=share)
            for part, share in zip(self.instalments, amounts, strict=True)
        )

    def explain(self, issued: date) -> str:
        """Why the due dates are what they are, in one sentence.

        >>> parse_terms("net 30 eom").explain(date(2026, 1, 15))
        'due 2026-02-28: 30 days, then to month end, after 2026-01-15'
        """
        reasons = [*self.explain_parts(issued), self.explain_discount(issued)]
        return "; ".join(reason for reason in reasons if reason)

    def explain_discount(self, issued: date) -> str:
        """The discount, its last day, and why that moved; empty for no discount."""
        until = self.discount_until(issued)
        if until is None:
            return ""
        shift = self._why_moved(self._discount_day(issued))
        reason = f": {self.discount_days} days after {issued}{shift}" if shift else ""
        return f"{_percent(self.discount_percent)} off until {until}{reason}"

    def explain_parts(self, issued: date) -> Sequence[str]:
        """The same for each instalment, in the order of the terms."""
        is_single = len(self.instalments) == 1
        return [
            ("" if is_single else f"{_percent(part.share)} ")
            + f"due {self._adjusted(part.due(issued))}: {part.words()} {issued}"
            + self._why_moved(part.due(issued))
            for part in self.instalments
        ]

    def _adjusted(self, day: date) -> date:
        return day if self.business_days is None else self.business_days.adjusted(day)

    def _why_moved(self, day: date) -> str:
        words = self.business_days.words(day) if self.business_days else ""
        return f" is {words}" if words else ""

    def _discount_day(self, issued: date) -> date:
        try:
            return issued + timedelta(days=self.discount_days)
        except OverflowError:
            return date.max


@lru_cache(maxsize=4096)
def terms_on_business_days(terms: PaymentTerms, days: BusinessDays) -> PaymentTerms:
    """The same terms, with dates moved to business days."""
    return replace(terms, business_days=days)


def _percent(number: Decimal) -> str:
    return f"{number.normalize():f} %"


@lru_cache(maxsize=4096)
def parse_terms(text: str) -> PaymentTerms:
    """Read payment terms.

    Raises:
        ValueError: If the text is not valid; the message shows the valid forms.
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
    words = re.sub(r"%\s*@\s*", "% ", words)
    parts = _BETWEEN_INSTALMENTS.split(words)
    instalments = tuple(_parse_instalment(part, text) for part in parts)
    total = sum(part.share for part in instalments)
    if total != 100:
        raise ValueError(f"the parts of {text!r} make {total} %, not 100 %")
    return PaymentTerms(text=text, instalments=instalments)


def _parse_instalment(part: str, text: str) -> Instalment:
    match = _INSTALMENT.fullmatch(part.strip())
    if not match:
        raise _unreadable(text)
    single, percent, _within = _parse_single(match[2], text)
    if percent:
        raise ValueError(
            f"{text!r} has a discount inside instalments, and nobody could say of which"
            " payment it is; write the discount on terms of one date, e.g."
            ' "2/10 net 30", or leave it out'
        )
    if not Decimal(match[1]):
        raise _unreadable(text)
    return Instalment(
        share=Decimal(match[1]),
        days=single.days,
        to_month_end=single.to_month_end,
        day_of_next_month=single.day_of_next_month,
    )


def _parse_single(words: str, text: str) -> tuple[Instalment, Decimal, int]:
    match = _SINGLE.fullmatch(words)
    if not match or not any(match[g] for g in ("receipt", "prox", "days", "eom")):
        raise _unreadable(text)
    stated_day = match["prox"] or match["day"]
    days, day = int(match["days"] or 0), int(stated_day or 0)
    percent = Decimal(match["percent"] or 0)
    if day > 31 or (stated_day and not day) or days > _DAYS_MAX or percent >= 100:
        raise _unreadable(text)
    instalment = Instalment(
        share=Decimal(100),
        days=days,
        to_month_end=bool(match["eom"]) and not day,
        day_of_next_month=day or None,
    )
    return instalment, percent, int(match["within"] or 0)


def _unreadable(text: str) -> ValueError:
    return ValueError(
        f"{text!r} are no payment terms; write for instance "
        '"net 30", "on receipt", "net 30 eom", "eom 15", "2/10 net 30" '
        'or "30% 0, 70% 60"'
    )
