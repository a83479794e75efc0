"""Every action, by its name in addresses, in the order of the page *Record*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.fava.actions.bills import BILL_IMPORT
from ledgerkit.fava.actions.documents import BILL, DOCUMENT_ACTIONS
from ledgerkit.fava.actions.money import MONEY_ACTIONS
from ledgerkit.fava.actions.outgoing import COLLECT, RUN_PAYMENT, SEND_REMINDERS
from ledgerkit.fava.actions.periodic import FILE_RETURN, WRITE_RECURRING
from ledgerkit.fava.actions.periods import CLOSE_PERIOD, REOPEN_PERIOD
from ledgerkit.fava.actions.relations import RELATION_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.fava.actions.action import PageAction

#: In groups, each with a heading.
GROUPS: Mapping[str, Sequence[PageAction]] = {
    "Invoices": (*DOCUMENT_ACTIONS, WRITE_RECURRING, SEND_REMINDERS),
    "Bills and money": (BILL, BILL_IMPORT, *MONEY_ACTIONS, COLLECT, RUN_PAYMENT),
    "Clients and vendors": RELATION_ACTIONS,
    "Periods and tax": (CLOSE_PERIOD, REOPEN_PERIOD, FILE_RETURN),
}
ACTIONS: Mapping[str, PageAction] = {
    action.name: action for group in GROUPS.values() for action in group
}
