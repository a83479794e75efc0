"""Bills as they are compared: number, amount, vendor and files."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.documents.numbers import NOT_DUPLICATE_OF, dismissed_numbers
from ledgerkit.ledger.place import place_in
from ledgerkit.open_items.document_number import number_groups
from ledgerkit.parties.party import PartyRole
from ledgerkit.payables.duplicates import BillFacts

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.books.documents.filed import FiledDocuments
    from ledgerkit.errors import Place
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.parties.directory import PartyDirectory

#: Identical values make two vendors one, whatever their names.
_IDENTITIES = ("vat-id", "iban")


def read_bills(
    items: Iterable[SubledgerItem],
    directory: PartyDirectory,
    files: FiledDocuments,
    marked: Iterable[Directive],
) -> Sequence[BillFacts]:
    """These bills and vendor credits, as they are compared.

    Args:
        items: With opening balances: such a bill may arrive once more.
        directory: The vendors' records.
        files: The documents on file.
        marked: See `Reading`.
    """
    dismissed = dict(_dismissed(marked))
    identities: dict[str, frozenset[str]] = {}
    bills = []
    for item in items:
        party = item.party
        if party not in identities:
            identities[party] = identities_of(directory, party)
        bills.append(_facts(item, identities[party], files, dismissed))
    return bills


def of_one_number(items: Iterable[SubledgerItem]) -> Sequence[SubledgerItem]:
    """The items whose party has another one with a similarly spelt number."""
    blocks: dict[tuple[str, Hashable], list[SubledgerItem]] = defaultdict(list)
    for item in items:
        if item.number is not None:
            blocks[item.party, number_groups(item.number)].append(item)
    return [item for block in blocks.values() if len(block) > 1 for item in block]


def identities_of(directory: PartyDirectory, vendor: str) -> frozenset[str]:
    """A vendor's VAT ids and IBANs, present and past, without spaces."""
    return frozenset(
        "".join(value.split()).upper()
        for key in _IDENTITIES
        for _since, value in directory.history_of(PartyRole.VENDOR, vendor, key)
        if isinstance(value, str) and value.strip()
    )


def _facts(
    item: SubledgerItem,
    identities: frozenset[str],
    files: FiledDocuments,
    dismissed: Mapping[Place, frozenset[str]],
) -> BillFacts:
    first, amount = item.first, item.first.amount
    for posting in item.more or ():
        amount += posting.amount
    return BillFacts(
        party=item.party,
        number=item.number,
        day=first.day,
        amount=amount,
        currency=first.currency,
        identities=identities,
        digests=files.digests(item.number, first.links, item.party),
        differs_from=dismissed.get(first.place, frozenset()),
        unfinished=first.unfinished,
        place=first.place,
    )


def _dismissed(
    directives: Iterable[Directive],
) -> Iterator[tuple[Place, frozenset[str]]]:
    """The numbers of that kind in each posting's transaction."""
    for txn in directives:
        if NOT_DUPLICATE_OF in txn.meta and isinstance(txn, Transaction):
            numbers = dismissed_numbers(txn)
            for posting in txn.postings:
                yield place_in(posting.meta or txn.meta), numbers
