"""Files that are taken for statements, and are something else."""

from __future__ import annotations

import re

#: Messages of ISO 20022 by the beginning of their name.
_MESSAGES = (
    (b"pain.001", "an order to the bank to pay (pain.001)"),
    (b"pain.002", "the bank's answer to an order (pain.002)"),
    (b"pain.008", "an order to the bank to collect (pain.008)"),
    (b"pain.", "a message about orders to a bank (pain)"),
    (b"pacs.", "a message between banks (pacs)"),
    (b"acmt.", "a message about the account itself (acmt)"),
    (b"CrossIndustryInvoice", "an e-invoice (see ledgerkit bill read)"),
    (b"oasis:names:specification:ubl", "an e-invoice (see ledgerkit bill read)"),
    (b"FatturaElettronica", "an e-invoice (see ledgerkit bill read)"),
)
_BEGINNINGS = (
    (b"%PDF", "a PDF, made for printing"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (save it as CSV and name that file)"),
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet (unpack it, or save it as CSV)"),
    (b"\x1f\x8b", "compressed (unpack it first)"),
)
_PAGE = re.compile(rb"<(?:!doctype\s+)?html[\s>]", re.IGNORECASE)
_HEAD = 4096


def what_it_is(data: bytes) -> str:
    """What a file is that is no statement, after ``it is``; empty if nobody knows.

    >>> what_it_is(b"%PDF-1.7")
    'a PDF, made for printing'
    """
    # UTF-16 looks like this without its zeros.
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not head:
        return "empty"
    for beginning, words in _BEGINNINGS:
        if head.startswith(beginning):
            return words
    if _PAGE.search(head):
        return "a web page, perhaps the bank's log-in (download the file anew)"
    if head.startswith(b"<"):
        for name, words in _MESSAGES:
            if name in head:
                return words
    return ""
