"""What a directive would have declared that can't be read.

Whatever names it would be reported as unknown: that follows from one mistake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import effect
from ledgerkit.language.document_kinds import UNKNOWN_PAYMENT_RUN, UNKNOWN_TAX_CODE
from ledgerkit.language.finding_kinds import (
    UNDECLARED_CLIENT,
    UNKNOWN_PARTY,
    UNKNOWN_RECORD,
    UNKNOWN_TEMPLATE,
)
from ledgerkit.language.ledger_kinds import UNKNOWN_SCHEDULE
from ledgerkit.language.quote_kinds import UNKNOWN_QUOTE
from ledgerkit.parties.party import identifier

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from beancount.core.data import Custom

    from ledgerkit.errors import FindingKind

#: What is unknown if a directive of this type isn't read, in its own words.
_UNKNOWN: Mapping[str, FindingKind] = {
    "client": UNKNOWN_PARTY,
    "vendor": UNKNOWN_PARTY,
    "manager": UNKNOWN_RECORD,
    "contact": UNKNOWN_RECORD,
    "plan": UNKNOWN_RECORD,
    "case": UNKNOWN_RECORD,
    "task": UNKNOWN_RECORD,
    "opportunity": UNKNOWN_RECORD,
    "project": UNKNOWN_RECORD,
    "tax-code": UNKNOWN_TAX_CODE,
    "recurring": UNKNOWN_TEMPLATE,
    "payment-run": UNKNOWN_PAYMENT_RUN,
    "direct-debit": UNKNOWN_PAYMENT_RUN,
    "schedule": UNKNOWN_SCHEDULE,
    "quote": UNKNOWN_QUOTE,
}


def record_subject(type_: str, id_: object) -> str:
    """The name of a record in `effect`: its type and its id."""
    return f"{type_} {id_}"


def effects_of_refusing(custom: Custom) -> AbstractSet[str]:
    """What follows if a ``custom`` directive is not read."""
    first = custom.values[0].value if custom.values else None
    return effects_without(custom.type, first) if isinstance(first, str) else set()


def effects_without(type_: str, id_: str) -> AbstractSet[str]:
    """What follows if nothing declares the record of this type and id."""
    kind = _UNKNOWN.get(type_)
    if kind is None:
        return set()
    # A bad id may be written rightly elsewhere.
    ids = {id_, identifier(id_), identifier(id_).partition("-")[0]}
    effects = {effect(kind, record_subject(type_, name)) for name in ids}
    if type_ == "client":
        effects |= {
            effect(UNDECLARED_CLIENT, record_subject(type_, name)) for name in ids
        }
    return effects
