"""A SEPA credit transfer, ISO 20022 pain.001, by sepaxml."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import UsageError
from ledgerkit.exporters.sepa_message import (
    NEEDS_EXTRA,
    TEXT_MAX,
    account_facts,
    address_facts,
    finished,
    sepa_text,
    whole_cents,
)

if TYPE_CHECKING:
    from ledgerkit.payables.credit_transfer import CreditTransfer, TransferOrder


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
        raise UsageError(NEEDS_EXTRA) from None
    config = {
        **account_facts(order.payer),
        "batch": True,
        "currency": order.currency,
        "address": address_facts(order.payer),
    }
    message = SepaTransfer(config, schema=version.value, clean=False)
    for transfer in order.transfers:
        message.add_payment(_payment(transfer, order))
    return finished(message.export(validate=False), order, version.value)


def _payment(transfer: CreditTransfer, order: TransferOrder) -> dict[str, Any]:
    return {
        **account_facts(transfer.to),
        "amount": whole_cents(transfer, order.currency),
        "execution_date": order.day,
        "description": sepa_text(transfer.text, TEXT_MAX),
        "endtoend_id": transfer.id,
        "address": address_facts(transfer.to),
    }
