"""The French *fichier des écritures comptables* (FEC), art. A47 A-1 of the LPF.

Eighteen columns with tabs between them, and a header; amounts with a decimal comma.
Balances brought forward come first, and the sequence of numbers has no gap.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.booked.entry import EntryKind
from ledgerkit.money import ZERO, quantum

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.exporters.adviser.plain_text import FieldText
    from ledgerkit.general_ledger.booked.entry import (
        BookedEntry,
        BookedLine,
        NumberedAccount,
    )

COLUMNS: tuple[str, ...] = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum",
    "CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib",
    "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip
_JOURNALS: Mapping[EntryKind, tuple[str, str]] = {
    EntryKind.OPENING: ("AN", "À nouveaux"),
    EntryKind.SALES: ("VE", "Ventes"),
    EntryKind.PURCHASES: ("AC", "Achats"),
    EntryKind.BANK: ("BQ", "Banque"),
    EntryKind.CASH: ("CA", "Caisse"),
    EntryKind.GENERAL: ("OD", "Opérations diverses"),
}
#: An account of the *plan comptable*: its class, and two digits at least.
_NUMBER = re.compile(r"[0-9]{3}[0-9A-Za-z]*")
_SIREN = re.compile(r"[0-9]{9}")


class FecEncoding(StrEnum):
    """The charsets that the tax office reads."""

    UTF8 = "utf-8"
    LATIN9 = "iso-8859-15"


def fec_name(siren: str, last: date) -> str:
    """The name that the file must have: ``123456789FEC20251231.txt``."""
    return f"{siren}FEC{last:%Y%m%d}.txt"


def siren_of(tax_id: str, vat_id: str) -> str:
    """The SIREN in a company's record: its tax id, or the end of its French VAT id.

    Raises:
        UsageError: If neither has one.
    """
    for text in (tax_id, vat_id):
        bare = re.sub(r"[\s.]", "", text).upper()
        if bare.startswith("FR"):
            bare = bare[4:]
        # A SIRET is a SIREN with the number of an establishment.
        siren = bare[:9] if len(bare) in {9, 14} else ""
        if _SIREN.fullmatch(siren) and _luhn(siren):
            return siren
    raise UsageError(
        "the file's name begins with the company's SIREN, which the books don't have;"
        ' write tax-id: with its nine digits below custom "company"'
    )


def _luhn(digits: str) -> bool:
    doubled = (
        int(digit) * (2 if place % 2 else 1)
        for place, digit in enumerate(reversed(digits))
    )
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def fec(entries: Sequence[BookedEntry], currency: str, texts: FieldText) -> bytes:
    """The file, in the charset of the texts.

    Args:
        entries: Balances brought forward, then the entries of the fiscal year.
        currency: Of the books.
        texts: Makes texts fit.

    Raises:
        UsageError: If an account has no number of the plan comptable.
    """
    _check_numbers(entries)
    lines = [COLUMNS]
    for number, entry in enumerate(entries, start=1):
        lines += _rows(number, entry, currency, texts)
    text = "".join("\t".join(line) + "\r\n" for line in lines)
    return text.encode(texts.encoding)


def _check_numbers(entries: Sequence[BookedEntry]) -> None:
    unnumbered: dict[str, NumberedAccount] = {}
    for entry in entries:
        for line in entry.lines:
            if not _NUMBER.fullmatch(line.account.number):
                unnumbered.setdefault(line.account.account, line.account)
    if not unnumbered:
        return
    first = unnumbered[min(unnumbered)]
    others = len(unnumbered) - 1
    more = f", and below those of {others} more accounts" if others else ""
    wrong = f'has the number "{first.number}"' if first.number else "has no number"
    raise UsageError(
        f"{first.account} {wrong}, where a FEC needs one of the plan comptable: three"
        f' digits or more. Write below its open directive number: "512000"{more}'
    )


def _rows(
    number: int, entry: BookedEntry, currency: str, texts: FieldText
) -> Iterator[tuple[str, ...]]:
    for line in entry.lines:
        yield tuple(_row(number, entry, line, currency, texts).values())


def _row(
    number: int,
    entry: BookedEntry,
    line: BookedLine,
    currency: str,
    texts: FieldText,
) -> dict[str, str]:
    code, name = _JOURNALS[entry.kind]
    day, match, foreign = f"{entry.day:%Y%m%d}", line.match, line.foreign
    party = line.party if line.party is not None and line.party.id else None
    reference = line.document if entry.kind is EntryKind.OPENING else entry.reference
    text = entry.text or line.text or name
    return {
        "JournalCode": code,
        "JournalLib": name,
        "EcritureNum": str(number),
        "EcritureDate": day,
        "CompteNum": line.account.number,
        "CompteLib": texts.fit(line.account.name),
        "CompAuxNum": texts.fit(party.id) if party else "",
        "CompAuxLib": texts.fit(party.name) if party else "",
        "PieceRef": texts.fit(reference) or f"{code}{number}",
        "PieceDate": f"{line.document_day or entry.day:%Y%m%d}",
        "EcritureLib": texts.fit(text) or name,
        "Debit": _amount(max(line.amount, ZERO), currency),
        "Credit": _amount(max(-line.amount, ZERO), currency),
        "EcritureLet": match.code if match else "",
        "DateLet": f"{match.day:%Y%m%d}" if match else "",
        "ValidDate": day,
        "Montantdevise": _amount(foreign.amount, foreign.currency) if foreign else "",
        "Idevise": foreign.currency if foreign else "",
    }


def _amount(number: Decimal, currency: str) -> str:
    """With a decimal comma and the currency's decimals, or as many more as it has."""
    whole = number.quantize(quantum(currency))
    return f"{whole if whole == number else number:f}".replace(".", ",")
