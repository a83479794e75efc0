"""The ledger account and currency of each statement in bank files."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ledgerkit.banking.statement import compact_number, is_same_account
from ledgerkit.books.account_use import AccountUse
from ledgerkit.books.bank.accounts import UnknownBankAccountError
from ledgerkit.entries.bank.gaps import is_booked
from ledgerkit.entries.bank.prepared import ImportedStatement
from ledgerkit.errors import UsageError
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.banking.statement import Statement
    from ledgerkit.books.books import Books
    from ledgerkit.entries.bank.prepared import BankFile

#: Names are listed up to this many.
_NAMED_MAX = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsSaid:
    """The accounts that a person names for bank files.

    Attributes:
        account: That of a file that names none which is known; None if nobody said.
        by_name: Those of the accounts that the files name, by their name there. With
            any, what is named in no file's account is left out.
    """

    account: str | None = None
    by_name: Mapping[str, str] = field(default_factory=dict)


def statements_with_accounts(
    books: Books, files: Sequence[BankFile], said: AccountsSaid
) -> tuple[Sequence[ImportedStatement], Sequence[str]]:
    """The statements of files with their accounts, and what a person should know.

    Raises:
        UsageError: If an account or a currency can't be told, or two accounts of files
            would be one of the ledger's.
    """
    finder = _Finder(books, files, said)
    statements = list(finder.statements())
    return statements, finder.notes


class _Finder:
    def __init__(
        self, books: Books, files: Sequence[BankFile], said: AccountsSaid
    ) -> None:
        self._books = books
        self._files = files
        self._said = said
        self.notes: list[str] = []
        self._known = {
            id(statement): self._identified(statement)
            for file in files
            for statement in file.statements
        }
        self._check_names()

    def statements(self) -> Iterator[ImportedStatement]:
        self._refuse_merging()
        for file in self._files:
            for statement in file.statements:
                name = self._account(statement)
                if name is None:
                    self.notes.append(
                        f'{statement.place}: "{visible(statement.account)}" is left'
                        " out: no --account says which account of ours it is"
                    )
                    continue
                yield self._imported(file, statement, name)

    def _identified(self, statement: Statement) -> str | None:
        """The account named by a person, or by its own number; None if neither."""
        for name, account in self._said.by_name.items():
            if _is_one(name, statement.account):
                return account
        try:
            return self._books.bank_read.accounts.find(
                statement.account, statement.currency
            )
        except UnknownBankAccountError:
            return None

    def _check_names(self) -> None:
        """Refuse a name that is in no file, and one that contradicts a number."""
        there = self._names(self._known)
        for name, account in self._said.by_name.items():
            if not any(_is_one(name, other) for other in there):
                raise UsageError(
                    f'no file names an account "{visible(name)}"; they name'
                    f" {_listed(there)}"
                )
            self._refuse_another(name, account)

    def _refuse_another(self, number: str, account: str) -> None:
        """Refuse an account for a number that is another account's of ours."""
        try:
            own = self._books.bank_read.accounts.find(number, "")
        except UnknownBankAccountError:
            return
        if own != account:
            raise UsageError(_of_another(own, number, account))

    def _names(self, ids: Iterable[int]) -> Sequence[str]:
        """The different accounts that statements name, in the order of the files."""
        names: list[str] = []
        chosen = set(ids)
        for file in self._files:
            for statement in file.statements:
                name = statement.account
                is_new = not any(_is_one(name, other) for other in names)
                if id(statement) in chosen and name and is_new:
                    names.append(name)
        return names

    def _refuse_merging(self) -> None:
        """Refuse to book several accounts of the files on one of the ledger's."""
        unknown = self._names(i for i, known in self._known.items() if known is None)
        said = self._said
        if said.account is None and len(unknown) > 1 and not said.by_name:
            raise self._merging(unknown, "one account of ours")
        named = set(said.by_name.values())
        for account in sorted({*named, *filter(None, (said.account,))}):
            onto = self._names(
                i for i, known in self._known.items() if known == account
            )
            if account == said.account:
                onto = [*onto, *unknown]
            if len(onto) > 1 and (account in named or unknown):
                raise self._merging(onto, account)

    def _merging(self, names: Sequence[str], account: str) -> UnknownBankAccountError:
        example = _option(names[-1], account if ":" in account else "NAME")
        return UnknownBankAccountError(
            f"the accounts {_listed(names)} can't all be {account}",
            f"say which is which: --account {example}",
        ).at(self._first_of(names[-1]).place)

    def _first_of(self, name: str) -> Statement:
        """The first statement of an account in the files."""
        return next(
            statement
            for file in self._files
            for statement in file.statements
            if statement.account == name
        )

    def _account(self, statement: Statement) -> str | None:
        """Its account; None if it is to be left out."""
        known, said = self._known[id(statement)], self._said.account
        is_used = any(account is None for account in self._known.values())
        if known is not None:
            if said is not None and said != known and not is_used:
                raise UsageError(
                    f"{statement.place}: {_of_another(known, statement.account, said)}"
                )
            return known
        if said is not None:
            return said
        if self._said.by_name:
            return None
        try:
            return self._books.bank_read.accounts.find(
                statement.account, statement.currency
            )
        except UnknownBankAccountError as error:
            raise error.at(statement.place) from None

    def _imported(
        self, file: BankFile, statement: Statement, name: str
    ) -> ImportedStatement:
        currency = statement.currency or self._currency(statement, name)
        lines = [
            replace(line, currency=currency)
            for line in statement.lines
            if is_booked(line)
        ]
        try:
            self._check_account(name, currency, [line.day for line in lines])
        except UsageError as error:
            raise UsageError(f"{statement.place}: {error}") from None
        return ImportedStatement(
            account=name,
            currency=currency,
            statement=replace(statement, lines=lines, currency=currency),
            file=file,
        )

    def _check_account(self, name: str, currency: str, days: Sequence[date]) -> None:
        """Refuse an account that can't take the lines, before asking anybody."""
        opened = self._books.opened_accounts
        if name not in opened:
            raise UsageError(f"{name} is not opened; open it first")
        if days:
            opened.check(
                AccountUse(
                    account=name,
                    first=min(days),
                    last=max(days),
                    currencies=frozenset({currency}),
                )
            )

    def _currency(self, statement: Statement, account: str) -> str:
        """The currency of a file that names none: the account's, else the book's.

        Raises:
            UsageError: If there are several, or none.
        """
        opened, moved = self._opened_in(account), self._moved_in(account)
        operating: Sequence[str] = self._books.options["operating_currency"]
        reason, currencies = "the book's only operating currency", operating
        if opened:
            reason, currencies = "", opened
        elif moved and list(moved) != list(operating):
            reason, currencies = "the only one on the account", moved
        if len(currencies) != 1:
            raise UsageError(
                f"{statement.place}: the file doesn't say in which currency it is;"
                f" write it behind the account in the open directive of {account}"
            )
        if reason:
            self.notes.append(
                f"{statement.place}: the file doesn't say its currency;"
                f" {currencies[0]} is taken, {reason}"
            )
        return currencies[0]

    def _opened_in(self, account: str) -> Sequence[str]:
        return [
            currency
            for bank_account in self._books.bank_read.accounts.accounts
            if bank_account.account == account
            for currency in bank_account.currencies
        ]

    def _moved_in(self, account: str) -> Sequence[str]:
        movements = self._books.bank_read.movements.get(account, ())
        return sorted({movement.currency for movement in movements})


def _is_one(name: str, other: str) -> bool:
    """Whether two names in files are of one account."""
    compact, others = compact_number(name), compact_number(other)
    if compact and compact == others:
        return True
    has_digits = any(map(str.isdigit, compact)) and any(map(str.isdigit, others))
    return name == other or (has_digits and is_same_account(compact, others))


def _of_another(own: str, number: str, said: str) -> str:
    return (
        f"the file is of {own}, by its number {number}; leave out --account {said}, or"
        " correct the number below the open directive"
    )


def _listed(names: Sequence[str]) -> str:
    quoted = [f'"{visible(name)}"' for name in names[:_NAMED_MAX]]
    if len(names) > _NAMED_MAX:
        quoted.append(f"{len(names) - _NAMED_MAX} more")
    if len(quoted) < 2:
        return "".join(quoted) or "none"
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _option(name: str, account: str) -> str:
    """What to write to pick one account of a file."""
    option = f"{name}={account}"
    return f"'{visible(option)}'" if " " in name else visible(option)
