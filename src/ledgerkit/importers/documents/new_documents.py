"""Rows of a file -> the documents to write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.entries.documents.document import NewDocument, NewLine, NewSettlement
from ledgerkit.importers.documents.parties import match_parties
from ledgerkit.importers.tables.csv_table import BadRow
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.text.typed_amounts import check_decimals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.books.books import Books
    from ledgerkit.importers.documents.accounts import DocumentAccounts
    from ledgerkit.importers.documents.parties import MatchedParty
    from ledgerkit.importers.documents.rows import DocumentRow
    from ledgerkit.open_items.side import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document, and its line in the file."""

    line: int
    document: NewDocument


def new_documents(
    rows: Sequence[DocumentRow],
    books: Books,
    accounts: DocumentAccounts,
    *,
    side: Side,
    currency: str | None,
) -> tuple[list[ReadDocument], list[BadRow]]:
    """The documents described by rows, and the rows whose currency isn't known.

    Args:
        rows: The rows as read.
        books: Their books, for known parties and currencies.
        accounts: The accounts to post to.
        side: Whether the documents are owed to us or by us.
        currency: Of all of them; None to go by the rows or the books.
    """
    parties = match_parties(rows, books.directory, side.party_role)
    maker = _Maker(books, accounts, side, currency)
    documents, bad_rows = [], []
    for row in rows:
        try:
            document = maker.make(row, parties[row.party])
        except ValueError as error:
            bad_rows.append(BadRow(line=row.line, reason=str(error)))
        else:
            documents.append(ReadDocument(line=row.line, document=document))
    return documents, bad_rows


class _Maker:
    """Makes one document after the other."""

    def __init__(
        self,
        books: Books,
        accounts: DocumentAccounts,
        side: Side,
        currency: str | None,
    ) -> None:
        self._directory = books.directory
        self._operating: Sequence[str] = books.options["operating_currency"]
        self._accounts = accounts
        self._side = side
        self._currency = currency

    def make(self, row: DocumentRow, party: MatchedParty) -> NewDocument:
        kind = DocumentKind.of(self._side, credit=row.amount < 0)
        facts = self._directory.as_of(self._side.party_role, party.id, date.max).facts
        own = facts.get("account")
        control = self._accounts.control
        if isinstance(own, str) and not self._accounts.control_is_given:
            control = own
        currency = self._currency_of(row, facts.get("currency"))
        for number in (row.amount, row.paid):
            check_decimals(number, currency)
        paid: tuple[NewSettlement, ...] = ()
        if row.settled is not None:
            paid = (
                NewSettlement(
                    day=row.settled, amount=row.paid, account=self._accounts.bank
                ),
            )
        return NewDocument(
            side=self._side,
            number=row.number,
            party=party.id,
            payee=party.name,
            issued=row.issued,
            due=row.due,
            currency=currency,
            lines=(NewLine(account=self._accounts.lines, amount=row.amount),),
            control_account=control,
            text=row.text or f"{kind.value.capitalize()} {row.number}",
            settlements=paid,
        )

    def _currency_of(self, row: DocumentRow, partys: object) -> str:
        """The option's currency, else the row's, the book's only one, the party's."""
        if self._currency is not None:
            if row.currencies and self._currency not in row.currencies:
                currencies = " or ".join(sorted(row.currencies)[:3])
                raise ValueError(
                    f"is in {currencies}, and --currency says {self._currency}"
                )
            return self._currency
        if len(row.currencies) == 1:
            return next(iter(row.currencies))
        only_currency = self._operating[0] if len(self._operating) == 1 else None
        for candidate in (only_currency, partys):
            if isinstance(candidate, str) and candidate in (
                row.currencies or {candidate}
            ):
                return candidate
        raise ValueError("nothing says in which currency it is; write --currency EUR")
