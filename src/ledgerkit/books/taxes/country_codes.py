"""The tax codes that come with ledgerkit, by country: a ledger file each."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from beancount.core.data import Custom
from beancount.parser import parser

from ledgerkit.books.tax_codes import read_tax_codes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.invoices.tax_code import TaxCodes


class CountryCodes(NamedTuple):
    """What comes for a country.

    Attributes:
        currency: Its currency.
        sale: The code of most sales.
        purchase: The code of most purchases; empty where no tax is deducted.
    """

    currency: str
    sale: str
    purchase: str


CODES_BY_COUNTRY: Mapping[str, CountryCodes] = {
    "DE": CountryCodes("EUR", "de19", "de19-in"),
    "FR": CountryCodes("EUR", "fr20", "fr20-in"),
    "GB": CountryCodes("GBP", "gb20", "gb20-in"),
    "IT": CountryCodes("EUR", "it22", "it22-in"),
    "US": CountryCodes("USD", "ca", ""),
}


def codes_file(country: str) -> str:
    """What a file with a country's codes is called, beside the books."""
    return f"tax-codes-{country.lower()}.beancount"


def codes_text(country: str) -> str:
    """A country's codes as a ledger file: accounts, codes, and the law of each."""
    file = resources.files("ledgerkit.taxes") / "codes" / f"{country.lower()}.beancount"
    return file.read_text(encoding="utf-8")


def codes_directives(country: str) -> Sequence[Directive]:
    """The same as directives, in the order of the file."""
    directives, _errors, _options = parser.parse_string(codes_text(country))
    return sorted(directives, key=lambda directive: int(directive.meta["lineno"]))


def codes_of(country: str) -> TaxCodes:
    """The same as tax codes."""
    customs = [d for d in codes_directives(country) if isinstance(d, Custom)]
    return read_tax_codes(customs)[0]
