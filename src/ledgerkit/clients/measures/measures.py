"""The measures of a client from the books alone, as at a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.payment_behaviour import (
    PaymentBehaviour,
    payment_behaviour,
)
from ledgerkit.clients.measures.rhythm import LossRule, Rhythm, rhythm
from ledgerkit.clients.measures.year import twelve_months
from ledgerkit.money import change_in_percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.clients.measures.payment_behaviour import PaidPart
    from ledgerkit.clients.measures.sales import SalesHistory


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientMeasures:
    """A client's measures. Amounts are without tax, in one currency.

    Attributes:
        client: Its id.
        currency: Of the amounts.
        revenue: Of the last twelve months, less credit notes.
        revenue_before: Of the twelve months before.
        margin: Revenue of these months less costs that name the client; None if none
            ever did, as it would equal the revenue.
        gross: Invoiced in these months, before credit notes.
        credited: Credit notes of these months; positive.
        rhythm: When it bought, in any year.
        payments: How it paid in these months.
        lost: Whether its silence makes it count as lost.
    """

    client: str
    currency: str
    revenue: Decimal
    revenue_before: Decimal
    margin: Decimal | None
    gross: Decimal
    credited: Decimal
    rhythm: Rhythm
    payments: PaymentBehaviour
    lost: bool

    @property
    def trend(self) -> Decimal | None:
        """The change of revenue on the year before, in percent; None if none was."""
        return change_in_percent(self.revenue, self.revenue_before)

    def wallet_share(self, wallet: Decimal | None) -> Decimal | None:
        """Revenue over what it spends a year on our kind of work, with anybody."""
        return self.revenue / wallet if wallet and wallet > 0 else None

    @property
    def dispute_rate(self) -> Decimal | None:
        """Credit notes over invoices; None if nothing was invoiced."""
        return self.credited / self.gross if self.gross > 0 else None


def measure_clients(
    sales: SalesHistory,
    paid: Mapping[str, Sequence[PaidPart]],
    rule: LossRule,
) -> Mapping[str, ClientMeasures]:
    """The measures of every client with sales, by id.

    Args:
        sales: Their sales, up to the day.
        paid: Their payments of at least the last twelve months; those in other
            currencies don't count.
        rule: When a silent client counts as lost.
    """
    months = twelve_months(sales.as_of)
    before = twelve_months(sales.as_of, years_ago=1)
    revenues, revenues_before = sales.revenues(months), sales.revenues(before)
    by_client: dict[str, ClientMeasures] = {}
    for client in sales.clients:
        revenue = revenues[client]
        credited = sales.credited(client, months)
        payments = [p for p in paid.get(client, ()) if p.currency == sales.currency]
        bought = rhythm(sales.invoice_days(client), sales.as_of)
        by_client[client] = ClientMeasures(
            client=client,
            currency=sales.currency,
            revenue=revenue,
            revenue_before=revenues_before[client],
            margin=revenue - sales.cost(client, months)
            if sales.has_costs(client)
            else None,
            gross=revenue + credited,
            credited=credited,
            rhythm=bought,
            payments=payment_behaviour(payments, months),
            lost=bought.is_lost(rule),
        )
    return by_client


def simple_lifetime_value(
    margin: Decimal, retention: Decimal, discount: Decimal
) -> Decimal:
    """The present value of a client's future margins: ``m * r / (1 + i - r)``.

    S. Gupta and D. R. Lehmann, *Customers as assets*, Journal of Interactive
    Marketing 17 (2003): the margin and the chance of staying are taken as constant,
    and the first margin as a year away.

    Args:
        margin: Of one year.
        retention: The chance that the client stays another year, from 0 to 1.
        discount: The yearly rate of interest, e.g. 0.1; above 0 if retention is 1.

    >>> from decimal import Decimal
    >>> simple_lifetime_value(Decimal(300), Decimal("0.8"), Decimal("0.1"))
    Decimal('800')
    """
    return margin * retention / (1 + discount - retention)
