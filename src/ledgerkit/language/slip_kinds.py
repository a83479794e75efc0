"""The kinds of finding on what was typed and can't be meant; see `finding_kinds`."""

from __future__ import annotations

from ledgerkit.errors import FindingKind


def kind_of_finding(
    name: str, meaning: str, remedy: str, *, advice: bool = False
) -> FindingKind:
    """A kind of finding, in one line for each part."""
    return FindingKind(name=name, advice=advice, meaning=meaning, remedy=remedy)


MISPLACED_KEY = kind_of_finding(
    "misplaced-key",
    "A key of ours stands where nothing reads it: on the wrong directive, under the"
    " wrong posting, or on the wrong side.",
    "Move it to where it is read, or write the key that is read there.",
)
IGNORED_PLUGIN = kind_of_finding(
    "ignored-plugin",
    "A `plugin` line stands in an included file only, where Beancount does not read it;"
    " advice if the plugin is not ledgerkit's.",
    "Move it to the main file.",
)
OUTSIDE_FILE = kind_of_finding(
    "outside-file",
    "An `include`, a document or a `file:` lies outside the folder of the books: a copy"
    " of the folder lacks it, and books of somebody else could show a file of yours.",
    "Move it into the folder, unless you mean it.",
    advice=True,
)
UNREAD_DIRECTIVE = kind_of_finding(
    "unread-directive",
    "A `custom` directive has a type that ledgerkit keeps for later and does not read.",
    "Delete it, or give it a type of your own.",
    advice=True,
)
AMBIGUOUS_NAME = kind_of_finding(
    "ambiguous-name",
    "A name or alias is that of two parties, and so names neither; advice where no"
    " payee is written so.",
    "Take it off one of them, or write `client:` or `vendor:` where one is meant.",
)
RENAMED_PARTY = kind_of_finding(
    "renamed-party",
    "Two directives give one id two names: on the same day, or (advice) on another and"
    " without a word in common.",
    "Give the second an id of its own, or keep the first name among its `aliases:`.",
)
UNKNOWN_ACCOUNT = kind_of_finding(
    "unknown-account",
    "A record names an account that is not opened.",
    "Correct the account, or open it.",
)
BAD_IBAN = kind_of_finding(
    "bad-iban",
    "An `iban:` has check digits that don't fit, or a `bic:` has not its form.",
    "Correct it, as on the bank's papers.",
    advice=True,
)
TAG_FOR_LINK = kind_of_finding(
    "tag-for-link",
    "A document's number stands as a tag, `#`, or within a text, and so names nothing.",
    "Write it behind the texts, with `^`.",
)
OVERPAID = kind_of_finding(
    "overpaid",
    "A payment is more than was open of the documents that its links name; the rest"
    " stands on account.",
    "Correct the amount, or name what else it settles, if anything.",
    advice=True,
)
PAID_TWICE = kind_of_finding(
    "paid-twice",
    "A payment on account has the same amount as one that is in the books already, and"
    " names the same document or is of the same day.",
    "Delete one of the two if they are the same payment.",
    advice=True,
)
PAID_BEFORE_ISSUED = kind_of_finding(
    "paid-before-issued",
    "A payment is dated more than four weeks before the document that it settles.",
    "Correct the date or the number, unless it was paid in advance.",
    advice=True,
)
PAID_BY_ANOTHER = kind_of_finding(
    "paid-by-another",
    "A payment by one declared party settles a document of another, and neither is the"
    " other's `parent:`.",
    "Correct the number, or say with `client:` or `vendor:` for whom it is.",
    advice=True,
)
FAR_DAY = kind_of_finding(
    "far-day",
    "A document is due, or was paid, more than ten years after its own date.",
    "Correct the year.",
    advice=True,
)
WRONG_SIDE = kind_of_finding(
    "wrong-side",
    "Money for one of our invoices is booked on what we owe, or money for a bill on"
    " what clients owe, so that it makes a debt.",
    "Correct the account.",
)
BOOKED_AGAIN = kind_of_finding(
    "booked-again",
    "Money for an open invoice is booked as income once more, or money for a bill as an"
    " expense, so that the document stays open; advice where it is only a part.",
    "Write the receivable or payable account for the income or expense.",
)
FINE_AMOUNT = kind_of_finding(
    "fine-amount",
    "What is owed or paid is written with more decimals than its currency has, such as"
    " 1.220 for 1,220.",
    "Write a point before the decimals only.",
    advice=True,
)

SLIP_KINDS: tuple[FindingKind, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, FindingKind)
)
