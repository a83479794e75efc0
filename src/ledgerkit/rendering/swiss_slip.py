"""The payment part of a Swiss QR-bill, and what its code says.

SIX, *Swiss Implementation Guidelines for the QR-bill*, version 2.3: the code's lines
(section 4.2), its picture with the Swiss cross (6.4), and what is printed (3.4 to 3.6).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from stdnum import iban as iban_check

from ledgerkit.banking.creditor_reference import iso_reference, qr_reference
from ledgerkit.rendering.qr_code import grouped_iban, qr_picture
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.invoices.invoice import Invoice
    from ledgerkit.parties.party import Party
    from ledgerkit.rendering.language import Language

_COUNTRIES = ("CH", "LI")
_CURRENCIES = frozenset({"CHF", "EUR"})
_AMOUNT_MAX, _CENT = Decimal("999999999.99"), Decimal("0.01")
_TEXT_MAX, _BYTES_MAX = 140, 997
#: The bank's number in an IBAN to which only payments with a QR reference go.
_QR_BANKS = range(30000, 32000)
#: What the guidelines allow: Latin letters of Western and Central Europe.
_FOREIGN = re.compile("[^\x20-\x7e\xa0-\u017f\u0218-\u021b\u20ac]")
_BUILDING = re.compile(r"(?P<street>.*\D) (?P<number>[0-9]+ ?[A-Za-z]?)")
#: The cross, 7 of the code's 46 millimetres: white edge, black square, white cross.
_CROSS = (
    "<g transform='translate(19.5 19.5) scale(.35354)'><path fill='white' d='M0 0h19.8v"
    "19.8H0z'/><path d='M1.4 1.4h17v17h-17z'/><path fill='white' d='M8.25 4.4h3.3v3.85h"
    "3.85v3.3h-3.85v3.85h-3.3v-3.85H4.4v-3.3h3.85z'/></g>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SwissSlip:
    """What is printed on receipt and payment part. Every text is safe to show.

    Attributes:
        words: The guidelines' own headings, in the document's language.
        account: The IBAN, in groups, and the lines of our address below it.
        reference: In groups; empty if there is none.
        information: What the payment is for.
        payer: The lines of the payer's address; none if it is to be written by hand.
        currency: Of the amount.
        amount: As the guidelines print it: ``1 949.75``.
        code: The QR code, as the ``data:`` address of an image.
    """

    words: Mapping[str, str]
    account: Sequence[str]
    reference: str
    information: str
    payer: Sequence[str]
    currency: str
    amount: str
    code: str


def swiss_slip(
    invoice: Invoice, amount: Decimal, language: Language
) -> SwissSlip | None:
    """The payment part of an invoice.

    Returns:
        None if the guidelines allow none: for an account outside Switzerland and
        Liechtenstein, another currency, nothing to pay, or an address of ours that is
        not complete.
    """
    message = swiss_message(invoice, amount)
    if message is None:
        return None
    lines = message.split("\n")
    iban, kind, reference = lines[3], lines[27], lines[28]
    return SwissSlip(
        words=language.words["swiss_slip"],
        account=[grouped_iban(iban), *_printed(lines[4:11])],
        reference=_grouped(kind, reference),
        information=lines[29],
        payer=_printed(lines[20:27]),
        currency=lines[19],
        amount=f"{Decimal(lines[18]):,.2f}".replace(",", "\N{NO-BREAK SPACE}"),
        code=qr_picture(message.encode(), border=0, sign=_CROSS),
    )


def swiss_message(invoice: Invoice, amount: Decimal) -> str | None:
    """The lines of the code; None as in `swiss_slip`."""
    account = invoice.payment_account
    iban = account.iban.upper() if account is not None else ""
    us = _address(invoice.seller, account.holder if account is not None else "")
    referenced = _reference(iban, invoice.number)
    cents = amount.quantize(_CENT)
    is_payable = (
        iban.startswith(_COUNTRIES)
        and iban_check.is_valid(iban)
        and invoice.currency in _CURRENCIES
        and _CENT <= amount <= _AMOUNT_MAX
        and cents == amount
    )
    if not (is_payable and any(us) and referenced):
        return None
    message = "\n".join(
        (
            "SPC",
            "0200",
            "1",
            iban,
            *us,
            *[""] * 7,  # The final creditor, which the guidelines keep for later.
            f"{cents:f}",
            invoice.currency,
            *_address(invoice.buyer, ""),
            *referenced,
            _text(invoice.number, _TEXT_MAX),
            "EPD",
        )
    )
    return message if len(message.encode()) <= _BYTES_MAX else None


def _reference(iban: str, number: str) -> tuple[str, str] | None:
    """The kind of reference and the reference; None if a QR-IBAN lacks one."""
    if iban[4:9].isdigit() and int(iban[4:9]) in _QR_BANKS:
        reference = qr_reference(number)
        return ("QRR", reference) if reference else None
    reference = iso_reference(number)
    return ("SCOR", reference) if reference else ("NON", "")


def _address(party: Party, name: str) -> tuple[str, ...]:
    """A structured address, of seven lines; all are empty if it is not complete."""
    country = party.text("country").upper()
    facts = (party.text("postal-code"), party.text("locality"), country)
    if not all(facts):
        return ("",) * 7
    street, number = party.text("street"), ""
    split = _BUILDING.fullmatch(street)
    if split is not None:
        street, number = split["street"], split["number"]
    return (
        "S",
        _text(name or party.legal_name, 70),
        _text(street, 70),
        _text(number, 16),
        _text(facts[0], 16),
        _text(facts[1], 35),
        country,
    )


def _text(text: str, length: int) -> str:
    """In one line, of the characters that the guidelines allow."""
    one_line = " ".join(visible(text).split())
    return _FOREIGN.sub(".", one_line)[:length].rstrip()


def _printed(address: Sequence[str]) -> Sequence[str]:
    """The lines of a structured address; none if it is empty."""
    _kind, name, street, number, postal, town, country = address
    if not name:
        return ()
    abroad = "" if country in _COUNTRIES else f"{country}-"
    lines = (name, f"{street} {number}".strip(), f"{abroad}{postal} {town}")
    return [line for line in lines if line]


def _grouped(kind: str, reference: str) -> str:
    if kind == "QRR":
        groups = [reference[:2], *(reference[n : n + 5] for n in range(2, 27, 5))]
        return " ".join(groups)
    return grouped_iban(reference)
