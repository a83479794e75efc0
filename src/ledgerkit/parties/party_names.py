"""When two spellings name one party."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SEPARATORS = re.compile(r"[\s_/\-]+")


@lru_cache(maxsize=65536)
def normalised(name: str) -> str:
    """A name without what varies between a bookkeeper's and a bank's spelling.

    Case, accents, punctuation and runs of white space go; digits and letters of
    any script stay, so that ``Rossi 1`` is not ``Rossi 2``. A name of nothing but
    punctuation keeps it.

    >>> normalised("Acme S.r.l.") == normalised("ACME  SRL")
    True
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    spaced = _SEPARATORS.sub(" ", folded)
    kept = "".join(c for c in spaced if c.isalnum() or c == " ")
    return " ".join(kept.split()) or name


def identifier(name: str) -> str:
    """An id in the ledger's form, ``[a-z0-9][a-z0-9-]*``, made from a name.

    >>> identifier("Caffè & Co. S.r.l.")
    'caffe-co-srl'
    """
    ascii_only = normalised(name).encode("ascii", "ignore").decode()
    return "-".join(ascii_only.split()) or "party"
