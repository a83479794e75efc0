"""Beancount's parser reads the rest of a file, and bears witness.

Plain transactions are taken on assumptions on what stands around them. Beancount's own
parser comes upon what could break them, so that nothing here need know its grammar: it
either confirms them all, or reads the whole file.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final

from beancount.core.data import Transaction
from beancount.parser import grammar, parser

from ledgerkit.fast_loader.transactions import SENTINEL_KEY, PlainPart, read_plain

if TYPE_CHECKING:
    from ledgerkit.fast_loader.switch import Tally

#: Errors after which the parser goes on as if nothing had been.
_HARMLESS: Final = (grammar.ParserError, grammar.DeprecatedError)


def parse_bytes(data: bytes, filename: str, tally: Tally) -> Any:
    """The directives, errors and options of a file, as by Beancount's `parse_file`.

    Directives are in no order: Beancount's loader sorts them in any case.

    Args:
        data: The file.
        filename: For the metadata.
        tally: Is told how much was plain.
    """
    part = _plain_part(data, filename)
    if part is not None and part.transactions:
        parsed = _parse_rest(part, filename)
        if parsed is not None:
            tally.plain += len(part.transactions)
            tally.others += _transactions(parsed)
            parsed[0].extend(part.transactions)
            return parsed
    parsed = parser.parse_file(io.BytesIO(data), report_filename=filename)
    tally.whole_files += 1
    tally.others += _transactions(parsed)
    return parsed


def _transactions(parsed: Any) -> int:
    return sum(type(each) is Transaction for each in parsed[0])


def _plain_part(data: bytes, filename: str) -> PlainPart | None:
    """The plain transactions; None if the file isn't text."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else read_plain(text, filename)


def _parse_rest(part: PlainPart, filename: str) -> Any:
    """What Beancount says of the rest; None if it must read the whole file."""
    witness = _Witness(part)
    reading: Any = parser
    reading._parser.Parser(witness, debug=False).parse(  # noqa: SLF001
        io.BytesIO(part.rest.encode()), filename=filename, lineno=1
    )
    parsed = witness.finalize()
    return parsed if witness.confirms() else None


_Builder: Any = grammar.Builder


class _Witness(_Builder):  # type: ignore[misc]
    """Beancount's builder, which remembers what the plain transactions depend on."""

    def __init__(self, part: PlainPart) -> None:
        super().__init__()
        self._part = part
        self._missed = set(part.sentinels)
        self._lines = [each.meta["lineno"] for each in part.transactions]
        #: Of an option that names a root of accounts: the last one's line.
        self._named = 0
        #: Where something was pushed that was not popped yet.
        self._pushed_at = 0
        self._is_contradicted = False

    def confirms(self) -> bool:
        """Whether Beancount would have read the plain transactions just so."""
        return (
            not self._is_contradicted
            and not self._missed
            and all(type(error) in _HARMLESS for error in self.errors)
            and self._named < self._lines[0]
            and all(map(self.account_regexp.match, self._part.accounts))
        )

    def finalize(self) -> Any:
        """Add what the plain transactions teach the display context."""
        for (currency, decimals, digits), count in self._part.seen.items():
            context: Any = self.dcontext.ccontexts[currency]
            context.fractional_dist.hist[decimals] += count
            context.integer_max = max(context.integer_max, digits)
        if self._pushed_at:
            self._close(self._lines[-1] + 1)
        return super().finalize()

    def get_entries(self) -> Any:
        return self.entries

    def option(self, filename: str, lineno: int, key: str, value: str) -> None:
        super().option(filename, lineno, key, value)
        if key.startswith("name_"):
            self._named = lineno

    def pushtag(self, filename: str, lineno: int, tag: str) -> None:
        super().pushtag(filename, lineno, tag)
        self._look(lineno)

    def poptag(self, filename: str, lineno: int, tag: str) -> None:
        super().poptag(filename, lineno, tag)
        self._look(lineno)

    def pushmeta(self, filename: str, lineno: int, key_value: Any) -> None:
        super().pushmeta(filename, lineno, key_value)
        self._look(lineno)

    def popmeta(self, filename: str, lineno: int, key: str) -> None:
        if key == SENTINEL_KEY and lineno in self._missed:
            self._missed.discard(lineno)
            return
        super().popmeta(filename, lineno, key)
        self._look(lineno)

    def _look(self, lineno: int) -> None:
        """Remember where something begins to be pushed, and look back where it ends."""
        if self.tags or self.meta:
            self._pushed_at = self._pushed_at or lineno
        elif self._pushed_at:
            self._close(lineno)

    def _close(self, lineno: int) -> None:
        begins = bisect_left(self._lines, self._pushed_at)
        ends = bisect_left(self._lines, lineno)
        self._is_contradicted = self._is_contradicted or begins != ends
        self._pushed_at = 0
