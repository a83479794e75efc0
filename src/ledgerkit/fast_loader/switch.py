"""Whether the fast way is taken, and how much of the books went it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import beancount
from beancount.core.data import Custom

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The versions of Beancount for which the results were compared.
PROVEN_FOR = frozenset({"3.2.3"})
#: Switches the fast way off, as ``custom "ledgerkit" "fast-loader" FALSE``.
SETTING = "fast-loader"


@dataclass(slots=True)
class Tally:
    """Counts of one load, or of many.

    Attributes:
        plain: The transactions that were read the fast way.
        others: Those that Beancount read.
        whole_files: The files that Beancount read as a whole.
        given_up: The loads that Beancount began anew because something failed.
    """

    plain: int = 0
    others: int = 0
    whole_files: int = 0
    given_up: int = 0


def is_proven() -> bool:
    """Whether the fast way was proven with the installed Beancount."""
    return beancount.__version__ in PROVEN_FOR


def is_wanted(directives: Iterable[Any]) -> bool:
    """Whether no setting switches the fast way off; the last one counts."""
    said = [each for each in directives if type(each) is Custom and _names_it(each)]
    last = max(said, key=lambda custom: custom.date, default=None)
    return last is None or last.values[1].value is not False


def _names_it(custom: Custom) -> bool:
    values = [value.value for value in custom.values or ()]
    return custom.type == "ledgerkit" and values[:1] == [SETTING] and len(values) > 1
