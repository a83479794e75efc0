"""A statement line and its proposal -> its transaction.

Ledger signs begin here: what the line pays has the opposite sign on the other side.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Posting, Transaction

from ledgerkit.banking.statement import compact_number
from ledgerkit.books.account_use import account_uses
from ledgerkit.books.bank.cleared import BANK_REF
from ledgerkit.entries.adjustment_accounts import AdjustmentAccounts
from ledgerkit.entries.bank.own_rates import OwnRates
from ledgerkit.entries.directives import LINK, posting_of
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO, amount_is_readable, quantum
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import is_disturbing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledgerkit.banking.line_identity import IdentifiedLine
    from ledgerkit.banking.matching.books_side import OpenDocument
    from ledgerkit.banking.matching.proposal import Proposal, ProposedPosting
    from ledgerkit.banking.statement import StatementLine
    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document
    from ledgerkit.parties.party import PartyRole

#: Banks have room for less; anything longer is no name or remittance text.
_NAME_MAX, _TEXT_MAX = 140, 500


def bank_text(text: str, greatest: int = _TEXT_MAX) -> str:
    """A bank's text as a ledger can hold it: one line of visible characters."""
    clean = "".join(
        " " if is_disturbing(character) else character for character in text
    )
    words = " ".join(clean.split())
    return words if len(words) <= greatest else f"{words[: greatest - 1].rstrip()}…"


class BankEntries:
    """Makes transactions for lines of one book."""

    def __init__(self, books: Books) -> None:
        """Write for these books."""
        self._books = books
        self._opened = books.opened_accounts
        self._own_rates = OwnRates(books, self._document)

    @staticmethod
    def unknown(account: str, line: IdentifiedLine, suspense: str) -> Transaction:
        """The transaction for an unidentified line."""
        bank_line = line.line
        postings = [
            _bank_posting(account, line),
            posting_of(suspense, -bank_line.amount, bank_line.currency),
        ]
        return Transaction(
            _counterparty(bank_line.iban),
            bank_line.day,
            "!",
            bank_text(bank_line.name, _NAME_MAX) or None,
            bank_text(bank_line.text),
            frozenset(),
            frozenset(),
            postings,
        )

    def known(
        self, account: str, line: IdentifiedLine, proposal: Proposal
    ) -> Transaction:
        """The transaction for a proposal.

        Raises:
            UsageError: If an account can't take its posting, the parts don't sum to the
                line, or there is no account for an exchange difference.
        """
        bank_line = line.line
        if proposal.rest:
            raise UsageError(
                f"{proposal.rest:f} {bank_line.currency} of the line are not explained"
            )
        parts = self._own_rates.apply(line, proposal.parts)
        proposal = replace(proposal, parts=tuple(parts))
        payee = self._payee(line, proposal)
        meta = _counterparty(bank_line.iban)
        parties = _parties(proposal.parts)
        is_one_party = len(parties) == 1 and all(
            part.party for part in proposal.parts if part.document is not None
        )
        if is_one_party:
            meta.update(self._stated(*parties[0], payee, proposal.parts))
        others = [
            (posting, part)
            for part in proposal.parts
            for posting in self._postings(line, proposal, part, states=not is_one_party)
        ]
        bank = _bank_posting(account, line)
        postings = self._own_rates.in_own_currency(line, bank, others)
        self._check(bank_line.day, postings)
        links = _only_link(proposal.parts)
        if links:
            postings = [_without_number(posting) for posting in postings]
        return Transaction(
            meta,
            bank_line.day,
            "*",
            payee or None,
            bank_text(proposal.narration or bank_line.text),
            frozenset(),
            links,
            postings,
        )

    def _payee(self, line: IdentifiedLine, proposal: Proposal) -> str:
        """The rule's payee; else the only party's name; else the bank's."""
        parties = _parties(proposal.parts)
        if not proposal.payee and len(parties) == 1:
            side, party = parties[0]
            record = self._books.directory.as_of(side.party_role, party, line.line.day)
            return bank_text(record.name, _NAME_MAX)
        return bank_text(proposal.payee or line.line.name, _NAME_MAX)

    def _stated(
        self, side: Side, party: str, payee: str, parts: Iterable[ProposedPosting]
    ) -> Mapping[str, str]:
        """The key that states the party, if neither payee nor account does."""
        role, directory = side.party_role, self._books.directory
        accounts = {part.account for part in parts if part.party}
        owners = {directory.of_account(role, account) for account in accounts}
        if owners == {party}:
            return {}
        if owners == {None} and directory.identify(role, payee) == party:
            return {}
        if not directory.is_declared(role, party) and payee == party:
            return {}
        return {role.value: party}

    def _postings(
        self,
        line: IdentifiedLine,
        proposal: Proposal,
        part: ProposedPosting,
        *,
        states: bool,
    ) -> Iterator[Posting]:
        currency = line.line.currency
        if part.document is not None:
            yield _settling(part, part.document, currency, states=states)
        elif part.tax:
            yield from self._taxed(part, line.line)
        elif part.why.startswith("discount") and not part.party:
            yield from self._discount(line, proposal, part)
        else:
            meta: dict[str, Any] = {}
            if states and part.party:
                meta[self._role(part).value] = part.party
            yield posting_of(part.account, -part.amount, currency, meta)

    def _role(self, part: ProposedPosting) -> PartyRole:
        role = self._books.chart.role(part.account)
        side = role.role.side if role is not None else None
        return (side or Side.RECEIVABLE).party_role

    def _taxed(self, part: ProposedPosting, line: StatementLine) -> Iterator[Posting]:
        """An amount including tax, as net and tax if the code has an account."""
        code, currency = self._books.tax_codes.on(part.tax, line.day), line.currency
        is_plain = code is not None and code.account and not code.reverse_charge_account
        if code is None or not is_plain or not code.rate:
            yield posting_of(part.account, -part.amount, currency, {"tax": part.tax})
            return
        assert code.account is not None
        net = (part.amount / (1 + code.rate)).quantize(
            quantum(currency), rounding=ROUND_HALF_UP
        )
        tag = {"tax": part.tax}
        yield posting_of(part.account, -net, currency, dict(tag))
        yield posting_of(code.account, net - part.amount, currency, dict(tag))

    def _discount(
        self, line: IdentifiedLine, proposal: Proposal, part: ProposedPosting
    ) -> Iterator[Posting]:
        """A discount on the documents that offer it, with its tax correction."""
        remainder, currency = part.amount, line.line.currency
        accounts = AdjustmentAccounts(self._books, line.line.day)
        offered = [
            proposed.document
            for proposed in proposal.parts
            if proposed.document is not None
            and proposed.document.discount
            and proposed.settles is None
        ]
        for number, document in enumerate(offered):
            is_last = number == len(offered) - 1
            # A discount reduces the receipt: it has the opposite sign.
            portion = (
                remainder if is_last else _nearest_zero(remainder, -document.discount)
            )
            remainder -= portion
            if portion:
                yield from self._discount_on(document, part.account, -portion, accounts)
        if remainder:
            yield posting_of(part.account, -remainder, currency)

    def _discount_on(
        self,
        known: OpenDocument,
        account: str,
        amount: Decimal,
        accounts: AdjustmentAccounts,
    ) -> Iterator[Posting]:
        """One document's discount.

        Args:
            known: The document.
            account: The account for discounts.
            amount: Off a receipt; negative off a payment.
            accounts: The adjustment accounts.
        """
        document = self._document(known)
        side, names = known.side, {known.side.number_key: known.number}
        owed = amount if side is Side.RECEIVABLE else -amount
        offer = self._books.discount_offer(document) if document is not None else None
        if document is None or offer is None or owed <= 0:
            yield posting_of(account, amount, known.currency, dict(names))
            return
        for part in accounts.parts(document, account, owed, offer.portion(owed)):
            tax = {"tax": part.tax} if part.tax else {}
            yield posting_of(
                part.account, side.sign * part.amount, known.currency, {**names, **tax}
            )

    def _document(self, known: OpenDocument) -> Document | None:
        items = self._books.subledger(known.side, date.max).by_number.get(known.number)
        ours = [item for item in items or () if item.party == known.party]
        return ours[0].finish() if len(ours) == 1 else None

    def _check(self, day: date, postings: Sequence[Posting]) -> None:
        """Refuse what Beancount would refuse."""
        for posting in postings:
            assert posting.units is not None
            assert posting.units.number is not None
            if posting.account not in self._opened:
                raise UsageError(f"{posting.account} is not opened")
            if not amount_is_readable(posting.units.number):
                raise UsageError(f"{posting.units} is more than books can hold")
        uses = account_uses(
            (p.account, day, p.units.currency) for p in postings if p.units is not None
        )
        for use in uses.values():
            self._opened.check(use)


def _only_link(parts: Sequence[ProposedPosting]) -> frozenset[str]:
    """The document's link, if one is settled and nothing else is owed or paid.

    Several documents are named on their postings: postings have no links.
    """
    named = [part.document for part in parts if part.document is not None]
    if len(named) != 1 or any(part.party for part in parts if part.document is None):
        return frozenset()
    number = named[0].number
    return frozenset({number} if LINK.fullmatch(number) else ())


def _without_number(posting: Posting) -> Posting:
    """A posting whose document is named by the transaction's link."""
    keys = {side.number_key for side in Side}
    meta = {
        key: value for key, value in (posting.meta or {}).items() if key not in keys
    }
    return posting._replace(meta=meta or None)


def _bank_posting(account: str, line: IdentifiedLine) -> Posting:
    bank_line = line.line
    return posting_of(
        account, bank_line.amount, bank_line.currency, {BANK_REF: line.reference}
    )


def _counterparty(iban: str) -> dict[str, Any]:
    """The counterparty's account, by which its next line is recognised."""
    number = bank_text(compact_number(iban), 40)
    return {"iban": number} if number else {}


def _settling(
    part: ProposedPosting, document: OpenDocument, currency: str, *, states: bool
) -> Posting:
    """The posting that settles a document, at the rate at which it was booked."""
    meta: dict[str, Any] = {}
    if document.number:
        meta[document.side.number_key] = document.number
    if states:
        meta[document.side.party_role.value] = document.party
    if part.settles is None:
        return posting_of(part.account, -part.amount, currency, meta)
    posting = posting_of(part.account, -part.settles, document.currency, meta)
    rate = document.booked_rate
    if rate is None or rate * part.settles != part.amount:
        rate = part.amount / part.settles
    return posting._replace(price=Amount(rate, currency))


def _parties(parts: Iterable[ProposedPosting]) -> Sequence[tuple[Side, str]]:
    """The parties whose documents and money on account a proposal concerns."""
    parties = [
        (part.document.side, part.document.party)
        for part in parts
        if part.document is not None
    ]
    return list(dict.fromkeys(parties))


def _nearest_zero(number: Decimal, other: Decimal) -> Decimal:
    return min(number, other, key=abs) if (number > ZERO) == (other > ZERO) else ZERO
