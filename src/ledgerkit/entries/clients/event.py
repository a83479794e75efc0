"""An activity with a client, a survey answer or a target -> its directive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ledgerkit.books.clients.ids import id_named
from ledgerkit.books.clients.relations import read_relations
from ledgerkit.entries.clients.facts import (
    checked_facts,
    relation_directive,
    shown_value,
)
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.errors import UsageError
from ledgerkit.language.relation_words import ACTIVITY_KINDS, slip_of
from ledgerkit.language.word import On
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.amount import Amount
    from beancount.core.data import Custom

    from ledgerkit.books.books import Books

_TARGET = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDraft:
    """An activity with a client.

    Attributes:
        client: Its id, name or alias.
        kind: A call, meeting, email, visit, review, or any other word.
        summary: What was said, in a sentence.
        day: The day.
        facts: Its keys.
    """

    client: str
    kind: str
    summary: str
    day: date
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyDraft:
    """A client's survey answer.

    Attributes:
        client: Its id, name or alias.
        instrument: ``nps``, ``csat`` or ``satisfaction``.
        score: The answer.
        day: The day.
        facts: Its keys.
    """

    client: str
    instrument: str
    score: Decimal
    day: date
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDraft:
    """A target from a day on.

    Attributes:
        scope: ``company``, ``team``, ``manager`` or ``client``.
        whose: The id of the team, manager or client; empty for the company.
        measure: E.g. ``revenue``.
        interval: E.g. ``quarterly``.
        goal: An amount, or a number for a count.
        day: The first day.
    """

    scope: str
    whose: str
    measure: str
    interval: str
    goal: Amount | Decimal
    day: date


def plan_activity(books: Books, draft: ActivityDraft) -> PlannedEntries:
    """Plan to record an activity.

    Raises:
        UsageError: If the client or a person named is unknown, or a word is misspelt.
    """
    client = id_named(books, On.CLIENT, draft.client)
    slip = slip_of(draft.kind, ACTIVITY_KINDS)
    if slip or not draft.summary.strip() or not draft.kind.strip():
        raise UsageError(slip or "say what it was, and what was said, in a few words")
    facts = _given(checked_facts(books, On.ACTIVITY, draft.facts))
    values = client, draft.kind.strip(), draft.summary.strip()
    return PlannedEntries(
        done=f"{values[1]} with {client} on {draft.day}",
        directives=[relation_directive("activity", draft.day, values, facts)],
    )


def plan_survey(books: Books, draft: SurveyDraft) -> PlannedEntries:
    """Plan to record a survey answer.

    Raises:
        UsageError: If the client or contact is unknown, or the answer is not valid.
    """
    client = id_named(books, On.CLIENT, draft.client)
    facts = _given(checked_facts(books, On.SURVEY, draft.facts))
    values = client, draft.instrument, draft.score
    directive = _readable(relation_directive("survey", draft.day, values, facts))
    return PlannedEntries(
        done=f"{draft.instrument} {shown_value(draft.score)} of {client}",
        directives=[directive],
    )


def plan_target(books: Books, draft: TargetDraft) -> PlannedEntries:
    """Plan to set a target.

    Raises:
        UsageError: If its subject is unknown, or it can't be measured.
    """
    subject = draft.whose
    if draft.scope == "team":
        _check_team(books, subject)
    elif draft.scope in {"client", "manager"}:
        subject = id_named(books, On(draft.scope), subject)
    values: Sequence[Any] = (
        draft.scope,
        *((subject,) if subject else ()),
        draft.measure,
        draft.interval,
        draft.goal,
    )
    directive = _readable(relation_directive(_TARGET, draft.day, values, {}))
    goal = f"{draft.interval} {draft.measure} of {shown_value(draft.goal)}"
    description = f"target of {subject or 'the company'}: {goal}"
    return PlannedEntries(done=description, directives=[directive])


def _check_team(books: Books, team: str) -> None:
    known = {
        amendment.facts["team"]
        for (kind, _id), written in books.relations.amendments.items()
        if kind == On.MANAGER.value
        for amendment in written
        if amendment.facts.get("team")
    }
    if team not in known:
        remedy = suggestion(team, known) or (
            "; say who is in it: ledgerkit manager edit ID --team NAME"
        )
        raise UsageError(f'no manager is in a team "{team}"{remedy}')


def _given(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in facts.items() if value is not None}


def _readable(directive: Custom) -> Custom:
    """The directive, if it can be read back."""
    _relations, findings = read_relations([directive])
    if findings:
        raise UsageError(findings[0].message.partition("; write ")[0])
    return directive
