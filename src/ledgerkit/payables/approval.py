"""Approval of bills: who has to approve one before it is paid, and who has.

On plain files this is procedure, not enforcement: whoever can edit the ledger can
write any name. It ensures that nothing is paid by oversight, that every decision
has a name and a day, and that version control shows who wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.money import ZERO, with_cents
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRule:
    """A person who may approve, and up to what amount.

    Attributes:
        who: A manager's id, as `approved-by:` has it.
        day: The day it takes effect.
        limits: The highest amount of a bill, by currency; empty for any amount. A bill
            in a currency not listed is beyond them; zero takes the right away.
    """

    who: str
    day: date
    limits: Mapping[str, Decimal] = field(default_factory=dict)

    def allows(self, amount: Decimal, currency: str) -> bool:
        """Whether a bill of this amount is within the limits."""
        return not self.limits or amount <= self.limits.get(currency, ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPolicy:
    """What the books require before a bill is paid.

    A threshold set in some currencies counts as exceeded by any amount in another:
    without a rate, nobody can say otherwise.

    Attributes:
        rules: Who may approve; anybody where there are none.
        above: The amount above which approval is needed, by currency.
        four_eyes_above: The amount above which two people must approve, by currency.
        document_above: The amount above which the bill must be on file, by currency.
    """

    rules: Sequence[ApprovalRule] = ()
    above: Mapping[str, Decimal] = field(default_factory=dict)
    four_eyes_above: Mapping[str, Decimal] = field(default_factory=dict)
    document_above: Mapping[str, Decimal] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it requires anything."""
        return bool(
            self.rules or self.above or self.four_eyes_above or self.document_above
        )

    def rules_on(self, day: date) -> Mapping[str, ApprovalRule]:
        """Each person's latest rule as at a day."""
        rules: dict[str, ApprovalRule] = {}
        for rule in sorted(self.rules, key=lambda rule: rule.day):
            if rule.day <= day:
                rules[rule.who] = rule
        return rules

    def asks_for_approval(self, bill: BillToApprove) -> bool:
        """Whether somebody must approve a bill.

        Bills from before the first rule need no approval: a policy is not retroactive.
        """
        is_asked = bool(self.rules or self.above or self.four_eyes_above)
        if self.rules and bill.issued < min(rule.day for rule in self.rules):
            is_asked = False
        exempt = self.above and not exceeds(bill, self.above)
        return is_asked and bill.amount > 0 and not exempt


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The approval of a bill by somebody.

    Attributes:
        by: Who approved it.
        on: The day; None if the ledger doesn't say.
        amount: The bill's amount at the time; None if the ledger doesn't say.
    """

    by: str
    on: date | None
    amount: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillToApprove:
    """The facts of a bill that a policy depends on.

    Attributes:
        party: Id of the vendor.
        issued: The bill's date.
        amount: Its amount; negative for a credit, which needs no approval.
        currency: Of the amount.
        approvals: Who approved it: ``approved-by:``, then ``approved-also-by:``.
        has_document: Whether the bill itself is on file.
    """

    party: str
    issued: date
    amount: Decimal
    currency: str
    approvals: Sequence[Approval] = ()
    has_document: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalState:
    """Whether a bill may be paid.

    Attributes:
        is_asked: Whether the policy requires approval of this bill.
        lacks_approval: What approval is missing, a sentence each; empty if none.
        lacks_document: Why the bill must be on file, if it isn't; empty otherwise.
    """

    is_asked: bool
    lacks_approval: Sequence[str] = ()
    lacks_document: str = ""

    @property
    def may_be_paid(self) -> bool:
        """Whether nothing is missing."""
        return not self.lacks_approval and not self.lacks_document

    @property
    def why_not(self) -> str:
        """Why it may not be paid, in one line; empty if it may."""
        document = [self.lacks_document] if self.lacks_document else []
        return "; ".join([*self.lacks_approval, *document])


def approval_state(
    bill: BillToApprove, policy: ApprovalPolicy, as_of: date
) -> ApprovalState:
    """Whether a bill may be paid on a day, and why not.

    A later approval doesn't count yet; one without a day never does.
    """
    is_asked = policy.asks_for_approval(bill)
    return ApprovalState(
        is_asked=is_asked,
        lacks_approval=tuple(_missing(bill, policy, as_of)) if is_asked else (),
        lacks_document=_missing_document(bill, policy),
    )


def exceeds(bill: BillToApprove, limits: Mapping[str, Decimal]) -> bool:
    """Whether a bill is above a threshold; see `ApprovalPolicy` on currencies."""
    limit = limits.get(bill.currency)
    return bool(limits) and (limit is None or bill.amount > limit)


def _missing(bill: BillToApprove, policy: ApprovalPolicy, as_of: date) -> Iterator[str]:
    approvals = [a for a in bill.approvals if a.on is not None and a.on <= as_of]
    yield from _without_effect(bill, as_of)
    valid = [a for a in approvals if not why_without_effect(bill, policy, a)]
    yield from (
        why_without_effect(bill, policy, a) for a in approvals if a not in valid
    )
    names = {a.by for a in valid}
    needed = 2 if exceeds(bill, policy.four_eyes_above) else 1
    if not bill.approvals:
        yield f"nobody approved it{_able(bill, policy, as_of)}"
    elif len(names) < needed and valid:
        yield (
            f"two people must approve {_beyond(bill, policy.four_eyes_above)}, and"
            f" only {valid[0].by} did; a second one writes approved-also-by:"
        )


def _without_effect(bill: BillToApprove, as_of: date) -> Iterator[str]:
    for approval in bill.approvals:
        if approval.on is None:
            yield f"{approval.by} approved it on no day; add approved-on:"
        elif approval.on > as_of:
            yield f"{approval.by} approves it only on {approval.on}"


def has_lapsed(bill: BillToApprove, approval: Approval) -> bool:
    """Whether the bill's amount is no longer the one approved."""
    approved = approval.amount
    return approved is not None and approved != Amount(bill.amount, bill.currency)


def why_without_effect(
    bill: BillToApprove, policy: ApprovalPolicy, approval: Approval
) -> str:
    """Why an approval doesn't count; empty if it does."""
    if approval.by == bill.party:
        return f"{approval.by} can't approve what is owed to {approval.by}"
    assert approval.on is not None
    if has_lapsed(bill, approval):
        assert approval.amount is not None
        return (
            f"{approval.by} approved {approval.amount.to_string()}, and it is over"
            f" {with_cents(bill.amount, bill.currency):f} {bill.currency} now; approve"
            " it anew"
        )
    if not policy.rules:
        return ""
    rules = policy.rules_on(approval.on)
    rule = rules.get(approval.by)
    if rule is None:
        return f"{approval.by} may not approve bills{suggestion(approval.by, rules)}"
    if not rule.allows(bill.amount, bill.currency):
        return f"{approval.by} may not approve {_beyond(bill, rule.limits)}"
    return ""


def _able(bill: BillToApprove, policy: ApprovalPolicy, as_of: date) -> str:
    """Who could approve, for the end of a sentence."""
    able = sorted(
        person
        for person, rule in policy.rules_on(as_of).items()
        if rule.allows(bill.amount, bill.currency) and person != bill.party
    )
    if able:
        return f"; {' or '.join(able)} may"
    return "; no approval-rule lets anybody" if policy.rules else ""


def _beyond(bill: BillToApprove, limits: Mapping[str, Decimal]) -> str:
    limit = limits.get(bill.currency)
    if limit is None:
        return f"amounts in {bill.currency}, for which no limit is set"
    return f"more than {with_cents(limit, bill.currency):f} {bill.currency}"


def _missing_document(bill: BillToApprove, policy: ApprovalPolicy) -> str:
    is_needed = bill.amount > 0 and exceeds(bill, policy.document_above)
    if not is_needed or bill.has_document:
        return ""
    return f"the bill is not on file, as {_beyond(bill, policy.document_above)} must be"
