"""Receivables and payables, and the words each uses."""

from __future__ import annotations

from enum import StrEnum

from ledgerkit.parties.party import PartyRole


class Side(StrEnum):
    """Owed to us, or by us. Everything else about the two is the same."""

    RECEIVABLE = "receivable"
    PAYABLE = "payable"

    # Enum's own hash is a Python call at every look-up, and differs from that of
    # the equal string.
    __hash__ = str.__hash__

    @property
    def sign(self) -> int:
        """The factor from a ledger's number to what is owed: 1 or -1.

        A receivable grows by debits, a payable by credits.
        """
        return 1 if self is Side.RECEIVABLE else -1

    @property
    def party_role(self) -> PartyRole:
        """The other party's role: client or vendor."""
        return PartyRole.CLIENT if self is Side.RECEIVABLE else PartyRole.VENDOR

    @property
    def number_key(self) -> str:
        """The metadata key that names a document: ``invoice`` or ``bill``."""
        return "invoice" if self is Side.RECEIVABLE else "bill"

    @property
    def credit_key(self) -> str:
        """The metadata key that makes a credit note or vendor credit."""
        return "credit-note" if self is Side.RECEIVABLE else "vendor-credit"
