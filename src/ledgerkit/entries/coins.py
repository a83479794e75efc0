"""Money that is asked for, against its currency: one that is known, in whole coins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.errors import UsageError
from ledgerkit.text.closest_word import suggestion
from ledgerkit.text.currencies import currency_code, currency_codes
from ledgerkit.text.typed_amounts import TypedAmount, check_decimals, has_coins

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document

_CODE = re.compile(r"[A-Z](?:[A-Z0-9'._-]*[A-Z0-9])?")


def check_coins(books: Books, number: Decimal | None, currency: str) -> None:
    """Refuse an amount that can't be paid; None is all that there is.

    Raises:
        UsageError: If the currency is unknown, or has fewer decimals than the amount.
    """
    check_currency(books, currency)
    if number is None:
        return
    try:
        check_decimals(number, currency)
    except ValueError as error:
        raise UsageError(str(error)) from None


def check_currency(books: Books, currency: str) -> None:
    """Refuse a code that neither ISO 4217 nor the book knows.

    Raises:
        UsageError: If it is such a code, with the nearest.
    """
    known = set(books.options["commodities"])
    if currency in known or currency in currency_codes():
        return
    named = currency_code(currency)
    remedy = f"; write {named}" if named else suggestion(currency, sorted(known))
    if not remedy and _CODE.fullmatch(currency):
        near = suggestion(currency, sorted(filter(has_coins, currency_codes())))
        remedy = near or (
            "; a code of your own is declared with a commodity directive, for instance"
            f" 1970-01-01 commodity {currency}"
        )
    raise UsageError(
        f'"{currency}" is no currency{remedy or "; write for instance EUR"}'
    )


def check_part(
    books: Books, document: Document, number: Decimal | None, currency: str | None
) -> None:
    """Refuse a part that can't be of a document; None is all, in its currency.

    Raises:
        UsageError: If it is in another currency, or has more decimals than that has.
    """
    if currency not in {None, document.currency}:
        raise UsageError(
            f"{document.label} is in {document.currency}, and the amount in {currency};"
            " write what it is in the document's currency"
        )
    check_coins(books, number, document.currency)


def with_currencies(facts: Mapping[str, Any], books: Books) -> dict[str, Any]:
    """The keys with amounts in a currency: the one given, else the books' own.

    Raises:
        UsageError: If none is given, and the books have none or several.
    """
    return {key: amount_in_books(value, books) for key, value in facts.items()}


def amount_in_books(value: Any, books: Books) -> Any:
    """An amount in a currency; any other value as it is.

    Raises:
        UsageError: If none is given, and the books have none or several; or if it is
            unknown, or has fewer decimals than the amount.
    """
    if not isinstance(value, TypedAmount):
        return value
    own = books.options["operating_currency"]
    if value.currency is None and len(own) != 1:
        raise UsageError(f'in which currency? write for instance "{value.number} EUR"')
    currency = value.currency or own[0]
    check_coins(books, value.number, currency)
    return Amount(value.number, currency)
