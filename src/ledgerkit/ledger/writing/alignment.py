"""Amounts in the column where a file has them."""

from __future__ import annotations

import re
from collections import Counter

#: A posting with an amount: the account, and the amount up to its currency.
_POSTING = re.compile(
    r"^(?P<account> +(?:[!&#?%*A-Z] )?[A-Z][^\s;\"]*(?::[^\s;\"]+)+)"
    r"(?P<gap> +)(?P<number>[-+]?[0-9][0-9,.]*)(?= [A-Z])",
    re.MULTILINE,
)
#: What a file's last postings look like is its habit.
_LATEST = 65536
_POSTINGS_MIN = 4


def aligned_like(text: str, file: bytes) -> str:
    r"""The text with its amounts ending where most of a file's do.

    Where a file has no habit, with few postings or each transaction in a column of
    its own, the text stays as it is.

    >>> file = b"  Assets:Bank     1.00 EUR\n" * 5
    >>> aligned_like("  Assets:Bank                  -25.00 EUR\n", file)
    '  Assets:Bank   -25.00 EUR\n'
    """
    column = _column(file[-_LATEST:].decode("utf-8", "replace"))
    if column is None:
        return text

    def placed(match: re.Match[str]) -> str:
        room = column - len(match["account"]) - len(match["number"])
        return f"{match['account']}{' ' * max(2, room)}{match['number']}"

    return _POSTING.sub(placed, text)


def _column(text: str) -> int | None:
    """Where most amounts end, counted from the line's beginning."""
    ends = Counter(
        len(match[0]) for match in _POSTING.finditer(text.replace("\r\n", "\n"))
    )
    if not ends:
        return None
    column, count = ends.most_common(1)[0]
    return column if count >= _POSTINGS_MIN and count * 2 > ends.total() else None
