"""Every action, by its name in addresses, in the order of the page *Record*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.fava.actions import money, relations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.fava.actions.action import Action

#: In groups, each with a heading.
GROUPS: Mapping[str, Sequence[Action]] = {
    "Money": money.ALL,
    "Clients and vendors": relations.ALL,
}
ACTIONS: Mapping[str, Action] = {
    action.name: action for group in GROUPS.values() for action in group
}
