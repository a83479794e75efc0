"""Mistakes in the books shown by a finished subledger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.slips.payments import PaymentFindings
from ledgerkit.books.slips.wrong_side import find_booked_again, find_wrong_sides
from ledgerkit.errors import Finding, Place, effect, finding
from ledgerkit.general_ledger.control_accounts import prove_control_accounts
from ledgerkit.language.document_kinds import (
    GUESSED_RETURN,
    NO_PARTY,
    OVER_ALLOCATED,
    OVER_CREDITED,
    REST_BELOW_A_COIN,
    UNEXPLAINED_REFUND,
    UNNUMBERED_DOCUMENT,
)
from ledgerkit.language.finding_kinds import CONTROL_ACCOUNT_DIFFERS
from ledgerkit.language.slip_kinds import OVERPAID, PAID_BY_ANOTHER
from ledgerkit.late_import import LateImport
from ledgerkit.money import with_cents
from ledgerkit.open_items.document import Basis
from ledgerkit.open_items.side import Side
from ledgerkit.text.typed_amounts import is_below_a_coin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.books.source import Source
    from ledgerkit.general_ledger.control_accounts import ControlAccountProof
    from ledgerkit.invoices.credited import CreditedDocuments
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document, Unapplied
    from ledgerkit.open_items.subledger import Subledger
else:
    CreditedDocuments = LateImport("ledgerkit.invoices.credited.CreditedDocuments")


def check_subledger(
    subledger: Subledger, payments: PaymentFindings, *, advice: bool = True
) -> Iterator[Finding]:
    """Findings on documents, on their settlements and on payments on account.

    Args:
        subledger: As at the last day.
        payments: What to say of payments on account.
        advice: Whether to give advice too. A plugin reports none, and books without
            document numbers would have much.
    """
    for item in subledger.items:
        yield from _of_document(item, payments, advice=advice)
    yield from map(_unexplained, subledger.undoings.unexplained)
    for posting, item in subledger.undoings.guessed if advice else ():
        yield _guessed(posting, item)
    for unapplied in subledger.unapplied:
        unapplied_finding = payments.on_account(unapplied)
        if advice or not unapplied_finding.advice:
            yield unapplied_finding
    for unapplied in subledger.unassigned if advice else ():
        yield _unassigned(unapplied)


def _of_document(
    item: SubledgerItem, payments: PaymentFindings, *, advice: bool
) -> Iterator[Finding]:
    """A document without a number, or with one that means another; too much settled."""
    is_credit = item.first.credit is not None
    mistyped = payments.of_document(item) if is_credit or item.number is None else None
    if mistyped is not None:
        yield mistyped
    elif item.number is None:
        # With several links the question is which of them, and that has been reported.
        if advice and len(item.first.links) < 2:
            yield _unnumbered(item.finish())
    elif item.open < 0 and not is_credit:
        yield _over_allocated(item.finish())
    if item.open and item.settlements and advice:
        yield from _below_a_coin(item)


def _below_a_coin(item: SubledgerItem) -> Iterator[Finding]:
    """What is left of a document by payments that are not exact to the coin."""
    currency = item.first.currency
    if not is_below_a_coin(item.open, currency):
        return
    last = item.settled_by_day()[-1][0]
    message = (
        f"{item.label}: {item.open:f} {currency} is left, which nobody can pay; write"
        f" the payment's exact amount, or post the rest to a rounding account with"
        f' {last.side.number_key}: "{item.label}"'
    )
    yield finding(
        REST_BELOW_A_COIN,
        last.place,
        message,
        unfinished=last.unfinished,
        party=item.party,
        explains=[effect(OVER_ALLOCATED, last.place)],
    )


def find_credits(subledger: Subledger) -> Iterator[Finding]:
    """Credits beyond what was invoiced, in books that have any."""
    has_credits = any(item.first.credit is not None for item in subledger.items)
    if not has_credits and not any(
        item.posting.number or item.posting.links for item in subledger.unapplied
    ):
        return
    yield from _over_credited(CreditedDocuments(subledger))


def _over_credited(credited: CreditedDocuments) -> Iterator[Finding]:
    """Findings on documents of which more is credited than they were made out for.

    What came in as an opening balance was only what was left of a document.
    """
    for item in credited:
        amount, document = credited.amount_of(item), item.finish()
        opening = any(posting.opening for posting in document.postings)
        if amount <= document.amount or opening:
            continue
        parts, currency = credited.parts_of(item), document.currency
        whole, last = document.amount, parts[-1].posting
        names = ", ".join(f"{p.label} {_money(p.amount, currency)}" for p in parts)
        message = (
            f"{document.label}: {_money(amount, currency)} are credited of its"
            f" {_money(whole, currency)} ({names}), {_money(amount - whole, currency)}"
            " too much; correct a credit, or link it to the document that it credits"
        )
        yield finding(
            OVER_CREDITED,
            last.place,
            message,
            unfinished=last.unfinished,
            party=document.party,
        )


def check_proofs(proofs: Sequence[ControlAccountProof]) -> Iterator[Finding]:
    """Findings on control accounts that their open items don't explain."""
    for proof in proofs:
        if proof.difference:
            message = (
                f"{proof.account}: the general ledger says {proof.general_ledger:f}"
                f" {proof.currency}, the open items differ by {proof.difference:f};"
                " please report this fault of ledgerkit"
            )
            yield finding(CONTROL_ACCOUNT_DIFFERS, Place("<ledger>", 0), message)


def _unnumbered(document: Document) -> Finding:
    key = document.side.number_key
    message = (
        f"{document.postings[0].account}: {document.label} has no number,"
        f' so nothing can settle it by name; add a link or {key}: "…"'
    )
    return finding(
        UNNUMBERED_DOCUMENT,
        document.place,
        message,
        unfinished=document.postings[0].unfinished,
        party=document.party,
    )


def _unexplained(unapplied: Unapplied) -> Finding:
    posting = unapplied.posting
    amount, key = f"{unapplied.amount:f} {posting.currency}", posting.side.number_key
    number = posting.number or ", ".join(posting.links)
    flow, paid = "go out", "came in"
    if posting.side is Side.PAYABLE:
        flow, paid = "come in", "was paid"
    message = (
        f"{amount} {flow} and add to {number}, for which no such money {paid} before;"
        f' turn the signs if it is a payment, or name with {key}: "…" what is paid back'
    )
    return finding(
        UNEXPLAINED_REFUND,
        posting.place,
        message,
        unfinished=posting.unfinished,
        party=unapplied.party,
    )


def _guessed(posting: ControlPosting, item: SubledgerItem) -> Finding:
    message = (
        f"{posting.amount:f} {posting.currency} went back and name nothing; as the"
        f" amount is the same, the payment of {item.label} counts as given back: add"
        " its link, or that of what is meant"
    )
    return finding(GUESSED_RETURN, posting.place, message, party=item.party)


def _over_allocated(document: Document) -> Finding:
    surplus = f"{-document.open:f} {document.currency}"
    last = next(
        (s for s in reversed(document.settlements) if s.basis is Basis.NAMED),
        document.settlements[-1],
    )
    message = (
        f"{document.label}: {document.settled:f} is allocated to"
        f" {document.amount:f} {document.currency}, {surplus} too much;"
        f" take {document.side.number_key}: off what exceeds it, or name another"
    )
    return finding(
        OVER_ALLOCATED,
        last.posting.place,
        message,
        unfinished=last.posting.unfinished,
        party=document.party,
        # What else settles it is too much only because of this, and may be another's.
        explains=[
            effect(OVERPAID, document.number),
            effect(PAID_BY_ANOTHER, last.posting.place),
        ],
    )


def _unassigned(unapplied: Unapplied) -> Finding:
    posting = unapplied.posting
    key = posting.side.party_role.value
    message = f'{posting.account}: names no {key}; add a payee or {key}: "…"'
    return finding(NO_PARTY, posting.place, message, unfinished=posting.unfinished)


def _money(number: Decimal, currency: str) -> str:
    return f"{with_cents(number, currency):f} {currency}"


def find_in_what_is_owed(
    side: Side, source: Source, *, advice: bool
) -> Iterator[Finding]:
    """Report on debts, their settlements, and the proof of the control accounts.

    Args:
        side: Whether to look at receivables or payables.
        source: The book.
        advice: Whether to report what affects no figure, too.
    """
    subledger = source.subledger(side, date.max)
    yield from source.reading.posting_findings[side]
    yield from _amounts(source, side)
    payments = PaymentFindings(subledger, source.transaction_of)
    yield from check_subledger(subledger, payments, advice=advice)
    yield from find_wrong_sides(source, side)
    yield from find_booked_again(source, side)
    yield from find_credits(subledger)
    yield from _exchanged(source, subledger, advice=advice)
    yield from check_proofs(
        prove_control_accounts(source.reading.balances[side], subledger)
    )
    if advice:
        from ledgerkit.books.slips.fine_amounts import find_fine_amounts
        from ledgerkit.books.unknown_accounts import find_no_control_account

        postings = (posting for posting, _index in source.origins(side))
        yield from find_fine_amounts(postings, source.transaction_of)
        yield from payments.doubtful(source.directory)
        yield from source.differences.findings(subledger)
        yield from find_no_control_account(source, side)


def _amounts(source: Source, side: Side) -> Iterable[Finding]:
    """Amounts that balance by tolerance only, in books that have any."""
    if not source.reading.uneven:
        return ()
    from ledgerkit.books.documents.check_amounts import check_amounts

    return check_amounts(source.reading.uneven, side)


def _exchanged(
    source: Source, subledger: Subledger, *, advice: bool
) -> Iterator[Finding]:
    """What rates of exchange leave behind, in books that have any."""
    from ledgerkit.books.currencies.exchange import (
        find_exchange_differences,
        find_rates_only_of_settlements,
        find_revaluations,
    )

    yield from find_exchange_differences(source, subledger, advice=advice)
    if advice:
        yield from find_rates_only_of_settlements(source, subledger)
    yield from find_revaluations(source, subledger)
