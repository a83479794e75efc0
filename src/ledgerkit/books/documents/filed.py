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
        return bool(self._of(document.number, txn.links, document.party))

    def digests(
        self, number: str | None, links: Iterable[str], vendor: str
    ) -> frozenset[str]:
        """The digests of the files that a bill is in, as far as they are noted."""
        filed = self._of(number, links, vendor) if self._by_name else ()
        noted = (written(one.meta, DIGEST) for one in filed)
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
        found: dict[str | None, list[DocumentDirective]] = {}
        for filed in self._filed:
            for name in {*(filed.links or ()), written(filed.meta, "bill")} - {None}:
                found.setdefault(name, []).append(filed)
        return found

    @cached_property
    def by_digest(self) -> Mapping[str, DocumentDirective]:
        """The directives that remember their file's digest, by that."""
        filed = {written(d.meta, DIGEST): d for d in self._filed}
        return {digest: d for digest, d in filed.items() if isinstance(digest, str)}
