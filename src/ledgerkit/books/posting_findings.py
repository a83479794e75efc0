"""Findings on control postings, with the sentence of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.slips.refused import record_subject
from ledgerkit.errors import Finding, FindingKind, effect, finding
from ledgerkit.language.document_kinds import (
    AMOUNT_TOO_LARGE,
    DUE_BEFORE_ISSUED,
    NO_HOLIDAYS,
    NUMBER_GAP,
    SEVERAL_LINKS,
)
from ledgerkit.language.finding_kinds import BAD_VALUE, UNDECLARED_CLIENT, UNKNOWN_PARTY
from ledgerkit.language.slip_kinds import FAR_DAY
from ledgerkit.late_import import LateImport
from ledgerkit.ledger.place import place_in
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

    from ledgerkit.receivables.collection.allowance import as_percent
    from ledgerkit.text.closest_word import suggestion
else:
    suggestion = LateImport("ledgerkit.text.closest_word.suggestion")
    as_percent = LateImport("ledgerkit.receivables.collection.allowance.as_percent")

#: The key with a document's own percentage of doubt.
PERCENT = "allowance-percent"


class PostingFindings:
    """The findings of a reading.

    Attributes:
        by_side: The findings, by the side that they concern.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.by_side: dict[Side, list[Finding]] = {side: [] for side in Side}
        self._without_holidays: set[tuple[Side, str]] = set()

    def check_percent(
        self, txn: Transaction, meta: Mapping[str, Any], side: Side
    ) -> None:
        """Report a percentage of doubt that can't be read."""
        value = meta[PERCENT]
        if value is not None and as_percent(value) is None:
            self.bad_value(txn, meta, side, (PERCENT, value, "80"))

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
        missing = {effect(NUMBER_GAP, link) for link in links}
        last = self.by_side[side][-1]
        self.by_side[side][-1] = last._replace(explains=last.explains | missing)

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
        subject = record_subject(role, stated)
        self._note(UNKNOWN_PARTY, txn, meta, side, message, key=role, about=subject)

    def doubtful_due(
        self, txn: Transaction, posting: Posting, side: Side, due: date
    ) -> None:
        """Report a document due before it was issued, or many years later."""
        meta = posting.meta or txn.meta
        kind, message = DUE_BEFORE_ISSUED, "is before the document's own date"
        if due > txn.date:
            kind, message = FAR_DAY, "is more than ten years after the document's date"
        message = f"due: {due} {message}, {txn.date}; correct it"
        about = str(place_in(meta))
        self._note(kind, txn, meta, side, message, key="due", about=about)

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
        self._note(BAD_VALUE, txn, meta, side, message, key=key)

    def bad_terms(
        self, txn: Transaction, meta: Mapping[str, Any], side: Side, error: ValueError
    ) -> None:
        """Report payment terms that can't be read."""
        message = f"terms: {error}"
        self._note(BAD_VALUE, txn, meta, side, message, key="terms")

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
        self._note(NO_HOLIDAYS, txn, meta, side, message, about=label)

    def _note(  # noqa: PLR0913 - each is a fact about it
        self,
        kind: FindingKind,
        txn: Transaction,
        meta: Mapping[str, Any] | None,
        side: Side,
        message: str,
        *,
        key: str = "",
        about: str = "",
    ) -> None:
        """Note a finding at the posting, or at the transaction whose key it is."""
        is_own = meta and "lineno" in meta and not (key in txn.meta and key not in meta)
        unfinished = txn.flag == "!"
        new_finding = finding(
            kind,
            place_in(meta if is_own else txn.meta),
            message,
            unfinished=unfinished,
            key=key,
            about=about,
            explains=self._effects(kind, about),
            is_unknown=kind is UNKNOWN_PARTY,
        )
        self.by_side[side].append(new_finding)

    @staticmethod
    def _effects(kind: FindingKind, about: str) -> set[str]:
        """What follows: a client whose id is mistyped is known from invoices only."""
        return {effect(UNDECLARED_CLIENT, about)} if kind is UNKNOWN_PARTY else set()
