"""The EC sales list: supplies to firms of other states, by VAT number."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.invoices.tax_code import Supply, TaxCategory, TaxKind
from ledgerkit.money import ZERO, rounded
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.listed import ListRow
from ledgerkit.taxes.placing import BoxEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.taxes.due_amount import DueAmount


def listed_supply(amount: DueAmount) -> Supply | None:
    """What a supply is listed as; None if the list doesn't have it.

    Supplies within the Union are of goods unless their code says; those whose tax the
    client owes are listed if they aren't of goods, which are taxed at home.
    """
    code = amount.code
    if (
        amount.kind is not TaxKind.SALES
        or amount.part is not TaxedPart.BASE
        or amount.is_bad_debt
    ):
        return None
    if code.category is TaxCategory.INTRA_COMMUNITY:
        return code.supply or Supply.GOODS
    if code.category is TaxCategory.REVERSE_CHARGE and code.supply is not Supply.GOODS:
        return code.supply or Supply.SERVICES
    return None


def client_rows(
    sales: Mapping[str, Sequence[DueAmount]], names: Mapping[str, str], currency: str
) -> Iterator[ListRow]:
    """A row for each VAT number; what was credited beyond what was sold is negative.

    Args:
        sales: The listed supplies, by VAT number.
        names: The names of clients, likewise.
        currency: Of the amounts.
    """
    for number, amounts in sorted(sales.items()):
        by_supply = dict.fromkeys(Supply, ZERO)
        for amount in amounts:
            supply = listed_supply(amount)
            if supply is not None:
                by_supply[supply] += amount.amount
        total = sum(by_supply.values(), ZERO)
        yield ListRow(
            box=number,
            label=names[number],
            amount=rounded(total, currency),
            exact=total,
            facts={supply.value: amount for supply, amount in by_supply.items()},
            entries=[BoxEntry(amount, Decimal(1)) for amount in amounts],
        )
