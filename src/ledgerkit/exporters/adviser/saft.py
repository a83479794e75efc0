"""SAF-T Financial for Norway, version 1.30: accounts, parties, taxes and entries.

Amounts are positive and stand as debit or credit, with two decimals.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.exporters.adviser.saft_balances import (
    PartyBalances,
    SaftAccount,
    account_id,
    account_rows,
    party_rows,
)
from ledgerkit.general_ledger.booked.entry import EntryKind
from ledgerkit.money import ZERO, rounded
from ledgerkit.open_items.side import Side
from ledgerkit.xml.elements import Element, Namespaces, element, required

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.exporters.adviser.plain_text import FieldText
    from ledgerkit.general_ledger.booked.entry import (
        BookedEntry,
        BookedLine,
        Foreign,
    )
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party

_VERSION, _COUNTRY, _TAX = "1.30", "NO", "MVA"
_NAMESPACES = Namespaces({"": "urn:StandardAuditFile-Taxation-Financial:NO"})
#: The lengths of texts.
CODE, SHORT, MIDDLE, LONGER, LONG = 9, 18, 35, 70, 256
_JOURNALS: Mapping[EntryKind, tuple[str, str]] = {
    EntryKind.OPENING: ("OB", "Opening balances"),
    EntryKind.SALES: ("AR", "Sales"),
    EntryKind.PURCHASES: ("AP", "Purchases"),
    EntryKind.BANK: ("BANK", "Bank"),
    EntryKind.CASH: ("CASH", "Cash"),
    EntryKind.GENERAL: ("GL", "General journal"),
}
_DECIMALS = "EUR"  # Two, whatever the currency has.
#: What an office takes for a name that a company has no use for.
_NOT_USED = "NotUsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaftRequest:
    """What the file is of.

    Attributes:
        company: Ourselves.
        parties: The record of each client and vendor, by side and id.
        tax_codes: The codes in force on the last day.
        currency: Of the books.
        made: The day it is made, or is said to be.
        year_start: The first day of the fiscal year.
        year: The name of the fiscal year, as a number.
        first: The first day of the period.
        last: The last day.
    """

    company: Party
    parties: Mapping[tuple[Side, str], Party]
    tax_codes: Mapping[str, TaxCode]
    currency: str
    made: date
    year_start: date
    year: int
    first: date
    last: date


def saft(
    request: SaftRequest,
    opening: BookedEntry | None,
    entries: Sequence[BookedEntry],
    texts: FieldText,
) -> bytes:
    """The file.

    Args:
        request: What it is of.
        opening: The balances before the period.
        entries: Its entries.
        texts: Makes texts fit; of the charset ``utf-8``.

    Raises:
        UsageError: If what the format asks for is not in the books.
    """
    return _SaftWriter(request, texts).file(opening, entries)


def saft_name(company: Party, last: date) -> str:
    """The name of the file, from the company's number and the last day."""
    return f"SAF-T Financial_{_organisation(company)}_{last:%Y%m%d}000000.xml"


def _organisation(company: Party) -> str:
    """The company's number at the register: its tax id."""
    number = "".join(company.text("tax-id").split())
    if number and len(number) <= MIDDLE and number.isalnum():
        return number
    raise UsageError(
        "SAF-T names the company by its number at the register, which the books don't"
        ' have; write tax-id: "888888888" below custom "company"'
    )


class _SaftWriter:
    """Writes one file."""

    def __init__(self, request: SaftRequest, texts: FieldText) -> None:
        self._request = request
        self._texts = texts

    def file(
        self, opening: BookedEntry | None, entries: Sequence[BookedEntry]
    ) -> bytes:
        request = self._request
        accounts = account_rows(opening, entries)
        parties = party_rows(opening, entries)
        taxes = sorted(request.tax_codes.items())
        root = required(
            "AuditFile",
            self._header(),
            element(
                "MasterFiles",
                element("GeneralLedgerAccounts", *map(self._account, accounts)),
                element("Customers", *self._parties(parties, Side.RECEIVABLE)),
                element("Suppliers", *self._parties(parties, Side.PAYABLE)),
                element(
                    "TaxTable",
                    element(
                        "TaxTableEntry",
                        element("TaxType", _TAX),
                        element("Description", "Merverdiavgift"),
                        *(self._tax_code(code) for _id, code in taxes),
                    )
                    if taxes
                    else None,
                ),
            ),
            self._entries(entries),
        )
        return _NAMESPACES.write(root)

    def _text(self, name: str, text: str, most: int) -> Element | None:
        return element(name, self._texts.fit(text, most))

    def _header(self) -> Element:
        request = self._request
        return required(
            "Header",
            element("AuditFileVersion", _VERSION),
            element("AuditFileCountry", _COUNTRY),
            element("AuditFileDateCreated", request.made.isoformat()),
            element("SoftwareCompanyName", "ledgerkit"),
            element("SoftwareID", "ledgerkit"),
            element("SoftwareVersion", version("ledgerkit")[:SHORT]),
            self._company(),
            element("DefaultCurrencyCode", request.currency),
            element(
                "SelectionCriteria",
                element("SelectionStartDate", request.first.isoformat()),
                element("SelectionEndDate", request.last.isoformat()),
            ),
            element("TaxAccountingBasis", "A"),
        )

    def _company(self) -> Element:
        company = self._request.company
        telephone = company.text("tel")
        if not telephone:
            raise UsageError(
                "SAF-T needs the company's telephone number; write tel: below custom"
                ' "company"'
            )
        return required(
            "Company",
            element("RegistrationNumber", _organisation(company)),
            self._text("Name", company.legal_name, LONG),
            self._address(company, "StreetAddress"),
            element(
                "Contact",
                element(
                    "ContactPerson",
                    element("FirstName", _NOT_USED),
                    self._text("LastName", company.legal_name, LONGER),
                ),
                self._text("Telephone", telephone, SHORT),
                self._text("Email", company.text("email"), LONGER),
            ),
            self._tax_registration(company),
        )

    def _address(self, party: Party, kind: str) -> Element | None:
        country = party.text("country")
        known = element(
            "Address",
            self._text("StreetName", party.text("street"), LONG),
            self._text("City", party.text("locality"), LONG),
            self._text("PostalCode", party.text("postal-code"), LONGER),
            self._text("Region", party.text("region"), LONG),
            element("Country", country.upper() if len(country) == len("NO") else ""),
        )
        if known is None:
            return None
        return element("Address", *known.children, element("AddressType", kind))

    def _tax_registration(self, party: Party) -> Element | None:
        number = self._text("TaxRegistrationNumber", party.text("vat-id"), MIDDLE)
        authority = element("TaxAuthority", "Skatteetaten")
        return element("TaxRegistration", number, authority) if number else None

    def _account(self, row: SaftAccount) -> Element:
        return required(
            "Account",
            element("AccountID", row.id),
            self._text("AccountDescription", row.name, LONG),
            element("GroupingCategory", row.category),
            element("GroupingCode", row.code),
            element("AccountType", "GL"),
            _balance("Opening", row.opening),
            _balance("Closing", row.closing),
        )

    def _parties(
        self, parties: Sequence[PartyBalances], side: Side
    ) -> Iterator[Element]:
        name = "Customer" if side is Side.RECEIVABLE else "Supplier"
        ids: dict[str, str] = {}
        for row in parties:
            if row.party.side is side:
                id_ = self._texts.fit(row.party.id, MIDDLE)
                if ids.setdefault(id_, row.party.id) != row.party.id:
                    raise UsageError(
                        f'"{ids[id_]}" and "{row.party.id}" are the same in the'
                        f" {MIDDLE} characters that SAF-T has for an id; give one a"
                        f' custom "{side.party_role.value}" with a shorter id'
                    )
                yield self._party(name, id_, row)

    def _party(self, name: str, id_: str, row: PartyBalances) -> Element:
        record = self._request.parties[row.party.side, row.party.id]
        return required(
            name,
            self._text("RegistrationNumber", record.text("tax-id"), MIDDLE),
            self._text("Name", row.party.name, LONG),
            self._address(record, "BillingAddress"),
            self._tax_registration(record),
            element(f"{name}ID", id_),
            *(_account_balance(*account) for account in row.accounts),
        )

    def _tax_code(self, code: TaxCode) -> Element:
        boxes = (code.base_box, code.tax_box)
        standard = next((b for b in boxes if b.isdecimal() and len(b) <= 2), "NA")
        return required(
            "TaxCodeDetails",
            self._text("TaxCode", code.id, LONGER),
            element("EffectiveDate", code.day.isoformat()),
            self._text("Description", code.name or code.id, LONG),
            element("TaxPercentage", f"{code.percent:f}"),
            element("Country", _COUNTRY),
            element("StandardTaxCode", standard),
            element("BaseRate", "100"),
        )

    def _entries(self, entries: Sequence[BookedEntry]) -> Element:
        lines = [line for entry in entries for line in entry.lines]
        debit = sum((line.amount for line in lines if line.amount > 0), ZERO)
        journals: dict[EntryKind, list[BookedEntry]] = {}
        for entry in entries:
            journals.setdefault(entry.kind, []).append(entry)
        return required(
            "GeneralLedgerEntries",
            element("NumberOfEntries", str(len(entries))),
            element("TotalDebit", _two_decimals(debit)),
            element("TotalCredit", _two_decimals(debit)),
            *(
                self._journal(kind, journals[kind])
                for kind in _JOURNALS
                if kind in journals
            ),
        )

    def _journal(self, kind: EntryKind, entries: Sequence[BookedEntry]) -> Element:
        code, name = _JOURNALS[kind]
        return required(
            "Journal",
            element("JournalID", code),
            element("Description", name),
            element("Type", code),
            *map(self._transaction, entries),
        )

    def _transaction(self, entry: BookedEntry) -> Element:
        start, day = self._request.year_start, entry.day
        months = (day.year - start.year) * 12 + day.month - start.month + 1
        text = self._texts.fit(entry.text, LONG) or _JOURNALS[entry.kind][1]
        return required(
            "Transaction",
            element("TransactionID", str(entry.number)),
            element("Period", str(months)),
            element("PeriodYear", str(self._request.year)),
            element("TransactionDate", day.isoformat()),
            element("Description", text),
            element("SystemEntryDate", day.isoformat()),
            element("GLPostingDate", day.isoformat()),
            *(
                self._line(place, line, text)
                for place, line in enumerate(entry.lines, start=1)
            ),
        )

    def _line(self, place: int, line: BookedLine, text: str) -> Element:
        party = line.party
        side = None if party is None or not party.id else party.side
        id_ = party.id if party is not None else ""
        return required(
            "Line",
            element("RecordID", str(place)),
            element("AccountID", account_id(line.account)),
            self._text("SourceDocumentID", line.document, MIDDLE),
            self._text("CustomerID", id_ if side is Side.RECEIVABLE else "", MIDDLE),
            self._text("SupplierID", id_ if side is Side.PAYABLE else "", MIDDLE),
            element("Description", self._texts.fit(line.text, LONG) or text),
            _amount(line.amount, line.foreign),
            self._tax(line),
            self._text(
                "ReferenceNumber", line.match.code if line.match else "", MIDDLE
            ),
            element("DueDate", line.due.isoformat() if line.due else ""),
        )

    def _tax(self, line: BookedLine) -> Element | None:
        code = self._request.tax_codes.get(line.tax)
        if code is None or line.account.account in {
            code.account,
            code.reverse_charge_account,
        }:
            return None
        tax = rounded(line.amount * code.rate, _DECIMALS)
        side = "Debit" if line.amount > 0 else "Credit"
        return required(
            "TaxInformation",
            element("TaxType", _TAX),
            self._text("TaxCode", code.id, LONGER),
            element("TaxPercentage", f"{code.percent:f}"),
            element("Country", _COUNTRY),
            element("TaxBase", _two_decimals(abs(line.amount))),
            element(f"{side}TaxAmount", element("Amount", _two_decimals(abs(tax)))),
        )


def _balance(name: str, amount: Decimal) -> Element | None:
    side = "Credit" if amount < 0 else "Debit"
    return element(f"{name}{side}Balance", _two_decimals(abs(amount)))


def _account_balance(id_: str, opening: Decimal, closing: Decimal) -> Element:
    return required(
        "BalanceAccount",
        element("AccountID", id_),
        _balance("Opening", opening),
        _balance("Closing", closing),
    )


def _amount(amount: Decimal, foreign: Foreign | None) -> Element | None:
    """An amount on its side; what it is in another currency has the same sign."""
    sign = -1 if amount < 0 else 1
    return element(
        "CreditAmount" if amount < 0 else "DebitAmount",
        element("Amount", _two_decimals(abs(amount))),
        element("CurrencyCode", foreign.currency if foreign else ""),
        element(
            "CurrencyAmount",
            _two_decimals(sign * foreign.amount) if foreign else "",
        ),
    )


def _two_decimals(number: Decimal) -> str:
    return f"{rounded(number, _DECIMALS):f}"
