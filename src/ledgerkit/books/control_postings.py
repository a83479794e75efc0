"""Transactions -> control postings. Ledger signs stop here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from ledgerkit.books.control_account import ControlAccount, ControlAccounts
from ledgerkit.books.documents.posting_purposes import PurposeReader
from ledgerkit.books.posting_findings import PERCENT, PostingFindings
from ledgerkit.calendars import parse_iso_date
from ledgerkit.ledger.place import ADDED
from ledgerkit.money import AMOUNT_DIGITS, ZERO
from ledgerkit.open_items.control_posting import ControlPosting, PartyProof
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.parties.business_days import BusinessDays, DayRule, day_rule_of
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

#: A transaction with its control postings.
UnevenTransaction: TypeAlias = "tuple[Transaction, Sequence[ControlPosting]]"

#: File and line: what has only these keys states nothing.
_PLAIN_KEYS = 2
#: Beancount's own key on a transaction.
_TOLERANCES = "__tolerances__"
_NOTHING: Mapping[str, Any] = {}
#: In place of a currency: several, or amounts at a rate.
_SEVERAL = "*"
#: Without these, and without keys on its posting, a payment is like most.
_REDUCTION_KEYS = {"due", *(side.credit_key for side in Side)}
#: What is due so many years later is a slip in the year.
_FAR_YEARS = 10
#: A name is found much faster than a member of an enumeration.
_DOCUMENT, _OPENING = Purpose.DOCUMENT, Purpose.OPENING


class ControlPostingReader:
    """Reads the effect of transactions on what is owed, and notes mistakes.

    The methods check metadata before they call anything: this runs for every posting of
    every load. While a transaction is at hand, they also note what checks would have to
    go through all of them for.

    Attributes:
        findings: The findings so far.
        at_a_rate: The currencies of postings with a price or a cost so far.
        keyed: The transactions with keys so far, on themselves or their postings.
        uneven: Those on control accounts so far, with their control postings, whose
            amounts are not of one currency and a sum of zero.
        elsewhere: Those on no control account so far that have links or keys.
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
        self.keyed: list[Transaction] = []
        self.uneven: list[UnevenTransaction] = []
        self.elsewhere: list[Transaction] = []

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
        controls, classes, own = self._controls, 0, txn.meta
        has_keys = len(own) > _PLAIN_KEYS + (_TOLERANCES in own)
        found: list[tuple[Posting, ControlAccount]] = []
        currency, total = None, ZERO
        for posting in txn.postings:
            account, units, cost, price, _flag, meta = posting
            control = controls[account]
            if control.__class__ is int:
                classes |= control
            elif units is not None:
                found.append((posting, control))  # type: ignore[arg-type]
            if meta is not None and len(meta) > _PLAIN_KEYS:
                has_keys = True
            if price is not None or cost is not None or units is None:
                currency = _SEVERAL
                continue
            total += units.number or ZERO
            currency = (
                units.currency if currency in (None, units.currency) else _SEVERAL
            )
        if has_keys:
            self.keyed.append(txn)
        if not found:
            if has_keys or txn.links:
                self.elsewhere.append(txn)
            return ()
        read = self._read_found(txn, found, classes)
        if total or currency is _SEVERAL:
            self.uneven.append((txn, read))
        return read

    def _read_found(
        self,
        txn: Transaction,
        found: Sequence[tuple[Posting, ControlAccount]],
        classes: int,
    ) -> Sequence[ControlPosting]:
        """What a transaction's postings to control accounts are."""
        linked = txn.links or ()
        links = tuple(linked) if len(linked) < 2 else tuple(sorted(linked))
        posting, control = found[0]
        if PERCENT in txn.meta:
            self.findings.check_percent(txn, txn.meta, control.side)
        if len(found) == 1:
            purpose = self._purposes.usual(posting, control, classes)
            if purpose is not None:
                return (self._read(txn, posting, control, links, purpose),)
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
        own, day, flag, payee, narration, _tags, _links, _postings = txn
        side, meta = control.side, _NOTHING
        place: Mapping[str, Any] = posting.meta or _NOTHING
        if len(place) != _PLAIN_KEYS or "lineno" not in place:
            place, meta = self._place_and_keys(txn, posting, side)
        amount, currency = self._amount(txn, posting, control)
        if control.party_key in own or control.party_key in meta:
            party, proof = self._party(txn, meta, control)
        else:
            party, proof = control.party_of(payee)
        number = None
        if control.number_key in own or control.number_key in meta:
            number = self._stated(txn, meta, control.number_key, side)
        credit, due, terms, due_is_stated = None, day, None, False
        is_document = purpose is _DOCUMENT or purpose is _OPENING
        if amount > 0 or (is_document and not amount):
            if number is None and links:
                number = links[0]
                if len(links) > 1:
                    number = None
                    if is_document:
                        self.findings.several_links(txn, posting, side)
            due, terms, due_is_stated = self._due(txn, meta, side, party)
        elif meta is not _NOTHING or not _REDUCTION_KEYS.isdisjoint(own):
            credit, due, terms, due_is_stated = self._of_reduction(
                txn, meta, control, party
            )
        # An opening item may already have been late when the books began, and a payment
        # names a part by its due date.
        is_doubtful = due is not day and (due < day or due.year - day.year > _FAR_YEARS)
        if is_doubtful and purpose is _DOCUMENT:
            self.findings.doubtful_due(txn, posting, side, due)
        fields = (
            day, links, amount, party, posting.account, narration or "", currency,
            side, control.root, proof, number, credit, due, terms, due_is_stated,
            purpose, flag == "!", meta is not _NOTHING,
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
        if len(meta) == _PLAIN_KEYS:
            return meta, _NOTHING
        if PERCENT in meta:
            self.findings.check_percent(txn, meta, side)
        return meta, meta

    def _amount(
        self, txn: Transaction, posting: Posting, control: ControlAccount
    ) -> tuple[Decimal, str]:
        """The amount a posting adds to what is owed, and its currency."""
        _account, units, cost, price, _flag, _meta = posting
        assert units is not None
        number, currency = units
        assert number is not None
        amount = number if control.sign == 1 else -number
        control.balance[currency] += amount
        if price is not None or cost is not None:
            self.at_a_rate.add(currency)
        if number.adjusted() >= AMOUNT_DIGITS:
            self.findings.amount_too_large(txn, posting, amount, control.side)
        return amount, currency

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
        own = txn.meta
        if "due" in own or "due" in meta:
            stated = own["due"] if meta is _NOTHING else None
            if stated.__class__ is not date:  # As nearly all are, and a person's own.
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
        rule = day_rule_of(stated, default)
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
