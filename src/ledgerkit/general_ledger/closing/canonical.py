r"""The canonical form of a directive: one text for one meaning, and its digest.

Two directives have the same form if they mean the same, however they are written: the
order of postings, keys, tags and links, ``100.0`` and ``100.00``, ``@`` and ``@@`` of
the same total, an amount that is written or left out, the file and the line make no
difference. Everything that a person wrote and that bears on the books does. Values
added by our plugins are left out by their types, Beancount's own by their names.

The form is lines, one for each part: what it is, its day, and then for a transaction
its flag, payee, narration, postings, links, tags and keys. A line's end inside of a
text is written ``\n`` and a backslash twice, so that no text can pass for two lines.
"""

from __future__ import annotations

from hashlib import sha256
from json.encoder import JSONEncoder
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import (
    Balance,
    Close,
    Custom,
    Document,
    Open,
    Pad,
    Price,
    Transaction,
)
from beancount.core.number import MISSING
from beancount.core.position import CostSpec

from ledgerkit.ledger.place import ADDED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Directive, Posting

#: Keys of an ``open`` that decide where the figures of its account stand. Others, such
#: as an account's custodian, are facts of today that no closed figure rests on.
KEYS_OF_ACCOUNTS = ("role", "number", "line", "cash-flow")
_KEYS_OF_PLACE = frozenset({"filename", "lineno"})
#: The number of keys that the parser gives each, and what booking may add to those.
_PARSED, _BOOKED = len(_KEYS_OF_PLACE), ("__automatic__", "__tolerances__")

_quoted = JSONEncoder(separators=(",", ":")).encode


class CanonicalForm:
    """Writes directives in their canonical form, and counts their digests.

    A closed book's are written at every load, so the usual is written at once.
    """

    def __init__(
        self,
        *,
        document: Callable[[str], tuple[str, str]] = lambda name: (name, ""),
    ) -> None:
        """Take what depends on the disk.

        Args:
            document: From the full name of a document's file to its name from the
                books' folder and the digest of its content; empty if it isn't there.
        """
        self._document = document

    def digest(self, directive: Directive) -> str:
        """The SHA-256 of the form, in hexadecimal."""
        return sha256(self.form(directive).encode()).hexdigest()

    def form(self, directive: Directive) -> str:
        """The form."""
        if type(directive) is Transaction:
            return self._transaction(directive)
        return _lines(list(self._other(directive)))

    def number(self, number: Decimal) -> str:
        """A number without zeros at its end: ``100`` for ``100.00``."""
        if not number:
            return "0"
        text = str(number)
        if "E" in text:
            text = format(number, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text

    def amount(self, amount: Any) -> str:
        """An amount: ``100 EUR``; empty if the text leaves it out."""
        if not isinstance(amount, Amount):
            return ""
        return f"{self._given(amount.number)} {self._given(amount.currency)}".strip()

    def _given(self, part: Any) -> str:
        """A number or currency; empty where the text leaves it out."""
        if part is None or part is MISSING:
            return ""
        return part if isinstance(part, str) else self.number(part)

    def _transaction(self, transaction: Transaction) -> str:
        meta, day, flag, payee, narration, tags, links, postings = transaction
        lines = []
        for posting in postings:
            account, units, cost, price, mark, keys = posting
            says = keys and len(keys) > _PARSED and _says(keys)
            if cost or price or mark or says or type(units) is not Amount:
                lines.append(self.posting(posting))
                continue
            # The usual posting, written out: there are more of it than of all else.
            given, currency = units
            number = str(given)
            if "." in number:
                number = number.rstrip("0").rstrip(".")
            if number[-1] == "0" or "E" in number:
                number = self._given(given)
            lines.append(f"{account} {number} {currency}")
        lines.sort()
        if links:
            lines += [f"^{link}" for link in sorted(links)]
        if tags:
            lines += [f"#{tag}" for tag in sorted(tags)]
        if _says(meta):
            lines += self.keys(meta)
        head = ["transaction", str(day), flag or "", payee or "", narration or ""]
        return _lines(head + lines)

    def posting(self, posting: Posting) -> str:
        """A posting; no part of it can hold a blank but the keys, which end it."""
        text = f"{posting.account} {self.amount(posting.units)}".rstrip()
        return text + self.value(posting) + self.marks(posting)

    def value(self, posting: Posting) -> str:
        """The cost and price of a posting; empty without."""
        cost, price = posting.cost, posting.price
        text = ""
        if cost is not None:
            label = _quoted(cost.label or "")
            given = cost[:2] if isinstance(cost, CostSpec) else cost[:1]
            numbers = " # ".join(map(self._given, given))
            currency = self._given(cost.currency)
            text = f" {{{numbers} {currency} {cost.date or ''} {label}}}"
        if price is not None:
            text += f" @ {self.amount(price)}"
        return text

    def marks(self, posting: Posting) -> str:
        """The flag and keys of a posting; empty without."""
        keys = self.keys(posting.meta) if posting.meta else []
        text = f" {posting.flag}" if posting.flag else ""
        return text + (f" {_quoted(keys)}" if keys else "")

    def keys(self, meta: Mapping[str, Any]) -> list[str]:
        """The keys that a person wrote, each with its value and its type."""
        return sorted(
            [
                f"{key}: {self._key_value(value)}"
                for key, value in meta.items()
                if key[0] != "_"
                and key not in _KEYS_OF_PLACE
                and not isinstance(value, ADDED)
            ]
        )

    def amount_or_text(self, value: Any) -> str:
        """A value as people write it."""
        return self.amount(value) if isinstance(value, Amount) else str(value)

    def _key_value(self, value: Any) -> str:
        """A value with its type, as ``"100 EUR"`` is no ``100 EUR``."""
        if value is None:
            return ""
        if isinstance(value, str):
            return f"text {value}"
        if isinstance(value, Amount):
            return f"amount {self.amount(value)}"
        kind = type(value).__name__.lower()
        if kind == "decimal":
            return f"number {self.number(value)}"
        return f"{kind} {value}"

    def _other(self, directive: Directive) -> Iterable[str]:
        yield type(directive).__name__.lower()
        yield str(directive.date)
        keys = self.keys(directive.meta)
        match directive:
            case Open():
                booking = directive.booking.value if directive.booking else ""
                currencies = " ".join(sorted(directive.currencies or ()))
                yield from (directive.account, currencies, booking)
                keys = [k for k in keys if k.partition(":")[0] in KEYS_OF_ACCOUNTS]
            case Close():
                yield directive.account
            case Balance():
                tolerance = directive.tolerance
                yield from (directive.account, self.amount(directive.amount))
                yield "" if tolerance is None else self.number(tolerance)
            case Pad():
                yield from (directive.account, directive.source_account)
            case Price():
                yield from (directive.currency, self.amount(directive.amount))
            case Document():
                yield from (directive.account, *self._document(directive.filename))
                yield from sorted(f"^{link}" for link in directive.links or ())
                yield from sorted(f"#{tag}" for tag in directive.tags or ())
            case Custom():
                yield directive.type
                yield _quoted(
                    [self._key_value(v.value) for v in directive.values or ()]
                )
        yield from keys


def _says(meta: Mapping[str, Any] | None) -> bool:
    """Whether metadata may hold what a person wrote."""
    if not meta or len(meta) <= _PARSED:
        return False
    return len(meta) > _PARSED + 1 or not any(key in meta for key in _BOOKED)


def _lines(lines: Sequence[str]) -> str:
    text = "\n".join(lines)
    if "\\" in text or text.count("\n") >= len(lines):
        escaped = (x.replace("\\", "\\\\").replace("\n", "\\n") for x in lines)
        return "\n".join(escaped)
    return text


def total_digest(digests: Iterable[str]) -> str:
    """One digest of many, in any order; equal ones count as often as they occur."""
    return sha256("\n".join(sorted(digests)).encode()).hexdigest()
