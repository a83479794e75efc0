"""What SEPA messages of ISO 20022 have in common, and what sepaxml leaves to be done.

sepaxml names messages by the clock and at random, and so never writes the same file
twice. Ids and the time are replaced afterwards by those of the run; the file is then
validated against the schema before anybody sees it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from lxml import etree

from ledgerkit.errors import UsageError
from ledgerkit.exporters.fixed_width import small_units
from ledgerkit.text.accents import without_accents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledgerkit.payables.credit_transfer import (
        AccountHolder,
        CreditTransfer,
        TransferOrder,
    )

#: What is missing where the extra isn't installed.
NEEDS_EXTRA = "payment files need an extra: pip install 'ledgerkit[sepa]'"

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
    plain = without_accents(text.translate(_SPELT))
    one_line = " ".join(_OTHER.sub(".", " ".join(plain.split())).split())
    # Two slashes in a row, or one at either end, have a meaning for some banks.
    return re.sub("/{2,}", "/", one_line).strip("/ ")[:length].rstrip()


#: The most characters of a name, and of the text for the other party.
_NAME_MAX, TEXT_MAX = 70, 140


def account_facts(holder: AccountHolder) -> dict[str, str]:
    """Name, IBAN and BIC as sepaxml takes them."""
    account = {"name": sepa_text(holder.name, _NAME_MAX), "IBAN": _code(holder.iban)}
    if holder.bic:
        account["BIC"] = _code(holder.bic)
    return account


def _code(text: str) -> str:
    return "".join(text.split()).upper()


def address_facts(holder: AccountHolder) -> Mapping[str, str]:
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


def whole_cents(transfer: CreditTransfer, currency: str) -> int:
    """The amount of a transfer in cents.

    Raises:
        UsageError: If it isn't a positive number of them.
    """
    return small_units(transfer, currency, why=": banks move whole cents")


def finished(message: bytes, order: TransferOrder, version: str) -> bytes:
    """A message of sepaxml with the run's own ids and time, valid by its schema.

    Args:
        message: As sepaxml wrote it.
        order: The run.
        version: Of the message, e.g. ``pain.001.001.09``.

    Raises:
        UsageError: If the bank would refuse the file.
    """
    root = etree.fromstring(message)
    _name(root, order)
    _check(root, version)
    etree.indent(root)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return content + b"\n"


def _name(root: etree._Element, order: TransferOrder) -> None:
    """Set the run's own ids and time, and mark where no bank code is known."""
    for tag, text in (("MsgId", order.id), ("CreDtTm", f"{order.made_on}T00:00:00")):
        for element in root.iter(f"{{*}}{tag}"):
            element.text = text
    batches = list(root.iter("{*}PmtInf"))
    for batch in batches:
        turn = batch.find("{*}PmtTpInf/{*}SeqTp")
        # One message has a batch for each turn, and no two batches have one id.
        apart = f"-{turn.text}" if turn is not None and len(batches) > 1 else ""
        batch.find("{*}PmtInfId").text = order.id + apart
    for agent in root.iter("{*}FinInstnId"):
        if not len(agent):
            space = etree.QName(agent).namespace
            other = etree.SubElement(agent, f"{{{space}}}Othr")
            etree.SubElement(other, f"{{{space}}}Id").text = "NOTPROVIDED"


@lru_cache(maxsize=4)
def _schema(version: str) -> etree.XMLSchema:
    schema = files("sepaxml") / "schemas" / f"{version}.xsd"
    return etree.XMLSchema(etree.fromstring(schema.read_bytes()))


def _check(root: etree._Element, version: str) -> None:
    schema = _schema(version)
    # The tree in memory has prefixes of its own; only the written form counts.
    if not schema.validate(etree.fromstring(etree.tostring(root))):
        error = schema.error_log[0]
        raise UsageError(f"the bank would refuse the payment file: {error.message}")
