"""The tax codes of a country, for books that exist already."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from beancount.core.data import Custom, Open

from ledgerkit.books.taxes.country_codes import codes_directives
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.parties.party import OURSELVES, PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beancount.core.data import Directive

    from ledgerkit.books.books import Books


def plan_tax_codes(books: Books, country: str) -> PlannedEntries:
    """The accounts and codes of a country that the books lack.

    In books of a firm elsewhere the codes say whose they are: they count for no box of
    its return, but for the One Stop Shop.

    Args:
        books: The books.
        country: One of those that come with ledgerkit.
    """
    us = books.directory.as_of(PartyRole.COMPANY, OURSELVES, date.max)
    home = us.text("country").upper()
    directives = [
        _of_country(directive, country) if home not in {"", country} else directive
        for directive in _lacking(books, country)
    ]
    count = sum(isinstance(directive, Custom) for directive in directives)
    return PlannedEntries(
        done=f"{count} tax code{'s' if count != 1 else ''} of {country}",
        directives=directives,
        notes=list(_notes(books, country, home)),
    )


def _of_country(directive: Directive, country: str) -> Directive:
    if not isinstance(directive, Custom):
        return directive
    return directive._replace(meta={**directive.meta, "country": country})


def _lacking(books: Books, country: str) -> Iterator[Directive]:
    accounts = {d.account for d in books.directives if isinstance(d, Open)}
    codes = set(books.tax_codes.ids)
    for directive in codes_directives(country):
        if isinstance(directive, Open):
            if directive.account not in accounts:
                yield directive
        elif isinstance(directive, Custom) and directive.values[0].value not in codes:
            yield directive


def _notes(books: Books, country: str, home: str) -> Iterator[str]:
    known = books.tax_codes.ids
    for directive in codes_directives(country):
        if isinstance(directive, Custom) and directive.values[0].value in known:
            yield (
                f"the code {directive.values[0].value} is declared already, and stays"
                " as it is"
            )
    if not home:
        yield (
            f'write country: "{country}" on custom "company", so that tax-return knows'
            " which return is yours"
        )
    elif home != country:
        yield (
            f'your country is {home}, so the codes have country: "{country}", and count'
            " for no box of your return"
        )
