"""The open documents, by number, party and amount."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from ledgerkit.banking.matching.evidence import Named
from ledgerkit.banking.matching.numbers import number_shape, squeezed
from ledgerkit.open_items.document_number import (
    groups_read_alike,
    number_groups,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from ledgerkit.banking.matching.books_side import OpenDocument
    from ledgerkit.banking.matching.numbers import NumbersInText

#: Documents with the same number or amount; more than this prove nothing.
_SAME_MAX = 60


class _Forms(NamedTuple):
    """The forms of a number to look for when it is not written in full."""

    wanted: frozenset[str]
    alike: str
    joined: str
    digits: str
    sorted_digits: str
    last_digits: str
    letters: str


class OpenEntry:
    """A document, with the forms of its number to look for.

    Attributes:
        position: Its place among the open documents, oldest due first.
        document: The document.
        issued: Its date.
        number: Its number without marks.
        references: Its structured references.
        keys: Its references and number, which name it beyond doubt.
    """

    def __init__(self, position: int, document: OpenDocument) -> None:
        self.position = position
        self.document = document
        self.issued = document.issued
        self.number = squeezed(document.number)
        self.references = _references(document)
        self.keys = self.references | {self.number}

    @cached_property
    def is_telling(self) -> bool:
        """Whether its number is distinctive enough to mean nothing else in a text."""
        digits = sum(map(str.isdigit, self.number))
        letters = len(self.number) - digits
        return len(self.number) >= 5 and (digits >= 4 or (digits == 3 and letters >= 2))

    @cached_property
    def shape(self) -> str:
        """The shape of its series' numbers; empty if none."""
        shape = number_shape(number_groups(self.document.number))
        return shape if "9" in shape else ""

    @cached_property
    def _grouped(self) -> str:
        return " ".join(number_groups(self.document.number))

    @cached_property
    def _forms(self) -> _Forms:
        groups = groups_read_alike(self.document.number)
        numeric = [group for group in groups if group.isdigit()]
        digits = "".join(filter(str.isdigit, self.number))
        joined, letters = "".join(groups), "".join(sorted(self.number))
        last_digits = numeric[-1] if numeric else ""
        return _Forms(
            wanted=frozenset((self.number, joined, digits, last_digits, letters)),
            alike=" ".join(groups),
            joined=joined,
            digits=digits,
            sorted_digits="".join(sorted(digits)),
            last_digits=last_digits,
            letters=letters,
        )

    @cached_property
    def _short(self) -> frozenset[str]:
        """Its number as people shorten it: without its prefix, or the year."""
        groups = groups_read_alike(self.document.number)
        year = self.document.issued.year
        years = {str(year), f"{year % 100}"}
        yearless = tuple(group for group in groups if group not in years)
        tails = [groups[start:] for start in range(1, len(groups))]
        tails += [yearless[start:] for start in range(len(yearless))]
        return frozenset(
            " ".join(tail) for tail in tails if any(map(str.isdigit, tail))
        ) - {self._forms.alike}

    def named_surely(self, numbers: NumbersInText) -> Named:
        """How a text names it, if that needs no other proof."""
        if numbers.structured and not numbers.structured.isdisjoint(self.keys):
            return Named.STRUCTURED
        if self.references and not numbers.whole.isdisjoint(self.references):
            return Named.STRUCTURED
        if self.is_telling and self.number in numbers.whole:
            return Named.EXACT
        return Named.NOT

    def named(self, numbers: NumbersInText) -> Named:
        """How a text names it, given the party or amount as proof."""
        if not self.keys.isdisjoint(numbers.keys):
            surely = self.named_surely(numbers)
            if surely:
                return surely
        forms = self._forms
        if not numbers.whole or not forms.digits:
            return Named.NOT
        if forms.wanted.isdisjoint(numbers.forms):  # Nearly always.
            return self._named_with_slip(numbers)
        if forms.last_digits in numbers.alike:
            named = self._named_by_groups(numbers)
            if named:
                return named
        if not numbers.digits and not numbers.read:
            return Named.NOT
        return self._named_by_digits(numbers)

    def _named_by_groups(self, numbers: NumbersInText) -> Named:
        if self._grouped in numbers.grouped:
            return self._worth(self._grouped, Named.EXACT)
        number = self._forms.alike
        if number in numbers.alike:
            return self._worth(number, Named.READ)
        if self.is_telling and number in numbers.continued:
            return Named.SHORT
        if self._short.isdisjoint(numbers.alike):
            return Named.NOT
        short_forms = self._short & numbers.alike
        named = max(self._worth(form, Named.SHORT) for form in short_forms)
        return (
            named if named > Named.TAIL else max(named, self._named_by_digits(numbers))
        )

    def _named_by_digits(self, numbers: NumbersInText) -> Named:
        forms = self._forms
        if self.is_telling:
            if self.number in numbers.read:
                return Named.READ
            if forms.joined in numbers.whole:
                return Named.SHORT
            if forms.digits in numbers.digits:
                return Named.SHORT
            mixed = numbers.by_letters.get(forms.letters, "")
            if mixed and _is_slip(mixed, self.number):
                return Named.SLIP
        return self._named_with_slip(numbers)

    def _named_with_slip(self, numbers: NumbersInText) -> Named:
        forms, slips = self._forms, numbers.slips_of
        if not slips or len(forms.digits) < 5:
            return Named.NOT
        for digits, sorted_digits in slips.get(len(forms.digits), ()):
            # One different digit usually means another number.
            is_near = not sorted_digits or sorted_digits == forms.sorted_digits
            if is_near and _is_slip(digits, forms.digits):
                return Named.SLIP
        return Named.NOT

    @staticmethod
    def _worth(form: str, level: Named) -> Named:
        """Lower a single short group: it may be a day, a house number, a quantity."""
        is_long = sum(map(str.isdigit, form)) >= 4 and not _is_year(form)
        return level if " " in form or is_long else Named.TAIL


def _references(document: OpenDocument) -> frozenset[str]:
    references = [squeezed(reference) for reference in document.references]
    telling = [r for r in references if len(r.lstrip("0")) >= 5]
    return frozenset(telling + [r.lstrip("0") for r in telling])


def _is_slip(number: str, other: str) -> bool:
    return OSA.distance(number, other, score_cutoff=1) <= 1


def _is_year(form: str) -> bool:
    return len(form) == 4 and form.startswith(("19", "20"))


class OpenDocuments:
    """All open documents, by content, so that the order of the input doesn't matter."""

    def __init__(self, documents: Iterable[OpenDocument]) -> None:
        ordered = sorted((d for d in documents if d.open), key=_content)
        self.entries = [OpenEntry(i, d) for i, d in enumerate(ordered)]
        self._by_number: dict[str, list[OpenEntry]] = defaultdict(list)
        self._by_party: dict[str, list[OpenEntry]] = defaultdict(list)
        self._by_amount: dict[tuple[str, Decimal], list[OpenEntry]] = defaultdict(list)
        for entry in self.entries:
            document = entry.document
            self._by_party[document.party].append(entry)
            for key in entry.keys:
                self._by_number[key].append(entry)
            amounts = {document.open, document.open - document.discount}
            for amount in amounts:
                self._by_amount[document.currency, amount].append(entry)

    def of_party(self, party: str) -> Sequence[OpenEntry]:
        """A party's open documents, oldest due first."""
        return self._by_party.get(party, ())

    def of_amount(self, currency: str, amount: Decimal) -> Sequence[OpenEntry]:
        """Documents open with exactly this amount; none if there are too many."""
        entries = self._by_amount.get((currency, amount), ())
        return entries if len(entries) <= _SAME_MAX else ()

    def surely_named(self, numbers: NumbersInText) -> Sequence[OpenEntry]:
        """The documents whose full number or reference a text names."""
        keys = numbers.structured | (numbers.whole & self._by_number.keys())
        by_position: dict[int, OpenEntry] = {}
        for key in sorted(keys):
            for entry in self._by_number.get(key, ())[:_SAME_MAX]:
                if entry.named_surely(numbers):
                    by_position[entry.position] = entry
        return [by_position[position] for position in sorted(by_position)]


def _content(document: OpenDocument) -> tuple[object, ...]:
    return (
        document.due,
        document.issued,
        document.number,
        document.party,
        document.account,
        document.currency,
        document.open,
        document.side,
        document.place,
    )
