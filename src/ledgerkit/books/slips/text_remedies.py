"""What to write instead, where Beancount can't read a line.

Beancount says which token surprises it. A person wants to hear of the comma, the
missing quote or the blank line. Each function here knows one usual slip, and looks at
the text alone.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.slips.account_remedies import (
    ACCOUNT,
    WRITTEN_ACCOUNT,
    BookWords,
    account_remedy,
)
from ledgerkit.books.slips.number_remedies import number_remedy
from ledgerkit.language.vocabulary import KEYS, TYPE_NAMES
from ledgerkit.language.word import Holds
from ledgerkit.text.closest_word import nearest
from ledgerkit.text.currencies import currency_code
from ledgerkit.text.typed_days import day_readings, impossible_day, read_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
#: Word processors' and other languages' quotation marks.
_CURLY = re.compile(
    "[\u201c\u201d\u201e\u201f\u00ab\u00bb`]|(?<!\\S)['\u2018\u2019](?=\\S)"
)
_DIRECTIVES = (
    "open", "close", "commodity", "pad", "balance", "note", "document", "price",
    "event", "query", "custom", "txn",
)  # fmt: skip
#: A day at the beginning of a line in a form that Beancount doesn't read.
_FIRST_DAY = re.compile(
    r"\d{4}\.\d{1,2}\.\d{1,2}(?=[\s*!])|(?:19|20)\d{6}(?=[\s*!])"
    r"|\d{1,2}\.? [^\W\d]{3,9} \d{4}(?=\s)|[^\W\d]{3,9} \d{1,2},? \d{4}(?=\s)"
)
#: A quotation mark between words, where a text has others at its ends.
_WITHIN = re.compile(r'\w"\w|"\s\w[^"]*"$|"\s\w[^"]*"\s')
_MARKS = {",": "comma", ".": "full stop"}
_UNDATED = frozenset({"option", "plugin", "include"})
_DATED = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}\s+(?P<rest>.*)")


def remedy_for(line: SurprisingLine) -> Remedy | None:
    """What to say of a line instead of Beancount's words; None if nothing is better."""
    for text in line.unclosed:
        if text.lineno <= line.lineno <= text.until:
            message = "a quotation mark is missing in this line; add it"
            return Remedy(text.lineno, message)
    if not line.text.strip():
        return _without_currency(line)
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
    first = _FIRST_DAY.match(line.bare)
    words = [first[0]] if first is not None else []
    words += re.findall(r"(?<!\S)\d[\d./-]*\d(?=[*!]?(?:\s|$))", line.bare)
    for word in words:
        readings = day_readings(word)
        if readings:
            return f"{word} is no date here; write {' or '.join(map(str, readings))}"
        wrong = impossible_day(word)
        if wrong:
            return wrong
    if first is None:
        return None
    return f"{words[0]} is no date here; write {read_day(words[0])}"


def _day_of_key(value: str) -> str | None:
    """The value of a key that takes a day, with a mark, a time or blanks in it."""
    bare = value.strip('"').rstrip(",;. ")
    without_time = bare.partition("T" if "T" in bare else " ")[0]
    for word in (bare, without_time, re.sub(r"[\s.]+", "-", bare)):
        readings = day_readings(word)
        if readings:
            return f"{value} is no date here; write {' or '.join(map(str, readings))}"
        with suppress(ValueError):
            return f"{value} is no date here; write {read_day(word)}"
    return None


def _unindented(line: SurprisingLine) -> str | None:
    if "unexpected KEY" in line.error and re.match(r"[a-z]", line.text):
        return "this key begins in the first column; indent it, below its entry"
    if "unexpected ACCOUNT" in line.error and ACCOUNT.match(line.text):
        return "this posting begins in the first column; indent it, below its entry"
    return None


def _directive(line: SurprisingLine) -> str | None:
    """A directive without its date, its ``custom``, its flag or quotes."""
    first = line.text.partition(" ")[0]
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


def _undated(line: SurprisingLine) -> str | None:
    """A name without quotes behind one of the words that have no date."""
    first, _space, rest = line.bare.partition(" ")
    word = re.search(r'(?<!\S)[^"\s]+', rest) if first in _UNDATED else None
    return f'{word[0]} is a text; write "{word[0]}"' if word else None


def _link(rest: str) -> str | None:
    """A link or tag that has a blank in it, or lacks its mark."""
    bare = _STRING.sub('""', rest)
    parts = re.search(r"(?P<link>[#^][\w./-]*) +(?P<more>[\w./-]*\d[\w./-]*)", bare)
    if parts is not None:
        between = "-" if parts["link"][1:] else ""
        link = f"{parts['link']}{between}{parts['more']}"
        return f"a link has no blanks; write {link}"
    number = re.search(r'""\s+(?P<number>[A-Z][\w./-]*\d[\w./-]*)$', bare)
    return f"a link begins with ^; write ^{number['number']}" if number else None


def _unquoted(rest: str, word: str) -> str | None:
    """A text without quotes on a transaction or ``custom``."""
    if word not in {"*", "!", "txn", "custom", "note", "document", "event", "query"}:
        return None
    bare = _STRING.sub("\0", rest.removeprefix(word))
    if word in {"note", "document"}:
        bare = WRITTEN_ACCOUNT.sub("", bare, count=1)
    words = re.search(r"(?<![\w#^\0:.-])[^\W\d][^\0#^;]*?(?=\s*(?:\0|[#^;]|$))", bare)
    if words is None or ACCOUNT.fullmatch(words[0]) or words[0].isupper():
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
    if key.casefold() not in _HOLDS or ACCOUNT.match(line.text.strip()):
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
        return _day_of_key(value) if holds is Holds.DATE else None
    code = currency_code(value) if key == "currency" else None
    return f'{value} is a text; write {key}: "{code or value}"'


def _number(line: SurprisingLine) -> str | None:
    return number_remedy(line.bare)


def _account(line: SurprisingLine) -> str | None:
    return account_remedy(line.bare, line.words)


def _posting(line: SurprisingLine) -> str | None:
    """An amount in quotes, a percent sign, a colon too many, two postings in a line."""
    quoted = re.search(r'"(?P<amount>-?[0-9][0-9.,]*(?: [A-Z][\w.-]*)?)"', line.text)
    if quoted is not None and ACCOUNT.match(line.text.strip()):
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
    if len(ACCOUNT.findall(line.bare)) > 1 and line.bare[:1].isspace():
        return "each posting has a line of its own; begin a new one for the second"
    key = re.search(r"(?<=\s)(?P<key>[a-z][\w-]*):(?=\s)", line.bare)
    if key is not None and ACCOUNT.match(line.bare.strip()):
        return f"{key['key']}: has a line of its own; move it below its posting"
    return None


def _currencies(line: SurprisingLine) -> str | None:
    """The currencies of an account, without commas."""
    named = re.search(r"(?<=\s)[A-Z]{3}(?: [A-Z]{3})+$", line.bare)
    if named is None or " open " not in line.bare:
        return None
    return f"commas stand between currencies; write {named[0].replace(' ', ',')}"


def _without_currency(line: SurprisingLine) -> Remedy | None:
    """A balance or price without its currency."""
    # Beancount misses it at the end of the line, and counts that to the next.
    for number in (line.lineno, line.lineno - 1):
        text = _COMMENT.sub("", line.lines[number - 1]).rstrip()
        match = re.fullmatch(r"\S+ +(?:balance|price) .*?(?P<n>-?[0-9][0-9.,]*)", text)
        if match is not None and "unexpected EOL" in line.error:
            message = f"{match['n']} has no currency; write {match['n']} EUR, say"
            return Remedy(number, message)
    return None


def _left_over(line: SurprisingLine) -> str | None:
    """What is part of no entry: a remark, marks of a merge, a comma at the end."""
    conflict = re.match(r"<{5,}|={5,}|>{5,}|\|{5,}", line.text)
    if conflict is not None:
        return (
            f"{conflict[0]} is left of a merge; keep one of the versions, and delete"
            " the marks"
        )
    if line.text.endswith((",", ".")):
        return f"this line ends with a {_MARKS[line.text[-1]]}; delete it"
    if "Invalid token" in line.error and _WITHIN.search(line.text):
        return 'a quotation mark within a text has a backslash before it; write \\"'
    first = line.text.partition(" ")[0]
    if first.rstrip(",:").isalpha() and first not in {*_DIRECTIVES, *_UNDATED}:
        return "this line is no entry; a remark begins with ;"
    return None


def _foreign_comment(line: SurprisingLine) -> str | None:
    return "a comment begins with ;" if re.search(r"(?:^|\s)//", line.bare) else None


def _recognisers() -> Iterator[Callable[[SurprisingLine], Remedy | str | None]]:
    yield _curly_quotes
    yield _blank_line
    yield _foreign_comment
    yield _unindented
    yield _day
    yield _undated
    yield _directive
    yield _account
    yield _key
    yield _currencies
    yield _without_currency
    yield _posting
    yield _number
    yield _left_over


_RECOGNISERS = tuple(_recognisers())
