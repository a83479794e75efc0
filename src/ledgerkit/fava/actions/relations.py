"""What is noted of clients and vendors: calls, tasks, disputes, and their records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.books.clients.ids import PARTY_ROLES, declared_ids
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.entries.clients.event import ActivityDraft
from ledgerkit.entries.clients.record import RelationDraft
from ledgerkit.entries.coins import with_currencies
from ledgerkit.errors import UsageError
from ledgerkit.fava.actions.action import PageAction, requesting
from ledgerkit.fava.actions.field import ActionField, Kind
from ledgerkit.fava.actions.offered import accounts, parties, records
from ledgerkit.language.relation_words import (
    ACTIVITY_KINDS,
    USUAL_WORDS,
    WORDS,
    reference_of,
)
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import Holds, Key, On
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledgerkit.api import LedgerBooks

_KINDS = {
    Holds.DATE: Kind.DAY,
    Holds.AMOUNT: Kind.AMOUNT,
    Holds.NUMBER: Kind.NUMBER,
    Holds.FLAG: Kind.FLAG,
}
_KINDS_BY_KEY = {
    "currency": Kind.CURRENCY,
    "percent-complete": Kind.PERCENT,
    "probability": Kind.SHARE,
}
#: What is edited most in a record of a client or vendor.
_USUAL = ("name", "email", "tel", "payment-terms", "vat-id", "iban")
#: The labels of keys that are not just their words.
_LABELS = {
    "vat-id": "VAT number",
    "tax-id": "Tax number",
    "iban": "IBAN",
    "bic": "BIC",
    "iban-confirmed": "IBAN confirmed on",
    "tel": "Telephone",
    "email": "Email",
    "lang": "Language",
    "peppol-id": "Peppol id",
    "sdi-code": "SdI code",
    "pec": "PEC",
    "lei": "LEI",
    "url": "Website",
    "form-1099": "Form 1099",
}
_DAY = ActionField(name="day", label="Date", kind=Kind.DAY, is_needed=True)
_FROM = ActionField(name="day", label="From", kind=Kind.DAY, is_needed=True)
_CLIENT = ActionField(
    name="client", label="Client", is_needed=True, offered=parties(Side.RECEIVABLE)
)


def _key_field(on: On, key: Key) -> ActionField:
    """The field of a key, as the terminal's option of it."""
    words = WORDS.get((on, key.name), ())
    referred = reference_of(on, key.name)
    offered: Callable[[LedgerBooks], Any] | None = None
    if key.holds is Holds.ACCOUNT:
        offered = accounts
    elif referred is not None:
        offered = partial(_ids, on=referred)
    elif usual := USUAL_WORDS.get((on, key.name)):
        offered = partial(_words, words=usual)
    return ActionField(
        name=key.name,
        label=_LABELS.get(key.name, key.name.replace("-", " ").capitalize()),
        kind=_KINDS_BY_KEY.get(key.name) or _KINDS.get(key.holds, Kind.TEXT),
        # Several words may stand in one of its keys.
        words=() if key.name == "role" else words,
        offered=offered,
        hint=key.meaning.removesuffix("."),
    )


def _ids(books: LedgerBooks, on: On) -> Iterator[tuple[str, str]]:
    if on in PARTY_ROLES:
        for id_ in declared_ids(books, on):
            party = books.directory.as_of(PARTY_ROLES[on], id_, date.max)
            yield id_, party.name
        return
    yield from records(RecordKind(on.value))(books)


def _words(_books: LedgerBooks, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        yield word, ""


def _key_fields(on: On, *names: str) -> tuple[ActionField, ...]:
    """The fields of these keys, or of all."""
    by_name = {key.name: key for key in KEYS if on in key.on}
    return tuple(_key_field(on, by_name[n]) for n in names or by_name)


def _facts(books: LedgerBooks, on: On, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The keys among the values, in the order in which the terminal writes them."""
    given = {
        key.name: values[key.name]
        for key in KEYS
        if on in key.on and key.name in values
    }
    return with_currencies(given, books)


_OF_ACTIVITY = _key_fields(On.ACTIVITY, "contact", "sentiment", "outcome", "duration")
_OF_TASK = _key_fields(On.TASK, "client", "manager", "due", "priority", "repeat")
_OF_CASE = _key_fields(
    On.CASE, "client", "invoice", "disputed", "contact", "manager", "priority"
)


def _activity(books: LedgerBooks, values: Mapping[str, Any]) -> ActivityDraft:
    return ActivityDraft(
        client=values["client"],
        kind=values["kind"],
        summary=values["summary"],
        day=values["day"],
        facts=_facts(books, On.ACTIVITY, values),
    )


def _task(books: LedgerBooks, values: Mapping[str, Any]) -> RelationDraft:
    return RelationDraft(
        on=On.TASK,
        day=values["day"],
        title=values["title"],
        facts=_facts(books, On.TASK, values),
        is_new=True,
    )


def _task_done(_books: LedgerBooks, values: Mapping[str, Any]) -> RelationDraft:
    facts = {"status": "completed", "completed": values["day"]}
    return RelationDraft(on=On.TASK, day=values["day"], id=values["task"], facts=facts)


def _dispute(books: LedgerBooks, values: Mapping[str, Any]) -> RelationDraft:
    facts = _facts(books, On.CASE, {**values, "kind": "dispute"})
    return RelationDraft(
        on=On.CASE,
        day=values["day"],
        title=values["title"],
        facts=facts,
        is_new=True,
    )


def _resolved(_books: LedgerBooks, values: Mapping[str, Any]) -> RelationDraft:
    facts = {"status": "resolved", "resolution": values["resolution"]}
    return RelationDraft(on=On.CASE, day=values["day"], id=values["case"], facts=facts)


def _fill_dispute(
    books: LedgerBooks, given: Mapping[str, str], day: date
) -> Mapping[str, str]:
    if not given.get("invoice"):
        return {}
    document = books.find_document(given["invoice"], side=Side.RECEIVABLE, as_of=day)
    return {"client": document.party}


ACTIVITY = PageAction(
    name="log",
    title="Log a call or meeting",
    fields=(
        _CLIENT,
        ActionField(
            name="kind",
            label="What it was",
            is_needed=True,
            offered=partial(_words, words=ACTIVITY_KINDS),
        ),
        ActionField(name="summary", label="What was said", is_needed=True),
        _DAY,
        *_OF_ACTIVITY,
    ),
    draft=requesting(_activity),
)
TASK = PageAction(
    name="task",
    title="Add a task",
    fields=(ActionField(name="title", label="Task", is_needed=True), *_OF_TASK, _DAY),
    first=("client", "manager", "due"),
    draft=requesting(_task),
)
TASK_DONE = PageAction(
    name="task-done",
    title="Finish a task",
    fields=(
        ActionField(
            name="task",
            label="Task",
            is_needed=True,
            offered=records(RecordKind.TASK, "needs-action", "in-process"),
        ),
        _DAY,
    ),
    draft=requesting(_task_done),
)
DISPUTE = PageAction(
    name="dispute",
    title="Open a dispute",
    fields=(
        ActionField(name="title", label="What is disputed", is_needed=True),
        *_OF_CASE,
        _DAY,
    ),
    first=("client", "invoice", "disputed"),
    draft=requesting(_dispute),
    fill=_fill_dispute,
)
RESOLUTION = PageAction(
    name="resolve",
    title="Settle a dispute",
    fields=(
        ActionField(
            name="case",
            label="Case",
            is_needed=True,
            offered=records(RecordKind.CASE, "open", "pending"),
        ),
        ActionField(name="resolution", label="How it ended", is_needed=True),
        _DAY,
    ),
    draft=requesting(_resolved),
)


def _editing(on: On) -> PageAction:
    """The action that changes a client's or vendor's record."""
    side = Side.RECEIVABLE if on is On.CLIENT else Side.PAYABLE
    return PageAction(
        name=on.value,
        title=f"Edit a {on.value}",
        fields=(
            ActionField(
                name=on.value,
                label=on.value.capitalize(),
                is_needed=True,
                offered=parties(side),
            ),
            _FROM,
            ActionField(name="name", label="Name"),
            *_key_fields(on),
        ),
        first=_USUAL,
        draft=requesting(partial(_edited, on=on)),
        fill=partial(_fill_record, on=on),
        changes_only=True,
    )


def _adding(on: On) -> PageAction:
    """The action that declares a client or vendor."""
    return PageAction(
        name=f"new-{on.value}",
        title=f"Add a {on.value}",
        fields=(
            ActionField(name="name", label="Name", is_needed=True),
            ActionField(
                name="id",
                label="Id",
                hint="short, in lower case; made from the name, if it is empty",
            ),
            _FROM,
            *_key_fields(on),
        ),
        first=(*_USUAL, "id"),
        draft=requesting(partial(_added, on=on)),
    )


def _added(books: LedgerBooks, values: Mapping[str, Any], on: On) -> RelationDraft:
    return RelationDraft(
        on=on,
        day=values["day"],
        id=values.get("id"),
        title=values["name"],
        facts=_facts(books, on, values),
        is_new=True,
    )


def _edited(books: LedgerBooks, values: Mapping[str, Any], on: On) -> RelationDraft:
    if values.get("name", "") is None:
        raise UsageError(f"a {on.value} needs a name; it is empty")
    return RelationDraft(
        on=on,
        day=values["day"],
        id=values[on.value],
        title=values.get("name"),
        facts=_facts(books, on, values),
    )


def _fill_record(
    books: LedgerBooks, given: Mapping[str, str], day: date, on: On
) -> Mapping[str, str]:
    if not given.get(on.value):
        return {}
    role = PARTY_ROLES[on]
    party = books.directory.as_of(role, books.find_party(role, given[on.value]), day)
    facts = {key: _typed(value) for key, value in party.facts.items()}
    return {**facts, on.value: party.id, "name": party.name}


def _typed(value: Any) -> str:
    """A value as a person would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Amount):
        return f"{value.number:f} {value.currency}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


NEW_CLIENT, NEW_VENDOR = _adding(On.CLIENT), _adding(On.VENDOR)
CLIENT, VENDOR = _editing(On.CLIENT), _editing(On.VENDOR)

RELATION_ACTIONS: Sequence[PageAction] = (
    NEW_CLIENT,
    NEW_VENDOR,
    ACTIVITY,
    TASK,
    TASK_DONE,
    DISPUTE,
    RESOLUTION,
    CLIENT,
    VENDOR,
)
