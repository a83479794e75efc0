"""Reads EXTF batches as strictly as DATEV does: what is broken is a ValueError."""

import re
from datetime import date, datetime
from decimal import Decimal

from ledgerkit.exporters.adviser.datev import DatevHeader, DatevPosting

_FIELD = re.compile(r'(?:^|;)(?:"((?:[^"]|"")*)"|([^;"]*))(?=;|$)')


def fields_of(line):
    fields, at = [], 0
    while at < len(line) or not fields:
        match = _FIELD.match(line, at)
        if match is None or (at and match.end() == at):
            raise ValueError(f"broken quotes: {line[at : at + 20]}")
        quoted, bare = match.groups()
        fields.append(quoted.replace('""', '"') if quoted is not None else bare)
        at = match.end()
    return fields


def day(text):
    return datetime.strptime(text, "%Y%m%d").date()


def read_datev(content, *, encoding="cp1252"):
    """The header and the postings of a whole batch of the current version."""
    lines = lines_of(content, encoding)
    head, names = fields_of(lines[0]), fields_of(lines[1])
    if len(head) != 31 or not 1001 <= int(head[10]) <= 9_999_999:
        raise ValueError("no adviser")
    if not 1 <= int(head[11]) <= 99_999:
        raise ValueError("no client")
    header = DatevHeader(
        made=day(head[5][:8]), adviser=int(head[10]), client=int(head[11]),
        year_start=day(head[12]), account_length=int(head[13]), first=day(head[14]),
        last=day(head[15]), title=head[16], currency=head[21],
    )  # fmt: skip
    if len(names) not in {120, 125}:
        raise ValueError("neither 120 columns nor 125")
    return header, postings_of(lines, header.year_start.year)


def lines_of(content, encoding):
    if content.startswith(b"\xef\xbb\xbf"):
        raise ValueError("a byte order mark")
    lines = content.decode(encoding).split("\r\n")
    if lines.pop() != "" or any("\n" in line or "\r" in line for line in lines):
        raise ValueError("lines must end with CRLF")
    if fields_of(lines[0])[:4] != ["EXTF", "700", "21", "Buchungsstapel"]:
        raise ValueError("no batch of postings")
    return lines


def postings_of(lines, year):
    """The postings, whichever columns there are: other programs leave many out."""
    names, *rows = map(fields_of, lines[1:])
    places = {
        field: next((i for i, name in enumerate(names) if name.startswith(start)), None)
        for field, start in NAMES.items()
    }
    for row in rows:
        if len(row) != len(names):
            raise ValueError(f"{len(row)} fields below {len(names)} columns")
    return [
        posting_of({f: "" if at is None else row[at] for f, at in places.items()}, year)
        for row in rows
    ]


NAMES = {
    "amount": "Umsatz", "side": "S", "account": "Konto", "other": "Gegenkonto",
    "key": "BU-", "day": "Belegdatum", "reference": "Belegfeld 1",
    "text": "Buchungstext",
}  # fmt: skip


def posting_of(row, year):
    amount = row["amount"]
    if not re.fullmatch(r"\d{1,10},\d{2}", amount) or not amount.strip("0,"):
        raise ValueError(f"no amount: {amount}")
    if row["side"] not in {"S", "H"}:
        raise ValueError(f"neither S nor H: {row['side']}")
    for number in (row["account"], row["other"]):
        if not re.fullmatch(r"[1-9]\d{0,8}", number):
            raise ValueError(f"no account: {number}")
    if row["account"] == row["other"]:
        raise ValueError("an account with itself")
    if not re.fullmatch(r"[A-Za-z0-9$%&*+/-]{0,36}", row["reference"]):
        raise ValueError(f"no document number: {row['reference']}")
    if len(row["text"]) > 60:
        raise ValueError("a long text")
    return DatevPosting(
        amount=Decimal(amount.replace(",", ".")), is_debit=row["side"] == "S",
        account=row["account"], other_account=row["other"],
        day=date(year, int(row["day"][-2:]), int(row["day"][:-2])), key=row["key"],
        reference=row["reference"], text=row["text"],
    )  # fmt: skip
