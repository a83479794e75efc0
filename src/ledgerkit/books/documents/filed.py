"""Which bills are on file: ``document`` directives and ``document:`` keys."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from beancount.core.data import Document as DocumentDirective

from ledgerkit.ledger.place import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beancount.core.data import Directive, Transaction

    from ledgerkit.open_items.document import Document

#: The key under which a directive keeps the digest of its file.
DIGEST = "digest"


class FiledDocuments:
    """The files named in the books, by document."""

    def __init__(self, directives: Sequence[Directive]) -> None:
        """Go through these directives on first use."""
        self._directives = directives

    def has(self, document: Document, txn: Transaction) -> bool:
        """Whether a bill itself is on file.

        It is if its transaction has a ``document:`` key, or a ``document`` directive
        has its link or its ``bill:``, and no other ``vendor:``.

        Args:
            document: The bill.
            txn: Its transaction.
        """
        if any(key.partition("-")[0] == "document" for key in txn.meta):
            return True
        return bool(self._of(document.number, txn.links, document.party))

    def digests(
        self, number: str | None, links: Iterable[str], vendor: str
    ) -> frozenset[str]:
        """The recorded digests of the files of a bill."""
        filed = self._of(number, links, vendor) if self._by_name else ()
        noted = (written(directive.meta, DIGEST) for directive in filed)
        return frozenset(digest for digest in noted if isinstance(digest, str))

    def _of(
        self, number: str | None, links: Iterable[str], vendor: str
    ) -> Sequence[DocumentDirective]:
        return [
            filed
            for name in {*links, number}
            for filed in self._by_name.get(name, ())
            if written(filed.meta, "vendor") in {None, vendor}
        ]

    @cached_property
    def _filed(self) -> Sequence[DocumentDirective]:
        return [d for d in self._directives if isinstance(d, DocumentDirective)]

    @cached_property
    def _by_name(self) -> Mapping[str | None, Sequence[DocumentDirective]]:
        """The directives by each link and number that they have."""
        by_name: dict[str | None, list[DocumentDirective]] = {}
        for filed in self._filed:
            for name in {*(filed.links or ()), written(filed.meta, "bill")} - {None}:
                by_name.setdefault(name, []).append(filed)
        return by_name

    @cached_property
    def by_digest(self) -> Mapping[str, DocumentDirective]:
        """The directives with a digest of their file, by that digest."""
        filed = {written(d.meta, DIGEST): d for d in self._filed}
        return {digest: d for digest, d in filed.items() if isinstance(digest, str)}
