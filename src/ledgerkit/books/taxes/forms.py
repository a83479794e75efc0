"""The forms of tax returns that come with ledgerkit, and which one a book uses."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.taxes.parse_form import parse_form
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledgerkit.parties.directory import PartyDirectory
    from ledgerkit.taxes.form import TaxForm

FORM_NAMES = (
    "it-lipe",
    "uk-vat",
    "de-ustva",
    "fr-ca3",
    "us-sales",
    "us-ca-401a",
    "oss",
    "ec-sales",
)
#: The form that a company of a country hands in.
_OF_COUNTRY: Mapping[str, str] = {
    "IT": "it-lipe",
    "GB": "uk-vat",
    "DE": "de-ustva",
    "FR": "fr-ca3",
    "US": "us-sales",
}


@cache
def shipped_form(name: str) -> TaxForm:
    """A form that comes with ledgerkit.

    Raises:
        UsageError: If there is none of this name.
    """
    if name not in FORM_NAMES:
        known = suggestion(name, FORM_NAMES) or f"; there are {', '.join(FORM_NAMES)}"
        raise UsageError(f'there is no form "{name}"{known}')
    file = resources.files("ledgerkit.taxes") / "forms" / f"{name}.toml"
    return parse_form(file.read_text(encoding="utf-8"), name)


def has_form(country: str) -> bool:
    """Whether there is a form for companies of this country."""
    return country.upper() in _OF_COUNTRY


def national_form(country: str) -> TaxForm | None:
    """The form that a company of this country hands in; None if there is none here."""
    name = _OF_COUNTRY.get(country.upper())
    return None if name is None else shipped_form(name)


def forms_beside(country: str) -> Sequence[TaxForm]:
    """The forms that a company of this country may hand in beside its own."""
    own = _OF_COUNTRY.get(country.upper())
    forms = [shipped_form(name) for name in FORM_NAMES if name != own]
    return [form for form in forms if form.country in {"", country.upper()}]


def form_of(country: str) -> TaxForm:
    """The form that a company of this country hands in.

    Raises:
        UsageError: If no country is stated, or there is no form for it.
    """
    form = national_form(country)
    if form is None:
        said = f"there is none for {country}" if country else "no country is stated"
        raise UsageError(
            f"which form? {said}; use --form {'|'.join(FORM_NAMES)}, or write country:"
            ' on custom "company"'
        )
    return form


def asked_form(directory: PartyDirectory, name: str | None, day: date) -> TaxForm:
    """The form of a name; else that of the company's country on a day.

    Raises:
        UsageError: If there is none.
    """
    us = directory.as_of(PartyRole.COMPANY, OURSELVES, day)
    country = us.text("country")
    if name is not None:
        return shipped_form(name).in_country(country.upper())
    return form_of(country)
