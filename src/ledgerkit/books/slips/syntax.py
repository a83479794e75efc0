"""Beancount's own errors, with what to write instead where the slip is usual."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from beancount.core.data import Close, Open, Transaction

from ledgerkit.books.slips.account_remedies import BookWords
from ledgerkit.books.slips.refused_text import (
    effects_of_text,
    effects_on_balances,
    effects_on_numbers,
    entry_around,
    failing_balance,
    named_numbers,
    unopened_account,
)
from ledgerkit.books.slips.text_remedies import SurprisingLine, remedy_for
from ledgerkit.books.slips.unclosed_text import unclosed_texts
from ledgerkit.errors import Finding, Place, effect, finding
from ledgerkit.language.document_kinds import (
    AMOUNT_DIFFERS,
    MONEY_ON_ACCOUNT,
    TAX_DIFFERS,
)
from ledgerkit.language.finding_kinds import BEANCOUNT_ERROR
from ledgerkit.language.slip_kinds import PAID_BEFORE_ISSUED
from ledgerkit.ledger.place import place_of, short_place
from ledgerkit.text.closest_word import KnownWords, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from beancount.core.data import Directive

    from ledgerkit.books.slips.key_lines import LedgerTexts
    from ledgerkit.books.slips.unclosed_text import UnclosedText
    from ledgerkit.errors import FindingKind

#: The words of Beancount's parser for a line that it can't read.
_UNREADABLE = re.compile(
    r"Invalid token: |syntax error, |ValueError: |Invalid account name: "
)
_UNKNOWN_ACCOUNT = re.compile(r"Invalid reference to unknown account '(?P<account>.*)'")
_INACTIVE = re.compile(r"Invalid reference to inactive account '(?P<account>.*)'")
_WRONG_CURRENCY = re.compile(
    r"Invalid currency (?P<currency>\S+) for account '(?P<account>.*)'"
)
_UNBALANCED = re.compile(r"Transaction does not balance: \((?P<amounts>.*)\)")
_OPTION = re.compile(r"Invalid option: '(?P<name>.*)'")
_KEY_TWICE = re.compile(
    r"Duplicate metadata field on entry: KeyValue\(key='(?P<key>.*?)'"
)
#: A currency may hold digits, and so has this one no number.
_GLUED = re.compile(r"(?<=\s)(?P<currency>[A-Z]{3})(?P<number>-?[0-9][0-9.]*)(?!\S)")
_BAD_ACCOUNT = re.compile(r"Invalid account name: (?P<account>\S+)")
_OPENED_TWICE = re.compile(r"Duplicate open directive for (?P<account>\S+)")
_TEXTS = re.compile(r"Too many strings on transaction description")
_PUSHED = re.compile(r"Unbalanced pushed tag: '(?P<tag>.*)'")
_FAILED = re.compile(r"Balance failed for '(?P<account>.*?)'")


class BeancountErrors:
    """Explains the errors of one book, and finds the cause among several."""

    def __init__(
        self,
        directives: Sequence[Directive],
        texts: LedgerTexts,
        roots: AbstractSet[str],
    ) -> None:
        """Know what was read of the book, its text, and what accounts begin with."""
        self._roots = roots
        self._directives = directives
        self._texts = texts
        self._told: set[str] = set()
        self._unclosed: dict[str, Sequence[UnclosedText]] = {}

    def findings(self, errors: Iterable[tuple[Place, str]]) -> Iterator[Finding]:
        """A finding for each cause.

        Args:
            errors: Place and message of each error.
        """
        by_entry: dict[Place, list[tuple[Place, str]]] = {}
        for place, message in sorted(errors):  # Some are found in the order of a set.
            lines = self._texts.lines(place.filename)
            if _UNREADABLE.match(message) and 0 < place.lineno <= len(lines):
                entry = entry_around(lines, place.lineno)
                head = Place(place.filename, entry.lineno)
                by_entry.setdefault(head, []).append((place, message))
            else:
                yield self._of_the_book(place, message)
        for place, messages in by_entry.items():
            yield self._of_the_text(place, messages)

    # --- What can't be read -----------------------------------------------------------

    def _of_the_text(self, head: Place, errors: Sequence[tuple[Place, str]]) -> Finding:
        """The finding on an entry, of which several tokens may surprise Beancount."""
        lines = self._texts.lines(head.filename)
        effects = set(effects_of_text(entry_around(lines, head.lineno)))
        for place, message in errors:
            bad = _BAD_ACCOUNT.match(message)
            if bad is not None:
                effects.add(effect(BEANCOUNT_ERROR, unopened_account(bad["account"])))
            line = SurprisingLine(
                lines=lines,
                lineno=place.lineno,
                error=message,
                words=self._words,
                unclosed=self._unclosed_in(head.filename),
            )
            remedy = remedy_for(line)
            if remedy is not None:
                above = entry_around(lines, max(1, remedy.lineno - 1))
                own = entry_around(lines, remedy.lineno)
                effects |= effects_of_text(above if not own.lines[0].strip() else own)
                effects.update(effects_on_balances(remedy.message))
                effects.update(effects_on_numbers(remedy.message))
                effects.add(_unbalanced(Place(head.filename, above.lineno)))
                where = Place(head.filename, remedy.lineno)
                return self._finding(where, remedy.message, effects)
        place, message = min(errors)
        return self._finding(place, _plain(message), effects)

    def _finding(self, place: Place, message: str, effects: Iterable[str]) -> Finding:
        return finding(BEANCOUNT_ERROR, place, message, explains=effects)

    def _unclosed_in(self, filename: str) -> Sequence[UnclosedText]:
        if filename not in self._unclosed:
            lines = self._texts.lines(filename)
            self._unclosed[filename] = unclosed_texts(lines)
        return self._unclosed[filename]

    @cached_property
    def _words(self) -> BookWords:
        opened = (d.account for d in self._directives if isinstance(d, Open))
        return BookWords(
            accounts=frozenset(
                name for name in opened if name.partition(":")[0] in self._roots
            ),
            roots=self._roots,
        )

    # --- What was read, and can't be right --------------------------------------------

    def _of_the_book(self, place: Place, message: str) -> Finding:
        if match := _UNKNOWN_ACCOUNT.match(message):
            return self._unknown_account(place, match["account"])
        if match := _INACTIVE.match(message):
            return self._inactive(place, match["account"])
        if match := _WRONG_CURRENCY.match(message):
            return self._wrong_currency(place, match["currency"], match["account"])
        if match := _UNBALANCED.match(message):
            return self._does_not_balance(place, message, match["amounts"])
        match = _FAILED.match(message)
        if match is not None:
            about = failing_balance(match["account"])
            return finding(BEANCOUNT_ERROR, place, message, about=about)
        return self._of_the_words(place, message)

    def _of_the_words(self, place: Place, message: str) -> Finding:
        """An error of which only the words are mended."""
        if match := _OPTION.match(message):
            remedy = did_you_mean(KnownWords(_option_names()).alike(match["name"]))
            message = f'there is no option "{match["name"]}"{remedy}'
        elif match := _KEY_TWICE.match(message):
            key = match["key"]
            message = f'key "{key}" stands twice on one entry; delete one of the two'
            place = self._last_line_with(place, f"{key}:")
        elif match := _OPENED_TWICE.match(message):
            message = self._opened_twice(match["account"])
        elif match := _PUSHED.match(message):
            tag = f"pushtag #{match['tag']}"
            lines = self._texts.lines(place.filename)
            pushed = [n for n, text in enumerate(lines, 1) if text.startswith(tag)]
            place = place._replace(lineno=(pushed or [place.lineno])[-1])
            message = f"{tag} has no end; write poptag #{match['tag']} where it ends"
        elif _TEXTS.match(message):
            return self._third_text(place)
        return finding(BEANCOUNT_ERROR, place, message)

    def _opened_twice(self, account: str) -> str:
        places = [
            short_place(place_of(directive))
            for directive in self._directives
            if isinstance(directive, Open) and directive.account == account
        ]
        first = f" ({places[0]})" if places else ""
        return f"{account} is opened already{first}; delete one of the two"

    def _third_text(self, place: Place) -> Finding:
        """A transaction with more texts than payee and narration is left out."""
        texts = re.findall(r'"((?:[^"\\]|\\.)*)"', self._texts.line(place))
        third = texts[2] if len(texts) > 2 else ""
        message = f'a transaction has payee and narration, and no third text: "{third}"'
        if third[:1] in {"^", "#"}:
            message = f"a link or tag has no quotes; write {third}"
        effects = {*effects_on_balances(self._entry_at(place))}
        effects.update(effects_on_numbers(f"{self._entry_at(place)} {message}"))
        return self._finding(place, message, effects)

    def _unknown_account(self, place: Place, account: str) -> Finding:
        meant = KnownWords(self._words.accounts).alike(account)
        effects = [
            effect(BEANCOUNT_ERROR, failing_balance(other))
            for other in (account, *meant)
        ]
        remedy = did_you_mean(meant) or "; open it, or correct it"
        return finding(
            BEANCOUNT_ERROR,
            self._line_with(place, account),
            f"account {account} is not opened{remedy}",
            about=unopened_account(account),
            is_unknown=True,
            explains=effects,
        )

    def _inactive(self, place: Place, account: str) -> Finding:
        """An entry before its account is opened, or after it is closed.

        If several accounts of an entry aren't in use, its date is wrong, and that once.
        """
        about, again = f"inactive {account}", f"inactive again {place}"
        if again in self._told:
            about = again
        self._told.add(again)
        dated = [
            f"{'opened' if isinstance(directive, Open) else 'closed'} on"
            f" {directive.date} ({short_place(place_of(directive))})"
            for directive in self._directives
            if isinstance(directive, Open | Close) and directive.account == account
        ]
        return finding(
            BEANCOUNT_ERROR,
            self._line_with(place, account),
            f"{account} is {' and '.join(dated)}, and not in use on this day; correct"
            " one of the dates",
            about=about,
            explains=[
                effect(BEANCOUNT_ERROR, failing_balance(account)),
                *([] if about == again else [effect(BEANCOUNT_ERROR, again)]),
                *self._at_lines_of(place, PAID_BEFORE_ISSUED),
            ],
            is_unknown=True,
        )

    def _wrong_currency(self, place: Place, currency: str, account: str) -> Finding:
        subject = f"currency {currency} {place}"
        again = f"{subject} again"
        effects = [_unbalanced(place), *self._follow_up(place)]
        if subject in self._told:
            subject = again
        else:
            self._told.add(subject)
            effects.append(effect(BEANCOUNT_ERROR, again))
        return finding(
            BEANCOUNT_ERROR,
            self._line_with(place, currency),
            f"{account} is not opened for {currency}{self._other_currency(currency)}",
            about=subject,
            explains=effects,
        )

    def _does_not_balance(self, place: Place, message: str, amounts: str) -> Finding:
        glued = _GLUED.search(self._entry_at(place))
        if glued is not None:
            return finding(
                BEANCOUNT_ERROR,
                self._line_with(place, glued[0]),
                f"{glued[0]} is read as a currency; write {glued['number']}"
                f" {glued['currency']}",
                about=named_unbalanced(place),
                explains=[
                    *self._follow_up(place),
                    *effects_on_numbers(self._entry_at(place)),
                ],
            )
        for currency in re.findall(r"[A-Z][A-Z0-9'._-]*", amounts):
            remedy = self._other_currency(currency)
            if "," in amounts and remedy:
                return finding(
                    BEANCOUNT_ERROR,
                    self._line_with(place, currency),
                    f"the transaction does not balance: {amounts}{remedy}",
                    about=named_unbalanced(place),
                    explains=self._follow_up(place),
                )
        return finding(
            BEANCOUNT_ERROR,
            place,
            message,
            about=named_unbalanced(place),
            explains=[
                *effects_on_balances(self._entry_at(place)),
                *self._at_lines_of(place, TAX_DIFFERS, AMOUNT_DIFFERS),
            ],
        )

    def _at_lines_of(self, place: Place, *kinds: FindingKind) -> Iterator[str]:
        """The findings of these kinds at any line of an entry."""
        count = self._entry_at(place).count("\n") + 1
        for number in range(place.lineno, place.lineno + count):
            for kind in kinds:
                yield effect(kind, Place(place.filename, number))

    def _other_currency(self, currency: str) -> str:
        """The currency that is meant by one that only one transaction uses."""
        if self._uses[currency] > 1 or len(self._uses) < 2:
            return ""
        others = [other for other in self._uses if other != currency]
        near = [c for c in others if c.startswith(currency) or currency.startswith(c)]
        meant = near or list(KnownWords(others).alike(currency))
        usual = max(others, key=lambda other: self._uses[other])
        return f"; nothing else is in {currency}, write {(meant or [usual])[0]}"

    @cached_property
    def _uses(self) -> Counter[str]:
        """In how many transactions each currency is used."""
        return Counter(
            currency
            for directive in self._directives
            if isinstance(directive, Transaction)
            for currency in {
                posting.units.currency
                for posting in directive.postings
                if posting.units is not None
            }
        )

    def _follow_up(self, place: Place) -> Iterator[str]:
        """What follows if an entry has another currency than is meant."""
        text = self._entry_at(place)
        yield from effects_on_balances(text)
        yield from (effect(MONEY_ON_ACCOUNT, number) for number in named_numbers(text))

    def _entry_at(self, place: Place) -> str:
        """The text of an entry; empty if it is in no file."""
        lines = self._texts.lines(place.filename)
        if not 0 < place.lineno <= len(lines):
            return ""
        return "\n".join(entry_around(lines, place.lineno).lines)

    def _last_line_with(self, place: Place, word: str) -> Place:
        """The last line of an entry that begins with a word."""
        lines = self._texts.lines(place.filename)
        entry = entry_around(lines, place.lineno) if self._entry_at(place) else None
        numbered = enumerate(entry.lines if entry else (), start=place.lineno)
        found = [n for n, line in numbered if line.lstrip().startswith(word)]
        return Place(place.filename, found[-1]) if found else place

    def _line_with(self, place: Place, word: str) -> Place:
        """The line of an entry in which a word stands."""
        lines = self._texts.lines(place.filename)
        if not 0 < place.lineno <= len(lines):
            return place
        entry = entry_around(lines, place.lineno)
        whole = re.compile(rf"(?<![\w:-]){re.escape(word)}(?![\w:-])")
        for number, line in enumerate(entry.lines, start=entry.lineno):
            if number > place.lineno and whole.search(line):
                return Place(place.filename, number)
        return place


def named_unbalanced(place: Place) -> str:
    """The name, in `effect`, of a transaction that does not balance."""
    return f"unbalanced {place}"


def _unbalanced(place: Place) -> str:
    return effect(BEANCOUNT_ERROR, named_unbalanced(place))


def _option_names() -> Sequence[str]:
    from beancount.parser.options import OPTIONS  # noqa: PLC0415 - rarely needed

    return list(OPTIONS)


def _plain(message: str) -> str:
    """Beancount's words without those of its makers."""
    return message.removeprefix("ValueError: ")
