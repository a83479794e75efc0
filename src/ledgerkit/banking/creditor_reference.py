"""Structured references: what a creditor asks to be named in a payment.

The international one is ISO 11649 (``RF`` and two check digits). Older national ones
go on beside it: Belgium's structured communication, Switzerland's QR and ESR
reference, Finland's *viitenumero*, Norway's KID, Sweden's OCR, Slovenia's ``SI``. All
have check digits, so that a valid one in a text was hardly written by chance; those
that are bare digits count only where a mark or word says what they are.
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
#: Blanks part blocks of four; behind the last block may stand another word, so that
#: the longest run that is valid counts.
_ISO = re.compile(r"(?<![0-9A-Z])RF[0-9]{2}(?: ?[0-9A-Z]){1,21}(?![0-9A-Z])")
_BELGIAN = re.compile(r"([+*]{3}) ?([0-9]{3})[/ ]?([0-9]{4})[/ ]?([0-9]{5}) ?\1")
_SWISS = re.compile(r"(?<![0-9])[0-9]{2}(?: ?[0-9]{5}){5}(?![0-9])")
_SLOVENE = re.compile(r"(?<![0-9A-Z])SI([0-9]{2}) ?([0-9]{1,20}(?:-[0-9]{1,20}){0,2})")
#: Bare digits, behind the word for them.
_NAMED = re.compile(
    r"(?<![A-Z])(VIITENUMERO|VIITE|REFERENSNUMMER|KID(?:-?NUMMER)?|OCR(?:-?NR)?)"
    r"[ :.#]{0,3}([0-9](?: ?[0-9]){1,24})(?![0-9])"
)
_FINNISH_WEIGHTS = (7, 3, 1)


def iso_reference(number: str) -> str:
    """A number as a reference of ISO 11649; empty where it doesn't fit into one.

    Marks and blanks go; other letters than A to Z, and more than 21, don't fit.

    >>> iso_reference("539007547034")
    'RF18539007547034'
    """
    core = "".join(c for c in number.upper() if c.isalnum())
    if not core.isascii() or not 0 < len(core) <= _CORE_MAX:
        return ""
    digits = "".join(str(int(character, 36)) for character in f"{core}RF00")
    return f"RF{98 - int(digits) % 97:02}{core}"


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
    return list(dict.fromkeys(found for look in _KINDS for found in look(upper)))


def _iso(text: str) -> Iterator[str]:
    for match in _ISO.finditer(text):
        words = match[0].split(" ")
        for count in range(len(words), 0, -1):
            found = "".join(words[:count])
            if iso11649.is_valid(found):
                yield found
                break


def _belgian(text: str) -> Iterator[str]:
    for match in _BELGIAN.finditer(text):
        found = "".join(match.groups()[1:])
        if ogm_vcs.is_valid(found):
            yield found


def _swiss(text: str) -> Iterator[str]:
    for match in _SWISS.finditer(text):
        found = match[0].replace(" ", "")
        if found.strip("0") and esr.is_valid(found):
            yield found


def _slovene(text: str) -> Iterator[str]:
    for match in _SLOVENE.finditer(text):
        model, parts = match[1], match[2]
        # Of the many models these two are in use; 99 says that there is none.
        if model == "00" or (model == "12" and _is_model_12(_GAP.sub("", parts))):
            yield f"SI{model}{parts}"


def _is_model_12(digits: str) -> bool:
    """The last digit checks the others, weighted 2, 3, … from the right, modulo 11."""
    total = sum(n * int(d) for n, d in enumerate(reversed(digits[:-1]), 2))
    expected = 11 - total % 11
    return len(digits) > 1 and int(digits[-1]) == (0 if expected > 9 else expected)


def _named(text: str) -> Iterator[str]:
    for match in _NAMED.finditer(text):
        found = match[2].replace(" ", "")
        checks = _CHECKS[match[1][0]]
        if found.strip("0") and any(is_valid(found) for is_valid in checks):
            yield found


def _is_finnish(digits: str) -> bool:
    """Four to twenty digits; the last fills the others, weighted 7 3 1, to tens."""
    others = enumerate(reversed(digits[:-1]))
    total = sum(_FINNISH_WEIGHTS[n % 3] * int(d) for n, d in others)
    return 4 <= len(digits) <= 20 and int(digits[-1]) == -total % 10


def _is_modulo_11(digits: str) -> bool:
    """Norway's second way: weighted 2 to 7 and again from the right."""
    others = enumerate(reversed(digits[:-1]))
    total = sum((2 + n % 6) * int(d) for n, d in others)
    expected = -total % 11
    return len(digits) > 1 and expected < 10 and int(digits[-1]) == expected


def _is_luhn(digits: str) -> bool:
    return len(digits) > 1 and bool(luhn.is_valid(digits))


#: By the first letter of the word.
_CHECKS: dict[str, tuple[Callable[[str], bool], ...]] = {
    "V": (_is_finnish,),
    "R": (_is_finnish, _is_luhn),
    "K": (_is_luhn, _is_modulo_11),
    "O": (_is_luhn,),
}
_KINDS = (_iso, _belgian, _swiss, _slovene, _named)
