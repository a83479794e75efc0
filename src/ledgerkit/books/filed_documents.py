"""Which bills are on file: ``document`` directives and ``document:`` keys."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from beancount.core.data import Document as DocumentDirective

from ledgerkit.books.metadata import written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Directive, Transaction

    from ledgerkit.open_items.document import Document

#: Under which a directive remembers the file that it names.
DIGEST = "digest"


class FiledDocuments:
    """The files that the books name, by what they are of."""

    def __init__(self, directives: Sequence[Directive]) -> None:
        """Look through these directives when first asked."""
        self._directives = directives

    def has(self, document: Document, txn: Transaction) -> bool:
        """Whether a bill itself is on file.

        It is where its transaction has a ``document:`` key, or a ``document``
        directive has its link or its ``bill:``, and no other ``vendor:``.

        Args:
            document: The bill.
            txn: Its transaction.
        """
        if any(key.partition("-")[0] == "document" for key in txn.meta):
            return True
        names = {*txn.links, document.number}
        return any(
            vendor in {None, document.party}
            for name in names
            for vendor in self._vendors.get(name, ())
        )

    @cached_property
    def _filed(self) -> Sequence[DocumentDirective]:
        return [d for d in self._directives if isinstance(d, DocumentDirective)]

    @cached_property
    def _vendors(self) -> Mapping[str | None, Sequence[str | None]]:
        """By link or number of a file, whose it says it is; None if it doesn't."""
        vendors: dict[str | None, list[str | None]] = {}
        for filed in self._filed:
            vendor = written(filed.meta, "vendor")
            for name in {*(filed.links or ()), written(filed.meta, "bill")} - {None}:
                vendors.setdefault(name, []).append(vendor)
        return vendors

    @cached_property
    def by_digest(self) -> Mapping[str, DocumentDirective]:
        """The directives that remember their file's digest, by that."""
        filed = {written(d.meta, DIGEST): d for d in self._filed}
        return {digest: d for digest, d in filed.items() if isinstance(digest, str)}
