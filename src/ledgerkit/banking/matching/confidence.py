"""The confidence of a proposal, in percent.

The numbers are success rates: of a hundred proposals at 97, some 97 turn out right.
They were calibrated on generated lines with known answers, several thousand of each
kind; the chapter has the table, and a test prints it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.banking.matching.evidence import Fit, Named, PartyEvidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledgerkit.banking.matching.evidence import Proof

#: From this confidence, a line is booked without asking.
AUTOMATIC = 95

#: Ways in which a document is paid in full.
FULL = frozenset({Fit.EXACT, Fit.ROUNDED, Fit.DISCOUNT, Fit.EXCHANGED})
_NEAR = frozenset({Fit.LATE_DISCOUNT, Fit.FEE, Fit.EXCHANGED_ABOUT})
_PARTIES = (
    PartyEvidence.IBAN,
    PartyEvidence.NAME,
    PartyEvidence.LIKE,
    PartyEvidence.NONE,
    PartyEvidence.OTHER,
)
#: By how it is named; then whether it is paid in full, nearly, in part, or overpaid;
#: then by payer: account, name, a similar name, unknown, somebody else.
_TABLE: Mapping[Named, tuple[tuple[int, ...], ...]] = {
    Named.STRUCTURED: (
        (99, 99, 99, 99, 96), (98, 98, 98, 96, 88),
        (98, 97, 97, 94, 50), (97, 96, 96, 90, 45),
    ),
    Named.EXACT: (
        (99, 99, 99, 98, 95), (98, 98, 97, 95, 85),
        (97, 97, 96, 92, 48), (96, 96, 95, 88, 42),
    ),
    Named.READ: (
        (99, 98, 98, 97, 88), (97, 97, 95, 90, 60),
        (95, 95, 93, 75, 40), (94, 94, 92, 70, 35),
    ),
    Named.SHORT: (
        (98, 98, 97, 93, 70), (96, 96, 94, 75, 0),
        (93, 93, 88, 0, 0), (90, 90, 86, 0, 0),
    ),
    Named.SLIP: (
        (97, 96, 94, 85, 45), (90, 88, 80, 0, 0),
        (55, 52, 45, 0, 0), (50, 48, 40, 0, 0),
    ),
    Named.TAIL: (
        (98, 97, 94, 50, 0), (92, 91, 85, 0, 0),
        (66, 65, 60, 0, 0), (50, 50, 45, 0, 0),
    ),
    Named.NOT: (
        (97, 96, 93, 0, 0), (90, 89, 80, 0, 0),
        (0, 0, 0, 0, 0), (0, 0, 0, 0, 0),
    ),
}  # fmt: skip
#: A text that names another number of the same kind is evidence against this one.
CONTRARY_MOST = 60
#: A party's only open document is paid in part, or overpaid.
_ONLY_OPEN = {PartyEvidence.IBAN: 62, PartyEvidence.NAME: 60, PartyEvidence.LIKE: 50}
#: A bank charges 12.50, not 12.37.
_UNUSUAL_FEE_LESS = 12
#: A fee that nothing shows: less sure than a part payment of the only open document.
UNSHOWN_FEE_MOST = 58
#: A nearly equal amount proves less.
_ROUNDED_LESS = 5
#: Two lines that each fit two documents are matched in order.
SWAPPED_MOST = 94
#: By the number of others as good.
_RIVALS_PERCENT = (100, 62, 50, 40)


def one_document(
    proof: Proof, fit: Fit, *, is_usual: bool = True, is_shown: bool = True
) -> int:
    """The confidence that a line pays one document; 0 if not to be proposed.

    Args:
        proof: The evidence for it.
        fit: How the amount fits.
        is_usual: Whether a difference is a usual bank fee.
        is_shown: Whether anything but the amount shows that banks took a fee.
    """
    rows = _TABLE[proof.named]
    row = rows[0] if fit in FULL else rows[1] if fit in _NEAR else rows[2]
    if fit is Fit.OVER:
        row = rows[3]
    percent = row[_PARTIES.index(proof.party)]
    if fit is Fit.FEE and not is_usual:
        percent = max(0, percent - _UNUSUAL_FEE_LESS)
    if fit is Fit.FEE and not is_shown:
        percent = min(percent, UNSHOWN_FEE_MOST)
    if fit is Fit.ROUNDED and proof.named < Named.SLIP:
        percent = max(0, percent - _ROUNDED_LESS)
    if proof.contrary and proof.named < Named.SLIP:
        percent = min(percent, CONTRARY_MOST)
    return percent


def only_open_document(party: PartyEvidence) -> int:
    """The confidence of a part payment of a party's only open document."""
    return _ONLY_OPEN.get(party, 0)


def among_rivals(percent: int, rivals: int) -> int:
    """The confidence of a candidate among others as good.

    >>> among_rivals(96, 0), among_rivals(96, 1)
    (96, 59)
    """
    return percent * _RIVALS_PERCENT[min(rivals, len(_RIVALS_PERCENT) - 1)] // 100
