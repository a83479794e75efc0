"""The scheme by which a payment file pays: which accounts it knows, and when it pays.

Euro go by SEPA, dollars by ACH (Nacha Operating Rules), pounds by Bacs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledgerkit.payables.vendor_account import compact_iban, wrong_iban

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ROUTING = re.compile(r"[0-9]{9}")
_SORT_CODE = re.compile(r"[0-9]{6}")
_ACH_ACCOUNT = re.compile(r"[0-9A-Z-]{1,17}")
_BACS_ACCOUNT = re.compile(r"[0-9]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentScheme:
    """How a currency is paid by file.

    Attributes:
        name: Its name.
        keys: The keys that say an account, in the order in which they are written.
        sender_key: The key of our record that says who we are to the scheme; empty if
            an account is enough.
        days: The bank days from the order to the payment, at least.
        suffix: Of the payment file.
        wrong: What is wrong with an account, as `account_of` writes it; else empty.
    """

    name: str
    keys: tuple[str, ...]
    sender_key: str
    days: int
    suffix: str
    wrong: Callable[[str], str]

    def account_of(self, facts: Mapping[str, Any]) -> str:
        """The account in a record, without blanks inside a number; empty if none."""
        numbers = [compact_iban(str(facts.get(key) or "")) for key in self.keys]
        return " ".join(numbers) if all(numbers) else ""


def wrong_routing_number(text: str) -> str:
    """What is wrong with an ABA routing number; empty if nothing.

    Nine digits, weighted 3, 7 and 1, sum to a multiple of ten.

    >>> wrong_routing_number("021000021")
    ''
    >>> wrong_routing_number("021000022")
    'the routing number 021000022 is mistyped: its last digit would be 1'
    """
    plain = "".join(text.split())
    if not _ROUTING.fullmatch(plain):
        return f'"{text}" is no routing number; write its nine digits, "021000021"'
    weights = (3, 7, 1) * 3
    total = sum(int(d) * w for d, w in zip(plain[:8], weights, strict=False))
    right = -total % 10
    if int(plain[8]) == right:
        return ""
    return f"the routing number {plain} is mistyped: its last digit would be {right}"


def wrong_sort_code(text: str) -> str:
    """What is wrong with a British sort code; empty if nothing.

    >>> wrong_sort_code("20-00-00"), wrong_sort_code("200 000")
    ('', '')
    """
    if _SORT_CODE.fullmatch("".join(text.split()).replace("-", "")):
        return ""
    return f'"{text}" is no sort code; write its six digits, "20-00-00"'


def _wrong_ach(account: str) -> str:
    routing, number = account.split(" ")
    wrong = wrong_routing_number(routing)
    if wrong or _ACH_ACCOUNT.fullmatch(number):
        return wrong
    return f'"{number}" is no account number; at most 17 digits, letters and hyphens'


def _wrong_bacs(account: str) -> str:
    code, number = account.split(" ")
    wrong = wrong_sort_code(code)
    if wrong or _BACS_ACCOUNT.fullmatch(number):
        return wrong
    return f'"{number}" is no account number; write its eight digits, "12345678"'


SEPA = PaymentScheme(
    name="SEPA", keys=("iban",), sender_key="", days=0, suffix=".xml", wrong=wrong_iban
)
ACH = PaymentScheme(
    name="ACH",
    keys=("routing-number", "account-number"),
    sender_key="ach-id",
    days=1,
    suffix=".ach",
    wrong=_wrong_ach,
)
BACS = PaymentScheme(
    name="Bacs",
    keys=("sort-code", "account-number"),
    sender_key="bacs-user-number",
    days=2,
    suffix=".txt",
    wrong=_wrong_bacs,
)
_BY_CURRENCY = {"EUR": SEPA, "USD": ACH, "GBP": BACS}


def scheme_of(currency: str) -> PaymentScheme | None:
    """The scheme that pays a currency by file; None if we know none."""
    return _BY_CURRENCY.get(currency)


def checked_routing_number(text: str) -> str:
    """A routing number without blanks.

    Raises:
        ValueError: If its check digit is wrong.
    """
    wrong = wrong_routing_number(text)
    if wrong:
        raise ValueError(wrong)
    return "".join(text.split())


def checked_sort_code(text: str) -> str:
    """A sort code as six digits.

    Raises:
        ValueError: If it is none.
    """
    wrong = wrong_sort_code(text)
    if wrong:
        raise ValueError(wrong)
    return "".join(text.split()).replace("-", "")
