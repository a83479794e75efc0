"""A payment to be entered, and what it moves on accounts of money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.books.accounts_by_role import account_of
from ledgerkit.entries.transaction import Entry
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.entries.currencies.exchanged import Exchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """Money between us and a party, and what it settles.

    Attributes:
        side: Whether the party is a client or a vendor.
        day: The day.
        amount: The amount settled; negative for money back; None for all that is open
            of the documents.
        party: Id, name or alias; None if the documents show it.
        settles: The documents with the amount for each; None for what is open.
        account: The account of the money; None for the only bank.
        currency: Of the amount; None for the documents', else the party's.
        text: The narration; None for ``Payment`` or ``Refund``.
        fee: The bank's fee, in its currency.
        fee_account: The account for it; None for the only ``bank-fees``.
        exchanged: The amount on the bank's account in another currency, if it has one.
        exchange_account: The account for what that is worth more or less than the
            documents were booked at; None for the only ``exchange-gain``.
        control_account: The receivable or payable; None for the documents', else the
            party's.
        on_account: Whether it stays on account though it is what the only open
            document asks for.
    """

    side: Side
    day: date
    amount: Decimal | None
    party: str | None
    settles: tuple[tuple[str, Decimal | None], ...]
    account: str | None
    currency: str | None
    text: str | None
    fee: Decimal
    fee_account: str | None
    exchanged: Amount | None
    exchange_account: str | None
    control_account: str | None
    on_account: bool

    @property
    def money_option(self) -> str:
        """The option that names the account of the money."""
        return "--to" if self.side is Side.RECEIVABLE else "--pay-from"


class MoneyMoved:
    """The postings to accounts of money: the bank, less its fee."""

    def __init__(self, settling: Settling, amount: Decimal, currency: str) -> None:
        """Take a payment, with the amount settled and its currency."""
        self._settling = settling
        self._amount = amount
        self._currency = currency
        #: Positive for money that comes in.
        self._flow = settling.side.sign * amount

    def entries(self, books: Books, rates: Exchanged) -> Iterator[Entry]:
        """What came in or went out, with the fee.

        Raises:
            UsageError: If an account doesn't fit, or the fee is impossible.
        """
        settling, price = self._settling, rates.money
        bank = account_of(books, Role.BANK, settling.account, settling.money_option)
        role = books.chart.role(bank)
        if role is not None and role.role.side is not None:
            where = "went" if self._flow > 0 else "came from"
            raise UsageError(
                f"{bank} is a {role.role.value}; name where the money {where}:"
                f" {settling.money_option}"
            )
        exchanged_, fee = settling.exchanged, settling.fee
        currency = exchanged_.currency if exchanged_ is not None else self._currency
        gross = self._gross()
        # Of what comes in the bank keeps a part; of what goes out it takes more.
        least = fee if self._flow > 0 else ZERO
        if fee < 0 or abs(gross) <= least or gross * self._flow < 0:
            raise UsageError(f"the bank can't have kept {fee:f} of {abs(gross):f}")
        yield Entry(account=bank, amount=gross - fee, currency=currency, price=price)
        if fee:
            account = account_of(
                books, Role.BANK_FEES, settling.fee_account, "--fee-account"
            )
            yield Entry(account=account, amount=fee, currency=currency, price=price)

    def _gross(self) -> Decimal:
        """What moved before the fee, in the bank's currency; positive for money in."""
        if self._settling.exchanged is None:
            return self._flow
        assert self._settling.exchanged.number is not None
        size, fee = abs(self._settling.exchanged.number), self._settling.fee
        return size + fee if self._flow > 0 else fee - size

    def worth(self) -> Amount | None:
        """What settled the documents in another currency; negative for a refund.

        None if the money is in their own.
        """
        if self._settling.exchanged is None:
            return None
        worth = self._settling.side.sign * self._gross()
        return Amount(Decimal(worth), self._settling.exchanged.currency)

    def gained(self, books: Books, rates: Exchanged) -> Iterator[Entry]:
        """What the money was worth more or less than the documents were booked at."""
        settling = self._settling
        if rates.gain:
            account = account_of(
                books,
                Role.EXCHANGE_GAIN,
                settling.exchange_account,
                "--exchange-account",
            )
            yield Entry(
                account=account,
                amount=settling.side.sign * rates.gain,
                currency=rates.currency,
            )
