"""The approval of bills: directives, settings and keys -> values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.amount import Amount

from ledgerkit.books.slips.refused import record_subject
from ledgerkit.errors import Finding, finding
from ledgerkit.language.document_kinds import PAID_UNAPPROVED
from ledgerkit.language.finding_kinds import BAD_DECLARATION
from ledgerkit.language.mended_line import mended_line
from ledgerkit.language.word import Holds
from ledgerkit.ledger.place import place_of, written
from ledgerkit.payables.approval import (
    Approval,
    ApprovalPolicy,
    ApprovalRule,
    ApprovalState,
    BillToApprove,
    approval_state,
    why_without_effect,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from beancount.core.data import Custom, Transaction

    from ledgerkit.books.documents.filed import FiledDocuments
    from ledgerkit.books.payables.order_matching import OrderReading
    from ledgerkit.language.settings import Settings
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger

APPROVAL_RULE = "approval-rule"


class ApprovalKeys(NamedTuple):
    """The keys of one approval: who, when, and of which amount."""

    by: str
    on: str
    amount: str


#: The keys of the first approval, and of the second.
APPROVAL_KEYS = (
    ApprovalKeys("approved-by", "approved-on", "approved-amount"),
    ApprovalKeys("approved-also-by", "approved-also-on", "approved-also-amount"),
)


class ApprovalReading:
    """A book's approvals.

    Attributes:
        policy: The approvals required before a bill is paid.
    """

    def __init__(
        self,
        customs: Iterable[Custom],
        settings: Settings,
        files: FiledDocuments,
        transaction_of: Callable[[ControlPosting], Transaction],
        orders: Callable[[], OrderReading],
    ) -> None:
        """Read the rules among these directives."""
        rules, self._findings = read_approval_rules(customs)
        self.policy = ApprovalPolicy(
            rules=rules,
            above=settings.approval_above,
            four_eyes_above=settings.four_eyes_above,
            document_above=settings.document_above,
        )
        self._transaction_of = transaction_of
        self._files = files
        self._orders = orders

    def bill(self, document: Document) -> BillToApprove:
        """A bill with the facts that a policy needs."""
        txn = self._transaction_of(document.postings[0])
        return BillToApprove(
            party=document.party,
            issued=document.issued,
            amount=document.amount,
            currency=document.currency,
            approvals=tuple(approvals_in(txn.meta)),
            has_document=self._files.has(document, txn),
        )

    def state(self, document: Document, as_of: date) -> ApprovalState:
        """Whether a bill may be paid on a day, and why not."""
        state = ApprovalState(is_asked=False)
        if self.policy:
            state = approval_state(self.bill(document), self.policy, as_of)
        different = self._orders().why_held(document, as_of)
        if not different or self.is_approved(document, as_of):
            return state
        why = f"{'; '.join(different)}; nobody approved that"
        return replace(
            state, is_asked=True, lacks_approval=(*state.lacks_approval, why)
        )

    def is_approved(self, document: Document, as_of: date) -> bool:
        """Whether somebody who may has approved a bill as it is, by a day."""
        bill = self.bill(document)
        return any(
            approval.on is not None
            and approval.on <= as_of
            and not why_without_effect(bill, self.policy, approval)
            for approval in bill.approvals
        )

    def state_with(
        self, document: Document, approval: Approval, as_of: date, *, place: int
    ) -> ApprovalState:
        """The same, with one more approval given, or one replaced."""
        bill = self.bill(document)
        approvals = list(bill.approvals)
        approvals[place : place + 1] = [approval]
        return approval_state(
            replace(bill, approvals=tuple(approvals)), self.policy, as_of
        )

    def findings(self) -> Iterator[Finding]:
        """Findings on the rules; the keys of bills are checked with all others."""
        yield from self._findings

    def paid_unapproved(self, subledger: Subledger) -> Iterator[Finding]:
        """The bills paid without approval, and not approved to this day."""
        for document in subledger.documents if self.policy else ():
            paid = [s.posting for s in document.payments]
            if not paid or document.is_credit or document.postings[0].opening:
                continue
            first = min(paid, key=lambda posting: (posting.day, posting.place))
            # A later approval counts too: there is no other way to correct it.
            state = self.state(document, date.max)
            if state.lacks_approval:
                yield finding(
                    PAID_UNAPPROVED,
                    document.place,
                    f"{document.label} of {document.party} was paid on {first.day}:"
                    f" {'; '.join(state.lacks_approval)}",
                    party=document.party,
                    about=self._approver(document),
                )

    def _approver(self, document: Document) -> str:
        """Who approved a bill, as its rule is named; empty if several did, or none."""
        approvals = self.bill(document).approvals
        people = {approval.by for approval in approvals}
        if len(people) != 1 or any(approval.on is None for approval in approvals):
            return ""
        return record_subject("approval-rule", *people)


def approvals_in(meta: Mapping[str, Any]) -> Iterator[Approval]:
    """The approvals stated in a transaction's keys, in order."""
    first_day = None
    for keys in APPROVAL_KEYS:
        by, on, amount = (written(meta, key) for key in keys)
        day = on if isinstance(on, date) else first_day
        first_day = first_day or day
        if isinstance(by, str) and by.strip():
            yield Approval(
                by=by.strip(),
                on=day,
                amount=amount if isinstance(amount, Amount) else None,
            )


def read_approval_rules(
    customs: Iterable[Custom],
) -> tuple[Sequence[ApprovalRule], Sequence[Finding]]:
    """Read every rule, and report those that can't be read."""
    rules: list[ApprovalRule] = []
    findings: list[Finding] = []
    for custom in customs:
        if custom.type != APPROVAL_RULE:
            continue
        values = [value.value for value in custom.values or ()]
        limits = [v for v in values[1:] if isinstance(v, Amount)]
        is_named = bool(values) and isinstance(values[0], str) and values[0].strip()
        if not is_named or len(limits) != len(values) - 1 or _negative(limits):
            form = mended_line(custom, Holds.TEXT, Holds.AMOUNT) or (
                f'{custom.date} custom "{APPROVAL_RULE}" "anna" 1000.00 EUR'
            )
            message = (
                "an approval rule needs a name in quotes, then the highest amounts, if"
                f" any; write {form}"
            )
            findings.append(finding(BAD_DECLARATION, place_of(custom), message))
            continue
        rules.append(
            ApprovalRule(
                who=values[0].strip(),
                day=custom.date,
                limits={v.currency: v.number or Decimal(0) for v in limits},
            )
        )
    return rules, findings


def _negative(amounts: Iterable[Amount]) -> bool:
    return any(amount.number is None or amount.number < 0 for amount in amounts)
