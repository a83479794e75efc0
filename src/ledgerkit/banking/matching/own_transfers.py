"""Transfers between our own accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledgerkit.banking.account_number import compact_number
from ledgerkit.banking.matching.candidate import Candidate
from ledgerkit.banking.matching.proposal import MatchKind, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.banking.matching.books_side import KnownBooks
    from ledgerkit.banking.matching.line_clues import LineClues

#: Shorter account numbers are found in texts by chance.
_TELLING = 8
_TEXT_MAX = 500


def transfer_candidates(clues: LineClues, known: KnownBooks) -> Iterator[Candidate]:
    """The account of ours that a line goes to or comes from."""
    line = clues.line
    own = {compact_number(iban): account for iban, account in known.own_ibans.items()}
    account = own.get(compact_number(line.iban)) if line.iban else None
    percent, words = 97, "The other account is ours"
    if account is None and not line.iban:
        text = re.sub(r"[^0-9A-Z]", "", line.text[:_TEXT_MAX].upper())
        named = {a for i, a in own.items() if len(i) >= _TELLING and i in text}
        if len(named) == 1:
            account = named.pop()
            percent, words = 96, "The text names an account of ours"
    if account and account != known.account:
        yield Candidate(
            kind=MatchKind.TRANSFER,
            percent=percent,
            reason=f"{words}, {account}.",
            parts=(Part(account=account, amount=line.amount),),
        )
