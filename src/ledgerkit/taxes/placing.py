"""Which boxes of a form an amount goes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.share import Share, parse_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import Rule, TaxForm


def boxes_of(amount: DueAmount, form: TaxForm) -> Sequence[Share] | None:
    """The boxes that an amount goes to, and which part of it; None if nothing says.

    The boxes that the code itself names, if the form has them; else those of the first
    rule of the form that fits. A code of another country, and a rule without boxes,
    put it in none.
    """
    code = amount.code
    if code.country and form.country and code.country != form.country:
        return ()
    stated = None if amount.is_bad_debt else _stated(code, amount.part, form)
    if stated is not None:
        return stated
    rule = next((rule for rule in form.rules if _fits(rule, amount)), None)
    if rule is None:
        return None
    by_part = {
        TaxedPart.BASE: rule.base,
        TaxedPart.TAX: rule.tax,
        TaxedPart.OWED: rule.owed,
    }
    return by_part[amount.part]


def _stated(code: TaxCode, part: TaxedPart, form: TaxForm) -> Sequence[Share] | None:
    """The boxes of this form that a code names; None if it names none of them."""
    by_part = {
        TaxedPart.BASE: code.base_box,
        TaxedPart.TAX: code.tax_box,
        TaxedPart.OWED: code.reverse_charge_box,
    }
    known = {
        key: [share for share in parse_shares(text) if share.box in form.ids]
        for key, text in by_part.items()
    }
    # The other half of a reverse charge has boxes by rule if only that isn't named.
    return known[part] or None


def _fits(rule: Rule, amount: DueAmount) -> bool:
    code = amount.code
    return (
        rule.kind is amount.kind
        and rule.is_bad_debt == amount.is_bad_debt
        and rule.is_split_payment == code.is_split_payment
        and rule.scheme in {"", amount.scheme}
        and _fits_code(rule, code)
    )


def _fits_code(rule: Rule, code: TaxCode) -> bool:
    return (
        (not rule.categories or code.category in rule.categories)
        and (not rule.rates or code.rate in rule.rates)
        and (not rule.supply or code.supply == rule.supply)
        and (not rule.natures or code.nature.startswith(rule.natures))
    )
