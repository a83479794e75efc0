"""Whether a vendor's bank account may be paid into.

Fraudsters write that a vendor's account has changed. So a changed account is blocked
until somebody has asked the vendor, on a number known from before, and has recorded
the day: nothing in a letter or an e-invoice proves itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidAccount:
    """The account to which a payment run of ours paid a vendor.

    Attributes:
        iban: The account's number.
        day: The day of that payment.
    """

    iban: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorAccount:
    """A vendor's bank account according to the ledger, as at a day.

    Attributes:
        iban: As in the vendor's record, or for schemes without IBANs bank and account
            number; empty if there is none.
        changed: The day it was recorded; None if it never changed.
        paid: The account last paid by a run; None if none has been.
        confirmed: The day it was confirmed; None if nobody has.
        wrong: What is wrong with the account itself; None for an IBAN, which tells.
        noun: What such an account is called.
    """

    iban: str
    changed: date | None = None
    paid: PaidAccount | None = None
    confirmed: date | None = None
    wrong: str | None = None
    noun: str = "IBAN"

    @property
    def obstacle(self) -> str:
        """Why it must not be paid into; empty if it may, or there is none."""
        if not self.iban:
            return ""
        wrong = wrong_iban(self.iban) if self.wrong is None else self.wrong
        if wrong:
            return wrong
        if self.paid is not None and compact_iban(self.paid.iban) == compact_iban(
            self.iban
        ):
            return ""
        days = [day for day in (self.changed, self.paid and self.paid.day) if day]
        if not days or self._is_confirmed_since(max(days)):
            return ""
        before = f", it was {self.paid.iban} in the last run" if self.paid else ""
        return (
            f"the vendor's {self.noun} is new{before}; ask the vendor, and write"
            f" iban-confirmed: with a day from {max(days)} on in its record"
        )

    def obstacle_to(self, bill_iban: str, issued: date) -> str:
        """Why a bill that names an account must not be paid; empty if it may.

        Args:
            bill_iban: As on the bill; empty if it names none.
            issued: The bill's date.
        """
        if not bill_iban or compact_iban(bill_iban) == compact_iban(self.iban):
            return ""
        if self.iban and self._is_confirmed_since(issued):
            return ""
        ours = f"not the vendor's {self.iban}" if self.iban else "and the vendor none"
        return (
            f"the bill names the IBAN {bill_iban}, {ours}; ask the vendor, and write"
            f" iban-confirmed: with a day from {issued} on in its record"
        )

    def _is_confirmed_since(self, day: date) -> bool:
        return self.confirmed is not None and self.confirmed >= day


def wrong_iban(iban: str) -> str:
    """What is wrong with an IBAN; empty if nothing.

    >>> wrong_iban("IT60 X054 2811 1010 0000 0123 456")
    ''
    >>> wrong_iban("IT61X0542811101000000123456")
    'the IBAN IT61X0542811101000000123456 is mistyped: its check digits are wrong'
    """
    # Its library takes a tenth of a second, and many books have no IBAN.
    from stdnum import iban as iban_check  # noqa: PLC0415

    # National check digits are ignored: not all banks observe them.
    if iban_check.is_valid(iban, check_country=False):
        return ""
    return f"the IBAN {iban} is mistyped: its check digits are wrong"


def compact_iban(iban: str) -> str:
    """An IBAN without spaces, in capitals.

    >>> compact_iban("it60 x054 2811 1010 0000 0123 456")
    'IT60X0542811101000000123456'
    """
    return "".join(iban.split()).upper()
