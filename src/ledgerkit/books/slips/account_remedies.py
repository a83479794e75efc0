"""What to write instead of an account that Beancount can't read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.text.closest_word import alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet

#: An account as Beancount reads it, and as a person may have written one.
ACCOUNT = re.compile(r"[A-Z][\w-]*(?::[A-Z0-9][\w-]*)+")
WRITTEN_ACCOUNT = re.compile(r"[^\W\d][\w-]*(?:\s?:\s?[\w-]+)+")
#: The same with what other programs write between its parts.
_OTHER_MARKS = re.compile(r"(?<![\w\"])[A-Z][\w-]*(?:[/.\\>-][A-Z][\w-]*)+")
_SPACED = re.compile(r"[A-Z]\w+(?: [A-Z]\w+)+")
_KEY_BEFORE = re.compile(r"\s+[a-z][\w-]*:(?=\s)")
#: What people call a root, by the name that Beancount gives it.
_ROOTS = {
    **dict.fromkeys(("Revenue", "Revenues", "Sales", "Earnings"), "Income"),
    **dict.fromkeys(("Cost", "Costs", "Expenditure", "Expenditures"), "Expenses"),
    **dict.fromkeys(("Debt", "Debts"), "Liabilities"),
    **dict.fromkeys(("Capital", "Net-Worth"), "Equity"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BookWords:
    """What a word of the text may have been meant to be.

    Attributes:
        accounts: The accounts that are opened.
        roots: The first components of accounts, as the book names them.
    """

    accounts: AbstractSet[str] = frozenset()
    roots: AbstractSet[str] = frozenset()


def account_remedy(bare: str, words: BookWords) -> str | None:
    """What to say of a line with an account in another form; None if it has none.

    Args:
        bare: The line, with a blank for each string.
        words: The words of the book.
    """
    text = _KEY_BEFORE.sub("", bare, count=1) if _KEY_BEFORE.match(bare) else bare
    return next((said for find in _FINDERS if (said := find(text, words))), None)


def _folded(words: BookWords) -> dict[str, str]:
    return {name.casefold(): name for name in words.accounts}


def _other_letters(bare: str, words: BookWords) -> str | None:
    """An opened account in small letters, with a blank or with other marks in it."""
    by_folded = _folded(words)
    for pattern in (WRITTEN_ACCOUNT, _OTHER_MARKS, _SPACED):
        for match in pattern.finditer(bare):
            written = match[0]
            apart = (
                written if pattern is WRITTEN_ACCOUNT else re.sub(r"\W", ":", written)
            )
            meant = by_folded.get(re.sub(r"\s", "", apart).casefold())
            if meant is not None and meant != written:
                return f"there is no account {written}; write {meant}"
    return None


def _other_root(bare: str, words: BookWords) -> str | None:
    for match in ACCOUNT.finditer(bare):
        root, _colon, below = match[0].partition(":")
        if root in words.roots:
            continue
        near = alike(root, words.roots)
        known = near[0] if near else _ROOTS.get(root)
        if known in words.roots:
            return f"there is no account {match[0]}; write {known}:{below}"
        if words.roots:
            *others, last = sorted(words.roots)
            return (
                f"there is no account {match[0]}: an account begins with"
                f" {', '.join(others)} or {last}"
            )
    return None


def _other_characters(bare: str, words: BookWords) -> str | None:
    """What can't stand in an account: only letters, digits and hyphens can."""
    for match in re.finditer(r"(?<![\w:\"])([A-Z]\w*):\S+", bare):
        wrong = re.search(r"[^\w:-]|_", match[0].rstrip(":,"))
        if match[1] in words.roots and wrong is not None:
            better = re.sub(r"[^\w:]+|_+", "-", match[0].rstrip(":,")).strip("-")
            return f"{wrong[0]} can't stand in an account; write {better}"
    return None


def _finders() -> Iterator[Callable[[str, BookWords], str | None]]:
    yield _other_letters
    yield _other_root
    yield _other_characters


_FINDERS = tuple(_finders())
