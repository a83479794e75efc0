"""``custom "schedule"`` -> schedules, and which of their entries are in the books."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.books.schedules.facts import (
    KEYS_OF_ALL,
    KEYS_OF_KIND,
    ScheduleFacts,
    UnopenedAccountError,
)
from ledgerkit.books.schedules.plans import plan_of
from ledgerkit.books.slips.refused import effects_of_refusing
from ledgerkit.errors import Finding, finding
from ledgerkit.general_ledger.schedules.schedule import (
    EntriesInBooks,
    Leg,
    Schedule,
    ScheduleKind,
    WrittenEntry,
)
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import BAD_VALUE
from ledgerkit.language.ledger_kinds import BAD_SCHEDULE
from ledgerkit.language.vocabulary import keys_on
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_of, short_place, written
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Custom

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.period import FiscalYearEnd

SCHEDULE = "schedule"
_FORM = '"schedule" "laptop" "asset"'
_ID_AND_KIND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRecords:
    """Every schedule of a book.

    Attributes:
        schedules: By id, in ledger order.
        written: By id: which of its entries are in the books.
        unread: The ids of those that can't be read.
        findings: Directives that can't be read.
    """

    schedules: Mapping[str, Schedule]
    written: Mapping[str, EntriesInBooks]
    unread: Sequence[str]
    findings: Sequence[Finding]


@dataclass(slots=True)
class _Draft:
    """A schedule while its directives are read."""

    kind: ScheduleKind
    first: Custom
    facts: dict[str, Any] = field(default_factory=dict)
    said_at: dict[str, Place] = field(default_factory=dict)
    is_bad: bool = False


def read_schedules(source: Source, fiscal: FiscalYearEnd) -> ScheduleRecords:
    """Read every schedule, and report those that can't be read.

    Args:
        source: The book.
        fiscal: When its fiscal years end.
    """
    reader = _Reader(source, fiscal)
    for custom in source.reading.customs:
        if custom.type == SCHEDULE:
            reader.read(custom)
    schedules = {each.id: each for each in reader.schedules()}
    entries = _written_entries(source, schedules)
    return ScheduleRecords(
        schedules=schedules,
        written={
            id_: EntriesInBooks(schedule, entries.get(id_, ()))
            for id_, schedule in schedules.items()
        },
        unread=[id_ for id_ in reader.drafts if id_ not in schedules],
        findings=reader.findings,
    )


class _Reader:
    def __init__(self, source: Source, fiscal: FiscalYearEnd) -> None:
        self._source, self._fiscal = source, fiscal
        self.drafts: dict[str, _Draft] = {}
        self.findings: list[Finding] = []

    def read(self, custom: Custom) -> None:
        """Read a directive: the first of its id declares it, others add to it."""
        try:
            id_, kind = _id_and_kind(custom)
        except ValueError as error:
            self._refuse(custom, "schedule", str(error))
            return
        draft = self.drafts.setdefault(id_, _Draft(kind=kind, first=custom))
        mistakes = list(check_keys(custom, On.SCHEDULE, f"schedule {id_}"))
        self.findings += mistakes
        draft.is_bad |= any(mistake.kind is BAD_VALUE for mistake in mistakes)
        try:
            _add(draft, custom, kind)
        except ValueError as error:
            draft.is_bad = True
            self._refuse(custom, f"schedule {id_}", str(error))

    def schedules(self) -> Iterator[Schedule]:
        """The schedules that can be read."""
        for id_, draft in self.drafts.items():
            if draft.is_bad:
                continue
            facts = ScheduleFacts(
                self._source, id_, draft.kind, draft.first.date, draft.facts
            )
            try:
                plan = plan_of(facts, self._fiscal)
            except UnopenedAccountError:
                continue
            except ValueError as error:
                self._refuse(draft.first, f"schedule {id_}", str(error))
                continue
            yield Schedule(
                id=id_,
                kind=draft.kind,
                text=facts.text("text") or id_,
                terms=plan.terms,
                currency=plan.currency,
                accounts=plan.accounts,
                result=plan.result,
                entries=sorted(plan.entries, key=lambda entry: entry.day),
                booked_until=facts.date("booked-until"),
                place=place_of(draft.first),
            )

    def _refuse(self, custom: Custom, about: str, why: str) -> None:
        says = "write" in why or "did you mean" in why
        text = why if says else f"{why}; write {custom.date} custom {_FORM}"
        effects = effects_of_refusing(custom)
        self.findings.append(
            finding(
                BAD_SCHEDULE, place_of(custom), f"{about}: {text}", explains=effects
            )
        )


def _id_and_kind(custom: Custom) -> tuple[str, ScheduleKind]:
    values = [value.value for value in custom.values or ()]
    if len(values) != _ID_AND_KIND or not all(
        isinstance(value, str) and value for value in values
    ):
        raise ValueError("it needs an id and a kind, in quotes")
    id_, word = values
    kinds = [kind.value for kind in ScheduleKind]
    if word not in kinds:
        remedy = suggestion(word, kinds) or f"; write one of {', '.join(kinds)}"
        raise ValueError(f'{id_}: "{word}" is no kind of schedule{remedy}')
    return id_, ScheduleKind(word)


def _add(draft: _Draft, custom: Custom, kind: ScheduleKind) -> None:
    """Add what a directive says, where it contradicts nothing."""
    if kind is not draft.kind:
        where = short_place(place_of(draft.first))
        raise ValueError(
            f'it is of kind "{draft.kind}" at {where}; write that here too'
        )
    for key in custom.meta:
        value = written(custom.meta, key)
        if key not in keys_on(On.SCHEDULE) or value is None:
            continue
        if key not in KEYS_OF_KIND[kind] | KEYS_OF_ALL:
            raise ValueError(f'"{kind}" takes no {key}; write nothing of it here')
        if key in draft.facts and draft.facts[key] != value:
            where = short_place(draft.said_at[key])
            raise ValueError(f"{key}: is said otherwise at {where}; write it there")
        draft.facts.setdefault(key, value)
        draft.said_at.setdefault(key, place_of(custom))


def _written_entries(
    source: Source, schedules: Mapping[str, Schedule]
) -> Mapping[str, Sequence[WrittenEntry]]:
    """By id of a schedule: the transactions that name it."""
    found: dict[str, list[WrittenEntry]] = {}
    for directive in source.reading.marked:
        if not isinstance(directive, Transaction):
            continue
        schedule = schedules.get(str(written(directive.meta, SCHEDULE)))
        if schedule is not None:
            found.setdefault(schedule.id, []).append(
                _written_entry(directive, schedule.currency)
            )
    return found


def _written_entry(txn: Transaction, currency: str) -> WrittenEntry:
    weights = [(posting.account, *weight_of(posting)) for posting in txn.postings]
    day: date = txn.date
    return WrittenEntry(
        day=day,
        legs=[
            Leg(account, number) for account, number, of in weights if of == currency
        ],
        place=place_of(txn),
    )
