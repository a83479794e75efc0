"""Words that stand where a reference belongs and say that there is none."""

from __future__ import annotations

from ledgerkit.importers.bank_files.text import reference

_NONE = frozenset({"NOTPROVIDED", "NONREF", "NOREF", "NOTPROVID", "NONE", "NA", "N/A"})


def stated_reference(text: str) -> str:
    """A reference, or empty if it only says that there is none.

    >>> stated_reference(" NOT PROVIDED "), stated_reference("INV-12")
    ('', 'INV-12')
    """
    word = reference(text)
    bare = "".join(c for c in word.upper() if c.isalnum() or c == "/")
    return "" if bare in _NONE or not bare.strip("0/") else word
