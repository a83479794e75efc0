"""A request for an invoice or bill -> the whole document.

Everything that follows from the books is added here: the number, the party's name and
account, the currency, and tax by code.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.books.accounts_by_role import find_account
from ledgerkit.books.documents.next_number import number_for
from ledgerkit.books.documents.party import (
    control_account_of,
    declared_party,
    document_currency,
)
from ledgerkit.entries.coins import check_coins
from ledgerkit.entries.documents.document import NewDocument, NewLine
from ledgerkit.entries.documents.draft_lines import document_lines
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side
from ledgerkit.parties.payment_terms import parse_terms

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.entries.documents.draft import InvoiceDraft
    from ledgerkit.parties.party import Party


def complete_invoice(books: Books, draft: InvoiceDraft) -> NewDocument:
    """The document for a draft in these books.

    Raises:
        UsageError: If something it names does not exist, or doesn't fit.
    """
    side = draft.side
    party = declared_party(books, side, draft.party, draft.issued)
    currency = draft.currency or document_currency(books, party)
    check_coins(books, draft.stamp_duty, currency)
    lines = document_lines(books, draft, currency)
    is_credit = sum((line.amount for line in lines), ZERO) < 0
    kind = DocumentKind.of(side, credit=is_credit)
    text = draft.text or lines[0].description or kind.value.capitalize()
    return NewDocument(
        side=side,
        number=draft.number or _next_number(books, kind, draft),
        party=party.id,
        payee=party.name,
        issued=draft.issued,
        due=_due(draft),
        currency=currency,
        lines=tuple(_plainly_written(line, text) for line in lines),
        control_account=_control_account(books, draft, party),
        text=text,
        terms=_terms(draft, party),
        order=draft.order,
        buyer_reference=draft.buyer_reference,
        remark=draft.remark,
        delivered=draft.delivered,
        period=draft.period,
        stamp_duty=draft.stamp_duty,
        credits=draft.credits,
        received=draft.received,
        quote=draft.quote,
        declares_party=party.place is not None,
    )


def _plainly_written(line: NewLine, text: str) -> NewLine:
    """The line without anything the ledger implies."""
    if line.description == text:
        line = replace(line, description=None)
    is_single = line.quantity in {None, 1} and not (line.unit or line.discount)
    if is_single and line.discount_percent is None and not line.withholding:
        line = replace(line, quantity=None, unit_price=None)
    return line


def _due(draft: InvoiceDraft) -> date | None:
    if draft.due is not None and draft.due < draft.issued:
        raise UsageError(
            f"it would be due on {draft.due}, before its own date {draft.issued};"
            " correct one of the two"
        )
    return draft.due


def _terms(draft: InvoiceDraft, party: Party) -> str | None:
    """Its own terms, if they differ from the party's."""
    if draft.terms is None:
        return None
    try:
        terms = parse_terms(draft.terms)
    except ValueError as error:
        raise UsageError(str(error)) from None
    agreed = party.payment_terms
    return None if agreed is not None and parse_terms(agreed) == terms else draft.terms


def _control_account(books: Books, draft: InvoiceDraft, party: Party) -> str:
    if draft.control_account is not None:
        return find_account(books, draft.control_account)
    return control_account_of(books, party, draft.side)


def _next_number(books: Books, kind: DocumentKind, draft: InvoiceDraft) -> str:
    if draft.side is Side.PAYABLE:
        raise UsageError(
            f"say the number that is printed on the {kind.value}: --number"
        )
    return number_for(books, kind, draft.issued)
