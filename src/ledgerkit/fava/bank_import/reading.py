"""How a bank's file is read, as far as a person must say it on the page *Import*."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from ledgerkit.errors import UsageError
from ledgerkit.importers.bank_files.choices import (
    NO_CHOICES,
    BankFileChoices,
)
from ledgerkit.importers.bank_files.tables.parse_profile import shipped_profiles
from ledgerkit.importers.tables.csv_rows import DELIMITERS
from ledgerkit.importers.tables.date_format import DATE_FORMATS
from ledgerkit.importers.tables.text_encoding import OLD_ENCODINGS
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.api import LedgerBooks
    from ledgerkit.errors import AmbiguousFileError

#: Shown in each form; its day is no month.
_DAY = date(2026, 3, 25)
#: Fava has a filter of the name ``account``.
_ACCOUNT = "bank_account"
#: What may be said, by its name in the address, with a label and the ways that a
#: person may choose from; the first way of all is what the file says itself.
_FIELDS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "profile": (
        "Table is of",
        {profile.name: profile.title for profile in shipped_profiles()},
    ),
    "date_format": (
        "Dates are written",
        {form: f"{_DAY.strftime(form)} ({form})" for form in DATE_FORMATS},
    ),
    "decimal_mark": ("Decimal mark", {".": "point", ",": "comma"}),
    "sign": (
        "Amounts without a minus are",
        {"as-is": "money in", "reversed": "money out"},
    ),
    "encoding": ("Letters are in", {name: name for name in ("utf-8", *OLD_ENCODINGS)}),
    "delimiter": (
        "Cells are divided by",
        {mark: mark if mark.strip() else "tab" for mark in DELIMITERS},
    ),
}
_AS_THE_FILE_SAYS = "as the file says"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedReading:
    """What a person says of a file.

    Attributes:
        account: Of which of our accounts it is; None if the file says.
        choices: How it is written.
    """

    account: str | None = None
    choices: BankFileChoices = NO_CHOICES


def file_reading(books: LedgerBooks, asked: Mapping[str, Any]) -> AskedReading:
    """What was said, in an address or in what a page sent.

    Raises:
        UsageError: If one of the words is none of those that the page offers.
    """
    ways: dict[str, Any] = {}
    for name, (label, known) in _FIELDS.items():
        if said := asked.get(name):
            if said not in known:
                raise UsageError(
                    f"{label}: there is no such choice; load the page anew"
                )
            ways[name] = said
    account = asked.get(_ACCOUNT) or None
    if account is not None and account not in _accounts(books):
        raise UsageError("there is no such account of ours; load the page anew")
    return AskedReading(account=account, choices=BankFileChoices(**ways))


def _accounts(books: LedgerBooks) -> Sequence[str]:
    return [one.account for one in books.banking.accounts.accounts]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingField:
    """One thing that may be said.

    Attributes:
        name: By which it is sent.
        label: To read.
        options: What may be chosen: its value, its label, and whether it is.
    """

    name: str
    label: str
    options: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingForm:
    """What the template shows.

    Attributes:
        address: Where it leads, without what is asked.
        kept: What else is asked there: the view, the file, and Fava's filters.
        fields: What may be said.
        is_needed: Whether the file can't be read without.
    """

    address: str
    kept: Sequence[tuple[str, str]]
    fields: Sequence[ReadingField]
    is_needed: bool

    @property
    def said(self) -> Mapping[str, str]:
        """What is chosen, by its name."""
        return {
            field.name: value
            for field in self.fields
            for value, _label, is_chosen in field.options
            if is_chosen and value
        }


def reading_form(
    books: LedgerBooks,
    reading: AskedReading,
    address: str,
    *,
    doubt: AmbiguousFileError | None = None,
    is_needed: bool = False,
) -> ReadingForm:
    """The form that says how a file is read.

    Args:
        books: Whose accounts may be meant.
        reading: What was said.
        address: Of the page of this file.
        doubt: What the file leaves open; the likeliest way is chosen beforehand.
        is_needed: Whether the file can't be read without.
    """
    path = urlsplit(address)
    return ReadingForm(
        address=path.path,
        kept=parse_qsl(path.query),
        fields=list(_fields(books, reading, doubt)),
        is_needed=is_needed or doubt is not None,
    )


def _fields(
    books: LedgerBooks, reading: AskedReading, doubt: AmbiguousFileError | None
) -> Iterator[ReadingField]:
    accounts = {name: visible(name) for name in _accounts(books)}
    yield _field(_ACCOUNT, "Account", accounts, reading.account)
    for name, (label, ways) in _FIELDS.items():
        said = getattr(reading.choices, name)
        if doubt is not None and doubt.choice == name:
            said = doubt.likeliest
        yield _field(name, label, ways, said)


def _field(
    name: str, label: str, ways: Mapping[str, str], said: str | None
) -> ReadingField:
    options = [("", _AS_THE_FILE_SAYS, not said)]
    options += [(value, shown, value == said) for value, shown in ways.items()]
    return ReadingField(name=name, label=label, options=options)
