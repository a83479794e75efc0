"""DATEV's *Buchungsstapel*: the format EXTF 700, category 21, version 13.

Lines end with CRLF, fields are divided by semicolons, text is in cp1252 and in
quotation marks. Each line is an amount from one account to another: amounts are
positive, and S or H says whether the first account is debited or credited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.exporters.adviser.datev_columns import COLUMN_NAMES, TEXT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.exporters.adviser.plain_text import FieldText

ENCODING = "cp1252"
_VERSION, _CATEGORY, _NAME, _FORMAT = 700, 21, "Buchungsstapel", 13
_REFERENCE_MAX, _TEXT_MAX, _TITLE_MAX = 36, 60, 30
#: What may stand in a document's number.
_NOT_IN_REFERENCES = re.compile(r"[^A-Za-z0-9$%&*+/-]+")
#: The key that keeps DATEV from taking tax out of an amount by itself.
NO_AUTOMATIC_TAX = "40"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatevHeader:
    """What the file says of itself.

    Attributes:
        made: The day it is made, or is said to be.
        adviser: The adviser's number at DATEV, 1001 to 9999999.
        client: The client's number there, 1 to 99999.
        year_start: The first day of the fiscal year.
        account_length: Of the numbers of accounts, without personal ones: 4 to 8.
        first: The first day of the batch.
        last: The last day.
        title: What the batch is called, 30 characters at most.
        currency: Of every amount.
    """

    made: date
    adviser: int
    client: int
    year_start: date
    account_length: int
    first: date
    last: date
    title: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatevPosting:
    """A line of the batch.

    Attributes:
        amount: Positive.
        is_debit: Whether the account is debited; the other is credited.
        account: Its number, without leading zeros.
        other_account: The number of the other.
        day: Of the document; its year is that of the header.
        key: The posting key (BU-Schlüssel); mostly empty.
        reference: The document's number.
        text: What it is for.
    """

    amount: Decimal
    is_debit: bool
    account: str
    other_account: str
    day: date
    key: str = ""
    reference: str = ""
    text: str = ""


def datev_batch(
    header: DatevHeader, postings: Sequence[DatevPosting], texts: FieldText
) -> bytes:
    """The file.

    Args:
        header: What it says of itself.
        postings: Its lines.
        texts: Makes texts fit; of the charset `ENCODING`.
    """
    lines = [_header(header, texts), ";".join(COLUMN_NAMES)]
    lines += [_line(posting, texts) for posting in postings]
    return "".join(f"{line}\r\n" for line in lines).encode(ENCODING)


def datev_reference(text: str) -> str:
    """A document's number in the characters that DATEV takes, 36 at most.

    >>> datev_reference("INV 2026/001_a"), datev_reference("№ 12")
    ('INV-2026/001-a', '12')
    """
    return _NOT_IN_REFERENCES.sub("-", text)[:_REFERENCE_MAX].strip("-")


def _header(header: DatevHeader, texts: FieldText) -> str:
    title = texts.fit(header.title, _TITLE_MAX)
    fields = (
        '"EXTF"', str(_VERSION), str(_CATEGORY), f'"{_NAME}"', str(_FORMAT),
        f"{header.made:%Y%m%d}000000000", "", '""', '""', '""',
        str(header.adviser), str(header.client), f"{header.year_start:%Y%m%d}",
        str(header.account_length), f"{header.first:%Y%m%d}",
        f"{header.last:%Y%m%d}", _quoted(title), '""', "1", "", "0",
        f'"{header.currency}"', '""', '""', '""', '""', '""', "", "", '""', '""',
    )  # fmt: skip
    return ";".join(fields)


def _line(posting: DatevPosting, texts: FieldText) -> str:
    fields: Mapping[int, str] = {
        1: f"{posting.amount:f}".replace(".", ","),
        2: "S" if posting.is_debit else "H",
        7: posting.account,
        8: posting.other_account,
        9: posting.key,
        10: f"{posting.day:%d%m}",
        11: posting.reference,
        14: texts.fit(posting.text, _TEXT_MAX),
    }
    cells = (fields.get(place, "") for place in range(1, len(COLUMN_NAMES) + 1))
    return ";".join(
        _quoted(cell) if place in TEXT_COLUMNS else cell
        for place, cell in enumerate(cells, start=1)
    )


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
