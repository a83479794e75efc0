"""A client's mandate to collect by SEPA direct debit, and what may be collected.

The rules are those of the EPC's rulebooks, EPC016-06 (CORE) and EPC222-07 (B2B).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.errors import Place

#: Country, check digits, business code, and the national identifier (EPC262-08).
_CREDITOR_ID = re.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")


class DebitScheme(StrEnum):
    """The rulebook that a mandate is under."""

    CORE = "CORE"
    B2B = "B2B"
    """Between businesses: the client's bank has the mandate, and refunds nothing."""


class Turn(StrEnum):
    """Which collection under a mandate it is, in the bank's words."""

    FIRST = "FRST"
    RECURRENT = "RCUR"
    ONE_OFF = "OOFF"
    FINAL = "FNAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """A mandate as it is on a day.

    Attributes:
        id: The reference that the client signed; at most 35 characters.
        client: Id of the client.
        signed: The day on which it was signed.
        scheme: The rulebook that it is under.
        iban: The account to collect from; empty if nothing says it.
        bic: Its bank's code; empty if unknown.
        is_one_off: Whether it is for one collection only.
        final: The day from which a collection is the last one; None for none.
        ended: The day from which it holds no more; None if it goes on.
        notice_days: The days before a collection by which the client must know of
            it, where that was agreed; None for the usual ones.
        place: Where it stands.
    """

    id: str
    client: str
    signed: date
    scheme: DebitScheme = DebitScheme.CORE
    iban: str = ""
    bic: str = ""
    is_one_off: bool = False
    final: date | None = None
    ended: date | None = None
    notice_days: int | None = None
    place: Place

    def turn(self, day: date, collected: Sequence[date]) -> Turn:
        """Which collection one on this day is.

        Args:
            day: The day of collection.
            collected: The days of earlier collections.
        """
        if self.is_one_off:
            return Turn.ONE_OFF
        if self.final is not None and day >= self.final:
            return Turn.FINAL
        return Turn.RECURRENT if collected else Turn.FIRST

    def obstacle(self, day: date, collected: Sequence[date]) -> str:
        """Why nothing may be collected on a day; empty if it may.

        Args:
            day: The day of collection.
            collected: The days of earlier collections, in any order. Three years after
                the last of them the mandate is void (EPC016-06, 4.1).
        """
        if self.signed > day:
            return (
                f"mandate {self.id} is signed on {self.signed} and not valid on"
                f" {day}; collect from then on, or correct signed:"
            )
        if self.ended is not None and self.ended <= day:
            return f"mandate {self.id} ended on {self.ended}; {self._another(day)}"
        used = self._used_up(day, max(collected)) if collected else ""
        return f"{used}; {self._another(day)}" if used else ""

    def _used_up(self, day: date, last: date) -> str:
        """Why nothing is collected after a last time; empty if something is."""
        if self.is_one_off:
            return f"mandate {self.id} was for one collection, made on {last}"
        if self.final is not None and last >= self.final:
            return f"the last collection under mandate {self.id} was made on {last}"
        if (day.year - last.year, day.month, day.day) > (3, last.month, last.day):
            return f"mandate {self.id} was last used on {last} and lapsed 3 years later"
        return ""

    def _another(self, day: date) -> str:
        """What to write when the client has signed again."""
        return (
            "when the client has signed another one, write"
            f' {day} custom "mandate" "{self.id}-2" "{self.client}"'
        )


def wrong_creditor_id(text: str) -> str:
    """What is wrong with a creditor identifier; empty if nothing.

    The check digits are those of ISO 7064, modulo 97-10, over what follows the
    business code, and the country (EPC262-08).

    >>> wrong_creditor_id("DE98ZZZ09999999999")
    ''
    >>> wrong_creditor_id("DE89ZZZ09999999999")
    'DE89ZZZ09999999999 is mistyped: its check digits would be 98; compare it with the\
 letter that gave it to you, and write "DE98ZZZ09999999999" if that is it'
    """
    plain = "".join(text.split()).upper()
    if not _CREDITOR_ID.fullmatch(plain):
        return (
            f'"{text}" is no creditor identifier; write it as the letter says that'
            ' gave it to you, e.g. "DE98ZZZ09999999999"'
        )
    # Its library takes a tenth of a second, and most books have none.
    from stdnum.eu import at_02  # noqa: PLC0415

    right = at_02.calc_check_digits(plain)
    if plain[2:4] == right:
        return ""
    return (
        f"{text} is mistyped: its check digits would be {right}; compare it with the"
        f' letter that gave it to you, and write "{plain[:2]}{right}{plain[4:]}" if'
        " that is it"
    )


def checked_creditor_id(text: str) -> str:
    """A creditor identifier without spaces.

    Raises:
        ValueError: If its check digits are wrong.
    """
    wrong = wrong_creditor_id(text)
    if wrong:
        raise ValueError(wrong)
    return "".join(text.split()).upper()
