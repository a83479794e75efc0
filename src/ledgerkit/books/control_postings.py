"""Transactions -> control postings. Ledger signs stop here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ledgerkit.books.control_account import ControlAccount, ControlAccounts
from ledgerkit.books.documents.posting_purposes import PurposeReader
from ledgerkit.books.posting_findings import PostingFindings
from ledgerkit.calendars import parse_iso_date
from ledgerkit.ledger.place import ADDED
from ledgerkit.money import AMOUNT_LIMIT, ZERO
from ledgerkit.open_items.control_posting import ControlPosting, PartyProof
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.parties.business_days import BusinessDays, DayRule, parse_day_rule
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.parties.payment_terms import (
    PaymentTerms,
    parse_terms,
    terms_on_business_days,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.language.settings import Settings
    from ledgerkit.parties.directory import PartyDirectory
    from ledgerkit.parties.party import Party

#: File and line: a posting with only these keys states nothing.
_PLAIN_POSTING_KEYS = 2
_NOTHING: Mapping[str, Any] = {}
_LOWEST = -AMOUNT_LIMIT
#: Without these, and without keys on its posting, a payment is like most.
_REDUCTION_KEYS = {"due", *(side.credit_key for side in Side)}
#: What is due so many years later is a slip in the year.
_FAR_YEARS = 10
#: An opening item may already have been late when the books began, and a payment names
#: a part by its due date.
_ISSUED_BEFORE_DUE = {Purpose.DOCUMENT}


class ControlPostingReader:
    """Reads the effect of transactions on what is owed, and notes mistakes.

    The methods check metadata before they call anything: this runs for every posting of
    every load.

    Attributes:
        findings: The findings so far.
        at_a_rate: The currencies of postings with a price or a cost so far.
    """

    def __init__(
        self,
        chart: ChartOfAccounts,
        directory: PartyDirectory,
        settings: Settings,
        class_of: Callable[[str], int],
    ) -> None:
        """Read with this chart of accounts, these parties, settings and classes."""
        self._directory = directory
        self._settings = settings
        self._controls = ControlAccounts(chart, directory, class_of)
        self._purposes = PurposeReader(self._controls)
        self._stated_parties: set[tuple[PartyRole, str]] = set()
        self.findings = PostingFindings()
        self.at_a_rate: set[str] = set()

    def balances(self) -> Mapping[Side, Mapping[tuple[str, str], Decimal]]:
        """The sums of the postings read so far, by control account and currency.

        The general ledger's half of the proof, as what is owed on each side.
        """
        sums: dict[Side, dict[tuple[str, str], Decimal]] = {side: {} for side in Side}
        for control in self._controls.controls():
            for currency, amount in control.balance.items():
                side, key = sums[control.side], (control.root, currency)
                side[key] = side.get(key, ZERO) + amount
        return sums

    def parties(self) -> set[tuple[PartyRole, str]]:
        """The parties of the postings read so far."""
        return self._stated_parties | {
            (control.side.party_role, party)
            for control in self._controls.controls()
            for party in control.parties()
        }

    def read(self, txn: Transaction) -> Sequence[ControlPosting]:
        """The control postings of a transaction, in its order; mostly few or none."""
        controls, classes = self._controls, 0
        controls_found: list[Any] = []
        for posting in txn.postings:
            control = controls[posting.account]
            if control.__class__ is int:
                classes |= control
            elif posting.units is not None:
                controls_found.append((posting, control))
        if not controls_found:
            return ()
        found: list[tuple[Posting, ControlAccount]] = controls_found
        links = tuple(txn.links or ())
        if len(links) > 1:
            links = tuple(sorted(links))
        self.findings.check_keys(txn, txn.meta, found[0][1].side)
        if len(found) == 1:
            posting, account = found[0]
            purpose = self._purposes.usual(posting, account, classes)
            if purpose is not None:
                return [self._read(txn, posting, account, links, purpose)]
        return self._read_unusual(txn, found, links)

    def _read_unusual(
        self,
        txn: Transaction,
        found: Sequence[tuple[Posting, ControlAccount]],
        links: tuple[str, ...],
    ) -> Sequence[ControlPosting]:
        """The control postings of a transaction whose amounts tell their purpose."""
        purposes = self._purposes.read(txn, found)
        read = [
            self._read(txn, posting, control, links, purpose.parts[0][0])
            for (posting, control), purpose in zip(found, purposes, strict=True)
        ]
        return self._purposes.complete(read, purposes)

    def settled(self, postings: Sequence[ControlPosting]) -> Sequence[ControlPosting]:
        """All postings read, with the purposes that only later ones could tell."""
        return self._purposes.settled(postings)

    def _read(
        self,
        txn: Transaction,
        posting: Posting,
        control: ControlAccount,
        links: tuple[str, ...],
        purpose: Purpose,
    ) -> ControlPosting:
        side, day, own = control.side, txn.date, txn.meta
        place, meta = self._place_and_keys(txn, posting, side)
        amount, currency = self._amount(txn, posting, control)
        if control.party_key in own or control.party_key in meta:
            party, proof = self._party(txn, meta, control)
        else:
            party, proof = control.party_of(txn.payee)
        number = None
        if control.number_key in own or control.number_key in meta:
            number = self._stated(txn, meta, control.number_key, side)
        credit, due, terms, due_is_stated = None, day, None, False
        is_document = purpose is Purpose.DOCUMENT or purpose is Purpose.OPENING
        if amount > 0 or (not amount and is_document):
            if number is None and links:
                number = links[0]
                if len(links) > 1:
                    number = None
                    if is_document:
                        self.findings.several_links(txn, posting, side)
            due, terms, due_is_stated = self._due(txn, meta, side, party)
        elif not _REDUCTION_KEYS.isdisjoint(own) or meta is not _NOTHING:
            credit, due, terms, due_is_stated = self._of_reduction(
                txn, meta, control, party
            )
        is_doubtful = due is not day and (due < day or due.year - day.year > _FAR_YEARS)
        if is_doubtful and purpose in _ISSUED_BEFORE_DUE:
            self.findings.doubtful_due(txn, posting, side, due)
        fields = (
            day, links, amount, party, posting.account, txn.narration or "", currency,
            side, control.root, proof, number, credit, due, terms, due_is_stated,
            purpose, txn.flag == "!", meta is not _NOTHING,
            place.get("filename", "<ledger>"), place.get("lineno", 0), (),
            None,
        )  # fmt: skip
        return tuple.__new__(ControlPosting, fields)  # Half the time of calling it.

    def _of_reduction(
        self,
        txn: Transaction,
        meta: Mapping[str, Any],
        control: ControlAccount,
        party: str,
    ) -> tuple[str | None, date, PaymentTerms | None, bool]:
        """The number of the credit that it makes, if it does, and when it is due.

        A payment may name the part that it is for by its due date.
        """
        side = control.side
        if control.credit_key in txn.meta or control.credit_key in meta:
            credit = self._stated(txn, meta, control.credit_key, side)
            if credit is not None:
                return credit, *self._due(txn, meta, side, party)
        part = None
        if "due" in txn.meta or "due" in meta:
            part = self._stated_due(txn, meta, side)
        return None, part or txn.date, None, part is not None

    def _place_and_keys(
        self, txn: Transaction, posting: Posting, side: Side
    ) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """The metadata with a posting's place, and its own keys if it has any."""
        meta = posting.meta
        if not meta or "lineno" not in meta:
            return txn.meta, meta or _NOTHING
        if len(meta) == _PLAIN_POSTING_KEYS:
            return meta, _NOTHING
        self.findings.check_keys(txn, meta, side)
        return meta, meta

    def _amount(
        self, txn: Transaction, posting: Posting, control: ControlAccount
    ) -> tuple[Decimal, str]:
        """The amount a posting adds to what is owed, and its currency."""
        units = posting.units
        assert units is not None
        assert units.number is not None
        amount = units.number if control.sign == 1 else -units.number
        control.balance[units.currency] += amount
        if posting.price is not None or posting.cost is not None:
            self.at_a_rate.add(units.currency)
        if not _LOWEST < amount < AMOUNT_LIMIT:
            self.findings.amount_too_large(txn, posting, amount, control.side)
        return amount, units.currency

    def _party(
        self, txn: Transaction, meta: Mapping[str, Any], control: ControlAccount
    ) -> tuple[str, PartyProof]:
        """The party, if a key may state it."""
        side = control.side
        stated = self._stated(txn, meta, control.party_key, side)
        if stated is None:
            return control.party_of(txn.payee)
        return self._stated_party(txn, meta, side, stated), PartyProof.STATED

    def _stated_party(
        self, txn: Transaction, meta: Mapping[str, Any], side: Side, stated: str
    ) -> str:
        """The id stated by a key; a name or alias is replaced by its id."""
        identified = self._directory.identify(side.party_role, stated)
        known = self._directory.ids(side.party_role) if identified is None else ()
        if known:
            self.findings.unknown_party(txn, meta, side, stated, known)
        party = identified or stated
        self._stated_parties.add((side.party_role, party))
        return party

    def _due(
        self, txn: Transaction, meta: Mapping[str, Any], side: Side, party: str
    ) -> tuple[date, PaymentTerms | None, bool]:
        """The due date, the terms behind it, and whether anything states it."""
        if "due" in txn.meta or "due" in meta:
            stated = self._stated_due(txn, meta, side)
            if stated is not None:
                return stated, None, True
        terms = self._terms(txn, meta, side, party)
        if terms is None:
            return txn.date, None, False
        return terms.first_due(txn.date), terms, True

    def _stated_due(
        self, txn: Transaction, meta: Mapping[str, Any], side: Side
    ) -> date | None:
        """The day that ``due:`` says; None if a person wrote none, or no day."""
        stated = self._written(txn, meta, "due")
        if type(stated) is date or stated is None:
            return stated
        day = stated if isinstance(stated, date) else parse_iso_date(str(stated))
        if day is None:
            self.findings.bad_value(txn, meta, side, ("due", stated, "2026-01-31"))
        return day

    def _terms(
        self, txn: Transaction, meta: Mapping[str, Any], side: Side, party: str
    ) -> PaymentTerms | None:
        """The document's own terms, else the party's on its date, else the book's."""
        terms = self._stated_terms(txn, meta, side)
        record: Party | None = None
        role, default = side.party_role, self._settings.day_rule
        if self._directory.is_declared(role, party):
            record = self._directory.as_of(role, party, txn.date)
        if terms is None:
            terms = self._agreed_terms(record)
        stated = record.facts.get("business-days") if record is not None else None
        if terms is None or (stated is None and default is None):
            return terms
        rule = _day_rule(stated, default)
        if rule is None:
            return terms
        days = self._business_days(rule, record, txn.date)
        if not days.has_calendar:
            subject = f"{party} {days.country}".rstrip()
            self.findings.no_holidays(txn, meta, side, subject)
        return terms_on_business_days(terms, days)

    def _stated_terms(
        self, txn: Transaction, meta: Mapping[str, Any], side: Side
    ) -> PaymentTerms | None:
        own = self._written(txn, meta, "terms")
        if own is not None:
            try:
                return parse_terms(str(own))
            except ValueError as error:
                self.findings.bad_terms(txn, meta, side, error)
        return None

    def _agreed_terms(self, record: Party | None) -> PaymentTerms | None:
        agreed = record.payment_terms if record is not None else None
        try:
            return parse_terms(agreed) if agreed else self._settings.payment_terms
        except ValueError:
            # Reported where the party is declared.
            return self._settings.payment_terms

    def _business_days(
        self, rule: DayRule, record: Party | None, day: date
    ) -> BusinessDays:
        """By the party's country; by ours if the party's is not known."""
        resident = record
        if resident is None or not resident.text("country"):
            resident = self._directory.as_of(PartyRole.COMPANY, OURSELVES, day)
        country, region = resident.text("country").upper(), resident.text("region")
        return BusinessDays(rule, country, region)

    def _stated(
        self, txn: Transaction, meta: Mapping[str, Any], key: str, side: Side
    ) -> str | None:
        """The name or number stated by a posting, else by its transaction."""
        value = self._written(txn, meta, key)
        if value is None or isinstance(value, str):
            return value or None
        if isinstance(value, (date, bool)):
            self.findings.bad_value(txn, meta, side, (key, value, '"INV-2026-001"'))
            return None
        return str(value)  # A number such as 2026001 without quotes.

    @staticmethod
    def _written(txn: Transaction, meta: Mapping[str, Any], key: str) -> Any:
        """The value a person wrote, on the posting before the transaction."""
        value = meta.get(key)
        if value is None or isinstance(value, ADDED):
            value = txn.meta.get(key)
        return None if isinstance(value, ADDED) else value


def _day_rule(stated: object, default: DayRule | None) -> DayRule | None:
    """The party's rule, else the book's; a bad one is reported at the declaration."""
    if stated is None:
        return default
    try:
        return parse_day_rule(stated)
    except ValueError:
        return default
