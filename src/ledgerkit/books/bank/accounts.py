"""The ledger account that a bank file belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.banking.statement import compact_number, holds_number, is_same_account
from ledgerkit.books.bank.cash_accounts import cash_role
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts, Role
from ledgerkit.invoices.invoice import PaymentAccount
from ledgerkit.ledger.place import written
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from beancount.core.data import Open

    from ledgerkit.errors import Place
    from ledgerkit.parties.party import Party


class UnknownBankAccountError(UsageError):
    """The account of a file can't be told.

    Attributes:
        what: The reason, as a sentence without its full stop.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}; {remedy}")
        self.what = reason
        self._remedy = remedy

    def at(self, place: Place) -> UnknownBankAccountError:
        """The same, with the place in the file."""
        return UnknownBankAccountError(f"{place}: {self.what}", self._remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    """One of our bank accounts.

    Attributes:
        account: Its name in the ledger.
        numbers: Its IBAN and number, compact; empty if the ledger states none.
        currencies: The currencies allowed; empty for any.
    """

    account: str
    numbers: tuple[str, ...]
    currencies: tuple[str, ...]


class BankAccounts:
    """The money accounts, and how to find one by its number."""

    def __init__(self, opens: Iterable[Open], chart: ChartOfAccounts) -> None:
        """Take the accounts of role bank, cash, card or clearing."""
        self.accounts: Sequence[BankAccount] = [
            BankAccount(
                account=open_.account,
                numbers=tuple(_numbers(open_)),
                currencies=tuple(open_.currencies or ()),
            )
            for open_ in opens
            if cash_role(chart, open_.account) is not None
        ]

    @property
    def _example(self) -> str:
        """The first account that is no heading of others; a word if there is none."""
        names = [account.account for account in self.accounts]
        leaves = [n for n in names if not any(o.startswith(f"{n}:") for o in names)]
        return leaves[0] if leaves else "NAME"

    @property
    def by_number(self) -> Mapping[str, str]:
        """Our accounts' names in the ledger, by IBAN and number."""
        return {
            number: account.account
            for account in self.accounts
            for number in account.numbers
        }

    def find(self, number: str, currency: str) -> str:
        """The account of a file.

        Args:
            number: As in the file.
            currency: Of the file; empty if it doesn't say.

        Raises:
            UnknownBankAccountError: If no account has the number, or several have.
        """
        compact = compact_number(number)
        for is_meant in _WAYS if compact else ():
            matches = self._meant(compact, currency, is_meant)
            if len(matches) == 1:
                return matches[0]
            if matches:
                raise UnknownBankAccountError(
                    f'"{visible(number)}" may be {" or ".join(sorted(matches))}',
                    f"say which: --account {min(matches)}",
                )
        if not compact:
            raise UnknownBankAccountError(
                "the file doesn't say of which account it is",
                f"say it: --account {self._example}",
            )
        raise UnknownBankAccountError(
            f'no account has the number "{visible(number)}"',
            "write iban: or account-number: below its open directive, or say which it"
            " is: --account NAME",
        )

    def _meant(
        self, compact: str, currency: str, is_meant: Callable[[str, str], bool]
    ) -> Sequence[str]:
        """The accounts with this number; of several, those that allow the currency."""
        matches = [
            account
            for account in self.accounts
            if any(is_meant(number, compact) for number in account.numbers)
        ]
        if len(matches) > 1 and currency:
            fitting = [account for account in matches if currency in account.currencies]
            matches = (
                fitting
                or [account for account in matches if not account.currencies]
                or matches
            )
        return [account.account for account in matches]


#: How our number may match the file's, the surest way first.
_WAYS: tuple[Callable[[str, str], bool], ...] = (
    lambda ours, theirs: ours == theirs,
    is_same_account,
    lambda ours, theirs: holds_number(ours, theirs) or holds_number(theirs, ours),
)


def _numbers(open_: Open) -> Iterator[str]:
    for key in ("iban", "account-number"):
        value = written(open_.meta, key)
        if isinstance(value, str) and compact_number(value):
            yield compact_number(value)


def payment_account(
    company: Party, opens: Iterable[Open], chart: ChartOfAccounts, currency: str
) -> PaymentAccount | None:
    """The account to print on an invoice.

    It is the company's own ``iban:``; else the first bank account, in ledger order,
    with an IBAN that allows the currency.
    """
    stated = company.text("iban")
    if stated:
        return PaymentAccount(
            iban=_compact(stated),
            bic=company.text("bic"),
            holder=company.legal_name,
        )
    for open_ in opens:
        role, iban = chart.role(open_.account), written(open_.meta, "iban")
        if role is None or role.role is not Role.BANK or not isinstance(iban, str):
            continue
        if not open_.currencies or currency in open_.currencies:
            return PaymentAccount(
                iban=_compact(iban),
                bic=str(written(open_.meta, "bic") or ""),
                holder=str(written(open_.meta, "holder") or company.legal_name),
            )
    return None


def _compact(iban: str) -> str:
    return "".join(iban.split())
