"""How likely two spellings name one party, given how banks write names.

Banks use capitals, cut names off at 27, 35 or 70 characters, drop accents or write
``UE`` for ``Ü``, leave out the legal form, put the family name first, and may add an
address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from ledgerkit.parties.party import normalised_name

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Legal forms, and words that join names; both are left out to save space.
_FORMS_WRITTEN = """
ab ag aps as asa bv bvba co coop corp corporation company doo dba eg eirl ek ev eurl
gbr gesmbh gie gmbh gmbhcokg inc incorporated kft kg kgaa lda limited llc llp lp ltd
ltda mbh mbhcokg nv ohg oy oyj plc pllc pty pte sa sapa sarl sas sasu sc sca scarl
scop scpa se sicav sl slu snc soc spa spj spolka spzoo sro srl srls societa ug unip
unipersonale zoo zrt
"""
_JOINING_WRITTEN = """
a and al da dal de degli dei del della delle dem den der des di die do dos e el et
for het i la las le les lo los och of the und van von y
"""
_TITLES_WRITTEN = """
avv dott dottor dottssa dr dra eheleute familie firma frau geom herr herrn ing mr mrs
mme monsieur ms prof rag sig signor sigra spett spettle
"""
_FORMS = frozenset(_FORMS_WRITTEN.split())
_NOT_TELLING = _FORMS.union(_JOINING_WRITTEN.split(), _TITLES_WRITTEN.split())
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "a", "œ": "o", "ð": "d"})
_UMLAUTS = re.compile("(?<=[aou])e")

SAME, CUT, ADDED, LEFT_OUT, LIKE_LEAST = 100, 96, 92, 86, 80
#: Too many names share a shorter beginning.
_CUT_LEAST = 8
#: Banks' name fields are longer than this, without blanks.
_FIELD_LEAST = 14
#: Letters that a part of a name needs to be distinctive.
_TELLING = 5


@dataclass(frozen=True, slots=True)
class SpelledName:
    """A name, in the forms that are compared.

    Attributes:
        words: Its distinctive words, in order.
        forms: Its legal form and joining words.
        run: All of it as written, without blanks.
        core: Its words without blanks.
        ordered: Its words in alphabetical order, with blanks.
    """

    words: tuple[str, ...]
    forms: frozenset[str]
    run: str
    core: str
    ordered: str


@lru_cache(maxsize=65536)
def spelled(name: str) -> SpelledName:
    """A name's parts.

    >>> spelled("Jürgen Müller & Söhne G.m.b.H.").words
    ('jurgen', 'muller', 'sohne')
    >>> spelled("MUELLER UND SOEHNE GMBH, JUERGEN").words
    ('muller', 'sohne', 'jurgen')
    """
    plain = normalised_name(name.replace("&", " ")).translate(_LETTERS)
    all_words = _joined_initials(_UMLAUTS.sub("", plain).split())
    words = [w for w in all_words if w not in _NOT_TELLING]
    # A name made only of such words is still a name.
    words = words or all_words
    forms = frozenset(w for w in all_words if w in _FORMS)
    ordered = " ".join(sorted(words))
    return SpelledName(tuple(words), forms, "".join(all_words), "".join(words), ordered)


def _joined_initials(words: Sequence[str]) -> list[str]:
    """Join initials: ``s r l`` becomes ``srl``."""
    parts: list[str] = []
    previous_is_initial = False
    for word in words:
        is_initial = len(word) == 1 and word.isalpha()
        if is_initial and previous_is_initial:
            parts[-1] += word
        else:
            parts.append(word)
        previous_is_initial = is_initial
    return parts


def likeness(spelling: SpelledName, name: SpelledName) -> int:
    """How likely a bank's spelling is a known name, from 0 to 100.

    >>> acme = spelled("Acme Trading Ltd")
    >>> [likeness(spelled(n), acme) for n in ("ACME TRADING", "ACME TRADI", "Zenit")]
    [100, 86, 0]
    """
    if not spelling.core or not name.core:
        return 0
    if spelling.core == name.core or spelling.ordered == name.ordered:
        return _same_words(spelling, name)
    shorter = min(len(spelling.core), len(name.core))
    if shorter >= _CUT_LEAST and _is_cut(spelling, name):
        return CUT if len(spelling.run) >= _FIELD_LEAST else LEFT_OUT
    if shorter < 3:
        return 0
    return max(_words_within(spelling, name), _spelled_alike(spelling, name))


def _same_words(spelling: SpelledName, name: SpelledName) -> int:
    """The score for equal words: two companies may differ only in legal form."""
    if spelling.forms and name.forms and not spelling.forms & name.forms:
        return LEFT_OUT
    return SAME


def _is_cut(spelling: SpelledName, name: SpelledName) -> bool:
    """Whether a name is cut off; one that ends with its legal form isn't."""
    if name.run.startswith(spelling.run):
        return True
    return not spelling.forms and name.core.startswith(spelling.core)


def _words_within(spelling: SpelledName, name: SpelledName) -> int:
    """The score for an address after the name, or a missing end of the name."""
    if len(name.words) < len(spelling.words):
        is_within = len(name.core) >= _TELLING and _is_within(
            name.words, spelling.words
        )
        return ADDED if is_within else 0
    is_shorter = len(spelling.words) < len(name.words) and not spelling.forms
    if not is_shorter or len(spelling.core) < _TELLING:
        return 0
    return LEFT_OUT if _is_within(spelling.words, name.words) else 0


def _is_within(part: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether words stand together among others; a single one must be the first."""
    count = len(part)
    if count == 1:
        return words[0] == part[0]
    starts = range(len(words) - count + 1)
    # A person's two names come in either order.
    orders = (part, part[::-1]) if count == 2 else (part,)
    return any(words[start : start + count] in orders for start in starts)


def _spelled_alike(spelling: SpelledName, name: SpelledName) -> int:
    """The score for a slip or two, also in a name that is cut off."""
    if min(len(spelling.core), len(name.core)) < 5:
        return 0
    ratio = fuzz.ratio(spelling.core, name.core, score_cutoff=86)
    if not ratio:
        ratio = fuzz.ratio(spelling.ordered, name.ordered, score_cutoff=88)
    if not ratio and _CUT_LEAST <= len(spelling.core) < len(name.core):
        beginning = name.core[: len(spelling.core)]
        ratio = fuzz.ratio(spelling.core, beginning, score_cutoff=90)
    return min(int(ratio) - 6, LEFT_OUT) if ratio else 0
