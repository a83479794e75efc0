"""What is looked at before a period is closed, and how it was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class ItemState(StrEnum):
    """How an item of the checklist was found."""

    OK = "ok"
    FOUND = "finding"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedItem:
    """An item of the checklist.

    Attributes:
        name: Its name, as ``--waive`` takes it.
        meaning: What is to be so.
        problems: What is not so, a sentence each.
        reason: Why it is closed all the same; empty if nobody says so.
    """

    name: str
    meaning: str
    problems: Sequence[str] = ()
    reason: str = ""

    @property
    def state(self) -> ItemState:
        """How it was found; a reason that isn't needed waives nothing."""
        if not self.problems:
            return ItemState.OK
        return ItemState.WAIVED if self.reason else ItemState.FOUND

    @property
    def in_short(self) -> str:
        """How it was, as the list of the period keeps it."""
        if self.state is ItemState.WAIVED:
            return f"waived ({len(self.problems)}): {' '.join(self.reason.split())}"
        return self.state.value


def read_waivers(texts: Iterable[str], known: Sequence[str]) -> Mapping[str, str]:
    """Reasons by item, from texts such as ``numbers=INV-7 was never sent``.

    Raises:
        UsageError: If one has no reason, or names no item.
    """
    waivers: dict[str, str] = {}
    for text in texts:
        name, _, reason = (part.strip() for part in text.partition("="))
        if name not in known:
            remedy = suggestion(name, known) or f"; the items are {', '.join(known)}"
            raise UsageError(f'--waive: the checklist has no item "{name}"{remedy}')
        if not reason:
            raise UsageError(f'--waive {name}: say why; write --waive "{name}=REASON"')
        waivers[name] = reason
    return waivers


def check_waived(items: Sequence[CheckedItem], label: str) -> None:
    """Refuse to close what is not as it should be, unless somebody says why.

    Raises:
        UsageError: If an item has problems and no reason.
    """
    left = [item.name for item in items if item.state is ItemState.FOUND]
    if left:
        raise UsageError(
            f"{label} is not ready to be closed: {', '.join(left)}; mend that, or close"
            f' it all the same with --waive "{left[0]}=REASON"'
        )
