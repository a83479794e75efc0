"""The directives of client relations -> records with history, and events."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.books.clients.playbooks import with_started_tasks
from ledgerkit.books.slips.refused import effects_of_refusing
from ledgerkit.clients.measures.target import SCOPES
from ledgerkit.clients.records.record import (
    Activity,
    RecordKind,
    Relations,
    Survey,
    Target,
)
from ledgerkit.errors import Finding, finding
from ledgerkit.language.finding_kinds import BAD_DECLARATION, BAD_VALUE
from ledgerkit.language.mended_line import mended_line
from ledgerkit.language.relation_words import ACTIVITY_KINDS, slip_of
from ledgerkit.language.vocabulary import keys_on
from ledgerkit.language.word import Holds, On
from ledgerkit.late_import import LateImport
from ledgerkit.ledger.place import place_of
from ledgerkit.parties.directory import Amendment
from ledgerkit.parties.party import identifier
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from beancount.core.data import Custom

    from ledgerkit.language.check_words import check_keys, wrong_value
    from ledgerkit.parties.directory import PartyDirectory
else:
    check_keys = LateImport("ledgerkit.language.check_words.check_keys")
    wrong_value = LateImport("ledgerkit.language.check_words.wrong_value")

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_KINDS: Mapping[str, RecordKind] = {kind.value: kind for kind in RecordKind}
MEASURES = ("revenue", "margin", "cash", "new-clients", "activities")
#: Measures that are counted, and need no currency.
COUNTED = frozenset({"new-clients", "activities"})
INTERVALS = ("daily", "weekly", "monthly", "quarterly", "yearly")
#: The highest answer of each instrument, unless the directive names another.
SCALES: Mapping[str, Decimal] = {
    "nps": Decimal(10),
    "csat": Decimal(5),
    "satisfaction": Decimal(5),
}
_FORMS = {
    "manager": '"manager" "gverdi" "Giulia Verdi"',
    "contact": '"contact" "abianchi" "Anna Bianchi"',
    "task": '"task" "t-31" "Send the recovery plan"',
    "case": '"case" "case-7" "Answers too slow"',
    "plan": '"plan" "rossi-2026" "Rossi 2026: fewer stops"',
    "milestone": '"milestone" "m-1" "Dashboard live"',
    "opportunity": '"opportunity" "opp-12" "Support renewal"',
    "contract": '"contract" "ctr-4" "Support 2026"',
    "project": '"project" "dashboard" "Stops dashboard"',
    "playbook": '"playbook" "welcome" "A new client"',
    "activity": '"activity" "rossi" "call" "Asked about answer times"',
    "survey": '"survey" "rossi" "nps" 9',
    "target": '"target" "manager" "gverdi" "revenue" "quarterly" 5000 EUR',
}
_NAMELESS = '{} "{}" is declared first without a name'
_WANTED = {
    "activity": (Holds.TEXT, Holds.TEXT, Holds.TEXT),
}
RELATION_TYPES = frozenset(_FORMS)


def read_relations(
    customs: Iterable[Custom], directory: PartyDirectory | None = None
) -> tuple[Relations, list[Finding]]:
    """Read all client relations, and report those that can't be read.

    Args:
        customs: The ``custom`` directives, in Beancount's order.
        directory: Of the clients, whose beginnings start playbooks; None to start none.
    """
    reader = _Reader()
    for custom in customs:
        if custom.type in RELATION_TYPES:
            reader.read(custom)
    relations = reader.relations()
    if directory is not None:
        relations, findings = with_started_tasks(
            relations, directory, reader.without_name
        )
        reader.findings += findings
    for id_ in reader.without_name.keys() - relations.started.keys():
        reader.refuse_without_name(id_)
    return relations, reader.findings


class _Reader:
    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._titles: dict[tuple[RecordKind, str], list[tuple[date, str]]] = (
            defaultdict(list)
        )
        self._amendments: dict[tuple[RecordKind, str], list[Amendment]] = defaultdict(
            list
        )
        #: Of tasks that perhaps a playbook has started.
        self.without_name: dict[str, list[Amendment]] = defaultdict(list)
        self._nameless: dict[str, Custom] = {}
        self._activities: list[Activity] = []
        self._surveys: list[Survey] = []
        self._targets: list[Target] = []

    def relations(self) -> Relations:
        return Relations(
            titles=self._titles,
            amendments=self._amendments,
            activities=self._activities,
            surveys=self._surveys,
            targets=self._targets,
        )

    def read(self, custom: Custom) -> None:
        values = [value.value for value in custom.values or ()]
        try:
            self._read(custom, values)
        except ValueError as error:
            self._refuse(custom, str(error))

    def _refuse(self, custom: Custom, text: str) -> None:
        if "; did you mean" not in text:
            text += f"; write {_form(custom)}"
        effects = effects_of_refusing(custom)
        self.findings.append(
            finding(BAD_DECLARATION, place_of(custom), text, explains=effects)
        )

    def refuse_without_name(self, id_: str) -> None:
        """Report the first directive of a task that nothing declares or starts."""
        self._refuse(self._nameless[id_], _NAMELESS.format(RecordKind.TASK.value, id_))

    def _read(self, custom: Custom, values: list[Any]) -> None:
        if custom.type in _KINDS:
            self._read_record(custom, _KINDS[custom.type], values)
        elif custom.type == "activity":
            activity = _activity(custom, values)
            self._activities.append(activity)
            if slip := slip_of(activity.kind, ACTIVITY_KINDS):
                text = f"activity with {activity.client}: {slip}"
                self.findings.append(finding(BAD_VALUE, activity.place, text))
        elif custom.type == "survey":
            self._surveys.append(_survey(custom, values))
        else:
            self._targets.append(_target(custom, values))
            return
        label = f"{custom.type} {values[0]}"
        self.findings += check_keys(custom, On(custom.type), label)

    def _read_record(self, custom: Custom, kind: RecordKind, values: list[Any]) -> None:
        if not 1 <= len(values) <= 2 or not all(isinstance(v, str) for v in values):
            raise ValueError(
                f"a {kind.value} needs an id and a name or title, both in quotes"
            )
        id_ = values[0]
        if not _ID.fullmatch(id_):
            raise ValueError(
                f'"{id_}" is no {kind.value} id: ids are lower-case letters, digits'
                f' and hyphens, e.g. "{identifier(id_)}"'
            )
        key = kind, id_
        written = Amendment(
            day=custom.date, facts=_facts(custom), place=place_of(custom)
        )
        if len(values) == 1 and key not in self._amendments:
            if kind is not RecordKind.TASK:
                raise ValueError(_NAMELESS.format(kind.value, id_))
            self._nameless.setdefault(id_, custom)
            self.without_name[id_].append(written)
            return
        if len(values) == 2:
            self._titles[key].append((custom.date, values[1]))
        self._amendments[key].append(written)


def _form(custom: Custom) -> str:
    """The line as it was meant, or one that shows the form."""
    wanted = _WANTED.get(custom.type, ())
    return mended_line(custom, *wanted) or (
        f"{custom.date} custom {_FORMS[custom.type]}"
    )


def _activity(custom: Custom, values: list[Any]) -> Activity:
    if len(values) != 3 or not all(isinstance(v, str) and v for v in values):
        raise ValueError(
            "an activity needs a client, what it was and a summary, all in quotes"
        )
    return Activity(
        day=custom.date,
        client=values[0],
        kind=values[1],
        summary=values[2],
        facts=_facts(custom),
        place=place_of(custom),
    )


def _survey(custom: Custom, values: list[Any]) -> Survey:
    if len(values) != 3 or not isinstance(values[2], Decimal):
        raise ValueError("a survey needs a client, an instrument and a number")
    client, instrument, score = values
    if not isinstance(client, str) or not client:
        raise ValueError("a survey needs a client, an instrument and a number")
    if not isinstance(instrument, str) or instrument not in SCALES:
        raise ValueError(_none_of(str(instrument), SCALES))
    facts = _facts(custom)
    scale = facts.get("scale")
    if scale is None:
        scale = SCALES[instrument]
    if not 0 <= score <= scale:
        raise ValueError(f"{score} is no answer from 0 to {scale}")
    return Survey(
        day=custom.date,
        client=client,
        instrument=instrument,
        score=score,
        scale=scale,
        contact=facts.get("contact") or "",
        comment=facts.get("comment") or "",
        place=place_of(custom),
    )


def _target(custom: Custom, values: list[Any]) -> Target:
    scope = values[0] if values else None
    if not isinstance(scope, str) or scope not in SCOPES:
        raise ValueError(f"a target is for {' or '.join(SCOPES)}")
    # The company needs no id; everybody else does.
    index = 1 if scope == "company" else 2
    if len(values) != index + 3 or not all(isinstance(v, str) for v in values[:-1]):
        raise ValueError(
            "a target needs whose it is, a measure, an interval and how much"
        )
    measure, interval, goal = values[index:]
    for word, known in ((measure, MEASURES), (interval, INTERVALS)):
        if word not in known:
            raise ValueError(_none_of(word, known))
    if measure in COUNTED and isinstance(goal, Decimal):
        number, currency = goal, ""
    elif measure not in COUNTED and isinstance(goal, Amount) and goal.number:
        number, currency = goal.number, goal.currency
    else:
        kind = "a number" if measure in COUNTED else "an amount with its currency"
        raise ValueError(f"a target of {measure} is {kind}")
    return Target(
        since=custom.date,
        scope=scope,
        id=values[1] if index == 2 else "",
        measure=measure,
        interval=interval,
        number=number,
        currency=currency,
        place=place_of(custom),
    )


def _none_of(word: str, known: Iterable[str]) -> str:
    return f'"{word}" is none of {", ".join(known)}{suggestion(word, known)}'


def _facts(custom: Custom) -> dict[str, Any]:
    """The keys with readable values; `check_keys` reports the others."""
    return {
        key: value
        for key, value in custom.meta.items()
        if key not in {"filename", "lineno"}
        and not key.startswith("__")
        # The user's own keys may hold anything.
        and not (key in _CHECKED[custom.type] and wrong_value(key, value))
    }


_CHECKED = {type_: keys_on(On(type_)) for type_ in RELATION_TYPES - {"target"}}
