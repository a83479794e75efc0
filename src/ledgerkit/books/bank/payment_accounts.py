"""Where clients are to pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts, Role
from ledgerkit.invoices.invoice import PaymentAccount
from ledgerkit.ledger.place import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beancount.core.data import Open

    from ledgerkit.parties.party import Party


def payment_account(
    company: Party, opens: Iterable[Open], chart: ChartOfAccounts, currency: str
) -> PaymentAccount | None:
    """The account to print on an invoice.

    It is the company's own ``iban:``; else the first bank account that has one and
    may hold the currency, in the order of the text.
    """
    stated = company.text("iban")
    if stated:
        return PaymentAccount(
            iban=_compact(stated),
            bic=company.text("bic"),
            holder=company.legal_name,
        )
    for open_ in opens:
        role, iban = chart.role(open_.account), written(open_.meta, "iban")
        if role is None or role.role is not Role.BANK or not isinstance(iban, str):
            continue
        if not open_.currencies or currency in open_.currencies:
            return PaymentAccount(
                iban=_compact(iban),
                bic=str(written(open_.meta, "bic") or ""),
                holder=str(written(open_.meta, "holder") or company.legal_name),
            )
    return None


def _compact(iban: str) -> str:
    return "".join(iban.split())
