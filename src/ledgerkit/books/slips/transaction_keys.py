"""Keys of transactions and postings that nothing reads, or that can't be read.

A key may be misspelt, stand where it has no effect, or hold a value of another type. A
whole ledger is gone through, so what is plain is told by one look-up: the same keys
with values of the same types in the same place are checked once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.slips.key_lines import LedgerTexts
from ledgerkit.books.slips.key_places import (
    CONTROLS,
    OF_A_LINE,
    OF_DEBTS,
    OF_THE_DEBT,
    OF_THE_PARTY,
    ON_HEAD,
    ON_LINES,
    KeySlip,
    Where,
    misplaced_elsewhere,
    misplaced_on_control,
    misplaced_on_head,
)
from ledgerkit.books.slips.key_values import (
    EACH_TIME,
    is_reckoned,
    slip_of_reckoning,
    slips_of_type,
    slips_of_value,
)
from ledgerkit.errors import Finding, FindingKind, effect, finding
from ledgerkit.language.document_kinds import (
    LINE_DIFFERS,
    MONEY_ON_ACCOUNT,
    OTHER_PARTYS_DOCUMENT,
    PAID_UNAPPROVED,
    TAX_DIFFERS,
    UNKNOWN_DOCUMENT,
    UNNUMBERED_DOCUMENT,
)
from ledgerkit.language.finding_kinds import (
    MISTYPED_KEY,
    UNCLEAR_DEFERRAL,
    UNREAD_KEY,
)
from ledgerkit.language.other_words import (
    belongs_elsewhere,
    is_a_key_of_ours,
    other_word_for,
)
from ledgerkit.language.slip_kinds import BAD_IBAN, MISPLACED_KEY
from ledgerkit.language.word import On
from ledgerkit.ledger.place import ADDED, place_in, place_of, written
from ledgerkit.text.closest_word import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from beancount.core.data import Posting, Transaction

    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.open_items.side import Side

#: File and line: a posting with only these has no keys.
_PLAIN_KEYS = 2
_SIDE_BITS = {Where.RECEIVABLE: 1, Where.PAYABLE: 2}
#: Whether they are missed depends on what else the transaction says.
_SAID_TWICE = OF_THE_DEBT | OF_THE_PARTY
#: What can't add up without them, and what is not settled without them.
_EFFECTS: Mapping[FindingKind, frozenset[str]] = {
    TAX_DIFFERS: OF_A_LINE | {"discount", "allowance", "charge", "withholding"},
    LINE_DIFFERS: OF_A_LINE | {"discount"},
    MONEY_ON_ACCOUNT: _SAID_TWICE,
    OTHER_PARTYS_DOCUMENT: _SAID_TWICE,
    UNNUMBERED_DOCUMENT: OF_THE_DEBT,
    PAID_UNAPPROVED: frozenset({"approved-by", "approved-on", "approved-amount"}),
    UNCLEAR_DEFERRAL: frozenset({"period-from", "period-to", "recognise"}),
}


def check_transaction_keys(
    keyed: Iterable[Transaction], chart: ChartOfAccounts, *, is_ours: bool
) -> Iterator[Finding]:
    """Report keys of transactions that have no effect, or not the one that is meant.

    Only transactions that make or settle debts are checked: the keys of any other are
    the person's own.

    Args:
        keyed: The transactions with keys, on themselves or their postings.
        chart: The role of every account.
        is_ours: Whether the book is written for us. In any other a key that stands
            elsewhere may be another program's.
    """
    reader = _Reader(chart, is_ours=is_ours)
    for txn in keyed:
        yield from reader.check(txn)


class _Reader:
    """Checks transactions, and remembers what is plain."""

    def __init__(self, chart: ChartOfAccounts, *, is_ours: bool) -> None:
        self._chart = chart
        self._is_ours = is_ours
        self._where: dict[str, Where] = {}
        self._sides: dict[str, int] = {}
        self._plain: set[tuple[Any, ...]] = set()
        self._plain_heads: set[tuple[Any, ...]] = set()
        self._told: set[str] = set()
        self._texts = LedgerTexts()

    def check(self, txn: Transaction) -> Iterable[Finding]:
        """The findings on one transaction; nearly all are plain."""
        sides, has_keys = 0, False
        for posting in txn.postings:
            side = self._sides.get(posting.account)
            sides |= self._side(posting.account) if side is None else side
            has_keys |= posting.meta is not None and len(posting.meta) > _PLAIN_KEYS
        if not sides:
            return ()
        signature = (sides, *txn.meta, *map(type, txn.meta.values()))
        if not has_keys and signature in self._plain_heads:
            return ()
        found = list(self._check(txn))
        if not found and not has_keys and self._is_plain_head(txn, sides):
            self._plain_heads.add(signature)
        return found

    def _side(self, account: str) -> int:
        """A bit for the side that an account is of; 0 for none."""
        where = self._where.get(account) or self._find(account)
        self._sides[account] = bit = _SIDE_BITS.get(where, 0)
        return bit

    def _is_plain_head(self, txn: Transaction, sides: int) -> bool:
        of = frozenset(CONTROLS[w] for w, bit in _SIDE_BITS.items() if sides & bit)
        types = map(type, txn.meta.values())
        signature = (of, Where.HEAD, *txn.meta, *types)
        return signature in self._plain and EACH_TIME.isdisjoint(txn.meta)

    def _check(self, txn: Transaction) -> Iterator[Finding]:
        where = self._where
        wheres = [where.get(p.account) or self._find(p.account) for p in txn.postings]
        sides = frozenset(CONTROLS[w] for w in wheres if w in CONTROLS)
        yield from self._part(txn, Where.HEAD, None, sides)
        for place, posting in zip(wheres, txn.postings, strict=True):
            if posting.meta is not None and len(posting.meta) > _PLAIN_KEYS:
                yield from self._part(txn, place, posting, sides)

    def _find(self, account: str) -> Where:
        role = self._chart.role(account)
        if role is None:
            where = Where.LINE
        elif role.role.side is not None:
            where = Where(role.role.side.value)
        else:
            where = Where.MONEY if role.role.holds_money else Where.SPECIAL
        self._where[account] = where
        return where

    def _part(
        self,
        txn: Transaction,
        where: Where,
        posting: Posting | None,
        sides: frozenset[Side],
    ) -> Iterator[Finding]:
        """The findings on a transaction's own keys, or on a posting's."""
        meta = (posting and posting.meta) or txn.meta
        signature = (sides, where, *meta, *map(type, meta.values()))
        slips: list[KeySlip] = []
        if signature not in self._plain:
            slips += self._slips(txn, where, posting, sides)
            if not slips and _is_always_plain(meta, where):
                self._plain.add(signature)
        if not EACH_TIME.isdisjoint(meta):
            slips += slips_of_value(meta, posting)
        for slip in slips:
            if _is_typed(txn, slip):
                yield self._finding(slip, txn, meta)

    def _slips(
        self,
        txn: Transaction,
        where: Where,
        posting: Posting | None,
        sides: frozenset[Side],
    ) -> Iterator[KeySlip]:
        known = ON_HEAD if where is Where.HEAD else ON_LINES
        meta = (posting and posting.meta) or txn.meta
        for key, value in meta.items():
            is_own = key in {"filename", "lineno"} or key.startswith("__")
            if is_own or isinstance(value, ADDED):
                continue
            sentence = self._misplaced(txn, where, key, posting, sides)
            if sentence:
                yield KeySlip(MISPLACED_KEY, key, sentence, key)
            elif key not in known:
                yield from self._unknown(txn, where, key, posting)
            else:
                yield from slips_of_type(key, value)
            reckoned = is_reckoned(key, value) and slip_of_reckoning(
                key, value, meta, self._texts
            )
            if reckoned:
                yield reckoned

    def _misplaced(
        self,
        txn: Transaction,
        where: Where,
        key: str,
        posting: Posting | None,
        sides: frozenset[Side],
    ) -> str | None:
        """Why a key of ours has no effect there, and where to move it."""
        if not self._is_ours:
            return None
        if posting is None:
            return misplaced_on_head(key, sides)
        account = posting.account
        if where in CONTROLS:
            return misplaced_on_control(key, account, CONTROLS[where])
        is_stated = key in _SAID_TWICE and self._is_stated(key, txn)
        return misplaced_elsewhere(key, account, where, is_stated=is_stated)

    def _is_stated(self, key: str, txn: Transaction) -> bool:
        """Whether a debt, or the transaction, says it."""
        return written(txn.meta, key) is not None or any(
            written(posting.meta, key) is not None
            for posting in txn.postings
            if self._where[posting.account] in CONTROLS
        )

    def _unknown(
        self,
        txn: Transaction,
        where: Where,
        key: str,
        posting: Posting | None,
    ) -> Iterator[KeySlip]:
        """A key that is none of ours: misspelt, or another program's word for one."""
        meant = other_word_for(key, On.TRANSACTION if where in OF_DEBTS else On.POSTING)
        if meant is None:
            known = ON_HEAD if where is Where.HEAD else ON_LINES
            match = nearest(key, known)
            if match is not None:
                message = f'key "{key}" is ignored; did you mean "{match}"?'
                yield KeySlip(MISTYPED_KEY, key, message, match)
            else:
                yield from self._of_another_place(where, key)
        elif is_a_key_of_ours(key):
            message = f'key "{key}" is ignored here; write "{meant}"'
            yield KeySlip(MISPLACED_KEY, key, message, meant)
        elif key not in self._told and not _is_beside(meant, txn, posting):
            self._told.add(key)
            message = (
                f'key "{key}" is not read, here and wherever it stands; write {meant}:'
                " beside it if it means the same"
            )
            yield KeySlip(UNREAD_KEY, key, message)

    def _of_another_place(self, where: Where, key: str) -> Iterator[KeySlip]:
        """A key of a client, an account and so on: told once, for it may be theirs."""
        on = On.TRANSACTION if where is Where.HEAD else On.POSTING
        places = belongs_elsewhere(key, on) if self._is_ours else None
        if places is not None and key not in self._told:
            self._told.add(key)
            message = (
                f'key "{key}" is not read, here and wherever it stands below'
                f" transactions; it belongs on {places}"
            )
            yield KeySlip(UNREAD_KEY, key, message)

    def _finding(
        self, slip: KeySlip, txn: Transaction, meta: Mapping[str, Any]
    ) -> Finding:
        return finding(
            slip.kind,
            place_in(meta if "lineno" in meta else txn.meta),
            slip.message,
            unfinished=txn.flag == "!",
            key=slip.key,
            explains=_effects(txn, slip),
        )


def _is_always_plain(meta: Mapping[str, Any], where: Where) -> bool:
    """Whether keys of these types can't be wrong elsewhere."""
    if where not in OF_DEBTS and not _SAID_TWICE.isdisjoint(meta):
        return False
    return not any(
        is_reckoned(key, value)
        or other_word_for(key, On.POSTING)
        or belongs_elsewhere(key, On.TRANSACTION)
        for key, value in meta.items()
    )


def _is_beside(key: str, txn: Transaction, posting: Posting | None) -> bool:
    """Whether our own key stands on the transaction, or on the posting."""
    own = posting.meta if posting is not None else None
    return written(txn.meta, key) is not None or written(own, key) is not None


def _is_typed(txn: Transaction, slip: KeySlip) -> bool:
    """Whether a person wrote it: a bank's own numbers are the bank's business."""
    return slip.kind is not BAD_IBAN or not any(
        "bank-ref" in (posting.meta or ()) for posting in txn.postings
    )


def _effects(txn: Transaction, slip: KeySlip) -> Iterator[str]:
    """What follows from a key without effect: its document lacks what it says."""
    if slip.number:
        yield effect(UNKNOWN_DOCUMENT, slip.number)
    for place in {place_of(txn), *(place_in(p.meta) for p in txn.postings if p.meta)}:
        for kind, keys in _EFFECTS.items():
            if slip.meant in keys:
                yield effect(kind, place)
