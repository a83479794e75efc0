"""What a text says of a balance, in the languages of banks.

A text is a balance's if it has no other words than those of balances: "Saldo fattura
12" pays the rest of an invoice.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from ledgerkit.text.accents import without_accents
from ledgerkit.text.currencies import currency_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPENING = """
    opening beginning starting initial initiale inicial iniziale previous prior
    precedent precedente anterior ancien vortrag ubertrag alter altes begin
    brought bf fwd oud vorig vorige vorheriges vorheriger anfangs eroffnungs ingaende
    poczatkowe pocatecni nyito riporto report reporte apertura abertura ouverture start
"""
_CLOSING = """
    closing ending final finale finala fin end carried cf eind endgultiger cierre
    chiusura fechamento cloture koncowe konecny zaro utgaende slot abschluss schluss
"""
#: A shop sells shoes under such a name.
_NEW = "new nuevo nuovo nouveau neuer neues novo nieuw nytt"
_BETWEEN = """
    current available ledger book account daily day days of the as at on to date from
    forward b c f d actual disponible disponivel disponibile contable contabile giorno
    contabilistico diario dia do da de del della di al alla conta cuenta conto compte
    konto kontos corrente corriente courant en em le au du am vom zum per zur auf ihr
    aktueller verfugbarer rekening op het tussen zwischen tages tag liquido total
    parcial crediteur debiteur creditor debitor cr dr your my in na dzien k ke dni till
    den
"""
_NOUNS = """
    balance bal saldo saldi solde kontostand zustatek saldot egyenleg sold bakiye
    stanje stan saldostand
"""
#: Nouns that also say which balance it is.
_OPENING_NOUNS = """
    anfangssaldo saldovortrag saldoubertrag eroffnungssaldo altsaldo beginsaldo
    openingssaldo startsaldo anfangsbestand startguthaben nyitoegyenleg openingbalance
    期初余额 上期余额 期初余額 上期結餘
"""
_CLOSING_NOUNS = """
    endsaldo schlusssaldo schlussaldo abschlusssaldo eindsaldo slotsaldo endbestand
    zaroegyenleg closingbalance 期末余额 期末余額
"""
_OTHER_NOUNS = "zwischensaldo tagessaldo buchsaldo 本期余额 本期結餘"
_FOR_OPENING = frozenset([*_OPENING.split(), *_OPENING_NOUNS.split()])
_FOR_CLOSING = frozenset([*_CLOSING.split(), *_CLOSING_NOUNS.split()])
_NOUN_WORDS = frozenset(
    f"{_NOUNS} {_OPENING_NOUNS} {_CLOSING_NOUNS} {_OTHER_NOUNS}".split()
)
_NEW_WORDS = frozenset(_NEW.split())
_KNOWN = _FOR_OPENING | _FOR_CLOSING | _NEW_WORDS | frozenset(_BETWEEN.split())
_WORDS = re.compile(r"[^\W\d_]+")
_LENGTH_MAX = 80


class BalanceText(Enum):
    """What a text says of a balance."""

    #: Nothing: it belongs to a movement.
    NONE = 0
    OPENING = 1
    CLOSING = 2
    #: A balance of whatever moment.
    ANY = 3
    #: Perhaps a balance: a payment of the rest of an invoice may say no more, either.
    BARE = 4


@lru_cache(maxsize=4096)
def balance_text(text: str) -> BalanceText:
    """What a line's text says of a balance.

    >>> balance_text("Saldo anterior 31/10/2025"), balance_text("S A L D O")
    (<BalanceText.OPENING: 1>, <BalanceText.ANY: 3>)
    >>> balance_text("Saldo fattura 12"), balance_text("Closing balance")
    (<BalanceText.NONE: 0>, <BalanceText.CLOSING: 2>)
    """
    if not text or len(text) > _LENGTH_MAX:
        return BalanceText.NONE
    words = balance_words(text)
    others = [word for word in words if word not in _NOUN_WORDS]
    if len(others) == len(words) or not _KNOWN.issuperset(others):
        return BalanceText.NONE
    if not _FOR_OPENING.isdisjoint(words):
        return BalanceText.OPENING
    if not _FOR_CLOSING.isdisjoint(words):
        return BalanceText.CLOSING
    is_more = others or any(map(str.isdigit, text)) or len(text.split()) > 1
    is_clear = is_more and _NEW_WORDS.isdisjoint(others)
    return BalanceText.ANY if is_clear else BalanceText.BARE


def balance_words(text: str) -> Sequence[str]:
    """A text's words without case, accents, numbers and codes of currencies.

    >>> balance_words("Saldo al 31/12/2025 EUR"), balance_words("S A L D O")
    (['saldo', 'al'], ['saldo'])
    """
    plain = without_accents(text.casefold().replace("ß", "ss")).replace("ł", "l")
    found = _WORDS.findall(plain.replace("b/f", "bf").replace("c/f", "cf"))
    if len(found) > 3 and all(len(word) == 1 for word in found):
        found = ["".join(found)]
    return [word for word in found if word.upper() not in currency_codes()]
