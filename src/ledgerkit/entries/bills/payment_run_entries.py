"""A planned payment run -> the transfer order, and the ledger's directives."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Custom, Transaction
from beancount.parser.grammar import ValueType

from ledgerkit.books.account_use import account_uses
from ledgerkit.books.accounts_by_role import account_of
from ledgerkit.books.payables.payment_runs import RUN_WORDS
from ledgerkit.entries.adjustment_accounts import AdjustmentAccounts
from ledgerkit.entries.currencies.exchanged import exchanged
from ledgerkit.entries.directives import posting_of
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.payables.credit_transfer import (
    AccountHolder,
    CreditTransfer,
    MandateUsed,
    TransferOrder,
    transfer_text,
)
from ledgerkit.payables.proposal import Action
from ledgerkit.payables.scheme import SEPA, scheme_of
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Directive, Posting

    from ledgerkit.books.books import Books
    from ledgerkit.entries.bills.payment_run import RunPlan
    from ledgerkit.entries.currencies.exchanged import Exchanged
    from ledgerkit.parties.party import Party
    from ledgerkit.payables.proposal import ProposedPayment
    from ledgerkit.receivables.debits.mandate import Mandate

#: A transfer's id has room for 35 characters: the run's id and these.
_DIGEST_LENGTH = 10


def transfer_order(books: Books, plan: RunPlan) -> TransferOrder | None:
    """The transfer order for the bank; None if everything is paid by hand."""
    by_file = [p for p in plan.proposal.payments if not p.by_hand]
    if not by_file:
        return None
    day = plan.request.made_on
    us = books.directory.as_of(PartyRole.COMPANY, OURSELVES, day)
    facts = plan.account.facts
    transfers = [_transfer(books, plan, payment) for payment in by_file]
    return TransferOrder(
        id=_with_digest(plan.id, *(transfer.id for transfer in transfers)),
        made_on=day,
        day=plan.proposal.order.day,
        payer=_holder(
            us,
            _account(facts, plan),
            str(facts.get("bic") or ""),
            str(facts.get("holder") or us.legal_name),
        ),
        currency=plan.account.currency,
        transfers=transfers,
        sender_id=plan.sender_id,
        scheme=plan.request.scheme.value if plan.mandates else "",
    )


def _transfer(books: Books, plan: RunPlan, payment: ProposedPayment) -> CreditTransfer:
    party = _party(books, plan, payment)
    iban, bic = _account(party.facts, plan), party.text("bic")
    mandate = plan.mandates.get(payment.vendor)
    if mandate is not None:
        iban, bic = mandate.iban, mandate.bic
    return CreditTransfer(
        id=_end_to_end(plan, payment),
        to=_holder(party, iban, bic, party.legal_name),
        amount=payment.amount,
        text=_text(payment),
        mandate=None if mandate is None else _used(books, plan, mandate),
    )


def _used(books: Books, plan: RunPlan, mandate: Mandate) -> MandateUsed:
    collected = books.source.mandates.collected(mandate.id)
    turn = mandate.turn(plan.proposal.order.day, collected)
    return MandateUsed(id=mandate.id, signed=mandate.signed, turn=turn.value)


def _account(facts: Mapping[str, Any], plan: RunPlan) -> str:
    """An account as the run's scheme knows it; an IBAN as it is written."""
    scheme = scheme_of(plan.account.currency)
    if scheme is None or scheme is SEPA:
        return str(facts.get("iban") or "")
    return scheme.account_of(facts)


def _holder(party: Party, iban: str, bic: str, name: str) -> AccountHolder:
    return AccountHolder(
        name=name,
        iban=iban,
        bic=bic,
        street=party.text("street"),
        postal_code=party.text("postal-code"),
        town=party.text("locality"),
        country=party.text("country").upper(),
        is_savings=party.text("account-type").casefold() == "savings",
        is_person=party.text("ach-class").upper() == "PPD",
    )


def _party(books: Books, plan: RunPlan, payment: ProposedPayment) -> Party:
    day = plan.request.made_on
    return books.directory.as_of(plan.side.party_role, payment.vendor, day)


def _text(payment: ProposedPayment) -> str:
    credits_ = [line for line in payment.lines if line.action is Action.NET]
    bills = [line for line in payment.lines if line.action is not Action.NET]
    return transfer_text(
        [str(line.document.number) for line in bills],
        [str(line.document.number) for line in credits_],
    )


def _end_to_end(plan: RunPlan, payment: ProposedPayment) -> str:
    """An id that is the same whenever the same run is made."""
    parts = (
        f"{line.document.number} {line.settles:f} {line.discount:f}"
        for line in payment.lines
    )
    return _with_digest(plan.id, payment.vendor, *parts)


def _with_digest(id_: str, *parts: str) -> str:
    content = "\n".join((id_, *parts)).encode()
    return f"{id_}-{sha256(content).hexdigest()[:_DIGEST_LENGTH]}"


def run_directives(
    books: Books, plan: RunPlan, *, file: str = "", content: bytes = b""
) -> Sequence[Directive]:
    """The run's own directive, and a transaction ``!`` for each vendor.

    Args:
        books: The books that the plan was made for.
        plan: The run.
        file: Name of the payment file; empty if there is none.
        content: The file.

    Raises:
        UsageError: If an account can't take its posting, or a text has invisible
            characters.
    """
    transactions = [
        _transaction(books, plan, payment) for payment in plan.proposal.payments
    ]
    opened = books.opened_accounts
    uses = account_uses(
        (posting.account, txn.date, posting.units.currency)
        for txn in transactions
        for posting in txn.postings
        if posting.units is not None
    )
    for use in uses.values():
        opened.check(use)
    return [_declaration(plan, file, content), *transactions]


def _declaration(plan: RunPlan, file: str, content: bytes) -> Custom:
    meta: dict[str, Any] = {"account": plan.account.account}
    if content:
        sent = (p.amount for p in plan.proposal.payments if not p.by_hand)
        meta["file"] = file
        meta["digest"] = sha256(content).hexdigest()
        meta["control-sum"] = _amount(plan, sum(sent, ZERO))
    values = [
        ValueType(plan.id, str),
        ValueType(_amount(plan, plan.proposal.amount), Amount),
    ]
    return Custom(meta, plan.request.made_on, RUN_WORDS[plan.side], values)


def _amount(plan: RunPlan, number: Decimal) -> Amount:
    currency = plan.account.currency
    return Amount(with_cents(number, currency), currency)


def _transaction(books: Books, plan: RunPlan, payment: ProposedPayment) -> Transaction:
    party = _party(books, plan, payment)
    order, role = plan.proposal.order, plan.side.party_role.value
    meta: dict[str, Any] = {role: payment.vendor, RUN_WORDS[plan.side]: plan.id}
    mandate = plan.mandates.get(payment.vendor)
    if not payment.by_hand:
        meta["end-to-end"] = _end_to_end(plan, payment)
    if mandate is not None:
        meta |= {"mandate": mandate.id, "collected-from": mandate.iban}
    elif not payment.by_hand:
        is_sepa = scheme_of(plan.account.currency) is SEPA
        key = "paid-to" if is_sepa else "paid-to-account"
        meta[key] = _account(party.facts, plan)
    what = "Payment" if plan.side is Side.PAYABLE else "Direct debit"
    text = f"{what} of {_text(payment)}"
    for printed in (party.name, text, *map(str, meta.values())):
        hidden = hidden_character(printed)
        if hidden:
            raise UsageError(
                f"{payment.vendor}: {text}: a number or a name holds {hidden}, which"
                " can't be seen; type it anew"
            )
    parts = [(line.document, line.settles) for line in payment.lines]
    rates = exchanged(books, parts, None, order.day)
    sign = plan.side.sign
    money = posting_of(plan.account.account, sign * payment.amount, order.currency)
    postings = [
        *_postings(books, plan, payment, rates),
        money._replace(price=rates.money),
        *_gained(books, rates, sign),
    ]
    return Transaction(
        meta, order.day, "!", party.name, text, frozenset(), frozenset(), postings
    )


def _gained(books: Books, rates: Exchanged, sign: int) -> Iterator[Posting]:
    """What the money was worth more or less than the documents were carried at."""
    if rates.gain:
        account = account_of(books, Role.EXCHANGE_GAIN, None, "role:")
        yield posting_of(account, sign * rates.gain, rates.currency)


def _postings(
    books: Books, plan: RunPlan, payment: ProposedPayment, rates: Exchanged
) -> Iterator[Posting]:
    """The postings that settle each bill and credit, and the discounts."""
    currency = plan.proposal.order.currency
    accounts = AdjustmentAccounts(books, plan.proposal.order.day)
    for line, price in zip(payment.lines, rates.prices, strict=True):
        document = line.document
        names = {document.side.number_key: document.number}
        control = document.postings[0].account
        settling = posting_of(
            control, -document.side.sign * line.settles, currency, names
        )
        yield settling._replace(price=price)
        offer = books.discount_offer(document) if line.discount else None
        if offer is None:
            continue
        assert plan.discount_account is not None
        for part in accounts.parts(
            document, plan.discount_account, line.discount, offer.portion(line.discount)
        ):
            tax = {"tax": part.tax} if part.tax else {}
            less = posting_of(part.account, -part.amount, currency, {**names, **tax})
            yield less._replace(price=rates.money)
