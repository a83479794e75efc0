"""One pass over the directives: everything ledgerkit reads from a book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from beancount.core.data import Custom, Note, Open, Transaction

from ledgerkit.books.accounts import read_chart
from ledgerkit.books.control_postings import ControlPostingReader
from ledgerkit.books.documents.numbers import read_voids
from ledgerkit.books.documents.purposes import account_class
from ledgerkit.books.parties import read_parties, unify_spellings
from ledgerkit.books.tax_codes import read_tax_codes
from ledgerkit.clients.records.record import Relations
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.language.settings import Settings, read_settings
from ledgerkit.language.vocabulary import RARE_KEYS, TYPE_NAMES
from ledgerkit.late_import import LateImport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.books.clients.relations import read_relations
    from ledgerkit.books.documents.check_amounts import UnevenTransaction
    from ledgerkit.errors import Finding
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.invoices.numbering import UsedNumber
    from ledgerkit.invoices.tax_code import TaxCodes
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.side import Side
    from ledgerkit.parties.directory import PartyDirectory
else:
    read_relations = LateImport("ledgerkit.books.clients.relations.read_relations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A book in our values.

    Attributes:
        settings: How ledgerkit works on it.
        chart: The role of every account.
        directory: The declared parties.
        relations: The client relations.
        tax_codes: The declared tax codes.
        control_postings: In the directives' order.
        origins: For each of them, the index of its transaction.
        opens: The ``open`` directives.
        customs: The ``custom`` directives.
        marked: The notes, and the transactions with a rare key: readers of those need
            not go through all.
        keyed: The transactions with keys, on themselves or their postings.
        uneven: Those on control accounts, with their control postings, whose amounts
            are not of one currency and a sum of zero.
        elsewhere: Those on no control account that have links or keys.
        settings_findings: Findings on settings.
        account_findings: Findings on accounts' roles.
        party_findings: Findings on the parties' records.
        relation_findings: Relations that can't be read.
        tax_findings: Findings on tax codes.
        posting_findings: Findings on control postings, by side.
        voids: Numbers that stand for no document.
        void_findings: Findings on them.
        balances: By side, each control account's balance by currency, as what is owed.
        at_a_rate: The currencies of control postings with a price or a cost.
        speaks_to_us: Whether the book has a plugin or directive of ours.
    """

    settings: Settings
    chart: ChartOfAccounts
    directory: PartyDirectory
    relations: Relations
    tax_codes: TaxCodes
    control_postings: Sequence[ControlPosting]
    origins: Sequence[int]
    opens: Sequence[Open]
    customs: Sequence[Custom]
    marked: Sequence[Directive]
    keyed: Sequence[Transaction]
    uneven: Sequence[UnevenTransaction]
    elsewhere: Sequence[Transaction]
    settings_findings: Sequence[Finding]
    account_findings: Sequence[Finding]
    party_findings: Sequence[Finding]
    relation_findings: Sequence[Finding]
    tax_findings: Sequence[Finding]
    posting_findings: Mapping[Side, Sequence[Finding]]
    voids: Sequence[UsedNumber]
    void_findings: Sequence[Finding]
    balances: Mapping[Side, Mapping[tuple[str, str], Decimal]]
    at_a_rate: AbstractSet[str]
    speaks_to_us: bool


def read_directives(
    directives: Sequence[Directive], options: Mapping[str, Any]
) -> Reading:
    """Read a book's directives, in Beancount's order."""
    opens = [d for d in directives if isinstance(d, Open)]
    customs = [d for d in directives if isinstance(d, Custom)]
    settings, settings_findings = read_settings(customs)
    speaks_to_us = _speaks_to_us(customs, options)
    chart, account_findings = read_chart(opens, options, settings, is_ours=speaks_to_us)
    directory, party_findings = read_parties(customs, options["title"])
    relations, relation_findings = _relations(customs, directory)
    tax_codes, tax_findings = read_tax_codes(customs)
    voids, void_findings = read_voids(customs)
    class_of = _classes(chart, options, tax_codes)
    reader = ControlPostingReader(chart, directory, settings, class_of)
    postings, origins, marked = _read_transactions(directives, reader)
    return Reading(
        settings=settings,
        chart=chart,
        directory=directory,
        relations=relations,
        relation_findings=relation_findings,
        tax_codes=tax_codes,
        control_postings=unify_spellings(postings, reader.parties(), directory),
        origins=origins,
        opens=opens,
        customs=customs,
        marked=marked,
        keyed=reader.keyed,
        uneven=reader.uneven,
        elsewhere=reader.elsewhere,
        settings_findings=settings_findings,
        account_findings=account_findings,
        party_findings=party_findings,
        tax_findings=tax_findings,
        posting_findings=reader.findings.by_side,
        voids=voids,
        void_findings=void_findings,
        balances=reader.balances(),
        at_a_rate=reader.at_a_rate,
        speaks_to_us=speaks_to_us,
    )


def _relations(
    customs: Sequence[Custom], directory: PartyDirectory
) -> tuple[Relations, list[Finding]]:
    """The client relations, and what can't be read of them; mostly there are none."""
    return read_relations(customs, directory) if customs else (Relations(), [])


def _classes(
    chart: ChartOfAccounts, options: Mapping[str, Any], tax_codes: TaxCodes
) -> Callable[[str], int]:
    """The class of each account that is no control account."""
    roots = {options[f"name_{root.value}"]: root for root in RootAccount}
    taxes = tax_codes.accounts()
    return lambda account: account_class(account, chart, roots, taxes)


def _speaks_to_us(customs: Sequence[Custom], options: Mapping[str, Any]) -> bool:
    """Whether a plugin or directive is ours; metadata alone may be anybody's."""
    plugins = (name for name, _config in options["plugin"])
    return any(name.startswith("ledgerkit.") for name in plugins) or any(
        custom.type in TYPE_NAMES or _is_our_extension(custom) for custom in customs
    )


def _is_our_extension(custom: Custom) -> bool:
    """Whether a directive switches on our pages in Fava."""
    values = custom.values or ()
    return custom.type == "fava-extension" and any(
        str(value.value).startswith("ledgerkit.") for value in values
    )


def _read_transactions(
    directives: Sequence[Directive], reader: ControlPostingReader
) -> tuple[Sequence[ControlPosting], list[int], list[Directive]]:
    """Control postings, the index of each one's transaction, and marked directives."""
    postings: list[ControlPosting] = []
    origins: list[int] = []
    marked: list[Directive] = []
    for index, directive in enumerate(directives):
        if isinstance(directive, Transaction):
            if not RARE_KEYS.isdisjoint(directive.meta):
                marked.append(directive)
            for posting in reader.read(directive):
                postings.append(posting)
                origins.append(index)
        elif isinstance(directive, Note):
            marked.append(directive)
    return reader.settled(postings), origins, marked
