"""Amounts as the rest of Fava writes them, except that no digit is hidden."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from babel import Locale
from fava.core.number import get_locale_format

from ledgerkit.text.numbers import decimals_of

if TYPE_CHECKING:
    from fava.core import FavaLedger

#: What Fava writes where the ledger shows no precision for a currency.
_USUAL_DECIMALS = 2


def written_amount(ledger: FavaLedger, number: Decimal, currency: str) -> str:
    """A number with the ledger's precision for the currency, in Fava's locale.

    Fava rounds for display. Where that would take a digit away, the number is
    written out: a tenth of a cent that is still open must show.
    """
    number = number or Decimal(0)  # Not "-0.00".
    own = decimals_of(number.normalize())
    if own <= ledger.format_decimal.precisions.get(currency, _USUAL_DECIMALS):
        return ledger.format_decimal(number, currency)
    locale = ledger.fava_options.locale
    return get_locale_format(Locale.parse(locale) if locale else None, own)(number)
