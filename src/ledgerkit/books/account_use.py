"""Whether accounts can be posted to: opening and closing dates, currencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beancount.core.data import Close, Open

from ledgerkit.errors import UsageError
from ledgerkit.ledger.place import place_of, short_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Directive


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUse:
    """The use of an account by new transactions.

    Attributes:
        account: Its name.
        first: The first day.
        last: The last day.
        currencies: Every currency to be posted.
    """

    account: str
    first: date
    last: date
    currencies: frozenset[str]


class OpenedAccounts:
    """The accounts that a book opens and closes."""

    def __init__(self, directives: Iterable[Directive]) -> None:
        """Go through a book's directives."""
        self._opens: dict[str, Open] = {}
        self._closes: dict[str, Close] = {}
        for directive in directives:
            if isinstance(directive, Open):
                self._opens.setdefault(directive.account, directive)
            elif isinstance(directive, Close):
                self._closes.setdefault(directive.account, directive)

    @property
    def names(self) -> Sequence[str]:
        """The accounts that are opened and never closed, in alphabetical order."""
        return sorted(self._opens.keys() - self._closes.keys())

    @property
    def all_names(self) -> Sequence[str]:
        """The accounts that are opened, whether closed or not, in the same order."""
        return sorted(self._opens)

    def __contains__(self, account: str) -> bool:
        return account in self._opens

    def check(self, use: AccountUse) -> None:
        """Refuse what Beancount would refuse, and say what to change.

        Raises:
            UsageError: If the account is opened later, closed earlier, or opened for
                other currencies. An account never opened passes.
        """
        open_, close = self._opens.get(use.account), self._closes.get(use.account)
        if open_ is None:
            return
        place = short_place(place_of(open_))
        if open_.date > use.first:
            raise UsageError(
                f"{use.account} is opened on {open_.date} ({place})"
                f" and would be used on {use.first}; change its date there to"
                f" {use.first} or earlier"
            )
        if close is not None and close.date < use.last:
            raise UsageError(
                f"{use.account} is closed on {close.date}"
                f" ({short_place(place_of(close))}) and would be used on"
                f" {use.last}; name another account"
            )
        refused = sorted(use.currencies - set(open_.currencies or use.currencies))
        if refused:
            allowed = ", ".join(open_.currencies)
            raise UsageError(
                f"{use.account} is opened for {allowed} only"
                f" ({place}); add {', '.join(refused)} there, or"
                " name another account"
            )


def account_uses(
    postings: Iterable[tuple[str, date, str]],
) -> Mapping[str, AccountUse]:
    """The use of each account, by name.

    Args:
        postings: Account, day and currency of each.
    """
    uses: dict[str, tuple[date, date, set[str]]] = {}
    for account, day, currency in postings:
        first, last, currencies = uses.get(account, (day, day, set()))
        currencies.add(currency)
        uses[account] = min(first, day), max(last, day), currencies
    return {
        account: AccountUse(
            account=account, first=first, last=last, currencies=frozenset(currencies)
        )
        for account, (first, last, currencies) in uses.items()
    }
