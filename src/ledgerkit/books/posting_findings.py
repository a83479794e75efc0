"""Findings on control postings, with the sentence of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.errors import Finding, FindingKind, finding
from ledgerkit.language.check_words import other_word_for
from ledgerkit.language.finding_kinds import (
    AMOUNT_TOO_LARGE,
    BAD_VALUE,
    DUE_BEFORE_ISSUED,
    MISTYPED_KEY,
    NO_HOLIDAYS,
    SEVERAL_LINKS,
    UNKNOWN_PARTY,
    UNREAD_KEY,
)
from ledgerkit.language.vocabulary import keys_on
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_in, written
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.collection.allowance import as_percent
from ledgerkit.text.closest_word import nearest, suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

_KEYS = keys_on(On.TRANSACTION)
_PERCENT = "allowance-percent"
_HOSTS = {"filename", "lineno", "__tolerances__", "__automatic__"}


class PostingFindings:
    """The findings of a reading.

    Attributes:
        by_side: The findings, by the side that they concern.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.by_side: dict[Side, list[Finding]] = {side: [] for side in Side}
        # A percentage isn't plain: it is rare enough to check each time.
        self._plain_keys = set(_KEYS | _HOSTS) - {_PERCENT}
        self._slips: dict[str, str] = {}
        self._without_holidays: set[tuple[Side, str]] = set()

    def check_keys(self, txn: Transaction, meta: Mapping[str, Any], side: Side) -> None:
        """Report misspelt keys; every other key is checked only once."""
        if meta.keys() <= self._plain_keys:
            return
        for key in meta.keys() - self._plain_keys:
            if key == _PERCENT:
                self._check_percent(txn, meta, side)
                continue
            own = other_word_for(key)
            if own is not None:
                self._check_other_word(txn, meta, side, (key, own))
                continue
            slip_for = self._slips.get(key) or nearest(key, _KEYS)
            if slip_for is None:
                self._plain_keys.add(key)
                continue
            self._slips[key] = slip_for
            message = f'key "{key}" is ignored; did you mean "{slip_for}"?'
            self._note(MISTYPED_KEY, txn, meta, side, message)

    def _check_other_word(
        self,
        txn: Transaction,
        meta: Mapping[str, Any],
        side: Side,
        key_and_own: tuple[str, str],
    ) -> None:
        """Report another program's key once, where ours doesn't stand beside it."""
        key, own = key_and_own
        if written(meta, own) is not None or written(txn.meta, own) is not None:
            return
        self._plain_keys.add(key)
        message = (
            f'key "{key}" is not read, here and wherever it stands;'
            f" write {own}: beside it if it means the same"
        )
        self._note(UNREAD_KEY, txn, meta, side, message)

    def _check_percent(
        self, txn: Transaction, meta: Mapping[str, Any], side: Side
    ) -> None:
        """Report an invalid percentage of doubt."""
        value = meta[_PERCENT]
        if value is not None and as_percent(value) is None:
            self.bad_value(txn, meta, side, (_PERCENT, value, "80"))

    def amount_too_large(
        self, txn: Transaction, posting: Posting, amount: Decimal, side: Side
    ) -> None:
        """Report an amount too large for exact sums."""
        digits = amount.adjusted() + 1
        message = (
            f"{posting.account}: the amount has {digits} digits before the decimal"
            " mark; more than 15 would lose cents in sums, so correct it"
        )
        self._note(AMOUNT_TOO_LARGE, txn, posting.meta, side, message)

    def several_links(self, txn: Transaction, posting: Posting, side: Side) -> None:
        """Report a debt whose number could be any of several links."""
        links, key = sorted(txn.links), side.number_key
        message = (
            f"{posting.account}: which of {', '.join('^' + x for x in links)} is the"
            f' {key}\'s number? Write {key}: "{links[0]}"'
        )
        self._note(SEVERAL_LINKS, txn, posting.meta, side, message)

    def unknown_party(
        self,
        txn: Transaction,
        meta: Mapping[str, Any],
        side: Side,
        stated: str,
        known: Sequence[str],
    ) -> None:
        """Report an id that no directive declares."""
        role = side.party_role.value
        remedy = suggestion(stated, known) or (
            f'; declare it: {txn.date} custom "{role}" "{stated}" "Its name"'
        )
        message = f'{role} "{stated}" is not declared{remedy}'
        self._note(UNKNOWN_PARTY, txn, meta, side, message)

    def due_before_issued(
        self, txn: Transaction, meta: Mapping[str, Any], side: Side, due: date
    ) -> None:
        """Report a document due before it was issued."""
        message = (
            f"due: {due} is before the document's own date, {txn.date}; correct it"
        )
        self._note(DUE_BEFORE_ISSUED, txn, meta, side, message)

    def bad_value(
        self,
        txn: Transaction,
        meta: Mapping[str, Any],
        side: Side,
        key_value_form: tuple[str, object, str],
    ) -> None:
        """Report a key's value that can't be read, with the form it should have."""
        key, value, form = key_value_form
        message = f"{key}: {value} can't be read; write for instance {key}: {form}"
        self._note(BAD_VALUE, txn, meta, side, message)

    def bad_terms(
        self, txn: Transaction, meta: Mapping[str, Any], side: Side, error: ValueError
    ) -> None:
        """Report payment terms that can't be read."""
        self._note(BAD_VALUE, txn, meta, side, f"terms: {error}")

    def no_holidays(
        self, txn: Transaction, meta: Mapping[str, Any], side: Side, subject: str
    ) -> None:
        """Report a party whose country's holidays aren't known, at its first document.

        Args:
            txn: The document's transaction.
            meta: The keys of its control posting.
            side: The posting's side.
            subject: The party's id and country, separated by a space.
        """
        if (side, subject) in self._without_holidays:
            return
        self._without_holidays.add((side, subject))
        party, _space, country = subject.partition(" ")
        label = f"{side.party_role.value} {party}"
        lacks = (
            f'no holidays are known of country "{country}"'
            if country
            else ("no country is known")
        )
        message = (
            f"{label}: {lacks}, so only weekends move its due dates;"
            f' write country: "IT", say, on the {side.party_role.value}'
        )
        self._note(NO_HOLIDAYS, txn, meta, side, message)

    def _note(
        self,
        kind: FindingKind,
        txn: Transaction,
        meta: Mapping[str, Any] | None,
        side: Side,
        message: str,
    ) -> None:
        place = place_in(meta if meta and "lineno" in meta else txn.meta)
        unfinished = txn.flag == "!"
        new_finding = finding(kind, place, message, unfinished=unfinished)
        self.by_side[side].append(new_finding)
