"""Every action, by its name in addresses, in the order of the page *Record*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.fava.actions.documents import DOCUMENT_ACTIONS
from ledgerkit.fava.actions.money import MONEY_ACTIONS
from ledgerkit.fava.actions.outgoing import PAYMENT_RUN, REMINDERS
from ledgerkit.fava.actions.periodic import FILING, RECURRING
from ledgerkit.fava.actions.relations import RELATION_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.fava.actions.action import PageAction

#: In groups, each with a heading.
GROUPS: Mapping[str, Sequence[PageAction]] = {
    "Invoices": (*DOCUMENT_ACTIONS, RECURRING, REMINDERS),
    "Money": (*MONEY_ACTIONS, PAYMENT_RUN),
    "Clients and vendors": RELATION_ACTIONS,
    "Tax": (FILING,),
}
ACTIONS: Mapping[str, PageAction] = {
    action.name: action for group in GROUPS.values() for action in group
}
