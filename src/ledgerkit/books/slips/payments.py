"""Why a payment stands on account, and payments that look mistaken.

Money on account is no fault by itself. But it mostly means that a number was mistyped,
that the same payment was entered twice, or that more was paid than was owed; each has a
sentence of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledgerkit.books.slips.meant_numbers import MeantNumbers
from ledgerkit.books.slips.twins import PaymentTwins
from ledgerkit.errors import Finding, effect, finding
from ledgerkit.language.document_kinds import (
    MONEY_ON_ACCOUNT,
    NUMBER_GAP,
    OTHER_PARTYS_DOCUMENT,
    UNKNOWN_DOCUMENT,
)
from ledgerkit.language.slip_kinds import (
    FAR_DAY,
    OVERPAID,
    PAID_BEFORE_ISSUED,
    PAID_BY_ANOTHER,
    PAID_TWICE,
    TAG_FOR_LINK,
)
from ledgerkit.ledger.place import place_of, short_place
from ledgerkit.open_items.control_posting import PartyProof

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from beancount.core.data import Transaction

    from ledgerkit.errors import FindingKind
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Unapplied
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.parties.directory import PartyDirectory

#: A payment so many days earlier than its document is no mere payment in advance.
_DAYS_BEFORE_MAX = 28
#: Ten years: so much later is a slip in the year.
_DAYS_AFTER_MAX = 3653
#: A link, which is none within a text.
_LINK = re.compile(r"(?<!\S)\^([\w./-]*\w)")


class PaymentFindings:
    """Tells what payments and credits may have been meant for."""

    def __init__(
        self,
        subledger: Subledger,
        transaction_of: Callable[[ControlPosting], Transaction],
    ) -> None:
        """Look at a finished subledger.

        Args:
            subledger: As at the last day.
            transaction_of: The transaction that a posting is in.
        """
        self._numbered = subledger.by_number
        self._items = subledger.items
        self._numbers = MeantNumbers(subledger)
        self._twins = PaymentTwins(subledger, transaction_of)
        self._transaction_of = transaction_of

    def on_account(self, unapplied: Unapplied) -> Finding:
        """What to say of a payment or credit on account."""
        posting = unapplied.posting
        if posting.number is not None:
            return self._by_key(unapplied, posting.number)
        linked = [
            item
            for link in posting.links
            for item in self._numbered.get(link, ())
            if item.first is not posting
        ]
        own = [item for item in linked if item.party == unapplied.party]
        if linked and not own:
            return _of_others(unapplied)
        mistyped = None if linked else self._mistyped(unapplied)
        return mistyped or self._surplus(unapplied, own)

    def _surplus(self, unapplied: Unapplied, own: Sequence[SubledgerItem]) -> Finding:
        """Of a payment that names nothing, or nothing that is open."""
        posting = unapplied.posting
        if unapplied.amount < 0 and posting.credit is None:
            twin = self._twins.of(unapplied, own)
            if twin is not None:
                return _twice(unapplied, twin, own)
            if any(item.first.currency == posting.currency for item in own):
                return _overpaid(unapplied, own, self._numbers.of_amount(unapplied))
            if own:
                first = own[0]
                message = (
                    f"{first.label} is in {first.first.currency}, so"
                    f" {_money(unapplied)} of {unapplied.party} stand on account;"
                    " settle it in its own currency"
                )
                return _note(MONEY_ON_ACCOUNT, unapplied, message)
        return _note(MONEY_ON_ACCOUNT, unapplied, self._general(unapplied))

    def _by_key(self, unapplied: Unapplied, number: str) -> Finding:
        """Of a payment that names a document by a key."""
        posting, key = unapplied.posting, unapplied.posting.side.number_key
        named = self._numbered.get(number, ())
        currencies = sorted({item.first.currency for item in named})
        if not named:
            fitting = self._numbers.of_amount(unapplied)
            message = f'there is no {key} "{number}"'
            message += self._numbers.did_you_mean(number, unapplied.party, fitting)
        elif posting.currency not in currencies:
            message = (
                f'{key} "{number}" is in {currencies[0]}, not {posting.currency};'
                " settle it in its own currency"
            )
        else:
            role = posting.side.party_role.value
            message = (
                f'{key} "{number}" is a number of several {role}s;'
                f' say whose with {role}: "{named[0].party}"'
            )
        txn = self._transaction_of(posting)
        return finding(
            UNKNOWN_DOCUMENT,
            place_of(txn) if key in txn.meta else posting.place,
            message,
            unfinished=posting.unfinished,
            party=unapplied.party,
            key=key,
            about=number,
        )

    def _mistyped(self, unapplied: Unapplied) -> Finding | None:
        """Of a payment whose link, or tag, is nearly the number of a document."""
        posting, key = unapplied.posting, unapplied.posting.side.number_key
        stays = f"so {_money(unapplied)} of {unapplied.party} stand on account"
        if posting.credit is not None:
            return None
        link = self._numbers.unknown(posting.links, posting, unapplied.party)
        if link is not None:
            remedy = self._numbers.did_you_mean(
                link, unapplied.party, self._numbers.of_amount(unapplied)
            )
            message = f'there is no {key} "{link}", {stays}{remedy}'
            return self._at_head(UNKNOWN_DOCUMENT, unapplied, message, link)
        txn = self._transaction_of(posting)
        tag = next((t for t in sorted(txn.tags or ()) if t in self._numbered), None)
        within = next((n for n in _within(txn) if n in self._numbered), None)
        if tag is not None:
            message = f"#{tag} is a tag, {stays}; write ^{tag}"
        elif within is not None:
            message = (
                f"^{within} stands within a text, {stays}; write it behind the text"
            )
        else:
            return None
        return self._at_head(TAG_FOR_LINK, unapplied, message, tag or within or "")

    def _at_head(
        self, kind: FindingKind, unapplied: Unapplied, message: str, word: str
    ) -> Finding:
        """A finding at the line with the transaction's links and tags."""
        return finding(
            kind,
            place_of(self._transaction_of(unapplied.posting)),
            message,
            unfinished=unapplied.posting.unfinished,
            party=unapplied.party,
            about=word,
        )

    def _general(self, unapplied: Unapplied) -> str:
        key = unapplied.posting.side.number_key
        message = f"{_money(unapplied)} of {unapplied.party} stand on account"
        fitting = self._numbers.of_amount(unapplied)
        if not fitting or unapplied.posting.credit is not None:
            others = self._numbers.of_amount_elsewhere(unapplied)
            if others and unapplied.posting.credit is None:
                labels = [f"{item.label} of {item.party}" for item in others]
                return (
                    f"{message}, and as much is open of {' and of '.join(labels)};"
                    " correct the name if that is meant, and add the number"
                )
            return f'{message}; name what they settle with {key}: "…", if anything'
        labels = [item.label for item in fitting]
        return (
            f"{message}, and as much is open of {' and of '.join(labels)}; name what"
            f" they settle: ^{' or ^'.join(labels)}"
        )

    def of_document(self, item: SubledgerItem) -> Finding | None:
        """A number that a document has as a tag, or a credit that links to nothing."""
        posting, key = item.first, item.first.side.number_key
        txn = self._transaction_of(posting)
        if item.number is None:
            tags = sorted(txn.tags or ())
            word = next((t for t in tags if self._numbers.in_series(t, posting)), None)
            kind = TAG_FOR_LINK
            message = f"#{word} is a tag, so the {key} has no number; write ^{word}"
            if word is None:
                word = next(_within(txn), None)
                message = (
                    f"^{word} stands within a text, so the {key} has no number; write"
                    " it behind the text"
                )
        else:
            links = [link for link in posting.links if link != item.number]
            is_linked = any(link in self._numbered for link in links)
            word = (
                None if is_linked else self._numbers.unknown(links, posting, item.party)
            )
            kind = UNKNOWN_DOCUMENT
            remedy = self._numbers.did_you_mean(word, item.party) if word else ""
            message = f'{item.number} credits no {key}: there is no "{word}"{remedy}'
        if word is None:
            return None
        return finding(
            kind,
            place_of(txn),
            message,
            unfinished=posting.unfinished,
            party=item.party,
            about=word,
            explains=[effect(NUMBER_GAP, word)],
        )

    def doubtful(self, directory: PartyDirectory) -> Iterator[Finding]:
        """Advice on payments long before their documents, or by another party.

        Args:
            directory: The declared parties.
        """
        told: set[int] = set()
        for item in self._items:
            for posting, _amount, _basis, credit in item.settlements or ():
                if len(posting.links) > 1 and id(posting) not in told:
                    told.add(id(posting))
                    yield from self._one_of_several(posting, item)
                if credit is None and posting.amount < 0:
                    doubt = _doubt(posting, item, directory)
                    if doubt is not None:
                        kind, message = doubt
                        yield finding(
                            kind,
                            posting.place,
                            message,
                            unfinished=posting.unfinished,
                            party=item.party,
                        )

    def _one_of_several(
        self, posting: ControlPosting, item: SubledgerItem
    ) -> Iterator[Finding]:
        """A payment that some of its documents use up, and that names none besides."""
        link = self._numbers.unknown(posting.links, posting, item.party)
        if link is None or posting.credit is not None or posting.amount >= 0:
            return
        key = posting.side.number_key
        remedy = self._numbers.did_you_mean(link, item.party)
        yield finding(
            UNKNOWN_DOCUMENT,
            place_of(self._transaction_of(posting)),
            f'there is no {key} "{link}", which this payment names besides'
            f" {item.label}{remedy}",
            unfinished=True,
            party=item.party,
            about=link,
        )


def _doubt(
    posting: ControlPosting, item: SubledgerItem, directory: PartyDirectory
) -> tuple[FindingKind, str] | None:
    days = (item.first.day - posting.day).days
    if days > _DAYS_BEFORE_MAX and not item.first.opening:
        return PAID_BEFORE_ISSUED, (
            f"settles {item.label}, which is dated {item.first.day}, {days} days later;"
            " correct the date or the number"
        )
    if days < -_DAYS_AFTER_MAX:
        return FAR_DAY, (
            f"settles {item.label}, which is dated {item.first.day}, on {posting.day};"
            " correct the year"
        )
    is_recognised = posting.proof is PartyProof.RECOGNISED
    role = posting.side.party_role
    if (
        is_recognised
        and posting.party != item.party
        and (directory.is_declared(role, item.party))
    ):
        payer, owner = (
            directory.as_of(role, party, posting.day)
            for party in (posting.party, item.party)
        )
        if {payer.text("parent") or payer.id} & {owner.text("parent"), owner.id} or (
            owner.text("parent") == payer.id
        ):
            return None
        return PAID_BY_ANOTHER, (
            f"{payer.id} settles {item.label}, which is {owner.id}'s; correct the"
            f' number, or write {role.value}: "{owner.id}" if it is meant'
        )
    return None


def _within(txn: Transaction) -> Iterator[str]:
    """The links that stand within payee or narration, and so are none."""
    for text in (txn.payee, txn.narration):
        if text and "^" in text:
            yield from _LINK.findall(text)


def _of_others(unapplied: Unapplied) -> Finding:
    posting, key = unapplied.posting, unapplied.posting.side.number_key
    message = (
        f"{', '.join(posting.links)} is not {unapplied.party}'s, so"
        f" {_money(unapplied)} stays on account; correct the link, or write"
        f' {key}: "{posting.links[0]}" on the posting'
    )
    return _note(OTHER_PARTYS_DOCUMENT, unapplied, message)


def _twice(
    unapplied: Unapplied, twin: ControlPosting, own: Sequence[SubledgerItem]
) -> Finding:
    amount = f"{-twin.amount:f} {twin.currency}"
    about = f"for {own[0].label}" if own else f"of {unapplied.party}"
    message = (
        f"{amount} {about} are in the books already, on {twin.day}"
        f" ({short_place(twin.place)}); delete one of the two if they are the same"
        " payment"
    )
    return _note(PAID_TWICE, unapplied, message)


def _overpaid(
    unapplied: Unapplied,
    own: Sequence[SubledgerItem],
    fitting: Sequence[SubledgerItem],
) -> Finding:
    posting = unapplied.posting
    labels = " and ".join(dict.fromkeys(item.label for item in own))
    remaining = unapplied.amount - posting.amount
    message = (
        f"{-posting.amount:f} {posting.currency} for {labels}, of which {remaining:f}"
        f" were open: {_money(unapplied)} too much stand on account; correct the"
        " amount, or name what else they settle"
    )
    if fitting:
        others = " and of ".join(item.label for item in fitting)
        message += f": as much is open of {others}"
    return _note(OVERPAID, unapplied, message)


def _note(kind: FindingKind, unapplied: Unapplied, message: str) -> Finding:
    posting = unapplied.posting
    return finding(
        kind,
        posting.place,
        message,
        unfinished=posting.unfinished,
        party=unapplied.party,
        about=posting.links[0] if posting.links else posting.place,
    )


def _money(unapplied: Unapplied) -> str:
    return f"{-unapplied.amount:f} {unapplied.posting.currency}"
