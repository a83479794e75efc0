"""New documents already in the books, and settlements still missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

from beancount.core.data import Custom, Transaction

from ledgerkit.books.account_use import account_uses
from ledgerkit.books.parties import read_parties
from ledgerkit.entries.directives import (
    declare_party,
    document_directive,
    open_account,
    settlement_directive,
)
from ledgerkit.entries.documents.check import why_unwritable
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role, RootAccount
from ledgerkit.ledger.place import short_place
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import normalised_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from beancount.core.data import Directive, Open

    from ledgerkit.books.books import Books
    from ledgerkit.entries.documents.document import NewDocument, NewSettlement
    from ledgerkit.open_items.document import Document
    from ledgerkit.parties.directory import PartyDirectory
    from ledgerkit.parties.party import PartyRole


class DifferentDocumentError(Exception):
    """The books have another document of that number; the message says which."""


def find_document(books: Books, new: NewDocument) -> Document | None:
    """The document in the books that a new one would repeat; None if there is none.

    Raises:
        DifferentDocumentError: If the number is in the books for another client, or
            with another date, amount or currency.
    """
    items = books.subledger(new.side, date.max).by_number.get(new.number, ())
    documents = [item.finish() for item in items]
    ours = [document for document in documents if _is_partys(document, new)]
    if not ours:
        # Two vendors may use the same number; our own numbers are unique.
        if documents and new.side is Side.RECEIVABLE:
            raise DifferentDocumentError(_taken(documents[0], new))
        return None
    for document in ours:
        if _facts(document) == (new.issued, new.currency, new.amount):
            return document
    raise DifferentDocumentError(_different(ours[0], new))


def _facts(document: Document) -> tuple[date, str, object]:
    return document.issued, document.currency, document.amount


def _is_partys(document: Document, new: NewDocument) -> bool:
    """Whether a document is the new one's party's, declared or not."""
    if document.party == new.party:
        return True
    return normalised_name(document.party) in {
        normalised_name(new.payee),
        normalised_name(new.party),
    }


def _taken(document: Document, new: NewDocument) -> str:
    return (
        f"is in the books already ({short_place(document.place)}), for"
        f" {document.party} and not {new.payee}; correct the number"
    )


def _different(document: Document, new: NewDocument) -> str:
    return (
        f"is in the books already ({short_place(document.place)}), of"
        f" {document.issued} over {document.amount:f} {document.currency} and not of"
        f" {new.issued} over {new.amount:f} {new.currency}; correct one of the two"
    )


def unsettled(document: Document, new: NewDocument) -> Sequence[NewSettlement]:
    """The new one's settlements missing from the document in the books.

    A settlement is identified by its day and amount. Others settle no more than the
    open amount, so that a payment entered by hand, on the bank's own day, isn't entered
    again.
    """
    known = Counter((s.posting.day, s.amount) for s in document.settlements)
    open_, missing = document.open, []
    for settlement in new.settlements:
        payment = settlement.day, settlement.amount
        if known[payment]:
            known[payment] -= 1
            continue
        nearest_zero = min if new.amount > 0 else max
        amount = nearest_zero(settlement.amount, open_)
        if (amount > 0) == (new.amount > 0) and amount:
            open_ -= amount
            missing.append(replace(settlement, amount=amount))
    return missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A document that can't be written, and why.

    Attributes:
        document: The document.
        reason: A sentence without its subject, which is the document.
    """

    document: NewDocument
    reason: str

    def __str__(self) -> str:
        return f"{self.document.label}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDocuments:
    """The entries, and the outcome for each document.

    Attributes:
        directives: Accounts, then parties, then transactions in date order.
        opened: The accounts that they open.
        declared: The ids of the parties that they declare.
        new: How many documents are new.
        settlements: How many settlements are new, whatever they settle.
        settled: How many existing documents are settled now.
        there: How many documents already exist, with every settlement.
        refused: The documents that can't be written.
    """

    directives: Sequence[Directive]
    opened: Sequence[str]
    declared: Sequence[str]
    new: int
    settlements: int
    settled: int
    there: int
    refused: Sequence[Refusal]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A document with something to be written."""

    document: NewDocument
    is_new: bool
    settlements: Sequence[NewSettlement]


def plan_documents(books: Books, documents: Iterable[NewDocument]) -> PlannedDocuments:
    """Plan the entries for these documents.

    An existing document is skipped; if only its settlement is missing, only that is
    planned. Missing parties and accounts are declared and opened, on the day of their
    first document and on the first day of all.

    Raises:
        UsageError: If an account can't take a posting, whichever document it is for.
    """
    sorter = _Sorter(books)
    for document in documents:
        sorter.take(document)
    chosen = sorter.wanted
    declarations = list(_declarations(books.directory, chosen))
    customs = [d for d in books.directives if isinstance(d, Custom)]
    directory, _findings = read_parties([*customs, *declarations])
    transactions = sorted(_transactions(chosen, directory), key=attrgetter("date"))
    opens = _opens(books, chosen, transactions)
    new = sum(item.is_new for item in chosen)
    return PlannedDocuments(
        directives=[*opens, *declarations, *transactions],
        opened=[open_.account for open_ in opens],
        declared=[custom.values[0].value for custom in declarations],
        new=new,
        settlements=len(transactions) - new,
        settled=len(chosen) - new,
        there=sorter.there,
        refused=sorter.refused,
    )


class _Sorter:
    """Sorts documents into those to write, existing ones and refused ones."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._numbers: dict[tuple[Side, str], list[str]] = {}
        self._names: dict[tuple[PartyRole, str], str] = {}
        self.wanted: list[_Wanted] = []
        self.refused: list[Refusal] = []
        self.there = 0

    def take(self, document: NewDocument) -> None:
        reason = (
            why_unwritable(document)
            or self._repeated_number(document)
            or self._taken_name(document)
        )
        try:
            if reason is None:
                self._sort(document)
        except DifferentDocumentError as error:
            reason = str(error)
        if reason is not None:
            self.refused.append(Refusal(document=document, reason=reason))

    def _sort(self, document: NewDocument) -> None:
        known = find_document(self._books, document)
        missing = document.settlements if known is None else unsettled(known, document)
        if known is not None and not missing:
            self.there += 1
            return
        self.wanted.append(
            _Wanted(document=document, is_new=known is None, settlements=missing)
        )

    def _repeated_number(self, document: NewDocument) -> str | None:
        parties = self._numbers.setdefault((document.side, document.number), [])
        if document.party in parties:
            return f"is another of {document.payee} in what is to be added; keep one"
        if parties and document.side is Side.RECEIVABLE:
            return (
                f"is also to be added for client {parties[0]}; our own numbers are"
                " unique, so correct one"
            )
        parties.append(document.party)
        return None

    def _taken_name(self, document: NewDocument) -> str | None:
        """Why a party can't be declared: its name would then mean two parties."""
        role, directory = document.side.party_role, self._books.directory
        if directory.is_declared(role, document.party) or not document.declares_party:
            return None
        for name in (document.party, document.payee):
            known = directory.identify(role, name) or self._names.setdefault(
                (role, normalised_name(name)), document.party
            )
            if known != document.party:
                return (
                    f'"{name}" names {role.value} {known} already; give'
                    f" {document.party} another name"
                )
        return None


def _declarations(
    directory: PartyDirectory, chosen: Iterable[_Wanted]
) -> Iterator[Custom]:
    """A directive for each undeclared party, dated at its first document."""
    first: dict[tuple[PartyRole, str], NewDocument] = {}
    for new in chosen:
        document = new.document
        key = document.side.party_role, document.party
        if directory.is_declared(*key) or not document.declares_party:
            continue
        if key not in first or document.issued < first[key].issued:
            first[key] = document
    declarations = sorted(first.items(), key=lambda item: (item[1].issued, item[0]))
    for (role, id_), document in declarations:
        yield declare_party(
            role, id_, document.payee, document.issued, document.party_facts
        )


def _transactions(
    chosen: Iterable[_Wanted], directory: PartyDirectory
) -> Iterator[Transaction]:
    for item in chosen:
        document = item.document
        states = _states_party(document, directory)
        if item.is_new:
            yield document_directive(document, states_party=states)
        for settlement in item.settlements:
            yield settlement_directive(document, settlement, states_party=states)


def _states_party(document: NewDocument, directory: PartyDirectory) -> bool:
    """Whether neither the account nor the payee identifies a document's party."""
    if not document.declares_party:
        return False
    role = document.side.party_role
    owner = directory.of_account(role, document.control_account)
    if owner is None:
        owner = directory.identify(role, document.payee)
    return owner != document.party


def _opens(
    books: Books, chosen: Iterable[_Wanted], transactions: Sequence[Transaction]
) -> list[Open]:
    """The ``open`` directives that are missing; all on the first day of all."""
    sides = {item.document.control_account: item.document.side for item in chosen}
    opened = books.opened_accounts
    uses = account_uses(
        (posting.account, txn.date, posting.units.currency)
        for txn in transactions
        for posting in txn.postings
        if posting.units is not None
    )
    opens = []
    for account in sorted(uses):
        _check_account(books, account, sides.get(account), is_open=account in opened)
        opened.check(uses[account])
        if account not in opened:
            role = _missing_role(books, account, sides.get(account))
            first = min(use.first for use in uses.values())
            opens.append(open_account(account, first, role=role))
    return opens


def _check_account(
    books: Books, account: str, side: Side | None, *, is_open: bool
) -> None:
    """Refuse an account under no root, and one with the wrong role for its use."""
    roots = [books.options[f"name_{root.value}"] for root in RootAccount]
    if account.partition(":")[0] not in roots:
        raise UsageError(
            f"{account}: this book's accounts begin with {', '.join(roots)}"
        )
    account_role = books.chart.role(account)
    role = account_role.role if account_role else None
    if side is not None and is_open and (role is None or role.side is not side):
        raise UsageError(
            f'{account} is no {side.value}; write role: "{side.value}" below its open'
            " directive, or name another account"
        )
    if side is None and role is not None and role.side is not None:
        raise UsageError(
            f"{account} is a {role.value}, and can't stand for what a document is for"
            " or for where its payment went; name another account"
        )


def _missing_role(books: Books, account: str, side: Side | None) -> Role | None:
    """The role that an account's name doesn't imply."""
    if side is None:
        return None
    account_role = books.chart.role(account)
    return None if account_role and account_role.role.side is side else Role(side.value)
