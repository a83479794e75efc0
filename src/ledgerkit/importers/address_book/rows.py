"""A table's rows -> an entry for each client or person."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledgerkit.clients.records.address_entry import (
    AddressBook,
    AddressEntry,
    AddressProblem,
)
from ledgerkit.importers.address_book.card_values import (
    is_at_home,
    label_words,
    labelled_numbers,
    mail_keys,
    telephone_keys,
)
from ledgerkit.importers.address_book.cell_values import (
    KEY_HOLDS,
    AddressForms,
    CellForms,
    is_name_of,
    key_value,
)
from ledgerkit.importers.address_book.columns import find_address_columns
from ledgerkit.importers.address_book.heading_words import (
    COMPANY,
    CUSTOMER,
    FIRST,
    ID,
    KIND,
    LAST,
    MIDDLE,
    NAME,
    PHONES,
)
from ledgerkit.importers.bank_files.text import one_line
from ledgerkit.importers.tables.amount_text import decimal_mark_choices
from ledgerkit.importers.tables.csv_rows import DELIMITERS
from ledgerkit.importers.tables.csv_table import read_csv_table
from ledgerkit.importers.tables.date_format import (
    date_format_choices,
)
from ledgerkit.importers.tables.reading_choice import ways_to_read
from ledgerkit.language.vocabulary import keys_on
from ledgerkit.language.word import Holds, On
from ledgerkit.table import harmless
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.importers.address_book.columns import AddressColumns
    from ledgerkit.importers.tables.reading_choice import ReadingChoice
    from ledgerkit.importers.tables.rows import CsvRow
from ledgerkit.importers.tables.csv_table import CsvTable
from ledgerkit.parties.vat_number import vat_number

_OF_CONTACTS = keys_on(On.CONTACT)


_OF_CLIENTS = keys_on(On.CLIENT)


#: Keys allowed on a company's row, with the keys of its record.
_COMPANY_KEYS = {"email-work": "email", "tel-work": "tel", "tel-cell": "tel"}


#: Columns found only in lists of people.
_OF_PEOPLE = (FIRST, LAST, "title", "bday", "role", "tel-cell")


_ADDRESS_KEYS = frozenset({"street", "postal-code", "locality", "region", "country"})


#: Google's separator between several values in one cell.
_SEVERAL = ":::"


_KINDS = {On.CLIENT.value: False, On.CONTACT.value: True}


_BY_FILE = AddressForms()


def read_address_table(
    text: str,
    file: str,
    *,
    columns: Mapping[str, str],
    delimiter: str | None = None,
    forms: AddressForms = _BY_FILE,
) -> AddressBook:
    """Read a table with a row for each client or person, below a header row.

    Args:
        text: The file's text.
        file: Its name, for messages.
        columns: The heading of a field not recognised by its usual words.
        delimiter: The delimiter of cells; detected if None.
        forms: The forms of dates and amounts.

    Raises:
        UnreadableFileError: If it is no such table, or is ambiguous.
    """
    header = next((line for line in text.splitlines() if line.strip()), "")
    if not any(mark in header for mark in DELIMITERS):
        delimiter = delimiter or ","  # A list of names has only one column.
    table = read_csv_table(text, name=file, delimiter=delimiter)
    found_columns = find_address_columns(table.header, columns, file=file)
    cell_forms = CellForms(
        dates=forms.date_format or _date_format(table, found_columns, file),
        mark=forms.decimal_mark or _decimal_mark(table, found_columns, file),
        currency=forms.currency,
    )
    reader = _RowReader(found_columns, file, cell_forms)
    entries = [reader.entry(row) for row in table.rows]
    problems = [
        AddressProblem(file=file, line=r.line, reason=r.reason) for r in table.bad_rows
    ]
    unread = Counter(reader.unread)
    for place, name in found_columns.unread.items():
        filled = sum(1 for row in table.rows if row.cells[place].strip())
        unread[f"column {excerpt(one_line(name))}"] += filled
    return AddressBook(
        entries=entries,
        problems=[*problems, *reader.problems],
        columns={
            **{key: table.header[n] for key, n in found_columns.places.items()},
            **{
                f"{pair.kind}-{pair.number}": table.header[pair.value]
                for pair in found_columns.labelled
            },
        },
        unread={heading: count for heading, count in unread.items() if count},
    )


def _cells_holding(
    table: CsvTable, columns: AddressColumns, *kinds: Holds
) -> list[tuple[int, str]]:
    """Line and text of every cell whose key holds one of these kinds."""
    return [
        (row.line, columns.cell(row.cells, key))
        for row in table.rows
        for key, holds in KEY_HOLDS.items()
        if holds in kinds and columns.cell(row.cells, key)
    ]


def _date_format(table: CsvTable, columns: AddressColumns, file: str) -> str:
    """The one format in which all dates can be read."""
    texts = _cells_holding(table, columns, Holds.DATE)
    choices = date_format_choices(texts) if texts else []
    return _only(choices, file, "dates", "--date-format", "%Y-%m-%d")


def _decimal_mark(table: CsvTable, columns: AddressColumns, file: str) -> str:
    """The one decimal mark with which all amounts can be read."""
    texts = _cells_holding(table, columns, Holds.AMOUNT, Holds.NUMBER)
    choices = decimal_mark_choices(texts) if texts else []
    return _only(choices, file, "amounts", "--decimal-mark", ".")


def _only(
    choices: Sequence[ReadingChoice], file: str, what: str, option: str, default: str
) -> str:
    """The only way to read something; the default where there is nothing."""
    if len(choices) > 1:
        raise unreadable(
            file,
            f"{what} may be {ways_to_read(choices)}; write {option}"
            f" {choices[0].value}, say",
        )
    return choices[0].value if choices else default


class _RowReader:
    """Reads rows, and remembers the parts that can't be imported."""

    def __init__(self, columns: AddressColumns, file: str, forms: CellForms) -> None:
        self._columns = columns
        self._file = file
        self._forms = forms
        self._lists_people = bool(columns.places.keys() & set(_OF_PEOPLE))
        self.problems: list[AddressProblem] = []
        self.unread: Counter[str] = Counter()

    def entry(self, row: CsvRow) -> AddressEntry:
        """A row's entry."""
        name, company = self._name(row), self._company(row)
        is_person = self._is_person(row, name, company)
        facts, company_facts = self._facts(row, is_person=is_person)
        return AddressEntry(
            file=self._file,
            line=row.line,
            is_person=is_person,
            name=name if is_person else name or company,
            id=self._id(row, is_person=is_person),
            company=company if is_person else "",
            facts=facts,
            company_facts=company_facts,
        )

    def _name(self, row: CsvRow) -> str:
        composed = [self._cell(row, part) for part in (FIRST, MIDDLE, LAST)]
        return " ".join(filter(None, composed)) or self._cell(row, NAME)

    def _company(self, row: CsvRow) -> str:
        """The company; a customer's name, unless it is the person's own."""
        company, customer = self._cell(row, COMPANY), self._cell(row, CUSTOMER)
        if not customer or is_name_of(customer, self._name(row)):
            return company
        if company and not is_name_of(customer, company):
            self.unread["another name of a customer"] += 1
        return company or customer

    def _is_person(self, row: CsvRow, name: str, company: str) -> bool:
        kind = self._cell(row, KIND).casefold()
        if kind in _KINDS:
            return _KINDS[kind]
        if not name or name == company:
            return False
        if not company and self._cell(row, CUSTOMER):
            return False  # A customer that is a person.
        return bool(company) or self._lists_people

    def _id(self, row: CsvRow, *, is_person: bool) -> str:
        """The row's id: a person's only if rows say which they are.

        Otherwise it is a customer number.
        """
        id_ = self._cell(row, ID)
        if is_person and id_ and KIND not in self._columns.places:
            self.unread["number of a person"] += 1
            return ""
        return id_

    def _facts(
        self, row: CsvRow, *, is_person: bool
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The row's own facts, and those of a person's company."""
        own: dict[str, Any] = {}
        of_company: dict[str, Any] = {}
        currency = self._cell(row, "currency").upper()
        forms = replace(self._forms, currency=currency or self._forms.currency)
        for key in (key for key in KEY_HOLDS if key in self._columns.places):
            value = self._value(row, key, forms)
            if value is None:
                continue
            if is_person:
                (own if key in _OF_CONTACTS else of_company)[key] = value
            elif key in _OF_CLIENTS:
                own[key] = value
            else:
                self._of_nobody(own, key, value)
        self._reach(row, own, is_person=is_person)
        if is_person and self._is_home(row):
            for key in _ADDRESS_KEYS.intersection(of_company):
                self.unread[f"{key} at home"] += 1
                del of_company[key]
        for facts in (own, of_company):
            if "vat-id" in facts:
                country = facts.get("country", "")
                facts["vat-id"] = vat_number(facts["vat-id"], country)
        return _in_order(own), _in_order(of_company)

    def _reach(self, row: CsvRow, own: dict[str, Any], *, is_person: bool) -> None:
        """The numbers and addresses with labels, in columns of their own or one."""
        for pair in self._columns.labelled:
            label = row.cells[pair.label] if pair.label is not None else ""
            for text in row.cells[pair.value].split(_SEVERAL):
                value = _unled(one_line(text))
                self._put(own, pair.kind, label, value, is_person=is_person)
        for label, number in labelled_numbers(self._cell(row, PHONES)):
            self._put(own, "phone", label, number, is_person=is_person)

    def _put(
        self, own: dict[str, Any], kind: str, label: str, value: str, *, is_person: bool
    ) -> None:
        """A number or address under the first free of its keys."""
        keys_of = mail_keys if kind == "email" else telephone_keys
        keys = keys_of(label_words(label), is_person=is_person)
        if not value or value in [own.get(key) for key in keys]:
            return
        key = next((key for key in keys if key not in own), None)
        if key is None:
            self.unread[f"another {kind}"] += 1
        else:
            own[key] = value

    def _is_home(self, row: CsvRow) -> bool:
        place = self._columns.at_home
        return place is not None and is_at_home(label_words(row.cells[place]))

    def _of_nobody(self, own: dict[str, Any], key: str, value: Any) -> None:
        """Handle a person's key on a company: a way to reach it, or nothing."""
        company_key = _COMPANY_KEYS.get(key)
        if company_key and not (own.keys() | self._columns.places.keys()) & {
            company_key
        }:
            own[company_key] = value
        else:
            self.unread[f"{key} of a company"] += 1

    def _value(self, row: CsvRow, key: str, forms: CellForms) -> Any:
        text = self._cell(row, key)
        if key == "bday" and text.startswith("--"):
            self.unread["birthday without a year"] += 1
            return None
        try:
            return key_value(key, text, forms) if text else None
        except ValueError as error:
            reason = f"{key}: {error}"
            self.problems.append(
                AddressProblem(file=self._file, line=row.line, reason=reason)
            )
            return None

    def _cell(self, row: CsvRow, field: str) -> str:
        """A cell on one line, without the prefix that protects a formula."""
        return _unled(one_line(self._columns.cell(row.cells, field)))


def _unled(text: str) -> str:
    is_led = text.startswith("'") and harmless(text[1:]) == text
    return text[1:] if is_led else text


def _in_order(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts in the order of the language's chapter, whatever the file's."""
    return {key: facts[key] for key in KEY_HOLDS if key in facts}
