"""Which key a telephone number or e-mail address goes under, by what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_WORK = frozenset(
    {
        *("work", "business", "office", "lavoro", "ufficio", "arbeit", "geschäftlich"),
        *("büro", "travail", "trabajo"),
    }
)
_HOME = frozenset({"home", "private", "personal", "casa", "privato", "privat"})
_MOBILE = frozenset(
    {"cell", "mobile", "iphone", "pcs", "cellulare", "mobil", "handy", "portable"}
)
_NO_CALLS = frozenset({"fax", "pager", "modem", "textphone"})


def is_at_home(words: Collection[str]) -> bool:
    """Whether something is a person's own, and not the company's."""
    return not _HOME.isdisjoint(words)


def mail_keys(words: Collection[str], *, is_person: bool) -> Sequence[str]:
    """The keys that an e-mail address may go under, the best first.

    Args:
        words: What it is called, in small letters, e.g. ``work``.
        is_person: Whether it is of a person: a client has but one address.
    """
    if not is_person:
        return ("email",)
    if not _WORK.isdisjoint(words):
        return ("email-work", "email")
    return ("email",) if is_at_home(words) else ("email", "email-work")


def telephone_keys(words: Collection[str], *, is_person: bool) -> Sequence[str]:
    """The keys that a number may go under, the best first; none for a fax."""
    if not _NO_CALLS.isdisjoint(words):
        return ()
    if is_person and not _MOBILE.isdisjoint(words):
        return ("tel-cell", "tel")
    if is_person and not _WORK.isdisjoint(words):
        return ("tel-work", "tel")
    return ("tel",)


def words_of(label: str) -> frozenset[str]:
    """The words of a label such as ``* Work`` or ``Work Fax``.

    >>> sorted(words_of("* Work Fax"))
    ['fax', 'work']
    """
    return frozenset(word.strip("*:()") for word in label.casefold().split()) - {""}
