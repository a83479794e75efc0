"""Which clients a view shows, as the address says, and the form that asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ledgerkit.api import LedgerBooks

#: Fava's own filters, which a form must carry on by itself.
_OF_FAVA = ("time", "account", "filter", "interval", "conversion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Which clients to show.

    Attributes:
        manager: Only those in this manager's charge.
        tag: Only those with this tag.
        status: Only those with this status.
        rfm: Only those whose scores begin so.
        roll_up: Whether subsidiaries count as their parent's.
    """

    manager: str | None = None
    tag: str | None = None
    status: str | None = None
    rfm: str | None = None
    roll_up: bool = False

    def asked(self) -> Mapping[str, str | None]:
        """What an address of the same choices has."""
        return {
            "manager": self.manager,
            "tag": self.tag,
            "status": self.status,
            "rfm": self.rfm,
            "roll_up": "1" if self.roll_up else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """Something to choose from.

    Attributes:
        name: The address's key.
        label: What is chosen.
        options: Each value with what to read; the empty value is everybody.
        chosen: The value that is chosen now.
    """

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceForm:
    """The form above a view.

    Attributes:
        hidden: What the form carries on: the view and Fava's filters.
        selects: What there is to choose; what has one answer is left out.
        roll_up: Whether that is chosen; None where it makes no difference.
    """

    hidden: Sequence[tuple[str, str]]
    selects: Sequence[Select]
    roll_up: bool | None


def asked_choices(asked: Mapping[str, str]) -> Choices:
    """What an address asks for."""
    return Choices(
        manager=asked.get("manager") or None,
        tag=asked.get("tag") or None,
        status=asked.get("status") or None,
        rfm=asked.get("rfm") or None,
        roll_up=bool(asked.get("roll_up")),
    )


def choice_form(
    books: LedgerBooks,
    day: date,
    choices: Choices,
    asked: Mapping[str, str],
    *,
    only_manager: bool,
) -> ChoiceForm | None:
    """The form; None where there is nothing to choose between.

    Args:
        books: The books.
        day: The last day that counts.
        choices: What is chosen now.
        asked: The request's address.
        only_manager: Whether the view knows of managers alone.
    """
    records = [
        books.directory.as_of(PartyRole.CLIENT, client, day)
        for client in books.directory.ids(PartyRole.CLIENT)
    ]
    managers = {text for one in records if (text := one.text("manager"))}
    tags = {word for r in records for word in r.text("tags").replace(",", " ").split()}
    statuses = {text for one in records if (text := one.text("status"))} | {"lost"}
    parents = any(one.text("parent") for one in records)
    found = [_select("manager", _titled(books, managers, day), choices.manager)]
    if not only_manager:
        found += [
            _select("tag", zip(sorted(tags), sorted(tags), strict=True), choices.tag),
            _select(
                "status",
                zip(sorted(statuses), sorted(statuses), strict=True),
                choices.status,
            ),
        ]
    selects = [one for one in found if len(one.options) > 1]
    roll_up = choices.roll_up if parents and not only_manager else None
    if not selects and roll_up is None:
        return None
    hidden = [(key, asked[key]) for key in (*_OF_FAVA, "view") if asked.get(key)]
    return ChoiceForm(hidden=hidden, selects=selects, roll_up=roll_up)


def _select(
    name: str, options: Iterable[tuple[str, str]], chosen: str | None
) -> Select:
    return Select(
        name=name,
        label=name.capitalize(),
        options=[("", "all"), *((value, visible(text)) for value, text in options)],
        chosen=chosen or "",
    )


def _titled(
    books: LedgerBooks, managers: Iterable[str], day: date
) -> Iterable[tuple[str, str]]:
    """Managers by name, with their ids; nobody need have declared them."""
    found = []
    for id_ in managers:
        record = books.relations.as_of(RecordKind.MANAGER, id_, day)
        found.append((id_, record.title if record else id_))
    return sorted(found, key=lambda one: one[1].casefold())
