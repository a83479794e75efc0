"""Fava's own options, read so that both agree: above all ``fiscal-year-end``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.general_ledger.period import FiscalYearEnd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from beancount.core.data import Custom

_OPTION = "fiscal-year-end"
_NAME_AND_VALUE = 2
#: Where files wait to be imported, beside the main ledger, if no option says.
USUAL_INBOX = "inbox"


def read_fiscal_year_end(customs: Iterable[Custom]) -> FiscalYearEnd:
    """When the book's fiscal years end; with the calendar's if nothing says.

    The last directive holds, as in Fava, which also names one that it can't read::

        1970-01-01 custom "fava-option" "fiscal-year-end" "06-30"
    """
    fiscal = FiscalYearEnd()
    for value in fava_option(customs, _OPTION):
        try:
            fiscal = FiscalYearEnd(value)
        except ValueError:
            continue
    return fiscal


def fava_option(customs: Iterable[Custom], name: str) -> Iterator[str]:
    """What a book says of one of Fava's options, in order."""
    for custom in customs:
        values = [value.value for value in custom.values or ()]
        if custom.type != "fava-option" or values[:1] != [name]:
            continue
        if len(values) == _NAME_AND_VALUE and isinstance(values[1], str):
            yield values[1]


def inbox_folders(customs: Iterable[Custom]) -> Sequence[str]:
    """The folders where files wait to be imported, from the main ledger's."""
    return [*fava_option(customs, "import-dirs")] or [USUAL_INBOX]
