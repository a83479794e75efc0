"""What happened with a client, or a target -> the directive to write."""

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
    """Something that passed with a client.

    Attributes:
        client: Its id, name or alias.
        kind: What it was: a call, meeting, email, visit, review, or anything else.
        summary: What was said, in a sentence.
        day: When.
        facts: Its keys.
    """

    client: str
    kind: str
    summary: str
    day: date
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyDraft:
    """What a client answered.

    Attributes:
        client: Its id, name or alias.
        instrument: ``nps``, ``csat`` or ``satisfaction``.
        score: The answer.
        day: When.
        facts: Its keys.
    """

    client: str
    instrument: str
    score: Decimal
    day: date
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDraft:
    """What somebody is to reach from a day on.

    Attributes:
        scope: ``company``, ``team``, ``manager`` or ``client``.
        whose: The id of the team, manager or client; empty for the company.
        measure: E.g. ``revenue``.
        interval: E.g. ``quarterly``.
        goal: An amount, or a number of what is counted.
        day: From when.
    """

    scope: str
    whose: str
    measure: str
    interval: str
    goal: Amount | Decimal
    day: date


def plan_activity(books: Books, draft: ActivityDraft) -> PlannedEntries:
    """Plan to note what passed.

    Raises:
        UsageError: If the client or who is named is unknown, or a word is a slip.
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
    """Plan to note an answer.

    Raises:
        UsageError: If the client or contact is unknown, or it is no such answer.
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
        UsageError: If it is for nobody known, or can't be measured so.
    """
    whose = draft.whose
    if draft.scope == "team":
        _check_team(books, whose)
    elif draft.scope in {"client", "manager"}:
        whose = id_named(books, On(draft.scope), whose)
    values: Sequence[Any] = (
        draft.scope,
        *((whose,) if whose else ()),
        draft.measure,
        draft.interval,
        draft.goal,
    )
    directive = _readable(relation_directive(_TARGET, draft.day, values, {}))
    goal = f"{draft.interval} {draft.measure} of {shown_value(draft.goal)}"
    done = f"target of {whose or 'the company'}: {goal}"
    return PlannedEntries(done=done, directives=[directive])


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
