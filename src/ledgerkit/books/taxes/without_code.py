"""Postings of documents that no tax return counts, as they have no tax code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.errors import Place, effect, finding
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.language.document_kinds import (
    LINE_WITHOUT_CODE,
    TAX_DIFFERS,
    TAX_WITHOUT_CODE,
)
from ledgerkit.ledger.place import place_in, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beancount.core.data import Posting

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Finding

_LINES = {RootAccount.INCOME, RootAccount.EXPENSES}


def find_without_code(source: Source, *, advice: bool) -> Iterator[Finding]:
    """Tax and lines of documents that have no code.

    What settles a return has none, nor what is paid to the office: neither is of a
    document, or has a posting with a code.

    Args:
        source: The book.
        advice: Whether lines beside others with a code are named as well.
    """
    reading = source.reading
    documents: dict[int, list[str]] = {}
    for owed, index in zip(reading.control_postings, reading.origins, strict=True):
        if owed.purpose.adds_a_document:
            # That its tax isn't its code's follows from the code that is missing.
            place = Place(owed.filename, owed.lineno)
            documents.setdefault(index, []).append(effect(TAX_DIFFERS, place))
    directives = source.directives
    of_documents = {id(directives[i]): effects for i, effects in documents.items()}
    coded = {id(txn) for txn in reading.keyed if _is_coded(txn.postings)}
    others = (directives[i] for i in documents if id(directives[i]) not in coded)
    for txn in (*(t for t in reading.keyed if id(t) in coded), *others):
        if isinstance(txn, Transaction) and "tax-return" not in txn.meta:
            effects = of_documents.get(id(txn), ())
            yield from _of(source, txn, effects, is_coded=advice and id(txn) in coded)


def _of(
    source: Source, txn: Transaction, effects: Sequence[str], *, is_coded: bool
) -> Iterator[Finding]:
    """What has no code in a document, or in a transaction that has others."""
    accounts = source.reading.tax_codes.accounts()
    for posting in txn.postings:
        if _has_code(posting):
            continue
        if posting.account in accounts:
            yield _tax(txn, posting, effects)
        elif is_coded and _is_line(source, posting):
            yield _line(txn, posting)


def _is_coded(postings: Sequence[Posting]) -> bool:
    return any(_has_code(posting) for posting in postings)


def _has_code(posting: Posting) -> bool:
    return bool(posting.meta) and written(posting.meta, "tax") is not None


def _is_line(source: Source, posting: Posting) -> bool:
    """Whether it is income or an expense, and nothing that has a use of its own."""
    chart = source.chart
    return chart.root(posting.account) in _LINES and chart.role(posting.account) is None


def _tax(txn: Transaction, posting: Posting, effects: Sequence[str]) -> Finding:
    message = (
        f"{posting.account} {posting.units} on {txn.date} has no tax code, so that no"
        ' tax return counts it; write tax: "CODE" below it'
    )
    return finding(
        TAX_WITHOUT_CODE,
        place_in(posting.meta),
        message,
        unfinished=txn.flag == "!",
        explains=effects,
    )


def _line(txn: Transaction, posting: Posting) -> Finding:
    message = (
        f"{posting.account} {posting.units} on {txn.date} has no tax code, and another"
        ' line has; write tax: "CODE" below it, of category O if it is outside tax'
    )
    return finding(LINE_WITHOUT_CODE, place_in(posting.meta), message)
