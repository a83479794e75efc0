"""Accounts that records name and nothing opens, and records that nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.data import Close, Open, Transaction

from ledgerkit.books.slips.refused import record_subject
from ledgerkit.errors import Finding, effect, finding
from ledgerkit.language.document_kinds import PAID_UNAPPROVED, REVERSE_CHARGE_HALF
from ledgerkit.language.finding_kinds import (
    CASH_DIFFERS,
    STATEMENT_DIFFERS,
    UNKNOWN_RECORD,
)
from ledgerkit.language.slip_kinds import UNKNOWN_ACCOUNT, UNREAD_DIRECTIVE
from ledgerkit.language.vocabulary import KEYS, RESERVED_TYPES, TYPE_NAMES
from ledgerkit.language.word import Holds
from ledgerkit.ledger.place import place_of, written
from ledgerkit.text.closest_word import KnownWords, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from beancount.core.data import Custom, Directive

#: The types whose accounts are checked where they are read.
_CHECKED_WHERE_READ = frozenset({"bank-rule", "forecast-item", "scenario"})
#: The types whose first value is an account.
_WITH_ACCOUNT = frozenset({"statement", "cash-count"})
_ACCOUNT_KEYS: Mapping[str, frozenset[str]] = {
    type_: frozenset(
        key.name for key in KEYS if key.holds is Holds.ACCOUNT and type_ in key.on
    )
    for type_ in TYPE_NAMES - _CHECKED_WHERE_READ
}


def check_record_accounts(
    customs: Sequence[Custom], opens: Iterable[Open], directives: Iterable[Directive]
) -> Iterator[Finding]:
    """Report accounts in our records that the book neither opens nor posts to.

    Args:
        customs: The ``custom`` directives.
        opens: The ``open`` directives.
        directives: All of them: an account that is posted to may be opened by a plugin
            that runs after ours.
    """
    accounts = {open_.account for open_ in opens}
    unopened = [
        (custom, key, account)
        for custom in customs
        for key, account in _accounts_of(custom)
        if account not in accounts
    ]
    if not unopened:
        return
    accounts.update(_posted(directives))
    words = KnownWords(accounts)
    for custom, key, account in unopened:
        # A record may be about all that is below an account.
        if account in accounts or any(a.startswith(f"{account}:") for a in accounts):
            continue
        remedy = did_you_mean(words.alike(account)) or (
            f"; open it: {custom.date} open {account}"
        )
        label = f'custom "{custom.type}"'
        if custom.values and isinstance(custom.values[0].value, str) and key:
            label = f"{custom.type} {custom.values[0].value}"
        message = f"{label}: {account} is not opened{remedy}"
        place = place_of(custom)
        effects = [effect(kind, account) for kind in (CASH_DIFFERS, STATEMENT_DIFFERS)]
        if custom.values and isinstance(custom.values[0].value, str):
            subject = record_subject(custom.type, custom.values[0].value)
            effects.append(effect(REVERSE_CHARGE_HALF, subject))
        yield finding(UNKNOWN_ACCOUNT, place, message, key=key, explains=effects)


def _accounts_of(custom: Custom) -> Iterator[tuple[str, str]]:
    """The accounts that a record names, each with its key; empty for a value."""
    if custom.type in _WITH_ACCOUNT and custom.values:
        account: Any = custom.values[0].value
        if isinstance(account, str):
            yield "", account
    for key in _ACCOUNT_KEYS.get(custom.type, ()):
        value = written(custom.meta, key)
        if isinstance(value, str) and value:
            yield key, value


def _posted(directives: Iterable[Directive]) -> Iterator[str]:
    for directive in directives:
        if isinstance(directive, Transaction):
            yield from (posting.account for posting in directive.postings)
        elif isinstance(directive, Close):
            yield directive.account


def find_unread_records(customs: Iterable[Custom]) -> Iterator[Finding]:
    """Report directives whose type we reserve, and nothing reads yet."""
    for custom in customs:
        use = RESERVED_TYPES.get(custom.type)
        if use is not None:
            message = (
                f'custom "{custom.type}" is reserved for {use}, and nothing reads it'
                " yet; it has no effect"
            )
            yield finding(UNREAD_DIRECTIVE, place_of(custom), message)


def find_mistyped_approvers(
    customs: Iterable[Custom], managers: Sequence[str]
) -> Iterator[Finding]:
    """Report approval rules for somebody whose name is a slip away from a manager's.

    Whoever approves need not be a manager, so that no other name is wrong.
    """
    words = KnownWords(managers)
    for custom in customs:
        who = custom.values[0].value if custom.values else None
        if custom.type != "approval-rule" or not isinstance(who, str):
            continue
        meant = words.slips(who) if who not in managers else ()
        if meant:
            message = f'approval-rule: no manager is "{who}"{did_you_mean(meant)}'
            effects = [
                effect(PAID_UNAPPROVED, record_subject(custom.type, id_))
                for id_ in meant
            ]
            yield finding(UNKNOWN_RECORD, place_of(custom), message, explains=effects)
