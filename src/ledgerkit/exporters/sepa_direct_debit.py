"""SEPA direct debits, ISO 20022 pain.008, by sepaxml."""

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


class DebitVersion(StrEnum):
    """The version of the message."""

    V02 = "pain.008.001.02"
    V08 = "pain.008.001.08"


def sepa_direct_debit(
    order: TransferOrder, version: DebitVersion = DebitVersion.V08
) -> bytes:
    """The file; the same order gives the same bytes.

    Raises:
        UsageError: If the extra isn't installed, or the bank would refuse the file.
    """
    try:
        from sepaxml import SepaDD  # noqa: PLC0415
    except ImportError:
        raise UsageError(NEEDS_EXTRA) from None
    if version is DebitVersion.V02 and not order.payer.bic:
        raise UsageError(
            f"{version.value} needs our bank's code; write bic: below the account's"
            " open, or ask for --version 08"
        )
    config = {
        **account_facts(order.payer),
        "batch": True,
        "currency": order.currency,
        "creditor_id": order.sender_id,
        "instrument": order.scheme,
        "address": address_facts(order.payer),
    }
    message = SepaDD(config, schema=version.value, clean=False)
    for debit in order.transfers:
        message.add_payment(_debit(debit, order))
    return finished(message.export(validate=False), order, version.value)


def _debit(debit: CreditTransfer, order: TransferOrder) -> dict[str, Any]:
    assert debit.mandate is not None
    return {
        **account_facts(debit.to),
        "amount": whole_cents(debit, order.currency),
        "collection_date": order.day,
        "type": debit.mandate.turn,
        "mandate_id": debit.mandate.id,
        "mandate_date": debit.mandate.signed,
        "description": sepa_text(debit.text, TEXT_MAX),
        "endtoend_id": debit.id,
        "address": address_facts(debit.to),
    }
