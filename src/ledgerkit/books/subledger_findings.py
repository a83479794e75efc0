"""What a finished subledger shows to be wrong in the books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import Finding, Place, finding
from ledgerkit.language.finding_kinds import (
    CONTROL_ACCOUNT_DIFFERS,
    NO_PARTY,
    ON_ACCOUNT,
    OTHER_PARTYS_DOCUMENT,
    OVER_ALLOCATED,
    UNKNOWN_DOCUMENT,
    UNNUMBERED_DOCUMENT,
)
from ledgerkit.open_items.document import Basis
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.general_ledger.control_accounts import ControlAccountProof
    from ledgerkit.open_items.building import Draft
    from ledgerkit.open_items.document import Document, Unapplied
    from ledgerkit.open_items.subledger import Subledger


def check_subledger(subledger: Subledger, *, advice: bool = True) -> Iterator[Finding]:
    """Findings on documents, on what settles them and on what settles nothing.

    Args:
        subledger: As at the last day.
        advice: Whether to give advice too. A plugin reports none, and a book
            where nothing is numbered would have much.
    """
    for draft in subledger.drafts:
        if draft.number is None:
            # With several links the question is which of them, and it has been put.
            if advice and len(draft.first.links) < 2:
                yield _unnumbered(draft.finish())
        elif draft.open < 0 and draft.first.credit is None:
            yield _over_allocated(draft.finish())
    for item in subledger.unapplied:
        found = _unapplied(item, subledger.by_number)
        if advice or not found.advice:
            yield found
    for item in subledger.unassigned if advice else ():
        yield _unassigned(item)


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
    )


def _unapplied(item: Unapplied, numbered: Mapping[str, Sequence[Draft]]) -> Finding:
    posting, key = item.posting, item.posting.side.number_key
    amount = f"{-item.amount:f} {posting.currency}"
    if posting.number is not None:
        named = numbered.get(posting.number, ())
        kind, message = UNKNOWN_DOCUMENT, _why_not_named(item, named, numbered)
    elif _links_only_others(item, numbered):
        kind = OTHER_PARTYS_DOCUMENT
        links = ", ".join(posting.links)
        message = (
            f"{links} is not {item.party}'s, so {amount} stays on account;"
            f' correct the link, or write {key}: "{posting.links[0]}" on the posting'
        )
    else:
        kind = ON_ACCOUNT
        message = (
            f"{amount} of {item.party} stand on account;"
            f' name what they settle with {key}: "…", if anything'
        )
    unfinished = posting.unfinished
    return finding(
        kind, posting.place, message, unfinished=unfinished, party=item.party
    )


def _why_not_named(
    item: Unapplied,
    named: Sequence[Draft],
    numbered: Mapping[str, Sequence[Draft]],
) -> str:
    posting = item.posting
    key, number = posting.side.number_key, posting.number
    assert number is not None
    currencies = sorted({draft.first.currency for draft in named})
    if not named:
        remedy = suggestion(number, numbered)
        return f'there is no {key} "{number}"{remedy or "; correct the number"}'
    if posting.currency not in currencies:
        return (
            f'{key} "{number}" is in {currencies[0]}, not {posting.currency};'
            " settle it in its own currency"
        )
    role = posting.side.party_role.value
    return (
        f'{key} "{number}" is a number of several {role}s;'
        f' say whose with {role}: "{named[0].party}"'
    )


def _links_only_others(
    item: Unapplied, numbered: Mapping[str, Sequence[Draft]]
) -> bool:
    parties = {
        draft.party for link in item.posting.links for draft in numbered.get(link, ())
    }
    return bool(parties) and item.party not in parties


def _unassigned(item: Unapplied) -> Finding:
    posting = item.posting
    key = posting.side.party_role.value
    message = f'{posting.account}: names no {key}; add a payee or {key}: "…"'
    return finding(NO_PARTY, posting.place, message, unfinished=posting.unfinished)
