"""Statements made by hand, and a matcher that knows what a test tells it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledgerkit.banking.matching.proposal import MatchKind, Proposal, ProposedPosting
from ledgerkit.banking.statement import Statement, StatementLine
from ledgerkit.entries.bank.prepared import BankFile
from ledgerkit.errors import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ledgerkit.banking.matching.books_side import MatchingContext
    from ledgerkit.entries.bank.prepare import Matcher

IBAN = "IT60X0542811101000000123456"


def line(day: str, amount: str, **facts: Any) -> StatementLine:
    """A line of a statement in euros."""
    return StatementLine(
        day=date.fromisoformat(day),
        amount=Decimal(amount),
        currency="EUR",
        place=Place("bank.ofx", facts.pop("lineno", 1)),
        **facts,
    )


def statement(
    lines: Iterable[StatementLine], *, opening: str | None = None, **facts: Any
) -> Statement:
    """A statement over the days of its lines, which ties if it has an opening."""
    lines = list(lines)
    start = None if opening is None else Decimal(opening)
    days = [one.day for one in lines]
    closing = None if start is None else start + sum(one.amount for one in lines)
    for key in ("since", "until"):
        if isinstance(facts.get(key), str):
            facts[key] = date.fromisoformat(facts[key])
    given: dict[str, Any] = {
        "account": IBAN,
        "currency": "EUR",
        "since": min(days, default=None),
        "until": max(days, default=None),
        "opening": start,
        "closing": closing,
        "place": Place("bank.ofx", 1),
        **facts,
    }
    return Statement(lines=lines, **given)


def bank_file(*statements: Statement, name: str = "bank.ofx") -> BankFile:
    """A file whose bytes are another where its statements are."""
    return BankFile(name=name, content=repr(statements).encode(), statements=statements)


def nothing(line_: StatementLine) -> Proposal:
    """Nobody knows what it is."""
    return Proposal(
        line=line_, kind=MatchKind.NOTHING, confidence=Decimal(0), reason="Unknown."
    )


def always(account: str) -> Matcher:
    """Everything goes to one account, and that for certain."""

    def match(
        lines: Sequence[StatementLine], _known: MatchingContext
    ) -> Sequence[Proposal]:
        return [
            Proposal(
                line=one,
                kind=MatchKind.RULE,
                confidence=Decimal(1),
                reason="Always.",
                parts=(ProposedPosting(account=account, amount=one.amount),),
            )
            for one in lines
        ]

    return match


def told(
    say: Callable[[StatementLine, MatchingContext], Proposal | None],
) -> Matcher:
    """What a test says of each line; nothing where it says None."""

    def match(
        lines: Sequence[StatementLine], known: MatchingContext
    ) -> Sequence[Proposal]:
        return [say(one, known) or nothing(one) for one in lines]

    return match


def certainly(line_: StatementLine, kind: MatchKind, **facts: Any) -> Proposal:
    """A proposal without a doubt."""
    return Proposal(
        line=line_, kind=kind, confidence=Decimal(1), reason="As told.", **facts
    )
