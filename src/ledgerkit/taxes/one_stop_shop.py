"""The One Stop Shop: sales to consumers of other states of the Union."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.calendars import month_end
from ledgerkit.invoices.tax_code import Supply
from ledgerkit.money import ZERO, rounded
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.listed import ListRow
from ledgerkit.taxes.placing import BoxEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.filing.filed_posting import FiledPosting

_EURO = "EUR"
_QUARTER = re.compile(r"\d{4}-Q\d")


class StateSale(NamedTuple):
    """A sale under a code of another state.

    Attributes:
        amount: The amount.
        corrects: The quarter whose sale it takes back; empty if it takes none back.
    """

    amount: DueAmount
    corrects: str


def corrections_of(postings: Iterable[FiledPosting]) -> Iterator[StateSale]:
    """What was wrong in earlier returns: a correction of each one's quarter, by state.

    Where the row that has it corrects an earlier quarter itself, that quarter.
    """
    for posting in postings:
        taxed = posting.taxed()
        row = posting.shares[0].box if posting.shares else ""
        state, _, rest = row.partition(" ")
        corrected = rest if _QUARTER.fullmatch(rest) else posting.earlier
        code = replace(taxed.code, country=state)
        yield StateSale(replace(taxed, code=code), corrected)


def quarter_end(quarter: str) -> date | None:
    """The last day of a quarter; None if the word is none.

    >>> quarter_end("2025-Q4")
    datetime.date(2025, 12, 31)
    """
    if _QUARTER.fullmatch(quarter) is None:
        return None
    year, _, number = quarter.partition("-Q")
    return month_end(date(int(year), 3 * int(number), 1))


class _Group(NamedTuple):
    """What has one row: where it is consumed, at which rate, what, and from where."""

    state: str
    rate: Decimal
    supply: str
    dispatch: str

    @property
    def box(self) -> str:
        percent = f"{(self.rate * 100).normalize():f}"
        return f"{self.state} {percent}% {self.supply} from {self.dispatch}"


def state_rows(
    sales: Iterable[StateSale], home: str, rate: Decimal | None
) -> Iterator[ListRow]:
    """The rows of a quarter: first its sales, then corrections of earlier ones.

    No base is negative: what takes back more than the quarter has is a correction, of
    the tax alone.

    Args:
        sales: Bases and taxes that fall in the quarter.
        home: The company's country, which goods go out from unless a code says.
        rate: What the books' currency is in euros; None if it isn't known.
    """
    groups: dict[_Group, list[DueAmount]] = defaultdict(list)
    corrections: dict[tuple[str, str], list[DueAmount]] = defaultdict(list)
    for amount, corrects in sales:
        if corrects:
            corrections[amount.code.country, corrects].append(amount)
        else:
            groups[_group(amount, home)].append(amount)
    for group in sorted(groups):
        amounts = groups[group]
        base = _sum(amounts, TaxedPart.BASE)
        if base < 0:
            corrections[group.state, "?"] += amounts
            continue
        yield _sale_row(group, amounts, base, rate)
    for (state, quarter), amounts in sorted(corrections.items()):
        tax = _sum(amounts, TaxedPart.TAX)
        yield ListRow(
            box=f"{state} {quarter}",
            label=f"Correction of {quarter}, VAT",
            amount=_in_euros(tax, rate, is_rounded=True),
            exact=_in_euros(tax, rate),
            facts={"state": state, "period": quarter},
            entries=_entries(amounts),
            rests_on=_bases(amounts),
        )


def _group(amount: DueAmount, home: str) -> _Group:
    code = amount.code
    supply = Supply.SERVICES if code.supply is Supply.SERVICES else Supply.GOODS
    dispatch = code.dispatch if supply is Supply.GOODS and code.dispatch else home
    return _Group(code.country, code.rate, supply.value, dispatch)


def _sale_row(
    group: _Group, amounts: Sequence[DueAmount], base: Decimal, rate: Decimal | None
) -> ListRow:
    tax = _sum(amounts, TaxedPart.TAX)
    return ListRow(
        box=group.box,
        label=f"{group.supply.capitalize()}, VAT",
        amount=_in_euros(tax, rate, is_rounded=True),
        exact=_in_euros(tax, rate),
        facts={
            "state": group.state,
            "rate": group.rate * 100,
            "supply": group.supply,
            "dispatch": group.dispatch,
            "base": _in_euros(base, rate, is_rounded=True),
        },
        entries=_entries(amounts),
        rests_on=_bases(amounts),
    )


def _sum(amounts: Iterable[DueAmount], part: TaxedPart) -> Decimal:
    return sum((amount.amount for amount in amounts if amount.part is part), ZERO)


def _entries(amounts: Iterable[DueAmount]) -> Sequence[BoxEntry]:
    taxes = (amount for amount in amounts if amount.part is TaxedPart.TAX)
    return [BoxEntry(amount, Decimal(1)) for amount in taxes]


def _bases(amounts: Iterable[DueAmount]) -> Sequence[DueAmount]:
    return [amount for amount in amounts if amount.part is TaxedPart.BASE]


def _in_euros(
    amount: Decimal, rate: Decimal | None, *, is_rounded: bool = False
) -> Decimal | None:
    if rate is None:
        return None
    return rounded(amount * rate, _EURO) if is_rounded else amount * rate
