"""Keys of transactions and postings that nothing reads, or that can't be read.

A key may be misspelt, stand where it has no effect, or hold a value of another type. A
whole ledger is gone through, so what is plain is told by one look-up: the same keys
with values of the same types in the same place are checked once.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.amount import Amount
from beancount.core.data import Transaction

from ledgerkit.errors import Finding, FindingKind, effect, finding
from ledgerkit.language.check_words import mistyped_number, wrong_value
from ledgerkit.language.document_kinds import (
    LINE_DIFFERS,
    MONEY_ON_ACCOUNT,
    OTHER_PARTYS_DOCUMENT,
    TAX_DIFFERS,
    UNNUMBERED_DOCUMENT,
)
from ledgerkit.language.finding_kinds import (
    BAD_VALUE,
    CONTRADICTION,
    MISTYPED_KEY,
    UNCLEAR_DEFERRAL,
    UNREAD_KEY,
)
from ledgerkit.language.other_words import is_a_key_of_ours, other_word_for
from ledgerkit.language.slip_kinds import BAD_IBAN, MISPLACED_KEY
from ledgerkit.language.vocabulary import KEYS, keys_on
from ledgerkit.language.word import Holds, On
from ledgerkit.ledger.place import ADDED, place_in, place_of, written
from ledgerkit.open_items.side import Side
from ledgerkit.text.closest_word import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from beancount.core.data import Directive, Posting

    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts

#: File and line: a posting with only these has no keys.
_PLAIN_KEYS = 2
_ON_HEAD, _ON_LINES = keys_on(On.TRANSACTION), keys_on(On.POSTING)
_HOLDS = {k.name: k.holds for k in KEYS if {On.TRANSACTION, On.POSTING} & {*k.on}}
#: Checked where they are read: a date in quotes is understood, a number is a text.
_READ_ELSEWHERE = frozenset(
    {"due", "terms", "allowance-percent", "reminders", "dispute", "promise"}
    | {"client", "vendor", "invoice", "bill", "credit-note", "vendor-credit"}
)
#: Their values are looked at each time: the type alone does not tell.
_EACH_TIME = frozenset({"iban", "paid-to", "unit-price", "discount", "period-to"})
#: Written below a transaction, and mostly with one more blank than is meant.
_OF_THE_HEAD = (_ON_HEAD - _ON_LINES) - {"document", "name"}
#: What says whose debt it is, which document, and when it is due.
_OF_THE_DEBT = frozenset(
    {"invoice", "bill", "credit-note", "vendor-credit", "due", "terms"}
)
_OF_THE_PARTY = frozenset({"client", "vendor"})
_OF_A_SIDE: Mapping[str, Side] = {
    "invoice": Side.RECEIVABLE,
    "credit-note": Side.RECEIVABLE,
    "bill": Side.PAYABLE,
    "vendor": Side.PAYABLE,
    "vendor-credit": Side.PAYABLE,
}
#: What is written there on the other side.
_MIRRORED = {
    "invoice": "bill",
    "bill": "invoice",
    "credit-note": "vendor-credit",
    "vendor-credit": "credit-note",
    "vendor": "client",
    "client": "vendor",
}
#: Whether they are missed depends on what else the transaction says.
_SAID_TWICE = _OF_THE_DEBT | _OF_THE_PARTY
#: Of a line, and no word of everyday life.
_OF_A_LINE = frozenset({"quantity", "unit-price", "discount-percent", "tax"})
#: Elsewhere a number without quotes is read as the text that it looks like.
_OF_PEOPLE = frozenset({"approved-by", "approved-also-by"})
_NO_TEXTS = (date, Amount)
_OF_THE_BANK = frozenset({"bank-ref", "bank-date"})
_AMOUNTS_OF_LINES = ("unit-price", "discount")
#: What can't add up without them, and what is not settled without them.
_EFFECTS: Mapping[FindingKind, frozenset[str]] = {
    TAX_DIFFERS: _OF_A_LINE | {"discount", "allowance", "charge", "withholding"},
    LINE_DIFFERS: _OF_A_LINE | {"discount"},
    MONEY_ON_ACCOUNT: _OF_THE_DEBT | _OF_THE_PARTY,
    OTHER_PARTYS_DOCUMENT: _OF_THE_DEBT | _OF_THE_PARTY,
    UNNUMBERED_DOCUMENT: _OF_THE_DEBT,
    UNCLEAR_DEFERRAL: frozenset({"period-from", "period-to", "recognise"}),
}


class _Where(StrEnum):
    """The place of a key, as far as it decides what is read there."""

    HEAD = "transaction"
    RECEIVABLE = "receivable"
    PAYABLE = "payable"
    MONEY = "money"
    SPECIAL = "special"
    """An account of another role, whose readers have rules of their own."""
    LINE = "line"


_CONTROLS = {_Where.RECEIVABLE: Side.RECEIVABLE, _Where.PAYABLE: Side.PAYABLE}
_SIDE_BITS = {_Where.RECEIVABLE: 1, _Where.PAYABLE: 2}
_OF_DEBTS = {_Where.HEAD, *_CONTROLS}


class _Slip(NamedTuple):
    """Something wrong with a key.

    Attributes:
        kind: Of the finding.
        key: The key.
        message: What is wrong, and what to write.
        meant: The key that is meant.
    """

    kind: FindingKind
    key: str
    message: str
    meant: str


def check_transaction_keys(
    directives: Iterable[Directive], chart: ChartOfAccounts, *, is_ours: bool
) -> Iterator[Finding]:
    """Report keys of transactions that have no effect, or not the one that is meant.

    Only transactions that make or settle debts are checked: the keys of any other are
    the person's own.

    Args:
        directives: Of the book.
        chart: The role of every account.
        is_ours: Whether the book is written for us. In any other a key that stands
            elsewhere may be another program's.
    """
    reader = _Reader(chart, is_ours=is_ours)
    for directive in directives:
        if isinstance(directive, Transaction):
            yield from reader.check(directive)


class _Reader:
    """Checks transactions, and remembers what is plain."""

    def __init__(self, chart: ChartOfAccounts, *, is_ours: bool) -> None:
        self._chart = chart
        self._is_ours = is_ours
        self._where: dict[str, _Where] = {}
        self._sides: dict[str, int] = {}
        self._plain: set[tuple[Any, ...]] = set()
        self._plain_heads: set[tuple[Any, ...]] = set()
        self._told: set[str] = set()

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
        of = frozenset(_CONTROLS[w] for w, bit in _SIDE_BITS.items() if sides & bit)
        types = map(type, txn.meta.values())
        return (of, _Where.HEAD, *txn.meta, *types) in self._plain

    def _check(self, txn: Transaction) -> Iterator[Finding]:
        wheres = [
            self._where.get(p.account) or self._find(p.account) for p in txn.postings
        ]
        sides = frozenset(_CONTROLS[w] for w in wheres if w in _CONTROLS)
        yield from self._part(txn, _Where.HEAD, None, sides)
        for place, posting in zip(wheres, txn.postings, strict=True):
            if posting.meta is not None and len(posting.meta) > _PLAIN_KEYS:
                yield from self._part(txn, place, posting, sides)

    def _find(self, account: str) -> _Where:
        role = self._chart.role(account)
        if role is None:
            where = _Where.LINE
        elif role.role.side is not None:
            where = _Where(role.role.side.value)
        else:
            where = _Where.MONEY if role.role.holds_money else _Where.SPECIAL
        self._where[account] = where
        return where

    def _part(
        self,
        txn: Transaction,
        where: _Where,
        posting: Posting | None,
        sides: frozenset[Side],
    ) -> Iterator[Finding]:
        """The findings on a transaction's own keys, or on a posting's."""
        meta = (posting and posting.meta) or txn.meta
        signature = (sides, where, *meta, *map(type, meta.values()))
        if signature in self._plain:
            return
        slips = list(self._slips(txn, where, posting, sides))
        each_time = _EACH_TIME if where in _OF_DEBTS else _EACH_TIME | _SAID_TWICE
        if not slips and each_time.isdisjoint(meta) and _has_no_other_word(meta):
            self._plain.add(signature)
        for slip in slips:
            if _is_typed(txn, slip):
                yield self._finding(slip, txn, meta)

    def _slips(
        self,
        txn: Transaction,
        where: _Where,
        posting: Posting | None,
        sides: frozenset[Side],
    ) -> Iterator[_Slip]:
        known = _ON_HEAD if where is _Where.HEAD else _ON_LINES
        meta = (posting and posting.meta) or txn.meta
        for key, value in meta.items():
            if key in {"filename", "lineno"} or key.startswith("__"):
                continue
            if isinstance(value, ADDED):
                continue
            sentence = self._misplaced(txn, where, key, posting, sides)
            if sentence:
                yield _Slip(MISPLACED_KEY, key, sentence, key)
            elif key not in known:
                yield from self._unknown(txn, where, key, posting)
            else:
                yield from _of_value(key, value, posting)
        first, last = written(meta, "period-from"), written(meta, "period-to")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            message = f"period-to: {last} is before period-from:, {first}; correct one"
            yield _Slip(CONTRADICTION, "period-to", message, "period-to")

    def _misplaced(
        self,
        txn: Transaction,
        where: _Where,
        key: str,
        posting: Posting | None,
        sides: frozenset[Side],
    ) -> str | None:
        """Why a key of ours has no effect there, and where to move it."""
        if not self._is_ours:
            return None
        if posting is None:
            return _misplaced_on_head(key, sides)
        account = posting.account
        if where in _CONTROLS:
            return _misplaced_on_control(key, account, _CONTROLS[where])
        if key in _OF_THE_HEAD:
            return _belongs_to_head(key, account)
        of_the_debt = where is not _Where.SPECIAL and key in _OF_THE_DEBT
        of_the_party = where is _Where.MONEY and key in _OF_THE_PARTY
        if (of_the_debt or of_the_party) and not self._is_stated(key, txn):
            return _belongs_to_debt(key, account)
        return None

    def _is_stated(self, key: str, txn: Transaction) -> bool:
        """Whether a debt, or the transaction, says it too: then nothing is missing."""
        return key in txn.meta or any(
            key in (posting.meta or ())
            for posting in txn.postings
            if self._where[posting.account] in _CONTROLS
        )

    def _unknown(
        self,
        txn: Transaction,
        where: _Where,
        key: str,
        posting: Posting | None,
    ) -> Iterator[_Slip]:
        """A key that is none of ours: misspelt, or another program's word for one."""
        on = On.TRANSACTION if where in _OF_DEBTS else On.POSTING
        meant = other_word_for(key, on)
        if meant is None:
            known = _ON_HEAD if where is _Where.HEAD else _ON_LINES
            match = nearest(key, known)
            if match is not None:
                message = f'key "{key}" is ignored; did you mean "{match}"?'
                yield _Slip(MISTYPED_KEY, key, message, match)
        elif is_a_key_of_ours(key):
            message = f'key "{key}" is ignored here; write "{meant}"'
            yield _Slip(MISPLACED_KEY, key, message, meant)
        elif key not in self._told and not _is_beside(meant, txn, posting):
            self._told.add(key)
            message = (
                f'key "{key}" is not read, here and wherever it stands; write {meant}:'
                " beside it if it means the same"
            )
            yield _Slip(UNREAD_KEY, key, message, "")

    def _finding(
        self, slip: _Slip, txn: Transaction, meta: Mapping[str, Any]
    ) -> Finding:
        return finding(
            slip.kind,
            place_in(meta if "lineno" in meta else txn.meta),
            slip.message,
            unfinished=txn.flag == "!",
            key=slip.key,
            explains=_effects(txn, slip.meant),
        )


def _is_beside(key: str, txn: Transaction, posting: Posting | None) -> bool:
    """Whether our own key stands on the transaction, or on the posting."""
    own = posting.meta if posting is not None else None
    return written(txn.meta, key) is not None or written(own, key) is not None


def _has_no_other_word(meta: Mapping[str, Any]) -> bool:
    """Whether no key depends on whether ours stands beside it."""
    return not any(other_word_for(key, On.POSTING) for key in meta)


def _is_typed(txn: Transaction, slip: _Slip) -> bool:
    """Whether a person wrote it: a bank's own numbers are the bank's business."""
    return slip.kind is not BAD_IBAN or not any(
        "bank-ref" in (posting.meta or ()) for posting in txn.postings
    )


def _effects(txn: Transaction, key: str) -> Iterator[str]:
    """What follows from a key without effect: its document lacks what it says."""
    for place in {place_of(txn), *(place_in(p.meta) for p in txn.postings if p.meta)}:
        for kind, keys in _EFFECTS.items():
            if key in keys:
                yield effect(kind, place)


def _misplaced_on_head(key: str, sides: frozenset[Side]) -> str | None:
    side = _OF_A_SIDE.get(key)
    if side is not None and side not in sides:
        return _of_the_other_side(key, next(iter(sides)))
    if key in _OF_THE_BANK:
        return f"{key}: is read below the posting on the bank's account; move it there"
    if key in _OF_A_LINE:
        return f"{key}: is read below the posting that it describes; move it there"
    return None


def _misplaced_on_control(key: str, account: str, side: Side) -> str | None:
    own = _OF_A_SIDE.get(key, Side.RECEIVABLE if key == "client" else side)
    if own is not side:
        return _of_the_other_side(key, side, account)
    if key in _OF_THE_HEAD:
        return _belongs_to_head(key, account)
    if key in _OF_A_LINE:
        return (
            f"{key}: has no effect below {account}; move it below the posting that it"
            " describes"
        )
    return None


def _of_the_other_side(key: str, side: Side, account: str = "") -> str:
    what = "what clients owe" if side is Side.RECEIVABLE else "what we owe"
    where = f"below {account}" if account else f"on {what}"
    return f"{key}: has no effect {where}; write {_MIRRORED[key]}:"


def _belongs_to_head(key: str, account: str) -> str:
    return (
        f"{key}: has no effect below {account}; move it above the postings, below the"
        " transaction's first line"
    )


def _belongs_to_debt(key: str, account: str) -> str:
    return (
        f"{key}: has no effect below {account}; move it below the posting of what is"
        " owed, or below the transaction's first line"
    )


def _of_value(key: str, value: Any, posting: Posting | None) -> Iterator[_Slip]:
    """What is wrong with a value of a key that is read there."""
    if key in _READ_ELSEWHERE or value is None:
        return
    if _HOLDS[key] in {Holds.TEXT, Holds.ACCOUNT}:
        if isinstance(value, _NO_TEXTS) or (
            key in _OF_PEOPLE and not isinstance(value, str)
        ):
            message = f'{key}: {value} is no text; write "{value}"'
            yield _Slip(BAD_VALUE, key, message, key)
        elif mistyped := mistyped_number(key, value):
            yield _Slip(BAD_IBAN, key, f"{key}: {mistyped}", key)
        return
    wrong = wrong_value(key, value)
    if wrong:
        yield _Slip(BAD_VALUE, key, f"{key}: {wrong}", key)
    elif key in _AMOUNTS_OF_LINES and posting is not None and posting.units is not None:
        own, currency = value.currency, posting.units.currency
        price = posting.price.currency if posting.price is not None else currency
        if own not in {currency, price}:
            message = f"{key}: is in {own} and its posting in {currency}; correct one"
            yield _Slip(BAD_VALUE, key, message, key)
