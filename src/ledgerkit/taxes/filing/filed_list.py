r"""The list of a filed return: its boxes, and a line for each posting that it counts.

It is a text file beside the books; its own SHA-256 stands in the ``tax-filing``
directive. Lines end with ``\n``; a copy with ``\r\n`` counts as the same file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.general_ledger.closing.canonical import total_digest
from ledgerkit.taxes.filing.filed_posting import parse_filed_posting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.taxes.filing.filed_posting import FiledPosting

_TITLE = "ledgerkit tax return, form 1"
_HEAD = ("form", "period", "from", "until", "filed", "reference", "currency", "codes")
_BOX = "box: "


class FiledBox(NamedTuple):
    """A box as it was filed.

    Attributes:
        amount: As the form rounds it.
        exact: As the postings have it.
    """

    amount: Decimal
    exact: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledList:
    """A return as it was filed.

    Attributes:
        head: What it says in general: form, period, days, currency.
        boxes: Every box, by id.
        postings: What it counts.
    """

    head: Mapping[str, str]
    boxes: Mapping[str, FiledBox]
    postings: Sequence[FiledPosting] = field(repr=False)

    def text(self) -> str:
        """The file."""
        digests = [posting.digest for posting in self.postings]
        lines = sorted(self.postings, key=lambda p: (p.day, p.digest, str(p.place)))
        return "\n".join(
            [
                _TITLE,
                *(f"{name}: {self.head.get(name) or 'none'}" for name in _HEAD),
                *(f"{_BOX}{id_} {b.amount:f} {b.exact:f}" for id_, b in self._boxes()),
                f"postings: {len(digests)} {total_digest(digests)}",
                "",
                *(posting.line() for posting in lines),
                "",
            ]
        )

    def _boxes(self) -> Iterator[tuple[str, FiledBox]]:
        yield from self.boxes.items()


def parse_filed_list(data: bytes) -> FiledList:
    """Read the list of a filing.

    Raises:
        ValueError: If it is no such file.
    """
    head, _, body = data.decode().replace("\r\n", "\n").partition("\n\n")
    title, *lines = head.split("\n")
    if title != _TITLE:
        raise ValueError("is no list of a filed return that this version reads")
    values: dict[str, str] = {}
    boxes: dict[str, FiledBox] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name == "box":
            id_, box = _filed_box(value)
            boxes[id_] = box
        else:
            values[name] = "" if value == "none" else value
    missing = set(_HEAD) - values.keys()
    if missing:
        raise ValueError(f"has no line {min(missing)}: in its head")
    postings = [parse_filed_posting(line) for line in body.split("\n") if line]
    return FiledList(head=values, boxes=boxes, postings=postings)


def _filed_box(text: str) -> tuple[str, FiledBox]:
    try:
        id_, amount, exact = text.rsplit(" ", 2)
        return id_, FiledBox(Decimal(amount), Decimal(exact))
    except (ValueError, InvalidOperation):
        raise ValueError(f"has a box that can't be read: {text!r}") from None
