"""Matches by the ledger's bank rules.

Patterns that some line could make run for long are refused.

Python's matcher tries every way in which a pattern can match a text, and whoever sends
us a payment chooses that text. So the ways are counted beforehand: the product over a
sequence, the sum over alternatives, and for a repeat of something with several ways,
their number to the power of the repeats. ``(a+)+`` has more ways than there are
seconds; ``INV-[0-9]{4,6}`` has three.
"""

from __future__ import annotations

import re
from functools import lru_cache
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from ledgerkit.banking.matching.candidate import Candidate
from ledgerkit.banking.matching.proposal import MatchKind, ProposedPosting
from ledgerkit.banking.statement import compact_number
from ledgerkit.parties.likeness import ADDED, likeness, spelled
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledgerkit.banking.matching.books_side import BankRule, MatchingContext
    from ledgerkit.banking.matching.line_clues import LineClues
    from ledgerkit.banking.statement import StatementLine


#: The length of a name or text that is matched: no bank sends more.
LINE_TEXT_MAX = 300


_PATTERN_MAX = 200


#: Two unbounded repeats and a few alternatives: a tenth of a second at worst.
_WAYS_MAX = 1_000_000


def line_pattern(pattern: str) -> re.Pattern[str]:
    """A compiled pattern, ignoring case.

    Raises:
        ValueError: If it is not a pattern, or some text could make it run for long; the
            message says what to write instead.

    >>> bool(line_pattern("inv-[0-9]{4,6}").search("Payment INV-20261"))
    True
    >>> line_pattern("(a+)+$")
    Traceback (most recent call last):
    ValueError: "(a+)+$" could run for hours on some lines; write at most two of * \
and +, none within another, and else bounds, such as [0-9]{1,8}
    """
    if len(pattern) > _PATTERN_MAX:
        raise ValueError(
            f"the pattern has {len(pattern)} characters; write one of at most"
            f" {_PATTERN_MAX}"
        )
    try:
        parsed = _parser.parse(pattern, re.IGNORECASE)
        compiled = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f'"{pattern}" is no pattern: {error}') from None
    if _ways(parsed) > _WAYS_MAX:
        raise ValueError(
            f'"{pattern}" could run for hours on some lines; write at most two of *'
            " and +, none within another, and else bounds, such as [0-9]{1,8}"
        )
    return compiled


def _ways(parsed: Any) -> int:
    """The number of ways a parsed pattern can match a line, up to the limit."""
    ways = 1
    for operation, argument in parsed:
        ways = min(ways * _ways_of(str(operation), argument), _WAYS_MAX + 1)
    return ways


def _ways_of(operation: str, argument: Any) -> int:
    if operation in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        least, most, inner = argument
        return _ways_of_repeat(int(least), min(int(most), LINE_TEXT_MAX), _ways(inner))
    if operation == "BRANCH":
        return sum(_ways(branch) for branch in argument[1])
    if operation in {"SUBPATTERN", "ASSERT", "ASSERT_NOT", "ATOMIC_GROUP"}:
        return _ways(argument if operation == "ATOMIC_GROUP" else argument[-1])
    if operation == "GROUPREF_EXISTS":
        _group, then, otherwise = argument
        return _ways(then) + (_ways(otherwise) if otherwise else 1)
    return 1


def _ways_of_repeat(least: int, most: int, inner: int) -> int:
    if inner == 1:
        return max(most - least + 1, 1)
    ways = 0
    for times in range(least, most + 1):
        ways += inner**times
        if ways > _WAYS_MAX:
            break
    return max(ways, 1)


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
