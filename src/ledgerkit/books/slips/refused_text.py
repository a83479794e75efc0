"""The entry that a line belongs to, and what follows if Beancount leaves it out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.slips.refused import effects_without, record_subject
from ledgerkit.errors import effect
from ledgerkit.language.document_kinds import (
    MONEY_ON_ACCOUNT,
    NUMBER_GAP,
    UNKNOWN_DOCUMENT,
    UNKNOWN_TAX_CODE,
)
from ledgerkit.language.finding_kinds import (
    BEANCOUNT_ERROR,
    CASH_DIFFERS,
    STATEMENT_DIFFERS,
    UNDECLARED_CLIENT,
    UNKNOWN_PARTY,
    UNKNOWN_RECORD,
    UNKNOWN_TEMPLATE,
)
from ledgerkit.language.vocabulary import TYPE_NAMES
from ledgerkit.text.closest_word import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

_HEAD = re.compile(r"\d[\d/.-]*\s|(?:custom|open|txn)\s|[^\s;#*:]+\s+\"")
#: A record, with ``custom`` or a slip of it, and without.
_CUSTOMS = (
    re.compile(
        r'[\d/.-]*\s*[A-Za-z]+\s+"?(?P<type>[a-z][a-z-]*)"?\s+"?(?P<id>[^"\s]+)'
    ),
    re.compile(r'[\d/.-]*\s*(?P<type>[a-z][a-z-]*)\s+"?(?P<id>[^"\s]+)'),
)
_OPEN = re.compile(r"[\d/.-]*\s*(?P<word>[a-z]+)\s+(?P<account>[A-Z]\S*:\S+)")
_ACCOUNT = re.compile(r"[A-Z][\w-]*(?::[A-Z0-9][\w-]*)+")
_LINK = re.compile(r"\^(?P<link>[\w./-]+)(?: +(?P<more>[\w./-]*\d[\w./-]*))?")
_NUMBER = re.compile(r'\s(?:invoice|bill|credit-note|vendor-credit):\s*"?\^?([^"\s]+)')
#: Findings on a balance that lacks what the entry moves.
_OF_BALANCES = (CASH_DIFFERS, STATEMENT_DIFFERS)


class EntryText(NamedTuple):
    """The lines of an entry.

    Attributes:
        lineno: Its first line, counted from 1.
        lines: All of them.
    """

    lineno: int
    lines: Sequence[str]


def entry_around(lines: Sequence[str], lineno: int) -> EntryText:
    """The entry that a line belongs to: up to its head, down to the next."""
    first = min(lineno, len(lines))
    while first > 1 and not _begins(lines[first - 1]) and lines[first - 2].strip():
        first -= 1
    last = min(lineno, len(lines))
    while last < len(lines) and lines[last].strip() and not _begins(lines[last]):
        last += 1
    return EntryText(first, lines[first - 1 : last])


def _begins(line: str) -> bool:
    return _HEAD.match(line) is not None


def failing_balance(account: str) -> str:
    """The name, in `effect`, of a balance assertion that fails."""
    return record_subject("balance", account)


def unopened_account(account: str) -> str:
    """The name, in `effect`, of an account that nothing opens."""
    return record_subject("account", account)


def effects_of_text(entry: EntryText) -> AbstractSet[str]:
    """What follows if an entry is left out: what it declares, books and opens."""
    if entry.lines and entry.lines[0].startswith("include"):
        return effects_of_missing_file()
    return set(_effects("\n".join(entry.lines)))


def _effects(text: str) -> Iterator[str]:
    opened = _OPEN.match(text)
    if opened is not None and _is_open_word(opened["word"]):
        yield effect(BEANCOUNT_ERROR, unopened_account(opened["account"]))
        return
    for pattern in _CUSTOMS:
        custom = pattern.match(text)
        if custom is not None and custom["type"] in TYPE_NAMES:
            yield from effects_without(custom["type"], custom["id"])
            return
    yield from effects_on_balances(text)
    yield from effects_on_numbers(text)


def _is_open_word(word: str) -> bool:
    return word == "open" or nearest(word, ["open"]) is not None


def effects_on_numbers(text: str) -> Iterator[str]:
    """What follows where the documents that a text names are unknown."""
    for number in named_numbers(text):
        for kind in (NUMBER_GAP, UNKNOWN_DOCUMENT, MONEY_ON_ACCOUNT):
            yield effect(kind, number)


def effects_on_balances(text: str) -> Iterator[str]:
    """The balances, of each account in a text and those above it, that may differ."""
    for account in set(_ACCOUNT.findall(text)):
        above = account
        while ":" in above:
            yield effect(BEANCOUNT_ERROR, failing_balance(above))
            yield from (effect(kind, above) for kind in _OF_BALANCES)
            above = above.rpartition(":")[0]


def named_numbers(text: str) -> Iterator[str]:
    """The numbers that a transaction's text names, by links or keys."""
    for match in _LINK.finditer(text):
        yield match["link"]
        if match["more"]:
            yield f"{match['link']}-{match['more']}"
    yield from _NUMBER.findall(text)


def effects_of_missing_file() -> AbstractSet[str]:
    """What may follow if a file is not read at all: nobody knows what it holds."""
    types = ("client", "vendor", "manager", "contact", "plan", "case", "opportunity")
    unknown = [
        effect(kind, record_subject(type_, "*"))
        for kind in (UNKNOWN_PARTY, UNKNOWN_RECORD, UNDECLARED_CLIENT)
        for type_ in types
    ]
    kinds = (NUMBER_GAP, UNKNOWN_DOCUMENT, MONEY_ON_ACCOUNT, *_OF_BALANCES)
    return {
        *unknown,
        *(effect(kind, "*") for kind in kinds),
        effect(UNKNOWN_TAX_CODE, record_subject("tax-code", "*")),
        effect(UNKNOWN_TEMPLATE, record_subject("recurring", "*")),
        effect(BEANCOUNT_ERROR, failing_balance("*")),
        effect(BEANCOUNT_ERROR, unopened_account("*")),
    }
