"""CAMT.052, .053 and .054 of ISO 20022 -> statements, in every version.

A report of the day (052), a statement (053) and a notification (054) have one structure
under three names. Elements are found by their local names, so that version, prefix and
a missing namespace don't matter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledgerkit.banking.statement import Statement
from ledgerkit.importers.bank_files.camt.amounts import (
    booked_within,
    checked_currency,
    days_and_balances,
)
from ledgerkit.importers.bank_files.camt.details import Owner
from ledgerkit.importers.bank_files.camt.entry import BookingDays, entry_lines
from ledgerkit.importers.bank_files.text import account_number, one_line, reference
from ledgerkit.text.unreadable import unreadable
from ledgerkit.xml.part import XmlPart, local_name
from ledgerkit.xml.safe import XmlLimits, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.banking.statement import StatementLine
    from ledgerkit.importers.bank_files.choices import BankFileChoices

#: A line takes 40 to 60 elements and 1 or 2 kB, so this allows for some 20,000.
LIMITS = XmlLimits(size=50_000_000, elements=1_000_000)
_HEAD = 65_536
_NAMES = re.compile(
    rb"iso:20022:tech:xsd:camt\.05[234]\.|"
    rb"<(?:[\w.-]+:)?BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)"
)
_MESSAGES = ("BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn")
_STATEMENTS = ("Stmt", "Rpt", "Ntfctn")
#: The servicer's BIC, or its other ids, through the versions.
_BANK = (
    "Acct/Svcr/FinInstnId/BICFI",
    "Acct/Svcr/FinInstnId/BIC",
    "Acct/Svcr/FinInstnId/ClrSysMmbId/MmbId",
    "Acct/Svcr/FinInstnId/Nm",
    "Acct/Svcr/FinInstnId/NmAndAdr/Nm",
)
_ACCOUNT = (
    "Acct/Id/IBAN",
    "Acct/Id/Othr/Id",
    "Acct/Id/BBAN",
    "Acct/Id/UPIC",
    "Acct/Id/PrtryAcct/Id",
)
_PAGES = ("StmtPgntn/PgNb", "RptPgntn/PgNb", "NtfctnPgntn/PgNb")


def is_camt(data: bytes) -> bool:
    """Whether a file claims to be a CAMT message."""
    # This is how UTF-16 looks without its zeros.
    return bool(_NAMES.search(data[:_HEAD].replace(b"\0", b"")))


def read_camt(data: bytes, file: str, _choices: BankFileChoices) -> Sequence[Statement]:
    """The statements of a file.

    Args:
        data: The whole file.
        file: Its name in errors and places.

    Raises:
        UnreadableFileError: If it is no XML or too large; if it has no statement; or an
            amount, day, direction or currency is missing or can't be read.
    """
    root = parse_xml(data, file, LIMITS)
    messages = [
        XmlPart(node, file)
        for node in root.iter("{*}*")
        if local_name(node).startswith(_MESSAGES)
    ]
    statements = [
        statement
        for message in messages
        for name in _STATEMENTS
        for part in message.all(name)
        for statement in _statements(part, message.day("GrpHdr/CreDtTm", "made on"))
    ]
    if not statements:
        raise unreadable(file, "it is a CAMT message without a statement (Stmt) in it")
    return statements


def _statements(part: XmlPart, made: date | None) -> Iterator[Statement]:
    """A statement, and another for each currency other than the account's."""
    currency = _currency(part)
    lines: dict[str, list[StatementLine]] = {currency: []}
    days = BookingDays(*booked_within(part), part.day("CreDtTm", "made on") or made)
    account = account_number(part.text(*_ACCOUNT))
    owner = Owner(name=one_line(part.text("Acct/Ownr/Nm")), account=account)
    for entry in part.all("Ntry"):
        for line in entry_lines(entry, owner, currency, days):
            lines.setdefault(line.currency, []).append(line)
    for code, own in lines.items():
        known = days_and_balances(part, code, own, balances=code == currency)
        yield Statement(
            account=account,
            bank=one_line(part.text(*_BANK)),
            currency=code,
            number=_number(part),
            since=known.since,
            until=known.until,
            opening=known.opening,
            closing=known.closing,
            closing_day=known.closing_day,
            interim=known.interim,
            lines=tuple(own),
            place=part.place,
        )


def _currency(part: XmlPart) -> str:
    """The account's currency, or that of its first balance or entry."""
    account = part.first("Acct/Ccy")
    if account and account.content:
        return checked_currency(account, account.content)
    for path in ("Bal/Amt", "Ntry/Amt"):
        for amount in part.all(path):
            if amount.attribute("Ccy"):
                return checked_currency(amount, amount.attribute("Ccy"))
    return ""


def _number(part: XmlPart) -> str:
    """The bank's statement number, with the page if there are several."""
    number = part.text("ElctrncSeqNb", "LglSeqNb", "Id")
    page = part.text(*_PAGES)
    return reference(number if page in {"", "1"} else f"{number}/{page}")
