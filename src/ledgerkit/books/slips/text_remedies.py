"""What to write instead, where Beancount can't read a line.

Beancount says which token surprises it. A person wants to hear of the comma, the
missing quote or the blank line. Each function here knows one usual slip, and looks at
the text alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.language.vocabulary import KEYS, TYPE_NAMES
from ledgerkit.language.word import Holds
from ledgerkit.text.closest_word import alike, nearest
from ledgerkit.text.currencies import currency_code
from ledgerkit.text.typed_days import day_readings, impossible_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from ledgerkit.books.slips.unclosed_text import UnclosedText


class Remedy(NamedTuple):
    """A sentence about a slip, and its line.

    Attributes:
        lineno: The line to change, counted from 1.
        message: What is wrong, and what to write instead.
    """

    lineno: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookWords:
    """What a word of the text may have been meant to be.

    Attributes:
        accounts: The accounts that are opened.
        roots: The first components of accounts, as the book names them.
    """

    accounts: AbstractSet[str] = frozenset()
    roots: AbstractSet[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SurprisingLine:
    """A line that Beancount can't read.

    Attributes:
        lines: All lines of the file.
        lineno: Its number, counted from 1.
        error: Beancount's own words.
        words: The words of the book.
        unclosed: The texts of the file that are never closed.
    """

    lines: Sequence[str]
    lineno: int
    error: str
    words: BookWords = field(default_factory=BookWords)
    unclosed: Sequence[UnclosedText] = ()

    @property
    def text(self) -> str:
        """The line, without its comment."""
        return _COMMENT.sub("", self.lines[self.lineno - 1]).rstrip()

    @property
    def bare(self) -> str:
        """The line, with a blank for each string."""
        return _STRING.sub('""', self.text)


_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT = re.compile(r'(?<=\s);(?=(?:[^"]*"[^"]*")*[^"]*$).*$')
_HOLDS = {key.name: key.holds for key in KEYS}
_KEY = re.compile(r"(?P<indent>[ \t]+)(?P<key>[a-z][\w-]*):\s*(?P<value>.*)")
_KEY_ANYHOW = re.compile(r"[ \t]*(?P<key>[A-Za-z][\w-]*)(?P<colon>\s*:|(?=\s))\s*\S")
_UNQUOTED = re.compile(r'[^"\s].*')
_ACCOUNT = re.compile(r"[A-Z][\w-]*(?::[A-Z0-9][\w-]*)+")
_ANY_ACCOUNT = re.compile(r"[^\W\d][\w-]*(?:\s?:\s?[\w-]+)+")
_COMMA_AMOUNT = re.compile(
    r"(?<![\w.,])-?[0-9]{1,3}(?:[.' ]?[0-9]{3})*,[0-9]{1,2}(?!\d)"
)
_GROUPED = re.compile(r"(?<![\w.,])-?[0-9]{1,3}(?:['\u2019 ][0-9]{3})+(?:\.[0-9]+)?")
_SIGN_AMOUNT = re.compile(
    r"[€$£¥]\s?-?[0-9][0-9.,]*|(?<![\w.,-])-?[0-9][0-9.,]*\s?[€$£¥]"
)
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_CURRENCY_FIRST = re.compile(r"\b(?P<currency>[A-Z]{3})\s+(?P<number>-?[0-9][0-9.,]*)")
_CURLY = re.compile("[\u201c\u201d\u201e\u201f\u00ab\u00bb]")
_DIRECTIVES = (
    "open", "close", "commodity", "pad", "balance", "note", "document", "price",
    "event", "query", "custom", "txn",
)  # fmt: skip
_DATED = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}\s+(?P<rest>.*)")


def remedy_for(line: SurprisingLine) -> Remedy | None:
    """What to say of a line instead of Beancount's words; None if nothing is better."""
    for text in line.unclosed:
        if text.lineno <= line.lineno <= text.until:
            message = "a quotation mark is missing in this line; add it"
            return Remedy(text.lineno, message)
    if not line.text.strip():
        return None
    for recogniser in _RECOGNISERS:
        found = recogniser(line)
        if isinstance(found, Remedy):
            return found
        if found:
            return Remedy(line.lineno, found)
    return None


def _curly_quotes(line: SurprisingLine) -> str | None:
    mark = _CURLY.search(line.bare)
    return f'{mark[0]} is no quotation mark here; write "' if mark else None


def _blank_line(line: SurprisingLine) -> Remedy | str | None:
    """A blank line ends an entry, and what follows belongs to nothing."""
    if "unexpected INDENT" not in line.error:
        return None
    number = line.lineno - 1
    while number > 0 and not line.lines[number - 1].strip():
        number -= 1
    if number in {0, line.lineno - 1}:
        return "this line is indented and belongs to no entry; take out the blanks"
    return Remedy(
        number + 1, "a blank line ends the entry above, and more follows; delete it"
    )


def _day(line: SurprisingLine) -> str | None:
    """A date in another form, or one that is in no calendar."""
    for word in re.findall(r"(?<!\S)\d[\d./-]*\d(?!\S)", line.bare):
        readings = day_readings(word)
        if readings:
            return f"{word} is no date here; write {' or '.join(map(str, readings))}"
        wrong = impossible_day(word)
        if wrong:
            return wrong
    return None


def _unindented(line: SurprisingLine) -> str | None:
    if "unexpected KEY" in line.error and re.match(r"[a-z]", line.text):
        return "this key begins in the first column; indent it, below its entry"
    if "unexpected ACCOUNT" in line.error and _ACCOUNT.match(line.text):
        return "this posting begins in the first column; indent it, below its entry"
    return None


def _directive(line: SurprisingLine) -> str | None:
    """A directive without its date, its ``custom``, its flag or quotes."""
    first, _space, _rest = line.text.partition(" ")
    if first in _DIRECTIVES:
        return f'{first} begins with a date; write for instance "2026-01-31 {first} …"'
    dated = _DATED.match(line.text)
    if dated is None:
        return None
    word = dated["rest"].partition(" ")[0]
    if word.startswith('"'):
        return "the flag is missing between date and text; write * (or ! if unfinished)"
    if word in TYPE_NAMES:
        return f'write custom "{word}" for {word}'
    meant = nearest(word, _DIRECTIVES) if word.isalpha() else None
    if meant is not None and meant != word:
        return f'there is no directive "{word}"; did you mean "{meant}"?'
    return _link(dated["rest"]) or _unquoted(dated["rest"], word)


def _link(rest: str) -> str | None:
    """A link or tag that has a blank in it, or lacks its mark."""
    bare = _STRING.sub('""', rest)
    parts = re.search(r"(?P<link>[#^][\w./-]+) +(?P<more>[\w./-]*\d[\w./-]*)", bare)
    if parts is not None:
        link = f"{parts['link']}-{parts['more']}"
        return f"a link has no blanks; write {link}"
    number = re.search(r'""\s+(?P<number>[A-Z][\w./-]*\d[\w./-]*)$', bare)
    return f"a link begins with ^; write ^{number['number']}" if number else None


def _unquoted(rest: str, word: str) -> str | None:
    """A text without quotes on a transaction or ``custom``."""
    if word not in {"*", "!", "txn", "custom", "note", "document", "event", "query"}:
        return None
    bare = _STRING.sub("\0", rest.removeprefix(word))
    if word in {"note", "document"}:
        bare = _ANY_ACCOUNT.sub("", bare, count=1)
    words = re.search(r"(?<![\w#^\0:.-])[^\W\d][^\0#^;]*?(?=\s*(?:\0|[#^;]|$))", bare)
    if words is None or _ACCOUNT.fullmatch(words[0]) or words[0].isupper():
        return None
    return f'{words[0]} is a text; write "{words[0]}"'


def _key(line: SurprisingLine) -> str | None:
    """A key with a capital or without its colon, and its value."""
    match = _KEY.fullmatch(line.text)
    if match is not None:
        return _value(match["key"], match["value"], line)
    loose = _KEY_ANYHOW.match(line.text)
    if loose is None or not line.text.startswith((" ", "\t")):
        return None
    key, colon = loose["key"], loose["colon"].strip()
    if key.casefold() not in _HOLDS or _ACCOUNT.match(line.text.strip()):
        return None
    if key != key.casefold():
        return f"a key is in lower case; write {key.casefold()}:"
    return None if colon and loose["colon"] == ":" else f"write {key}: with its colon"


def _value(key: str, value: str, line: SurprisingLine) -> str | None:
    """The value of a key: a text without quotes, mostly."""
    if value[:1] in {"^", "#"} and " " not in value:
        return f'{value} is a link, and {key}: takes a text; write {key}: "{value[1:]}"'
    if value.count('"') == 2 and not value.endswith('"'):
        return None
    holds = _HOLDS.get(key, Holds.TEXT)
    if holds in {Holds.AMOUNT, Holds.NUMBER}:
        return _number(line)
    if holds is Holds.FLAG:
        return f"{key}: is TRUE or FALSE, in capitals"
    if holds is Holds.DATE or not _UNQUOTED.fullmatch(value) or '"' in value:
        return None
    return f'{value} is a text; write {key}: "{value}"'


def _number(line: SurprisingLine) -> str | None:
    """An amount with a comma, with another mark between thousands, or a sign."""
    bare = line.bare
    comma = _COMMA_AMOUNT.search(bare)
    if comma is not None:
        return f"{comma[0]} has a decimal comma; write {_with_point(comma[0])}"
    grouped = _GROUPED.search(bare)
    if grouped is not None:
        digits = re.sub("['\u2019 ]", "", grouped[0])
        return f"{grouped[0]} is no number here; write {digits}"
    sign = _SIGN_AMOUNT.search(bare)
    if sign is not None:
        code = next(code for mark, code in _SIGNS.items() if mark in sign[0])
        number = sign[0].strip("€$£¥ ")
        return f"{sign[0]} has a sign for its currency; write {number} {code}"
    return _currency(bare)


def _with_point(amount: str) -> str:
    whole, _comma, cents = amount.rpartition(",")
    return f"{re.sub('[^0-9-]', '', whole)}.{cents}"


def _currency(bare: str) -> str | None:
    first = _CURRENCY_FIRST.search(bare)
    if first is not None:
        return (
            f"the currency stands after the number; write {first['number']}"
            f" {first['currency']}"
        )
    lower = re.search(r"[0-9]\s+(?P<word>[A-Za-z]{2,12})\s*$", bare)
    code = currency_code(lower["word"]) if lower else None
    if lower is None or code is None or code == lower["word"]:
        return None
    return f"{lower['word']} is no currency; write {code}"


def _account(line: SurprisingLine) -> str | None:
    """An account in lower case, or with a blank in it."""
    by_folded = {name.casefold(): name for name in line.words.accounts}
    for match in _ANY_ACCOUNT.finditer(line.bare):
        written = match[0]
        meant = by_folded.get(re.sub(r"\s", "", written).casefold())
        if meant is not None and meant != written:
            return f"there is no account {written}; write {meant}"
    for match in _ACCOUNT.finditer(line.bare):
        root, _colon, below = match[0].partition(":")
        meant_root = (
            alike(root, line.words.roots) if root not in line.words.roots else ()
        )
        if meant_root:
            return f"there is no account {match[0]}; write {meant_root[0]}:{below}"
    spaced = re.search(r"[A-Z]\w+(?: [A-Z]\w+)+", line.bare)
    if spaced is None:
        return None
    meant = by_folded.get(spaced[0].replace(" ", ":").casefold())
    return f"there is no account {spaced[0]}; write {meant}" if meant else None


def _posting(line: SurprisingLine) -> str | None:
    """An amount in quotes, a percent sign, a colon too many, two postings in a line."""
    quoted = re.search(r'"(?P<amount>-?[0-9][0-9.,]*(?: [A-Z][\w.-]*)?)"', line.text)
    if quoted is not None and _ACCOUNT.match(line.text.strip()):
        return f"an amount has no quotes; write {quoted['amount']}"
    percent = re.search(r"(?<![\w.])(?P<number>[0-9]+(?:\.[0-9]+)?) ?%", line.bare)
    if percent is not None:
        is_rate = "custom" in line.bare
        number = Decimal(percent["number"]) / (100 if is_rate else 1)
        return f"{percent[0]} is no number here; write {number:f}"
    colon = re.match(
        r"\s+(?P<account>[A-Z][\w-]*(?::[A-Z0-9][\w-]*)+):(?=\s)", line.bare
    )
    if colon is not None:
        return f"an account ends without a colon; write {colon['account']}"
    if len(_ACCOUNT.findall(line.bare)) > 1 and line.bare[:1].isspace():
        return "each posting has a line of its own; begin a new one for the second"
    return None


def _foreign_comment(line: SurprisingLine) -> str | None:
    return "a comment begins with ;" if re.search(r"(?:^|\s)//", line.bare) else None


def _recognisers() -> Iterator[Callable[[SurprisingLine], Remedy | str | None]]:
    yield _curly_quotes
    yield _blank_line
    yield _foreign_comment
    yield _unindented
    yield _day
    yield _directive
    yield _account
    yield _key
    yield _posting
    yield _number


_RECOGNISERS = tuple(_recognisers())
