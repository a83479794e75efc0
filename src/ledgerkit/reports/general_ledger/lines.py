"""The lines of a statement in a layout, for each currency of the books."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.general_ledger.layouts import LayoutReader, shipped_layout
from ledgerkit.general_ledger.currencies.translation import TranslatedLedger
from ledgerkit.general_ledger.layout import PLAIN, Layout
from ledgerkit.general_ledger.plain_layout import PlainLayout
from ledgerkit.general_ledger.statement import LineKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.general_ledger.statement import FinancialLine


class FinancialStatement(Enum):
    """The statements that have a layout, by what people call them."""

    BALANCE_SHEET = "Balance sheet"
    INCOME_STATEMENT = "Income statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLines:
    """A statement's lines in one currency.

    Attributes:
        currency: The currency.
        lines: The lines, in the layout's order.
        unmapped: The accounts that stand in none.
        untranslated: By line, what of it has no rate, and its own currency.
        withheld: The columns whose totals can't be told, as a part has no rate.
    """

    currency: str
    lines: Sequence[FinancialLine]
    unmapped: Sequence[str]
    untranslated: Mapping[str, Sequence[tuple[FinancialLine, str]]] = field(
        default_factory=dict
    )
    withheld: frozenset[int] = frozenset()


def layout_of(books: Books, asked: str | Layout | None) -> Layout | None:
    """The layout that is asked for, else the book's; None for the plain one.

    Raises:
        UsageError: If there is none of this name.
    """
    name = asked if asked is not None else books.settings.layout
    if isinstance(name, Layout):
        return name
    return None if name == PLAIN else shipped_layout(name)


def statement_lines(
    books: Books,
    statement: FinancialStatement,
    columns: Sequence[Period],
    layout: Layout | None,
    ledger: Ledger | None = None,
) -> Iterator[StatementLines]:
    """The lines in each currency that has any amount, the book's own first.

    Args:
        books: The books.
        statement: Which statement.
        columns: The period of each column; of a balance sheet, the last day counts.
        layout: The layout; None for the plain one.
        ledger: The balances; the book's own if None.
    """
    ledger = ledger or books.general_ledger.ledger
    maker = _Maker(books, statement, columns, layout, ledger)
    for currency in ledger.currencies(books.general_ledger.currency):
        found = maker.lines_in(currency)
        if not any(any(line.members) for line in found.lines):
            continue
        if isinstance(ledger, TranslatedLedger) and ledger.office.missing:
            found = replace(
                found,
                untranslated=_untranslated(maker, ledger.own_currencies()),
                withheld=_withheld(found.lines) if layout is not None else frozenset(),
            )
        yield found


def named_line(asked: str, lines: Sequence[FinancialLine]) -> FinancialLine | None:
    """The line of this id, else the first that is called so."""
    word = asked.casefold()
    for line in lines:
        if line.id.casefold() == word:
            return line
    return next((line for line in lines if line.label.casefold() == word), None)


class _Maker(NamedTuple):
    """Makes the lines of a statement in any currency."""

    books: Books
    statement: FinancialStatement
    columns: Sequence[Period]
    layout: Layout | None
    ledger: Ledger

    def lines_in(self, currency: str) -> StatementLines:
        if self.layout is None:
            return _plain(self, currency)
        return _laid_out(self, self.layout, currency)


def _untranslated(
    maker: _Maker, currencies: Sequence[str]
) -> Mapping[str, Sequence[tuple[FinancialLine, str]]]:
    """By line, what has no rate, in its own currency; without totals of it."""
    left: dict[str, list[tuple[FinancialLine, str]]] = {}
    for currency in currencies:
        for each in maker.lines_in(currency).lines:
            if each.kind is LineKind.LINE and any(each.members):
                left.setdefault(each.id, []).append((each, currency))
    return left


def _withheld(lines: Sequence[FinancialLine]) -> frozenset[int]:
    """The columns in which an amount is no number.

    Its sign isn't known then, and so neither is the line that it would stand in.
    """
    return frozenset(
        place
        for line in lines
        for place in range(len(line.members))
        if (amount := line.amount(place)) is not None and amount.is_nan()
    )


def _plain(maker: _Maker, currency: str) -> StatementLines:
    _books, statement, columns, _layout, ledger = maker
    plain = PlainLayout(ledger, currency, maker.books.general_ledger.root_names)
    if statement is FinancialStatement.BALANCE_SHEET:
        lines = plain.balance_sheet([column.last for column in columns])
    else:
        lines = plain.income_statement(columns)
    return StatementLines(currency=currency, lines=lines, unmapped=())


def _laid_out(maker: _Maker, layout: Layout, currency: str) -> StatementLines:
    books, statement, columns, _layout, ledger = maker
    reader = LayoutReader(books.source, ledger, layout, currency)
    if statement is FinancialStatement.BALANCE_SHEET:
        laid_out = reader.balance_sheet([column.last for column in columns])
    else:
        laid_out = reader.income_statement(columns)
    return StatementLines(
        currency=currency,
        lines=list(laid_out.lines()),
        unmapped=laid_out.unmapped(),
    )
