"""What a person says a bank line is: an account, an invoice or bill, or several.

Typed in the terminal and in the browser alike, and read here: ``Expenses:Rent``,
``INV-2026-001``, or split, ``INV-2026-001 100.00; Expenses:BankFees``. The last part
takes what is left, unless it has an amount too.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.account import TYPE as ACCOUNT
from beancount.core.data import Custom
from beancount.parser.grammar import ValueType

from ledgerkit.banking.matching.proposal import MatchKind, Proposal, ProposedPosting
from ledgerkit.books.accounts_by_role import find_account
from ledgerkit.entries.bank.entries import bank_text
from ledgerkit.entries.bank.matching_context import MatchingContextReader
from ledgerkit.entries.entry import as_money
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO
from ledgerkit.parties.party import identifier
from ledgerkit.text.typed_amounts import read_amount

if TYPE_CHECKING:
    from ledgerkit.banking.matching.books_side import OpenDocument
    from ledgerkit.banking.statement import StatementLine
    from ledgerkit.books.books import Books
    from ledgerkit.entries.bank.prepared import LineToBook

_FORM = "write for instance INV-2026-001 100.00; Expenses:BankFees"
_SAID = "You said so."


def own_proposal(books: Books, line: LineToBook, typed: str) -> Proposal:
    """The proposal that a person types.

    Args:
        books: The books.
        line: The bank's line.
        typed: Accounts and numbers, divided by semicolons; amounts count in the
            direction of the line.

    Raises:
        UsageError: If there is no such account or open document, the amounts are not
            those of the line, or a document has less open.
    """
    stated = line.line.line
    parts, left = [], stated.amount
    words = [part.strip() for part in typed.split(";") if part.strip()]
    if not words:
        raise UsageError(f"nothing is written; {_FORM}")
    for place, word in enumerate(words, start=1):
        target, amount = _target_and_amount(word, stated)
        if amount is None and place < len(words):
            raise UsageError(f'"{word}" has no amount; {_FORM}')
        amount = left if amount is None else amount
        left -= amount
        parts.append(_part(books, target, amount, stated))
    if left:
        raise UsageError(
            f"{as_money(abs(left), stated.currency)} of the line are left; {_FORM}"
        )
    return Proposal(
        line=stated,
        kind=MatchKind.RULE,
        confidence=Decimal(1),
        reason=_SAID,
        parts=parts,
    )


def _target_and_amount(word: str, stated: StatementLine) -> tuple[str, Decimal | None]:
    """Account or number, and how much of the line."""
    target, _space, last = word.rpartition(" ")
    if not target or not last[:1].isdigit():
        return word, None
    try:
        amount = read_amount(last, stated.currency)
    except ValueError as error:
        raise UsageError(str(error)) from None
    if amount.number <= 0:
        raise UsageError(f'"{word}": write an amount of more than nothing')
    return target.strip(), amount.number.copy_sign(stated.amount)


def _part(
    books: Books, target: str, amount: Decimal, stated: StatementLine
) -> ProposedPosting:
    document = _document(books, target)
    if document is None:
        return ProposedPosting(account=find_account(books, target), amount=amount)
    if document.currency != stated.currency:
        raise UsageError(
            f"{target} is in {document.currency}, and the line in {stated.currency};"
            " record its payment with the amount that the bank credited"
        )
    if (amount > ZERO) != (document.open > ZERO) or abs(amount) > abs(document.open):
        open_ = as_money(abs(document.open), document.currency)
        way = "to be received" if document.open > ZERO else "to be paid"
        raise UsageError(f"{target} has {open_} open, {way}; {_FORM}")
    return ProposedPosting(account=document.account, amount=amount, document=document)


def _document(books: Books, number: str) -> OpenDocument | None:
    """The open document of this number; None if there is none.

    Raises:
        UsageError: If several have it.
    """
    documents = MatchingContextReader(books).documents
    named = [document for document in documents if document.number == number]
    if len(named) > 1:
        parties = " and ".join(document.party for document in named)
        raise UsageError(f"{number} is a document of {parties}; it can't be told which")
    return named[0] if named else None


def own_rule(books: Books, line: LineToBook, proposal: Proposal) -> Custom:
    """A bank rule by which the next such line is booked to the same account.

    Raises:
        UsageError: If the line was split or settles a document, or has neither name
            nor text to know it by.
    """
    stated = line.line.line
    name, text = bank_text(stated.name), bank_text(stated.text)
    if len(proposal.parts) != 1 or proposal.parts[0].document is not None:
        raise UsageError("only a line that goes to one account can be remembered")
    if not name and not text:
        raise UsageError("the line has neither name nor text to remember it by")
    taken = {rule.id for rule in books.bank_read.rules}
    base = identifier(name or text)[:40].strip("-") or "line"
    id_, count = base, 1
    while id_ in taken:
        count += 1
        id_ = f"{base}-{count}"
    account = ValueType(proposal.parts[0].account, ACCOUNT)  # type: ignore[arg-type]
    return Custom(
        {"name": name} if name else {"contains": text},
        stated.day,
        "bank-rule",
        [ValueType(id_, str), account],
    )
