"""``ledgerkit log``, ``survey`` and ``target``: events and goals."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

import click

from ledgerkit.books.clients.ids import declared_ids
from ledgerkit.books.clients.relations import (
    COUNTED,
    INTERVALS,
    MEASURES,
    SCALES,
)
from ledgerkit.cli.clients.options import key_options
from ledgerkit.cli.clients.write import (
    RelationCommand,
    on_option,
    relation_options,
    write_relation,
)
from ledgerkit.cli.completion import completed
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import EFFECTIVE_DATE_HELP, file_option, write_options
from ledgerkit.cli.report_command import made
from ledgerkit.cli.reports import GROUPED_REPORTS
from ledgerkit.cli.typed_values import AmountText, NumberText
from ledgerkit.cli.which_books import then_books
from ledgerkit.cli.work.hours import hours_command
from ledgerkit.cli.write import EntryWriter
from ledgerkit.clients.measures.target import SCOPES
from ledgerkit.entries.clients.event import (
    ActivityDraft,
    SurveyDraft,
    TargetDraft,
    plan_activity,
    plan_survey,
    plan_target,
)
from ledgerkit.entries.coins import amount_in_books, with_currencies
from ledgerkit.errors import UsageError
from ledgerkit.language.relation_words import ACTIVITY_KINDS
from ledgerkit.language.word import On
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from ledgerkit.text.typed_amounts import TypedAmount

_client_argument = click.argument(
    "client", shell_complete=completed(lambda books: declared_ids(books, On.CLIENT))
)


@click.group("log", cls=Noun, usual="activity")
def log_command() -> None:
    """Record a call, meeting, email, visit or review with CLIENT, or hours worked.

    ledgerkit log CLIENT KIND SUMMARY is short for log activity.
    """


log_command.add_command(hours_command("time"))


@log_command.command("activity")
@_client_argument
@click.argument("kind", shell_complete=completed(lambda _books: ACTIVITY_KINDS))
@click.argument("summary")
@key_options(On.ACTIVITY)
@relation_options()
def log_activity_command(
    client: str,
    kind: str,
    summary: str,
    facts: Mapping[str, Any],
    **options: Unpack[RelationCommand],
) -> None:
    """Record a call, meeting, email, visit or review with CLIENT.

    SUMMARY says in a sentence what it was about.
    """
    writer = EntryWriter(options["books"], options["file"])
    draft = ActivityDraft(
        client=client, kind=kind, summary=summary, day=options["day"], facts=facts
    )
    write_relation(writer, "activity", partial(plan_activity, draft=draft), options)


@click.group("survey", cls=Noun, usual="new")
def survey_command() -> None:
    """Record clients' answers to surveys, and list them."""


survey_command.add_command(made("list", GROUPED_REPORTS["survey", "list"]))


@survey_command.command("new")
@_client_argument
@click.argument("instrument", type=click.Choice(list(SCALES)))
@click.argument("number", type=NumberText())
@key_options(On.SURVEY)
@relation_options()
def new_survey_command(
    client: str,
    instrument: str,
    number: Decimal,
    facts: Mapping[str, Any],
    **options: Unpack[RelationCommand],
) -> None:
    """Record a survey answer of CLIENT: nps 0 to 10, csat or satisfaction to 5."""
    writer = EntryWriter(options["books"], options["file"])
    draft = SurveyDraft(
        client=client,
        instrument=instrument,
        score=number,
        day=options["day"],
        facts=with_currencies(facts, writer.books),
    )
    write_relation(writer, "survey", partial(plan_survey, draft=draft), options)


_TARGET_HELP = """Set a target to reach in each interval.

\b
ledgerkit target new company revenue yearly 200000 EUR
ledgerkit target new manager gverdi revenue quarterly 15000 EUR
ledgerkit target new team north new-clients yearly 4
"""


@click.command("target", help=_TARGET_HELP)
@click.argument("scope", type=click.Choice(SCOPES))
@click.argument("words", nargs=-1, metavar="[ID] MEASURE INTERVAL HOW-MUCH")
@file_option
@on_option(EFFECTIVE_DATE_HELP)
@write_options
def target_command(
    scope: str,
    words: tuple[str, ...],
    **options: Unpack[RelationCommand],
) -> None:
    """Set a target to reach in each interval."""
    named, books = then_books(words)
    owner, measure, interval, goal = _target_words(scope, tuple(named))
    writer = EntryWriter(books, options["file"])
    draft = TargetDraft(
        scope=scope,
        whose=owner,
        measure=measure,
        interval=interval,
        goal=amount_in_books(goal, writer.books),
        day=options["day"],
    )
    write_relation(writer, "target", partial(plan_target, draft=draft), options)


def _target_words(
    scope: str, words: tuple[str, ...]
) -> tuple[str, str, str, TypedAmount | Decimal]:
    """The owner of a target, its measure, its interval and how much."""
    # The company needs no id; everybody else does.
    owner, rest = ("", words) if scope == "company" else (words[:1], words[1:])
    if len(rest) < 3:
        raise UsageError(
            "a target needs an owner, a measure, an interval and how much;"
            " see ledgerkit target new --help"
        )
    measure, interval, *goal = rest
    for word, known in ((measure, MEASURES), (interval, INTERVALS)):
        if word not in known:
            remedy = suggestion(word, known) or f"; write {', '.join(known)}"
            raise UsageError(f'"{word}" is no such word{remedy}')
    amount = AmountText().convert(" ".join(goal), None, None)
    counted = measure in COUNTED and amount.currency is None
    return "".join(owner), measure, interval, amount.number if counted else amount
