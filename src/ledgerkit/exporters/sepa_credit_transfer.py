"""A SEPA credit transfer, ISO 20022 pain.001, by sepaxml.

sepaxml names messages by the clock and at random, and so never writes the same file
twice. Ids and the time are replaced afterwards by those of the run; the file is then
validated against the schema before anybody sees it.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from lxml import etree

from ledgerkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledgerkit.payables.credit_transfer import (
        AccountHolder,
        CreditTransfer,
        TransferOrder,
    )


#: EPC217-08, *Requirements for an Extended Character Set*: the basic set.
_OTHER = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


_SPELT = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "SS",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "&": "+",
        "_": "-",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
    }
)


def sepa_text(text: str, length: int) -> str:
    """A text without accents, and with a full stop for each unsupported character.

    Args:
        text: Any text.
        length: The most characters allowed.

    >>> sepa_text("Société Müller & Fils", 70)
    'Societe Muller + Fils'
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPELT))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    one_line = " ".join(_OTHER.sub(".", " ".join(plain.split())).split())
    # Two slashes in a row, or one at either end, have a meaning for some banks.
    return re.sub("/{2,}", "/", one_line).strip("/ ")[:length].rstrip()


_NAME_MAX, _TEXT_MAX = 70, 140


class TransferVersion(StrEnum):
    """The version of the message."""

    V03 = "pain.001.001.03"
    V09 = "pain.001.001.09"


def sepa_credit_transfer(
    order: TransferOrder, version: TransferVersion = TransferVersion.V09
) -> bytes:
    """The file; the same order gives the same bytes.

    Raises:
        UsageError: If the extra isn't installed, or the bank would refuse the file.
    """
    try:
        from sepaxml import SepaTransfer  # noqa: PLC0415
    except ImportError:
        raise UsageError(
            "payment files need an extra: pip install 'ledgerkit[sepa]'"
        ) from None
    config = {
        **_account(order.payer),
        "batch": True,
        "currency": order.currency,
        "address": _address(order.payer),
    }
    message = SepaTransfer(config, schema=version.value, clean=False)
    for transfer in order.transfers:
        message.add_payment(_payment(transfer, order))
    root = etree.fromstring(message.export(validate=False))
    _name(root, order)
    _check(root, version)
    etree.indent(root)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return content + b"\n"


def _account(holder: AccountHolder) -> dict[str, str]:
    account = {"name": sepa_text(holder.name, _NAME_MAX), "IBAN": _code(holder.iban)}
    if holder.bic:
        account["BIC"] = _code(holder.bic)
    return account


def _code(text: str) -> str:
    return "".join(text.split()).upper()


def _address(holder: AccountHolder) -> Mapping[str, str]:
    """Town and country at least, as banks require from November 2026; else nothing."""
    if not (holder.town and holder.country):
        return {}
    address = {
        "street_name": sepa_text(holder.street, 70),
        "postcode": sepa_text(holder.postal_code, 16),
        "town": sepa_text(holder.town, 35),
        "country": holder.country,
    }
    return {key: value for key, value in address.items() if value}


def _payment(transfer: CreditTransfer, order: TransferOrder) -> dict[str, Any]:
    cents = transfer.amount.scaleb(2)
    if cents != int(cents) or cents <= 0:
        raise UsageError(
            f"{transfer.to.name}: {transfer.amount:f} {order.currency} can't be paid:"
            " banks move whole cents"
        )
    return {
        **_account(transfer.to),
        "amount": int(cents),
        "execution_date": order.day,
        "description": sepa_text(transfer.text, _TEXT_MAX),
        "endtoend_id": transfer.id,
        "address": _address(transfer.to),
    }


def _name(root: etree._Element, order: TransferOrder) -> None:
    """Set the run's own ids and time, and mark where no bank code is known."""
    for tag, text in (
        ("MsgId", order.id),
        ("PmtInfId", order.id),
        ("CreDtTm", f"{order.made_on}T00:00:00"),
    ):
        for element in root.iter(f"{{*}}{tag}"):
            element.text = text
    for agent in root.iter("{*}FinInstnId"):
        if not len(agent):
            space = etree.QName(agent).namespace
            other = etree.SubElement(agent, f"{{{space}}}Othr")
            etree.SubElement(other, f"{{{space}}}Id").text = "NOTPROVIDED"


@lru_cache(maxsize=2)
def _schema(version: TransferVersion) -> etree.XMLSchema:
    schema = files("sepaxml") / "schemas" / f"{version.value}.xsd"
    return etree.XMLSchema(etree.fromstring(schema.read_bytes()))


def _check(root: etree._Element, version: TransferVersion) -> None:
    schema = _schema(version)
    # The tree in memory has prefixes of its own; only the written form counts.
    if not schema.validate(etree.fromstring(etree.tostring(root))):
        error = schema.error_log[0]
        raise UsageError(f"the bank would refuse the payment file: {error.message}")
