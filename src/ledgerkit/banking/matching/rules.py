"""Matches by the ledger's bank rules."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ledgerkit.banking.matching.candidate import Candidate
from ledgerkit.banking.matching.proposal import MatchKind, ProposedPosting
from ledgerkit.banking.statement import compact_number
from ledgerkit.parties.likeness import ADDED, likeness, spelled
from ledgerkit.text.patterns import LINE_TEXT_MAX, line_pattern
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from ledgerkit.banking.matching.books_side import BankRule, MatchingContext
    from ledgerkit.banking.matching.line_clues import LineClues
    from ledgerkit.banking.statement import StatementLine


#: A rule with fewer characters finds them in other words too.
_TELLING = 4


_SURE, _LESS_SURE = 97, 88


def rule_candidates(clues: LineClues, context: MatchingContext) -> Iterator[Candidate]:
    """The candidates from the rules, in the order of the ledger."""
    line = clues.line
    for place, rule in enumerate(context.rules):
        conditions = list(_conditions(rule, context.account))
        if not conditions or not all(holds(line) for holds in conditions):
            continue
        part = ProposedPosting(account=rule.account, amount=line.amount, tax=rule.tax)
        yield Candidate(
            kind=MatchKind.RULE,
            percent=_SURE if _is_telling(rule) else _LESS_SURE,
            reason=f"Bank rule {visible(rule.id)} says so: {_words(rule)}.",
            parts=(part,),
            payee=rule.payee,
            narration=rule.narration,
            age=-place,
        )


def _is_telling(rule: BankRule) -> bool:
    words = rule.contains.strip() or rule.regex
    return bool(rule.iban or rule.name) or len(words) >= _TELLING


def _words(rule: BankRule) -> str:
    values = {
        "it contains {}": rule.contains,
        "it matches {}": rule.regex,
        "the name is {}": rule.name,
        "the account is {}": rule.iban,
    }
    clauses = [text.format(visible(value)) for text, value in values.items() if value]
    if rule.least is not None or rule.most is not None:
        clauses.append("the amount is within its bounds")
    return " and ".join(clauses) or "it is for every line of this account"


def _conditions(
    rule: BankRule, account: str
) -> Iterator[Callable[[StatementLine], bool]]:
    """The conditions on a line; a rule with none but its account needs no other."""
    if rule.bank_account:
        is_account = f"{account}:".startswith(f"{rule.bank_account}:")
        yield lambda _: is_account
    if rule.contains:
        yield lambda line: _plain(rule.contains) in _said(line)
    if rule.regex:
        yield lambda line: _matches(rule.regex, line)
    if rule.name:
        yield lambda line: _is_named(rule.name, line)
    if rule.iban:
        yield lambda line: compact_number(rule.iban) == compact_number(line.iban)
    if rule.least is not None:
        least = rule.least
        yield lambda line: line.amount >= least
    if rule.most is not None:
        most = rule.most
        yield lambda line: line.amount <= most


@lru_cache(maxsize=65536)
def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _said(line: StatementLine) -> str:
    return "\n".join(map(_plain, (line.name, line.text, line.kind)))


def _is_named(name: str, line: StatementLine) -> bool:
    return likeness(spelled(line.name[:LINE_TEXT_MAX]), spelled(name)) >= ADDED


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """A compiled pattern; None if unreadable, or if it could run for ever."""
    try:
        return line_pattern(pattern)
    except ValueError:
        return None


def _matches(pattern: str, line: StatementLine) -> bool:
    compiled = _compiled(pattern)
    return compiled is not None and any(
        compiled.search(text[:LINE_TEXT_MAX]) for text in (line.name, line.text)
    )
