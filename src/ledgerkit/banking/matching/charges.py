"""Whether what a payment lacks may be charges that banks took off it.

Within the SEPA area a payer's and a payee's bank each charge their own customer, apart
from the payment (Directive (EU) 2015/2366, article 62; SHA, SLEV): a transfer in euros
arrives in full. So less than is owed is a part payment, unless the line states charges,
or money came from abroad.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledgerkit.banking.matching.books_side import MatchingContext
    from ledgerkit.banking.statement import StatementLine

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
