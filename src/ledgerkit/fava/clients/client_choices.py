"""The selection of clients in a view, by the address, and the form for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.books.clients.reading import SILENT
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ledgerkit.api import LedgerBooks

#: Fava's own filters, which a form must pass on itself.
_OF_FAVA = ("time", "account", "filter", "interval", "conversion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The selection of clients to show.

    Attributes:
        manager: Only clients of this manager.
        tag: Only clients with this tag.
        status: Only clients with this status.
        rfm: Only clients whose scores begin with this.
        roll_up: Whether subsidiaries count with their parent.
    """

    manager: str | None = None
    tag: str | None = None
    status: str | None = None
    rfm: str | None = None
    roll_up: bool = False

    def asked(self) -> Mapping[str, str | None]:
        """The query of an address with the same choices."""
        return {
            "manager": self.manager,
            "tag": self.tag,
            "status": self.status,
            "rfm": self.rfm,
            "roll_up": "1" if self.roll_up else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """One drop-down of the form.

    Attributes:
        name: The address's key.
        label: Its label.
        options: Each value with its label; the empty value is for all.
        chosen: The value now chosen.
    """

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceForm:
    """The form above a view.

    Attributes:
        hidden: The fields passed on: the view and Fava's filters.
        selects: The drop-downs; one without a choice is left out.
        roll_up: Whether it is chosen; None if it makes no difference.
    """

    hidden: Sequence[tuple[str, str]]
    selects: Sequence[Select]
    roll_up: bool | None


def asked_choices(args: Mapping[str, str]) -> Choices:
    """The choices in an address."""
    return Choices(
        manager=args.get("manager") or None,
        tag=args.get("tag") or None,
        status=args.get("status") or None,
        rfm=args.get("rfm") or None,
        roll_up=bool(args.get("roll_up")),
    )


def choice_form(
    books: LedgerBooks,
    day: date,
    choices: Choices,
    args: Mapping[str, str],
    *,
    only_manager: bool,
) -> ChoiceForm | None:
    """The form; None if there is nothing to choose.

    Args:
        books: The books.
        day: The last day that counts.
        choices: The present choices.
        args: The query of the request's address.
        only_manager: Whether the view can only be filtered by manager.
    """
    records = [
        books.directory.as_of(PartyRole.CLIENT, client, day)
        for client in books.directory.ids(PartyRole.CLIENT)
    ]
    managers = {text for record in records if (text := record.text("manager"))}
    tags = {word for r in records for word in r.text("tags").replace(",", " ").split()}
    statuses = {text for record in records if (text := record.text("status"))} | {
        SILENT
    }
    parents = any(record.text("parent") for record in records)
    all_selects = [_select("manager", _titled(books, managers, day), choices.manager)]
    if not only_manager:
        all_selects += [
            _select("tag", zip(sorted(tags), sorted(tags), strict=True), choices.tag),
            _select(
                "status",
                zip(sorted(statuses), sorted(statuses), strict=True),
                choices.status,
            ),
        ]
    selects = [select for select in all_selects if len(select.options) > 1]
    roll_up = choices.roll_up if parents and not only_manager else None
    if not selects and roll_up is None:
        return None
    hidden = [(key, args[key]) for key in (*_OF_FAVA, "view") if args.get(key)]
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
    """Managers by name, with their ids; they need not be declared."""
    titles = []
    for id_ in managers:
        record = books.relations.as_of(RecordKind.MANAGER, id_, day)
        titles.append((id_, record.title if record else id_))
    return sorted(titles, key=lambda title: title[1].casefold())
