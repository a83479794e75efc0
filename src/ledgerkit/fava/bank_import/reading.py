"""How to read a bank's file, as far as a person decides it on the page *Import*."""

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

#: A date shown in each format; its day can't be a month.
_DAY = date(2026, 3, 25)
#: Fava has a filter named ``account``.
_ACCOUNT = "bank_account"
#: The fields, by name in the address, each with a label and the options to choose
#: from; the first option is always what the file says itself.
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
    """The reading of a file requested by a person.

    Attributes:
        account: Our account; None if the file says.
        choices: The format of the file.
    """

    account: str | None = None
    choices: BankFileChoices = NO_CHOICES


def file_reading(books: LedgerBooks, args: Mapping[str, Any]) -> AskedReading:
    """The reading requested in an address or by a page.

    Raises:
        UsageError: If a value is not one that the page offers.
    """
    choices: dict[str, Any] = {}
    for name, (label, values) in _FIELDS.items():
        if value := args.get(name):
            if value not in values:
                raise UsageError(
                    f"{label}: there is no such choice; load the page anew"
                )
            choices[name] = value
    account = args.get(_ACCOUNT) or None
    if account is not None and account not in _accounts(books):
        raise UsageError("there is no such account of ours; load the page anew")
    return AskedReading(account=account, choices=BankFileChoices(**choices))


def _accounts(books: LedgerBooks) -> Sequence[str]:
    return [account.account for account in books.bank_read.accounts.accounts]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingField:
    """One field of the form.

    Attributes:
        name: Its name when sent.
        label: Its label.
        options: The options: value, label, and whether chosen.
    """

    name: str
    label: str
    options: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingForm:
    """The form for the template.

    Attributes:
        address: Its address, without the query.
        kept: The rest of the query: the view, the file, and Fava's filters.
        fields: The fields.
        is_needed: Whether the file can't be read without.
    """

    address: str
    kept: Sequence[tuple[str, str]]
    fields: Sequence[ReadingField]
    is_needed: bool

    @property
    def said(self) -> Mapping[str, str]:
        """The values chosen, by name."""
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
    """The form for how to read a file.

    Args:
        books: The books with the accounts.
        reading: The reading requested.
        address: The address of the file's page.
        doubt: The ambiguity of the file, if any; the likeliest answer is preselected.
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
    for name, (label, options) in _FIELDS.items():
        value = getattr(reading.choices, name)
        if doubt is not None and doubt.choice == name:
            value = doubt.likeliest
        yield _field(name, label, options, value)


def _field(
    name: str, label: str, labels: Mapping[str, str], chosen: str | None
) -> ReadingField:
    options = [("", _AS_THE_FILE_SAYS, not chosen)]
    options += [(value, text, value == chosen) for value, text in labels.items()]
    return ReadingField(name=name, label=label, options=options)
