"""The clues in a line: numbers, parties, and the amount paid.

Whether what a payment lacks may be charges that banks took off it.

Within the SEPA area a payer's and a payee's bank each charge their own customer, apart
from the payment (Directive (EU) 2015/2366, article 62; SHA, SLEV): a transfer in euros
arrives in full. So less than is owed is a part payment, unless the line states charges,
or money came from abroad.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.banking.creditor_reference import references_in
from ledgerkit.banking.matching.numbers import NumbersInText
from ledgerkit.banking.matching.settlement import amount_paid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from ledgerkit.banking.matching.books_side import MatchingContext
    from ledgerkit.banking.matching.party_clues import PartyClue, PartyIndex
    from ledgerkit.banking.statement import StatementLine

#: SEPA's placeholder for a missing id.
_NO_ID = "NOTPROVIDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineClues:
    """A line and the clues in it.

    Attributes:
        line: The line.
        paid: The amount the counterparty paid, in the account's currency.
        numbers: The numbers in its text.
        parties: The parties it may belong to, likeliest first.
    """

    line: StatementLine
    paid: Decimal
    numbers: NumbersInText
    parties: Sequence[PartyClue]

    @property
    def measures(self) -> Sequence[tuple[str, Decimal]]:
        """The currency and amount paid, in each currency the bank states."""
        line = self.line
        measure = (line.currency, self.paid)
        if line.original_amount is None or line.original_currency == line.currency:
            return (measure,)
        return (measure, (line.original_currency, line.original_amount))


def read_clues(
    line: StatementLine, context: MatchingContext, index: PartyIndex
) -> LineClues:
    """Read the clues in a line."""
    id_ = "" if line.end_to_end.upper() == _NO_ID else line.end_to_end
    texts = (line.text, line.creditor_reference, id_)
    # With check digits, a reference in the text is as good as a field of its own.
    references = [line.creditor_reference, *references_in(line.text)]
    structured = next(filter(None, references), "")
    return LineClues(
        line=line,
        paid=amount_paid(line, context.special),
        numbers=NumbersInText(" ; ".join(filter(None, texts)), structured),
        parties=index.clues(line),
    )


_EURO = "EUR"
#: Countries of the SEPA area, whose accounts have these beginnings.
_SEPA_COUNTRIES = """
    AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU
    LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA
"""
_SEPA = frozenset(_SEPA_COUNTRIES.split())
_IBAN = re.compile(r"(?P<country>[A-Z]{2})\d{2}[A-Z0-9]{10,30}")
_BANKS = r"bank(?:ing)?|transfer|wire|remittance|correspondent|intermediary|swift|sepa"
_LESS = r"less|minus|after|net of|deducted|abz(?:ü|ue)gl(?:ich|\.)?|moins|meno|menos"
_CHARGES = r"charges?|fees?|costs?|commissions?|chgs?"
#: Bank charges in words; the same words without a bank may be what is invoiced.
_STATED = re.compile(
    rf"\b(?:(?:{_BANKS}|{_LESS})\W+(?:\w+\W+){{0,2}}?(?:{_CHARGES})\b"
    rf"|(?:charges|chgs?)\W{{0,3}}(?:[A-Z]{{3}}\W?)?\d"
    r"|bank(?:spesen|geb(?:ü|ue)hr(?:en)?|kosten|entgelt)"
    r"|(?:(?:ü|ue)berweisungs|auslands|transfer)(?:spesen|geb(?:ü|ue)hr(?:en)?|entgelt)"
    rf"|(?:{_LESS})\W+(?:\w+\W+){{0,2}}?(?:spesen|geb(?:ü|ue)hr(?:en)?|entgelt|kosten"
    r"|spese|commissioni|frais|gastos|comisi[oó]n(?:es)?|comiss[oõ]es)"
    r"|spese (?:banca\w*|di bonifico|bonifico|di incasso|incasso)|al netto (?:delle )?"
    r"(?:spese|commissioni)|commissioni (?:banca\w*|bonifico|di bonifico)"
    r"|frais (?:banca\w*|de banque|de virement|d'encaissement)"
    r"|(?:gastos|comisi[oó]n(?:es)?) (?:banca\w*|de transferencia)"
    r"|(?:despesas|comiss[oõ]es) banc\w*|overschrijvingskosten)",
    re.IGNORECASE,
)
#: Who bears them: the one who is paid.
_BORNE_BY_PAYEE = re.compile(r"\b(?:CHGS?|CHARGES?)?[:/ ]?BEN\b")
_TEXT_MAX = 500


def may_be_charged(
    line: StatementLine, context: MatchingContext, country: str = ""
) -> bool:
    """Whether a line states charges, or comes from where banks take them off.

    Args:
        line: The line.
        context: The books, for the currencies at home there.
        country: The other party's, as two letters; empty if unknown.
    """
    text = f"{line.text} {line.kind}"[:_TEXT_MAX]
    if line.charges or _STATED.search(text) or _BORNE_BY_PAYEE.search(text):
        return True
    if line.original_currency and line.original_currency != line.currency:
        return True
    if line.currency not in (context.home or (_EURO,)):
        return True
    iban = _IBAN.fullmatch(line.iban)
    from_country = iban["country"] if iban else country.upper()
    return bool(from_country) and not _is_near(from_country, line.currency)


def _is_near(country: str, currency: str) -> bool:
    """Whether a country pays in this currency without banks between."""
    if currency == _EURO:
        return country in _SEPA
    return country == currency[:2]
