"""The books -> the candidates for matching the lines of a bank account.

Ledger signs stop here: amounts are as the bank sees them, positive for money in.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.banking.creditor_reference import iso_reference, qr_reference
from ledgerkit.banking.matching.books_side import (
    BookedMovement,
    KnownParty,
    MatchingContext,
    OpenDocument,
    PastLine,
    SpecialAccounts,
)
from ledgerkit.banking.statement import compact_number
from ledgerkit.books.documents.discounts import DISCOUNT_ROLE
from ledgerkit.entries.adjustment_accounts import AdjustmentAccounts
from ledgerkit.entries.bills.arrived_lines import suspense_account
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beancount.core.data import Transaction

    from ledgerkit.books.bank.cleared import AccountMovement
    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document, Unapplied
    from ledgerkit.parties.party import Party

#: Postings this much older than a statement, and not pending, were cleared before
#: clearing was recorded.
_DAYS_BEFORE = timedelta(days=60)
#: Older bookings of a counterparty's lines say little.
_HISTORY_MAX = 20_000
_ROUNDING = Decimal("0.05")
#: Keys of a payment that the bank line may quote.
_QUOTED = ("end-to-end", "payment-run", "direct-debit", "invoice", "bill")
#: The sign of what is owed as the bank sees it: a receivable comes in.
_SIGN = {Side.RECEIVABLE: 1, Side.PAYABLE: -1}


class MatchingContextReader:
    """Makes the matching candidates for each account of a book."""

    def __init__(self, books: Books) -> None:
        """Read these books, each part on first use."""
        self._books = books

    def of(
        self,
        account: str,
        currency: str,
        *,
        since: date,
        opening: tuple[date, Decimal] | None = None,
    ) -> MatchingContext:
        """The candidates for an account.

        Args:
            account: Its name.
            currency: Of the statement.
            since: Day of the first line to match.
            opening: First day of the first statement, and the balance before it; None
                if not stated.
        """
        books = self._books
        tolerance = books.settings.payment_tolerances.get(currency, _ROUNDING)
        return MatchingContext(
            account=account,
            currency=currency,
            documents=self.documents,
            parties=self.parties,
            booked=self._booked(account, currency, since, opening),
            rules=books.bank_read.rules,
            history=self.history,
            special=self._special(currency, since),
            rounding_tolerance=min(tolerance, _ROUNDING),
            own_ibans={
                number: name
                for number, name in books.bank_read.accounts.by_number.items()
                if name != account
            },
            home=tuple(books.options["operating_currency"]),
        )

    @cached_property
    def documents(self) -> Sequence[OpenDocument]:
        """Every open item, of both sides, and the parties' money on account."""
        documents = []
        for side in Side:
            subledger = self._books.subledger(side, date.max)
            discounts = self._discounts(side)
            documents += [
                self._document(document, discounts)
                for document in subledger.open_documents
            ]
            documents += [
                _on_account(side, unapplied) for unapplied in subledger.unapplied
            ]
        return documents

    def _discounts(self, side: Side) -> Mapping[int, tuple[Decimal, date]]:
        """The discount each document still offers, by its first posting."""
        return {
            id(discount.document.postings[0]): (
                discount.offer.amount - discount.standing.taken,
                discount.offer.until,
            )
            for discount in self._books.discounts_on(side, date.max)
            if discount.offer is not None
            and discount.offer.amount > discount.standing.taken
        }

    def _document(
        self, document: Document, discounts: Mapping[int, tuple[Decimal, date]]
    ) -> OpenDocument:
        sign = _SIGN[document.side]
        discount, until = discounts.get(id(document.postings[0]), (ZERO, None))
        if discount >= document.open:
            discount, until = ZERO, None
        number = document.number or ""
        is_ours = document.side is Side.RECEIVABLE and not document.is_credit
        return OpenDocument(
            side=document.side,
            number=number,
            party=document.party,
            account=document.postings[0].account,
            currency=document.currency,
            open=sign * document.open,
            issued=document.issued,
            due=document.due,
            references=_references(number) if is_ours else (),
            discount=sign * discount,
            discount_until=until,
            booked_rate=self._booked_rate(document),
            place=document.place,
        )

    def _booked_rate(self, document: Document) -> Decimal | None:
        """The value of one unit in the books' currency when it was booked."""
        if document.currency in self._books.options["operating_currency"]:
            return None
        first = document.postings[0]
        for posting in self._books.transaction_of(first).postings:
            units, price = posting.units, posting.price
            if posting.account != first.account or units is None or price is None:
                continue
            if units.currency == document.currency:
                return price.number
        return None

    @cached_property
    def parties(self) -> Sequence[KnownParty]:
        """Every party, declared or not."""
        return [
            _known_party(side, party, self._ibans(side, party))
            for side in Side
            for party in self._books.parties(side.party_role, date.max)
        ]

    def _ibans(self, side: Side, party: Party) -> Iterator[str]:
        """Accounts from a party's record, past runs and past lines."""
        role = side.party_role
        for _since, value in self._books.directory.history_of(role, party.id, "iban"):
            if isinstance(value, str):
                yield value
        if side is Side.PAYABLE:
            paid = self._books.payables_read.payment_runs.paid_accounts.get(party.id)
            if paid is not None:
                yield paid.iban
        yield from self._past_ibans.get((role, party.id), ())

    @cached_property
    def _past_ibans(self) -> Mapping[tuple[PartyRole, str], Sequence[str]]:
        """Counterparties' accounts, as kept on cleared transactions."""
        ibans: dict[tuple[PartyRole, str], list[str]] = defaultdict(list)
        for movement in self._movements():
            meta = movement.transaction.meta
            iban = written(meta, "iban") if movement.reference else None
            for role in (PartyRole.CLIENT, PartyRole.VENDOR):
                party = written(meta, role.value) if isinstance(iban, str) else None
                if isinstance(party, str):
                    ibans[role, party].append(str(iban))
        return ibans

    def _movements(self) -> Iterator[AccountMovement]:
        for movements in self._books.bank_read.movements.values():
            yield from movements

    def _booked(
        self,
        account: str,
        currency: str,
        since: date,
        opening: tuple[date, Decimal] | None,
    ) -> Sequence[BookedMovement]:
        """The postings of an account not cleared by any line.

        Books that begin to import have years without marks. If they agree with the
        statement's opening balance, the bank has booked everything before it.
        """
        statements = self._books.bank_read.statements_of(account, currency)
        starts = [statement.since or statement.day for statement in statements]
        begins = min([since - _DAYS_BEFORE, *starts])
        if opening is not None and self._agrees(account, currency, *opening):
            begins = opening[0]
        return [
            self._movement(movement)
            for movement in self._books.bank_read.movements.get(account, ())
            if not movement.reference and movement.currency == currency
            # An opening balance is no movement: no line of the bank clears it.
            if not movement.is_opening
            if movement.transaction.flag == "!" or movement.day >= begins
            if self._can_be_marked(movement)
        ]

    def _agrees(
        self, account: str, currency: str, first: date, opening: Decimal
    ) -> bool:
        """Whether the postings not flagged ``!`` come to a balance before a day."""
        held = sum(
            (
                movement.amount
                for movement in self._books.bank_read.movements.get(account, ())
                if movement.currency == currency
                and (movement.day < first or movement.is_opening_of(first))
                and movement.transaction.flag != "!"
            ),
            ZERO,
        )
        return held == opening

    def _can_be_marked(self, movement: AccountMovement) -> bool:
        """Whether it is in a file of the books: plugins make postings too."""
        meta = movement.posting.meta or {}
        return meta.get("filename") in self._files and bool(movement.amount)

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(map(str, self._books.options["include"]))

    def _movement(self, movement: AccountMovement) -> BookedMovement:
        txn = movement.transaction
        texts = [txn.narration, *sorted(txn.links or ())]
        metas = (txn.meta, *(posting.meta for posting in txn.postings))
        for meta in metas:
            texts += [written(meta, key) for key in _QUOTED]
        others = [
            posting.account
            for posting in txn.postings
            if posting.account != movement.posting.account
            and posting.account in self._books.bank_read.movements
        ]
        return BookedMovement(
            day=movement.day,
            amount=movement.amount,
            currency=movement.currency,
            pending=txn.flag == "!",
            transfer_from=others[0] if others else "",
            names=tuple(dict.fromkeys(self._names(txn))),
            texts=tuple(dict.fromkeys(str(text) for text in texts if text)),
            place=movement.place,
        )

    def _names(self, txn: Transaction) -> Iterator[str]:
        """Payee, and every name of the party stated or found by the payee."""
        directory = self._books.directory
        metas = (txn.meta, *(posting.meta for posting in txn.postings))
        if txn.payee:
            yield txn.payee
        for role in (PartyRole.CLIENT, PartyRole.VENDOR):
            stated = [written(meta, role.value) for meta in metas]
            known = directory.identify(role, txn.payee) if txn.payee else None
            for party in dict.fromkeys((*stated, known)):
                if isinstance(party, str):
                    yield from _names_of(directory.as_of(role, party, txn.date))

    @cached_property
    def history(self) -> Sequence[PastLine]:
        """The accounts that counterparties were booked to, if it was only one."""
        bookings = [
            (movement, account)
            for movement in self._movements()
            if (account := self._other_account(movement)) is not None
        ]
        bookings.sort(key=lambda booking: booking[0].day)
        return [_past_line(*booking) for booking in bookings[-_HISTORY_MAX:]]

    def _other_account(self, movement: AccountMovement) -> str | None:
        """The only other account; None if there are several or it is a special one."""
        txn = movement.transaction
        if txn.flag == "!" or len(txn.postings) != 2 or not txn.payee:
            return None
        first, second = (posting.account for posting in txn.postings)
        other = second if first == movement.posting.account else first
        role = self._books.chart.role(other)
        is_special = role is not None and (
            role.role.side is not None
            or role.role.holds_money
            or role.role is Role.SUSPENSE
        )
        return None if is_special or other == movement.posting.account else other

    def _special(self, currency: str, day: date) -> SpecialAccounts:
        accounts = AdjustmentAccounts(self._books, day)
        return SpecialAccounts(
            bank_fees=accounts.find(Role.BANK_FEES, currency) or "",
            exchange_gain=accounts.find(Role.EXCHANGE_GAIN, currency) or "",
            rounding=accounts.find(Role.ROUNDING, currency) or "",
            discount_given=accounts.find(DISCOUNT_ROLE[Side.RECEIVABLE], currency)
            or "",
            discount_taken=accounts.find(DISCOUNT_ROLE[Side.PAYABLE], currency) or "",
            suspense=suspense_account(self._books),
        )


def _on_account(side: Side, unapplied: Unapplied) -> OpenDocument:
    return OpenDocument(
        side=side,
        number="",
        party=unapplied.party,
        account=unapplied.posting.account,
        currency=unapplied.posting.currency,
        open=_SIGN[side] * unapplied.amount,
        issued=unapplied.posting.day,
        due=unapplied.posting.day,
        place=unapplied.posting.place,
    )


def _names_of(party: Party) -> Iterator[str]:
    """Name, legal name and aliases."""
    for name in (party.name, party.legal_name, *party.text("aliases").split(",")):
        if name.strip():
            yield name.strip()


def _known_party(side: Side, party: Party, ibans: Iterator[str]) -> KnownParty:
    compact = (compact_number(iban) for iban in ibans)
    return KnownParty(
        id=party.id,
        side=side,
        names=tuple(dict.fromkeys(_names_of(party))),
        account=party.text("account"),
        ibans=tuple(dict.fromkeys(iban for iban in compact if iban)),
        country=party.text("country"),
    )


def _past_line(movement: AccountMovement, account: str) -> PastLine:
    txn = movement.transaction
    iban = written(txn.meta, "iban")
    return PastLine(
        day=movement.day,
        name=str(txn.payee),
        iban=compact_number(iban) if isinstance(iban, str) else "",
        text=txn.narration or "",
        amount=movement.amount,
        account=account,
    )


def _references(number: str) -> tuple[str, ...]:
    """The references by which our invoice may be paid."""
    return tuple(filter(None, [iso_reference(number), qr_reference(number)]))
