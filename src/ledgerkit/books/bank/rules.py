"""``custom "bank-rule"`` -> rules for posting statement lines."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledgerkit.banking.matching.books_side import BankRule
from ledgerkit.errors import Finding, finding
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import BAD_BANK_RULE
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_of, written
from ledgerkit.payables.vendor_account import compact_iban
from ledgerkit.text.closest_word import suggestion
from ledgerkit.text.patterns import line_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beancount.core.data import Custom

#: The custom directive.
BANK_RULE = "bank-rule"
_CONDITIONS = ("contains", "regex", "name", "iban", "least", "most")
_TEXTS = ("contains", "regex", "name", "payee", "narration", "tax")


def read_bank_rules(
    customs: Iterable[Custom], opened: Iterable[str], tax_codes: Iterable[str]
) -> tuple[Sequence[BankRule], list[Finding]]:
    """The usable rules, in ledger order, and findings on the others.

    A rule that can't be applied as written is not applied at all.

    Args:
        customs: The book's ``custom`` directives.
        opened: The accounts that the book opens.
        tax_codes: The tax codes that it declares.
    """
    rules: dict[str, BankRule] = {}
    findings: list[Finding] = []
    known, codes = frozenset(opened), frozenset(tax_codes)
    for custom in customs:
        if custom.type != BANK_RULE:
            continue
        try:
            rule = _rule(custom)
            mistakes = list(check_keys(custom, On.BANK_RULE, f'bank rule "{rule.id}"'))
            findings += mistakes
            _check(rule, known, codes)
            if rule.id in rules:
                raise ValueError(  # noqa: TRY301 - all that is wrong is told alike
                    f'bank rule "{rule.id}" is there twice; give each an id of its own'
                )
        except ValueError as error:
            findings.append(finding(BAD_BANK_RULE, place_of(custom), str(error)))
            continue
        if not mistakes:
            rules[rule.id] = rule
    return sorted(rules.values(), key=lambda rule: rule.place), findings


def _rule(custom: Custom) -> BankRule:
    values = [value.value for value in custom.values or ()]
    are_texts = len(values) == 2 and all(isinstance(v, str) and v for v in values)
    if not are_texts or ":" not in values[1]:
        raise ValueError(
            "a bank rule needs an id in quotes and the account to post to; write"
            f' {custom.date} custom "bank-rule" "rent" Expenses:Rent'
        )
    meta = custom.meta
    texts = {key: _text(written(meta, key)) for key in _TEXTS}
    return BankRule(
        id=values[0],
        account=values[1],
        iban=compact_iban(_text(written(meta, "iban"))),
        least=_number(written(meta, "least")),
        most=_number(written(meta, "most")),
        bank_account=_text(written(meta, "bank-account")),
        place=place_of(custom),
        **texts,
    )


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _number(value: Any) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _check(rule: BankRule, opened: frozenset[str], codes: frozenset[str]) -> None:
    """Raise an error for the first fault that would misapply a rule."""
    label = f'bank rule "{rule.id}"'
    for account in filter(None, (rule.account, rule.bank_account)):
        if account not in opened:
            remedy = suggestion(account, opened) or "; open it, or name another"
            raise ValueError(f"{label}: {account} is not opened{remedy}")
    if rule.tax and rule.tax not in codes:
        remedy = suggestion(rule.tax, codes) or "; declare it"
        raise ValueError(f'{label}: "{rule.tax}" is no tax code{remedy}')
    if not any(getattr(rule, key) not in {"", None} for key in _CONDITIONS):
        raise ValueError(
            f"{label} has no condition, so it would take every line; write for"
            ' instance contains: "Rent"'
        )
    if rule.least is not None and rule.most is not None and rule.least > rule.most:
        raise ValueError(
            f"{label}: no amount is from {rule.least:f} to {rule.most:f}; what goes"
            " out is negative, so that -50.00 is more than -100.00"
        )
    if rule.regex:
        try:
            line_pattern(rule.regex)
        except ValueError as error:
            raise ValueError(f"{label}: regex: {error}") from None
