"""Why a posting to a control account was made, told from its whole transaction."""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """The purpose of a control posting, or of a part of one."""

    # Enum's own hash is a Python call at every look-up.
    __hash__ = str.__hash__

    DOCUMENT = "document"
    """A sale or purchase, or a credit note or vendor credit of its own."""
    OPENING = "opening"
    """An item from before the books: it meets equity, and nothing was traded."""
    PAYMENT = "payment"
    """Money, or what passes for it, settles a debt."""
    MONEY_BACK = "money back"
    """A payment that came back, or a refund."""
    MOVE = "move"
    """A debt, or money on account, put elsewhere: to another control account, party
    or document. Nothing is sold or paid."""
    WRITE_OFF = "write-off"
    """A debt given up, or one given up that is owed again."""
    TAKEN_BACK = "taken back"
    """A sale or purchase taken back without a credit note's number: no money moves."""
    DIFFERENCE = "difference"
    """A discount, rounding, charge or exchange difference without any money."""

    @property
    def adds_a_document(self) -> bool:
        """Whether a debt of this purpose makes, or adds to, a document."""
        return self in ADD_DOCUMENTS


#: The purposes of which a debt makes, or adds to, a document.
ADD_DOCUMENTS = frozenset({Purpose.DOCUMENT, Purpose.OPENING})
