"""The plain transactions of a file, and the rest of its text for Beancount.

What comes out is what Beancount's parser makes of the same lines, with one addition: a
note in the metadata, where booking will put the tolerances, of what it needs to know.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.data import EMPTY_SET, Posting, Transaction
from beancount.core.interpolate import AUTOMATIC_TOLERANCES
from beancount.core.number import MISSING

from ledgerkit.fast_loader.lines import FIRST_LINE, TAG_OR_LINK, Lines, NotPlainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from re import Match

    from ledgerkit.fast_loader.lines import Seen

#: Many thousand times: without the keyword arguments of a named tuple.
_new: Any = tuple.__new__

#: A directive that changes nothing; that Beancount's parser comes upon it proves that
#: the transaction whose line it takes does not stand inside a string.
SENTINEL_KEY = "ledgerkit-was-here"
_SENTINEL = f"popmeta {SENTINEL_KEY}:"


class ToBook(NamedTuple):
    """What booking has to know of a transaction, in the place of its tolerances.

    Attributes:
        currency: Of all its amounts.
        decimals: The fewest of any of its numbers but integers; 0 if it has no other.
        blank: The index of the posting without an amount; -1 if there is none.
    """

    currency: str
    decimals: int
    blank: int


class PlainPart(NamedTuple):
    """What was read of a file.

    Attributes:
        transactions: In the order of the file.
        rest: The file's text, with nothing in the lines of these transactions.
        sentinels: The numbers of the lines with a sentinel.
        seen: How often each kind of number was seen.
        accounts: All the accounts.
    """

    transactions: Sequence[Transaction]
    rest: str
    sentinels: frozenset[int]
    seen: Counter[Seen]
    accounts: Sequence[str]


def read_plain(text: str, filename: str) -> PlainPart:
    """Read the plain transactions of a file.

    Args:
        text: Of the whole file, its line endings as they are.
        filename: For the metadata.
    """
    reader = _Reader(text, filename)
    reader.read()
    return PlainPart(
        reader.transactions,
        "\n".join(reader.texts),
        frozenset(reader.sentinels),
        Counter(reader.seen),
        list(reader.lines.accounts),
    )


class _Reader:
    """Goes through the lines of a file, and empties those of plain transactions."""

    def __init__(self, text: str, filename: str) -> None:
        self.texts = text.split("\n")
        self.filename = filename
        self.lines = Lines(text)
        self.transactions: list[Transaction] = []
        self.sentinels: list[int] = []
        self.seen: list[Seen] = []
        self._notes: dict[ToBook, ToBook] = {}
        self._after_a_quote = False
        self._pushed = 0

    def read(self) -> None:
        """Read all, line by line."""
        texts, head = self.texts, FIRST_LINE.fullmatch
        index, end = 0, len(texts) - 1  # The last has no line ending.
        while index < end:
            text = texts[index]
            after = index + 1
            if text:
                match = head(text)
                if match is None or self._pushed:
                    self._leave(text)
                else:
                    after = self._try_transaction(index, match)
            index = after

    def _leave(self, text: str) -> None:
        """Leave a line to Beancount."""
        if '"' in text:
            self._after_a_quote = True
        if "meta" in text or "tag" in text:
            word = text.strip(" \t\r")
            if word.startswith(("pushtag", "pushmeta")):
                self._pushed += 1
            elif word.startswith(("poptag", "popmeta")):
                self._pushed = max(0, self._pushed - 1)

    def _try_transaction(self, start: int, head: Match[str]) -> int:
        """Take a transaction, or leave its first line to Beancount.

        Returns:
            The index of the next line to read.
        """
        try:
            after = self._transaction(start, head)
        except (NotPlainError, IndexError):  # Or the file ends in the middle of it.
            self._leave(head[0])
            return start + 1
        texts = self.texts
        texts[start:after] = [""] * (after - start)
        if self._after_a_quote:
            self._after_a_quote = False
            texts[start] = _SENTINEL
            self.sentinels.append(start + 1)
        return after

    def _transaction(self, start: int, head: Match[str]) -> int:
        day, flag, first, second, marks = head.groups()
        meta: dict[str, Any] = {"filename": self.filename, "lineno": start + 1}
        postings: list[Posting] = []
        when = self.lines.date(day)
        after = self._below(start + 1, meta, postings)
        payee, narration = (None, first or "") if second is None else (first, second)
        tags, links = _marks(marks) if marks else (EMPTY_SET, EMPTY_SET)
        flag = "*" if flag == "txn" else flag
        self.transactions.append(
            _new(
                Transaction,
                (meta, when, flag, payee, narration, tags, links, postings),
            )
        )
        return after

    def _below(self, index: int, meta: dict[str, Any], postings: list[Any]) -> int:
        """Take the lines below the first, up to one that is none of the transaction."""
        texts, filename, whole = self.texts, self.filename, meta
        known, understand = self.lines.known.get, self.lines.understand
        amounts: list[Seen] = []
        others: list[Seen] = []
        while True:
            text = texts[index]
            account, amount, seen, key, value = known(text) or understand(text)
            index += 1
            if account:
                meta = {"filename": filename, "lineno": index}
                if seen is not None:
                    amounts.append(seen)
                postings.append(
                    _new(Posting, (account, amount, None, None, None, meta))
                )
            elif key:
                if key in meta:
                    raise NotPlainError
                meta[key] = value
                if seen is not None:
                    others.append(seen)
            elif value is None:
                break
        whole[AUTOMATIC_TOLERANCES] = self._note(amounts, postings)
        self.seen += amounts
        self.seen += others
        return index - 1

    def _note(self, amounts: Sequence[Seen], postings: Sequence[Any]) -> ToBook:
        """What booking has to know."""
        currency, fewest, _digits = amounts[0]
        for of, decimals, _digits in amounts:
            if of != currency:
                raise NotPlainError
            if 0 < decimals < fewest or not fewest:
                fewest = decimals
        blank = -1
        if len(amounts) != len(postings):
            blanks = [i for i, posting in enumerate(postings) if posting[1] is MISSING]
            if len(blanks) > 1:
                raise NotPlainError
            blank = blanks[0]
        note = ToBook(currency, fewest, blank)
        return self._notes.setdefault(note, note)


def as_written(directive: Any) -> Any:
    """A directive that stays as it was read when booking goes on with it."""
    note = directive.meta.get(AUTOMATIC_TOLERANCES)
    if note is None:
        return directive
    postings = list(directive.postings)
    if note.blank >= 0:
        posting = postings[note.blank]
        postings[note.blank] = posting._replace(meta=dict(posting.meta))
    return directive._replace(meta=dict(directive.meta), postings=postings)


def last_plain_line(directives: Iterable[Any], limit: int) -> int:
    """Where the last plain transaction up to a line begins; 1 if there is none.

    There the parser stood between two directives, inside of no text, with nothing
    pushed: what comes after says the same whatever stands before.
    """
    lines = (
        directive.meta["lineno"]
        for directive in directives
        if AUTOMATIC_TOLERANCES in directive.meta
    )
    return max((line for line in lines if line <= limit), default=1)


def _marks(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The tags and links at the end of a first line."""
    tags: set[str] = set()
    links: set[str] = set()
    for mark, name in TAG_OR_LINK.findall(text):
        (tags if mark == "#" else links).add(name)
    return (
        frozenset(tags) if tags else EMPTY_SET,
        frozenset(links) if links else EMPTY_SET,
    )
