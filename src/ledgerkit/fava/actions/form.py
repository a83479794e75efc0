"""The page *Record*: what can be done, and the form of one action."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from flask import request

from ledgerkit.errors import LedgerkitError
from ledgerkit.fava.actions.all_actions import ACTIONS, GROUPS
from ledgerkit.fava.actions.buttons import FIELD_PREFIX, Button, button
from ledgerkit.fava.actions.field import ActionField, Kind
from ledgerkit.fava.ledger import as_of, hides_figures, read
from ledgerkit.fava.links import endpoint_url, extension_url
from ledgerkit.fava.page import Page
from ledgerkit.fava.writing import may_write
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks
    from ledgerkit.fava.actions.action import PageAction
    from ledgerkit.fava.actions.field import DraftChoice

#: More can't be looked through; the page stays small in large books.
_OFFERED_MAX = 500
_FLAGS = ("yes", "no")
_UPLOAD = "Upload a bank's file or an e-invoice"
_READ_ONLY = "Fava was started to read only, so nothing can be recorded here."


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field for the template.

    Attributes:
        name: Its name in the request.
        label: Its label.
        kind: How it is typed: ``text``, ``lines``, ``day``, ``choice``, ``amount``.
        value: What stands there.
        is_needed: Whether it must be filled.
        words: What to choose from, for a choice.
        offered: What to complete it from: value and description.
        hint: What to know.
        choices: Its boxes, for one that is ticked.
    """

    name: str
    label: str
    kind: str
    value: str
    is_needed: bool
    words: Sequence[str]
    offered: Sequence[tuple[str, str]]
    hint: str
    choices: Sequence[DraftChoice] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionForm:
    """The form of an action for the template.

    Attributes:
        action: The action's name.
        address: Where it is sent.
        changes_only: Whether only fields that were changed are sent.
        fields: Those one needs most.
        more: The rest, folded.
    """

    action: str
    address: str
    changes_only: bool
    fields: Sequence[FormField]
    more: Sequence[FormField]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage(Page):
    """The page.

    Attributes:
        groups: All that can be done, if nothing was chosen.
        form: The form of what was chosen.
    """

    groups: Sequence[tuple[str, Sequence[Button]]] = ()
    form: ActionForm | None = None


def record_page(ledger: FavaLedger) -> RecordPage:
    """The page for this request."""
    if not may_write():
        return RecordPage(heading="Record", remarks=[_READ_ONLY])
    action = ACTIONS.get(request.args.get("do", ""))
    if action is None:
        groups: list[tuple[str, Sequence[Button]]] = [
            (name, [button(action.title, action.name) for action in group])
            for name, group in GROUPS.items()
        ]
        inbox = extension_url("BankAndCash", view="import")
        groups.append(("Files", [Button(label=_UPLOAD, address=inbox)]))
        return RecordPage(heading="Record", groups=groups)
    books, day = read(ledger).books, as_of(ledger, request.args)
    values, remarks = _values(action, books, day)
    fields = [_form_field(field, books, values) for field in action.fields]
    # What an editor of records needs is all there; elsewhere the first are enough.
    return RecordPage(
        heading=action.title,
        remarks=remarks,
        form=ActionForm(
            action=action.name,
            address=endpoint_url("Record", "do"),
            changes_only=action.changes_only,
            fields=[f for f in fields if f.is_needed or _is_first(action, f)],
            more=[f for f in fields if not (f.is_needed or _is_first(action, f))],
        ),
    )


def _is_first(action: PageAction, field: FormField) -> bool:
    """Whether a field is shown at once: it is one of the first, or filled."""
    return field.name in action.first or bool(field.value)


def _values(
    action: PageAction, books: LedgerBooks, day: date
) -> tuple[Mapping[str, str], Sequence[str]]:
    """What stands in the form, and what is wrong with the address."""
    given = {
        key.removeprefix(FIELD_PREFIX): value
        for key, value in request.args.items()
        if key.startswith(FIELD_PREFIX)
    }
    standing = {"day": day.isoformat(), **given}
    if hides_figures():
        return standing, ()
    try:
        return {**action.fill(books, given, day), **standing}, ()
    except LedgerkitError as error:
        return standing, [visible(f"{str(error)[:1].upper()}{str(error)[1:]}.")]


def _form_field(
    field: ActionField, books: LedgerBooks, values: Mapping[str, str]
) -> FormField:
    words = _FLAGS if field.kind is Kind.FLAG else field.words
    return FormField(
        name=field.name,
        label=field.label,
        kind="choice" if words else field.kind.value,
        value=visible(values.get(field.name, "")),
        is_needed=field.is_needed,
        words=words,
        offered=list(islice(_offered(field, books), _OFFERED_MAX)),
        hint=field.hint,
        choices=[
            replace(choice, label=visible(choice.label))
            for choice in (field.ticks(books, values) if field.ticks else ())
        ],
    )


def _offered(field: ActionField, books: LedgerBooks) -> Iterator[tuple[str, str]]:
    if field.offered is None:
        return
    for value, description in field.offered(books):
        yield visible(value), visible("" if hides_figures() else description)
