r"""The list of a filed return: its boxes, and a line for each posting that it counts.

It is a text file beside the books; its own SHA-256 stands in the ``tax-filing``
directive. Lines end with ``\n``; a copy with ``\r\n`` counts as the same file.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.general_ledger.closing.canonical import total_digest
from ledgerkit.taxes.filing.filed_posting import parse_filed_posting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledgerkit.taxes.filing.filed_posting import FiledPosting

_TITLE = "ledgerkit tax return, form 1"
_HEAD = ("form", "period", "from", "until", "filed", "reference", "currency", "codes")
_BOX, _ACCOUNT, _OWN, _EARLIER = "box", "account", "postings", "corrections"


class FiledBox(NamedTuple):
    """A box as it was filed.

    Attributes:
        amount: As the form rounds it.
        exact: As the postings have it.
    """

    amount: Decimal
    exact: Decimal


@dataclass(frozen=True, kw_only=True)
class FiledList:
    """A return as it was filed.

    Attributes:
        head: What it says in general: form, period, days, currency.
        boxes: Every box, by id.
        accounts: What its settlement posts on each account of tax.
        given: What it counts, as it is to be written; None if it was read.
        body: The lines that were read; empty if it is to be written.
    """

    head: Mapping[str, str]
    boxes: Mapping[str, FiledBox]
    accounts: Mapping[str, Decimal] = field(default_factory=dict)
    given: Sequence[FiledPosting] | None = field(default=None, repr=False)
    body: str = field(default="", repr=False)

    @cached_property
    def postings(self) -> Sequence[FiledPosting]:
        """What it counts; a line that can't be read counts nothing, and so differs."""
        return self.given if self.given is not None else list(self._read())

    def _read(self) -> Iterator[FiledPosting]:
        for line in self.body.split("\n"):
            with suppress(ValueError):
                if line:
                    yield parse_filed_posting(line)

    @property
    def has_corrections(self) -> bool:
        """Whether it counts anything for earlier periods."""
        return self.head.get(_EARLIER, "0") != "0"

    def text(self) -> str:
        """The file."""
        lines = sorted(self.postings, key=lambda p: (p.day, p.digest, str(p.place)))
        own = [posting.digest for posting in lines if not posting.earlier]
        boxes = self.boxes.items()
        return "\n".join(
            [
                _TITLE,
                *(f"{name}: {self.head.get(name) or 'none'}" for name in _HEAD),
                *(f"{_BOX}: {id_} {b.amount:f} {b.exact:f}" for id_, b in boxes),
                *(f"{_ACCOUNT}: {name} {n:f}" for name, n in self.accounts.items()),
                f"{_OWN}: {summed(own)}",
                f"{_EARLIER}: {len(lines) - len(own)}",
                "",
                *(posting.line() for posting in lines),
                "",
            ]
        )


def summed(digests: Iterable[str]) -> str:
    """How many digests there are, and one of them all."""
    known = list(digests)
    return f"{len(known)} {total_digest(known)}"


def parse_filed_list(data: bytes) -> FiledList:
    """Read the list of a filing; its postings are read when they are asked for.

    Raises:
        ValueError: If it is no such file.
    """
    head, _, body = data.decode().replace("\r\n", "\n").partition("\n\n")
    title, *lines = head.split("\n")
    if title != _TITLE:
        raise ValueError("is no list of a filed return that this version reads")
    values: dict[str, str] = {}
    boxes: dict[str, FiledBox] = {}
    accounts: dict[str, Decimal] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name == _BOX:
            id_, amount, exact = _divided(value, 3)
            boxes[id_] = FiledBox(_number(amount), _number(exact))
        elif name == _ACCOUNT:
            account, number = _divided(value, 2)
            accounts[account] = _number(number)
        else:
            values[name] = "" if value == "none" else value
    missing = {*_HEAD, _OWN, _EARLIER} - values.keys()
    if missing:
        raise ValueError(f"has no line {min(missing)}: in its head")
    return FiledList(head=values, boxes=boxes, accounts=accounts, body=body)


def _divided(text: str, count: int) -> Sequence[str]:
    parts = text.rsplit(" ", count - 1)
    if len(parts) != count:
        raise ValueError(f"has a line that can't be read: {text!r}")
    return parts


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"has a number that can't be read: {text!r}") from None
