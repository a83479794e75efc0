"""The vendor of a bill received as a file: by VAT id, tax id, IBAN, then name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledgerkit.entries.bills.arrived_bill import seen_text
from ledgerkit.errors import UsageError
from ledgerkit.language.vocabulary import keys_on
from ledgerkit.language.word import On
from ledgerkit.parties.party import PartyRole, identifier, normalised_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledgerkit.books.books import Books
    from ledgerkit.entries.bills.arrived_bill import ArrivedBill
    from ledgerkit.parties.party import Party

_ROLE = PartyRole.VENDOR
_KNOWN_KEYS = keys_on(On.VENDOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The vendor of a bill.

    Attributes:
        id: Its id in the books.
        name: Its name as payee.
        how: The evidence it was recognised by; empty if it is new.
        facts: The keys of its declaration, if it is new.
    """

    id: str
    name: str
    how: str = ""
    facts: Mapping[str, Any] | None = None


class VendorRecognition:
    """Recognises vendors, including those of earlier files in the same import."""

    def __init__(self, books: Books) -> None:
        """Read every vendor declared in the books."""
        self._books = books
        self._owners: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._new: dict[str, Recognised] = {}
        for id_ in books.directory.ids(_ROLE):
            for key in ("vat-id", "tax-id", "iban"):
                for _since, value in books.directory.history_of(_ROLE, id_, key):
                    if isinstance(value, str) and value.strip():
                        self._owners[key, _compact(value)].add(id_)

    def recognise(self, bill: ArrivedBill) -> Recognised:
        """The vendor of a bill.

        Raises:
            UsageError: If it could be either of two vendors, or the file names none.
        """
        vendor = bill.invoice.seller
        for key, words, values in (
            ("vat-id", "VAT id", [vendor.text("vat-id")]),
            ("tax-id", "tax id", [vendor.text("tax-id")]),
            ("iban", "IBAN", list(bill.ibans)),
        ):
            for value in filter(None, values):
                owners = self._owners.get((key, _compact(value)), set())
                if len(owners) > 1:
                    raise UsageError(
                        f"{', '.join(sorted(owners))} have the {words} {value}; leave"
                        " it with one of them"
                    )
                for id_ in owners:
                    return self._known(id_, bill, f"by its {words}")
        return self._by_name(bill, vendor)

    def _by_name(self, bill: ArrivedBill, vendor: Party) -> Recognised:
        names = [seen_text(n) for n in (vendor.name, vendor.legal_name) if n.strip()]
        if not names:
            raise UsageError("it doesn't name who sends it; enter it by hand")
        for name in names:
            id_ = self._books.directory.identify(_ROLE, name)
            if id_ is None and normalised_name(name) in self._new:
                id_ = self._new[normalised_name(name)].id
            if id_ is not None and self._may_be(id_, vendor):
                return self._known(id_, bill, "by its name")
        return self._declared(bill, vendor, names[0])

    def _may_be(self, id_: str, vendor: Party) -> bool:
        """Whether the record has no VAT id that differs from the file's."""
        stated = vendor.text("vat-id")
        known = {
            _compact(value)
            for _since, value in self._books.directory.history_of(_ROLE, id_, "vat-id")
            if isinstance(value, str)
        }
        return not stated or not known or _compact(stated) in known

    def _known(self, id_: str, bill: ArrivedBill, evidence: str) -> Recognised:
        for new in self._new.values():
            if new.id == id_:
                return new
        party = self._books.directory.as_of(_ROLE, id_, bill.invoice.issued)
        return Recognised(id=id_, name=party.name, how=evidence)

    def _declared(self, bill: ArrivedBill, vendor: Party, name: str) -> Recognised:
        directory = self._books.directory
        free, number = name, 1
        while directory.identify(_ROLE, free) or normalised_name(free) in self._new:
            number += 1
            free = f"{name} ({number})"
        used_ids = {new.id for new in self._new.values()}
        id_ = identifier(free)
        while directory.is_declared(_ROLE, id_) or id_ in used_ids:
            number += 1
            id_ = f"{identifier(name)}-{number}"
        facts = dict(_facts(vendor, free))
        if bill.ibans:
            facts["iban"] = bill.ibans[0]
        new = Recognised(id=id_, name=free, facts=facts)
        self._new[normalised_name(free)] = new
        for key in ("vat-id", "tax-id"):
            if key in facts:
                self._owners[key, _compact(facts[key])].add(id_)
        for iban in bill.ibans:
            self._owners["iban", _compact(iban)].add(id_)
        return new


def _facts(vendor: Party, name: str) -> Iterator[tuple[str, str]]:
    """The sender's details in a file, as keys of a record."""
    for key, value in vendor.facts.items():
        text = seen_text(value) if isinstance(value, str) else ""
        if key in _KNOWN_KEYS and text and not (key == "legal-name" and text == name):
            yield key, text


def _compact(value: str) -> str:
    return "".join(value.split()).upper()
