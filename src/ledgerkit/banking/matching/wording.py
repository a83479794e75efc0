"""The reason for a proposal, in one sentence for a bookkeeper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.banking.matching.evidence import Fit, Named, PartyEvidence
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.banking.matching.evidence import Proof
    from ledgerkit.banking.matching.open_documents import OpenEntry

_NAMED: Mapping[Named, str] = {
    Named.TAIL: "the text has the last digits of {it}",
    Named.SLIP: "the text names {it} with a slip",
    Named.SHORT: "the text names {it} in short",
    Named.READ: "the text names {it}, zeros or an O aside",
    Named.EXACT: "{it} is named in the text",
    Named.STRUCTURED: "the payment reference is that of {it}",
}
_PAYS: Mapping[PartyEvidence, str] = {
    PartyEvidence.LIKE: "the name is like {name}'s",
    PartyEvidence.NAME: "it is {name} by name",
    PartyEvidence.IBAN: "the account is {name}'s",
}
_FITS: Mapping[Fit, str] = {
    Fit.EXACT: "the amount is what is open of {it}",
    Fit.ROUNDED: "the amount is what is open of {it}, rounded",
    Fit.DISCOUNT: "the amount is what is open of {it} less the discount, in time",
    Fit.LATE_DISCOUNT: (
        "the amount is what is open of {it} less the discount, some days late"
    ),
    Fit.FEE: "the amount is what is open of {it} but for what a bank kept",
    Fit.EXCHANGED: "what was ordered is what is open of {it} in its currency",
    Fit.EXCHANGED_ABOUT: "the amount is about what is open of {it} at its rate",
    Fit.PART: "the amount is a part of what is open of {it}",
    Fit.OVER: "the amount is more than is open of {it}; the rest stays on account",
}


def for_one(entry: OpenEntry, proof: Proof, fit: Fit, name: str) -> str:
    """Why a line pays one document."""
    number = numbers_in_words([entry])
    clauses = []
    if proof.named:
        clauses.append(_NAMED[proof.named].format(it=number))
    if proof.party in _PAYS and (not clauses or proof.named < Named.EXACT):
        clauses.append(_PAYS[proof.party].format(name=visible(name)))
    clauses.append(_FITS[fit].format(it="it" if proof.named else number))
    return sentence(clauses, _but(proof, name))


def _but(proof: Proof, name: str) -> str:
    if proof.contrary and proof.named < Named.SLIP:
        return f"but the text names {visible(proof.contrary)}"
    if proof.party is PartyEvidence.OTHER:
        return f"but it is not {visible(name)} who pays"
    return ""


def for_several(
    entries: Sequence[OpenEntry], clues: Sequence[str], fit: Fit, qualifier: str
) -> str:
    """Why a line pays several documents.

    Args:
        entries: The documents.
        clues: The evidence besides their sum.
        fit: How their sum fits the line.
        qualifier: A further description: ``the oldest open``.
    """
    fits = _FITS[fit].format(it="them")
    plural = fits.replace(" its ", " their ")
    last = f"{numbers_in_words(entries)}: {plural}"
    return sentence([*clues, last], qualifier)


def numbers_in_words(entries: Sequence[OpenEntry]) -> str:
    """Document numbers for a sentence: ``INV-1, INV-2 and INV-3``."""
    names = [visible(e.document.number) or _unnamed(e) for e in entries]
    if len(names) > 6:
        names = [*names[:5], f"{len(names) - 5} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _unnamed(entry: OpenEntry) -> str:
    return f"the document of {entry.document.issued} without a number"


def sentence(clauses: Sequence[str], reservation: str = "") -> str:
    """Clauses as one sentence.

    >>> sentence(["it is Acme by name", "the amount is open"], "but it is early")
    'It is Acme by name, and the amount is open, but it is early.'
    """
    text = ", and ".join(clauses)
    if reservation:
        text = f"{text}, {reservation}"
    return f"{text[:1].upper()}{text[1:]}."
