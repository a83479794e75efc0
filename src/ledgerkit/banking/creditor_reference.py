"""Structured references: those that a creditor asks the payer to quote.

The international one is ISO 11649 (``RF`` and two check digits). Older national ones
are still in use: Belgium's structured communication, Switzerland's QR and ESR
reference, Finland's *viitenumero*, Norway's KID, Sweden's OCR, Slovenia's ``SI``. All
have check digits, so a valid one is hardly there by chance; those of bare digits count
only where a mark or word says what they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stdnum import iso11649, luhn
from stdnum.be import ogm_vcs
from stdnum.ch import esr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TEXT_MAX = 2000
_CORE_MAX = 21
_GAP = re.compile(r"[ \-/.]")
#: Blanks separate blocks of four; another word may follow the last block, so the
#: longest valid run counts.
_ISO = re.compile(r"(?<![0-9A-Z])RF[0-9]{2}(?: ?[0-9A-Z]){1,21}(?![0-9A-Z])")
_BELGIAN = re.compile(r"([+*]{3}) ?([0-9]{3})[/ ]?([0-9]{4})[/ ]?([0-9]{5}) ?\1")
_SWISS = re.compile(r"(?<![0-9])[0-9]{2}(?: ?[0-9]{5}){5}(?![0-9])")
_SLOVENE = re.compile(r"(?<![0-9A-Z])SI([0-9]{2}) ?([0-9]{1,20}(?:-[0-9]{1,20}){0,2})")
#: Bare digits, after the word for them.
_NAMED = re.compile(
    r"(?<![A-Z])(VIITENUMERO|VIITE|REFERENSNUMMER|KID(?:-?NUMMER)?|OCR(?:-?NR)?)"
    r"[ :.#]{0,3}([0-9](?: ?[0-9]){1,24})(?![0-9])"
)
_FINNISH_WEIGHTS = (7, 3, 1)


def iso_reference(number: str) -> str:
    """A number as an ISO 11649 reference; empty if it doesn't fit.

    Punctuation and blanks are dropped; at most 21 characters A to Z and 0 to 9 fit.

    >>> iso_reference("539007547034")
    'RF18539007547034'
    """
    core = "".join(c for c in number.upper() if c.isalnum())
    if not core.isascii() or not 0 < len(core) <= _CORE_MAX:
        return ""
    digits = "".join(str(int(character, 36)) for character in f"{core}RF00")
    return f"RF{98 - int(digits) % 97:02}{core}"


#: A Swiss QR reference has so many digits, and one that checks them.
_QR_MAX = 26


def qr_reference(number: str) -> str:
    """A number as a Swiss QR reference, of 27 digits; empty if it doesn't fit.

    Punctuation and blanks are dropped, and a letter becomes two digits, as in ISO
    11649; the last digit checks the others, modulo 10 recursively.

    >>> qr_reference("21000000000313947143000901")
    '210000000003139471430009017'
    """
    core = "".join(c for c in number.upper() if c.isalnum())
    digits = "".join(str(int(c, 36)) for c in core) if core.isascii() else ""
    if not digits.strip("0") or len(digits) > _QR_MAX:
        return ""
    return digits.zfill(_QR_MAX) + str(esr.calc_check_digit(digits))


def references_in(text: str) -> list[str]:
    """Every valid structured reference in a text, each once, without its blanks.

    >>> references_in("Zahlung RF18 5390 0754 7034 danke")
    ['RF18539007547034']
    >>> references_in("+++090/9337/55493+++ facture")
    ['090933755493']
    >>> references_in("invoice 090933755493")
    []
    """
    upper = text[:_TEXT_MAX].upper()
    return list(
        dict.fromkeys(reference for look in _KINDS for reference in look(upper))
    )


def _iso(text: str) -> Iterator[str]:
    for match in _ISO.finditer(text):
        words = match[0].split(" ")
        for count in range(len(words), 0, -1):
            reference = "".join(words[:count])
            if iso11649.is_valid(reference):
                yield reference
                break


def _belgian(text: str) -> Iterator[str]:
    for match in _BELGIAN.finditer(text):
        reference = "".join(match.groups()[1:])
        if ogm_vcs.is_valid(reference):
            yield reference


def _swiss(text: str) -> Iterator[str]:
    for match in _SWISS.finditer(text):
        reference = match[0].replace(" ", "")
        if reference.strip("0") and esr.is_valid(reference):
            yield reference


def _slovene(text: str) -> Iterator[str]:
    for match in _SLOVENE.finditer(text):
        model, parts = match[1], match[2]
        # Of the many models, these two are in use; 99 means none.
        if model == "00" or (model == "12" and _is_model_12(_GAP.sub("", parts))):
            yield f"SI{model}{parts}"


def _is_model_12(digits: str) -> bool:
    """The last digit checks the others, weighted 2, 3, … from the right, modulo 11."""
    total = sum(n * int(d) for n, d in enumerate(reversed(digits[:-1]), 2))
    expected = 11 - total % 11
    return len(digits) > 1 and int(digits[-1]) == (0 if expected > 9 else expected)


def _named(text: str) -> Iterator[str]:
    for match in _NAMED.finditer(text):
        reference = match[2].replace(" ", "")
        checks = _CHECKS[match[1][0]]
        if reference.strip("0") and any(is_valid(reference) for is_valid in checks):
            yield reference


def _is_finnish(digits: str) -> bool:
    """Four to twenty digits; the last makes the sum weighted 7 3 1 a multiple of 10."""
    others = enumerate(reversed(digits[:-1]))
    total = sum(_FINNISH_WEIGHTS[n % 3] * int(d) for n, d in others)
    return 4 <= len(digits) <= 20 and int(digits[-1]) == -total % 10


def _is_modulo_11(digits: str) -> bool:
    """Norway's second method: weights 2 to 7, repeated from the right."""
    others = enumerate(reversed(digits[:-1]))
    total = sum((2 + n % 6) * int(d) for n, d in others)
    expected = -total % 11
    return len(digits) > 1 and expected < 10 and int(digits[-1]) == expected


def _is_luhn(digits: str) -> bool:
    return len(digits) > 1 and bool(luhn.is_valid(digits))


#: Checks by the first letter of the word.
_CHECKS: dict[str, tuple[Callable[[str], bool], ...]] = {
    "V": (_is_finnish,),
    "R": (_is_finnish, _is_luhn),
    "K": (_is_luhn, _is_modulo_11),
    "O": (_is_luhn,),
}
_KINDS = (_iso, _belgian, _swiss, _slovene, _named)
