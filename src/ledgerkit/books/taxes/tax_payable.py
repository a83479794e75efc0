"""The account of what is owed to the tax office, and what was paid of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.general_ledger.chart_of_accounts import Role, bare_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts

#: What people call it; never an account that invoices post tax to.
_WORDS = """
    TaxPayable VATPayable GSTPayable SalesTaxPayable VATSettlement VATToPay HMRC
    TaxSettlement Umsatzsteuerzahllast UStZahllast Zahllast FinanzamtUmsatzsteuer
    Umsatzsteuervorauszahlungen ErarioIVA ErarioContoIVA IVAContoErario IVADaVersare
    TVAADécaisser TVADue TVASettlement BTWAfdracht BTWTeBetalen HPIVA IVAAPagar
"""
_USUAL_NAMES = frozenset(map(bare_name, _WORDS.split()))


def tax_payable_accounts(
    chart: ChartOfAccounts, opened: Collection[str], of_codes: Collection[str]
) -> Sequence[str]:
    """The accounts that may be it: those of the role, else those called so.

    Args:
        chart: The role of every account.
        opened: The open accounts.
        of_codes: The accounts that tax codes post to.
    """
    stated = [name for name in opened if _is_payable(chart, name)]
    if stated:
        return [n for n in stated if not any(n.startswith(f"{m}:") for m in stated)]
    return [
        name
        for name in opened
        if name not in of_codes
        and bare_name(name.rpartition(":")[2]) in _USUAL_NAMES
        and chart.role(name) is None
    ]


def _is_payable(chart: ChartOfAccounts, account: str) -> bool:
    role = chart.role(account)
    return role is not None and role.role is Role.TAX_PAYABLE
