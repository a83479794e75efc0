"""The kinds of finding on hours, and expenses to be passed on; see `finding_kinds`."""

from __future__ import annotations

from ledgerkit.errors import FindingKind
from ledgerkit.language.slip_kinds import kind_of_finding as _kind

NO_HOURLY_RATE = _kind(
    "no-hourly-rate",
    "Hours are to be charged, and on their day neither they, the project, the client"
    " nor the person has a rate: nobody knows what they are worth.",
    "Write `hourly-rate:` on one of them, or `billable: FALSE`.",
)
TOO_MANY_HOURS = _kind(
    "too-many-hours",
    "A person has more than 24 hours on one day.",
    "Correct the hours, the day or the person.",
)
UNNAMED_WORK = _kind(
    "unnamed-work",
    "Hours or an expense can't be charged by their id: there is none, or others have"
    " it.",
    "Give them an id of their own.",
)
CHARGED_TWICE = _kind(
    "charged-twice",
    "Two invoices charge the same hours or expense.",
    "Credit or void one of them, or correct `bills:`.",
)
UNKNOWN_WORK = _kind(
    "unknown-work",
    "An invoice charges, or a `write-off` gives up, hours or an expense that the books"
    " don't have.",
    "Correct the id, or write the hours down again.",
)
CHARGED_ELSEWHERE = _kind(
    "charged-elsewhere",
    "An invoice charges hours or an expense of another client, or in another currency.",
    "Correct `bills:`, or whom or in what the hours are for.",
)
COST_ELSEWHERE = _kind(
    "hourly-cost-currency",
    "A person's hours cost one currency and are charged in another, so that they count"
    " as no cost in what work brought.",
    "Write `hourly-cost:` in the currency that they are charged in.",
    advice=True,
)
WORK_KINDS: tuple[FindingKind, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, FindingKind)
)
