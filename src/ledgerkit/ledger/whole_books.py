"""Whether Beancount left something out of the books, or only says what is wrong.

What it can't parse, book or find it leaves out: a payment with a stray letter is a
payment never made, and its bill would be paid again. So nothing is written, paid or
numbered on such books. A failed balance or validation takes nothing away; it casts
doubt on its own accounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.getters import get_entry_accounts

from ledgerkit.ledger.place import place_in, short_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beancount.core.data import Directive

#: Where Beancount defines the errors for which it leaves something out.
_LEAVES_OUT = ("beancount.parser.", "beancount.loader")
#: Of a wrong option only the option is left out; a file that is named twice is there.
_LOSE_NOTHING = (
    "Invalid option",
    "Error for option",
    "Option '",
    "Duplicate filename parsed",
)
_SHOWN = 3


def errors_that_leave_out(errors: Iterable[Any]) -> Sequence[Any]:
    """The errors for which entries, a file or a plugin's work are missing."""
    return [
        error
        for error in errors
        if type(error).__module__.startswith(_LEAVES_OUT)
        and not str(error.message).startswith(_LOSE_NOTHING)
    ]


def errors_about(
    errors: Iterable[Any], directives: Iterable[Directive]
) -> Sequence[Any]:
    """Beancount's other errors on the accounts that these directives touch."""
    touched = {account for d in directives for account in get_entry_accounts(d)}
    return [
        error
        for error in errors
        if type(error).__module__.startswith("beancount.")
        and hasattr(error.entry, "_fields")
        and not touched.isdisjoint(get_entry_accounts(error.entry))
    ]


def named_errors(errors: Sequence[Any]) -> str:
    """The first errors, each with its place, in one line."""
    named = [
        f"{short_place(place_in(error.source))}: {_in_short(error)}"
        for error in errors[:_SHOWN]
    ]
    more = len(errors) - _SHOWN
    return "; ".join([*named, f"and {more} more"] if more > 0 else named)


def why_not_whole(errors: Sequence[Any]) -> str:
    """Why nothing is written on books that lack something, and what to do."""
    return (
        "Beancount has left out what it can't read, so these books are not whole, and"
        f" nothing is written on them: {named_errors(errors)}; mend that first"
    )


def why_in_doubt(errors: Sequence[Any]) -> str:
    """Why nothing is written on accounts that an error is about."""
    return (
        "an error casts doubt on the accounts that this would change:"
        f" {named_errors(errors)}; mend that first"
    )


def _in_short(error: Any) -> str:
    words = " ".join(str(error.message).split())
    return words if len(words) <= _LENGTH_MAX else f"{words[:_LENGTH_MAX]} …"


_LENGTH_MAX = 120
