"""The settings of a book: ``custom "ledgerkit" NAME VALUE``."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.clients.health.weights import HealthWeights, parse_health_weights
from ledgerkit.clients.records.stages import Stages, parse_stages
from ledgerkit.errors import Finding, finding
from ledgerkit.fast_loader.switch import SETTING as FAST_LOADER
from ledgerkit.general_ledger.account_names import USUAL_NAMES
from ledgerkit.general_ledger.chart_of_accounts import Role, RoleName, RootAccount
from ledgerkit.general_ledger.layout import PLAIN, check_layout_name
from ledgerkit.invoices.early_payment import DiscountTax
from ledgerkit.language.finding_kinds import BAD_SETTING, UNKNOWN_SETTING
from ledgerkit.language.folder_settings import FOLDER_READERS
from ledgerkit.language.setting_names import SETTINGS
from ledgerkit.language.setting_values import PAGE_LANGUAGES, is_true, one_of
from ledgerkit.late_import import LateImport
from ledgerkit.ledger.place import place_of, short_place
from ledgerkit.money import ZERO
from ledgerkit.open_items.ageing import AgingBasis, Buckets
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.parties.business_days import DayRule, parse_day_rule
from ledgerkit.parties.payment_terms import PaymentTerms, parse_terms
from ledgerkit.receivables.recurring.deferral import DeferralBasis
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from beancount.core.data import Custom

    from ledgerkit.invoices.number_pattern import NumberPattern
    from ledgerkit.receivables.collection.allowance import check_rates, parse_rates
else:
    NumberPattern = LateImport("ledgerkit.invoices.number_pattern.NumberPattern")
    check_rates = LateImport("ledgerkit.receivables.collection.allowance.check_rates")
    parse_rates = LateImport("ledgerkit.receivables.collection.allowance.parse_rates")


def number_reader(
    name: str, example: str, *, may_be_zero: bool = True
) -> Callable[[object, Settings], dict[str, Any]]:
    """Read a number into the field of the setting's name.

    Args:
        name: The setting's name.
        example: A valid value, for the message about an invalid one.
        may_be_zero: Whether zero is allowed; negative numbers never are.
    """

    def read(value: object, _settings: Settings) -> dict[str, Any]:
        is_number = isinstance(value, Decimal) and value >= 0
        if not is_number or (not value and not may_be_zero):
            raise ValueError(
                f'setting "{name}" is a number such as {example}, not {value!r}'
            )
        return {_field(name): value}

    return read


def text_reader(
    name: str, parse: Callable[[str], object], field: str = ""
) -> Callable[[object, Settings], dict[str, Any]]:
    """Read a text with a parser that raises `ValueError` for an invalid one.

    Args:
        name: The setting's name.
        parse: The parser.
        field: The field it sets, if that has another name.
    """

    def read(value: object, _settings: Settings) -> dict[str, Any]:
        try:
            return {field or _field(name): parse(str(value))}
        except ValueError as error:
            raise ValueError(f'setting "{name}": {error}') from None

    return read


def _field(name: str) -> str:
    return name.replace("-", "_")


_count = partial(number_reader, may_be_zero=False)


CLIENT_READERS: Mapping[str, Callable[[object, Settings], dict[str, Any]]] = {
    "health-change-months": _count("health-change-months", "3"),
    "health-weights": text_reader("health-weights", parse_health_weights),
    "lost-after-days": _count("lost-after-days", "90"),
    "lost-after-gaps": _count("lost-after-gaps", "3"),
    "stages": text_reader("stages", parse_stages),
    "won-without-invoice-days": _count("won-without-invoice-days", "60"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How ledgerkit works on a book.

    Attributes:
        buckets: The ageing buckets.
        aging_basis: The day from which a document ages.
        apply_oldest: Whether payments that name no document settle the oldest.
        payment_terms: Terms if nothing else states any; None for due on receipt.
        day_rule: How due dates move off non-business days; None for not at all.
        payment_tolerances: Up to which amount a payment difference is small, by
            currency.
        discount_tax: The effect of an early-payment discount on tax.
        debit_notice_days: The days before a direct debit by which its client must know.
        discount_minimum_rate: The yearly rate, in percent, from which a discount is
            worth paying early.
        reminder_minimum: Late amounts below this are not reminded.
        number_patterns: The number patterns by kind of document, if the book sets any.
        role_names: Account names that imply a role.
        deferral_basis: Whether deferred revenue is recognised by days or months.
        allowance_rates: The doubtful part of each ageing bucket, in percent; empty if
            not set.
        approval_above: Up to which amount a bill needs no approval, by currency.
        four_eyes_above: Above which amount a bill needs two, by currency.
        document_above: Above which amount the bill itself must be on file, by currency.
        bill_folder: The folder for the files of bills, beside the main ledger.
        outbox_folder: The folder for messages to send, beside the main ledger.
        smtp_server: The mail server, with its port; empty if none.
        smtp_user: The name to log in with there; empty for none.
        stale_after: Days after which an outstanding bank posting is stale.
        unbilled_after: Days after which work that waits is to be charged.
        quote_follow_up: Days after which to ask about a quote.
        rate_stale_after: Days after which a rate of exchange is too old to be used.
        lost_after_days: Silence in days up to which no client counts as lost.
        lost_after_gaps: The same in the client's own gaps between invoices.
        health_weights: The weight of each component of a client's health.
        health_change_months: The number of months over which its change is measured.
        stages: The stages of the pipeline.
        won_without_invoice_days: Days within which a client is to be invoiced after an
            opportunity was won.
        layout: The name of the layout of statements.
        lang: The language of the pages in Fava; empty for the one that Fava is set to.
        strict: Whether advice is an error too.
    """

    buckets: Buckets = field(default_factory=Buckets)
    aging_basis: AgingBasis = AgingBasis.DUE
    apply_oldest: bool = False
    payment_terms: PaymentTerms | None = None
    day_rule: DayRule | None = None
    payment_tolerances: Mapping[str, Decimal] = field(default_factory=dict)
    discount_tax: DiscountTax = DiscountTax.EARLY
    discount_minimum_rate: Decimal = Decimal(10)
    debit_notice_days: Decimal = Decimal(14)
    reminder_minimum: Decimal = ZERO
    number_patterns: Mapping[DocumentKind, NumberPattern] = field(default_factory=dict)
    role_names: tuple[RoleName, ...] = USUAL_NAMES
    deferral_basis: DeferralBasis = DeferralBasis.DAYS
    allowance_rates: tuple[Decimal, ...] = ()
    approval_above: Mapping[str, Decimal] = field(default_factory=dict)
    four_eyes_above: Mapping[str, Decimal] = field(default_factory=dict)
    document_above: Mapping[str, Decimal] = field(default_factory=dict)
    bill_folder: str = "documents/bills"
    outbox_folder: str = "outbox"
    smtp_server: str = ""
    smtp_user: str = ""
    stale_after: Decimal = Decimal(30)
    unbilled_after: Decimal = Decimal(30)
    quote_follow_up: Decimal = Decimal(7)
    rate_stale_after: Decimal = Decimal(7)
    lost_after_days: Decimal = Decimal(90)
    lost_after_gaps: Decimal = Decimal(3)
    health_weights: HealthWeights = field(default_factory=HealthWeights)
    health_change_months: Decimal = Decimal(3)
    stages: Stages = field(default_factory=Stages)
    won_without_invoice_days: Decimal = Decimal(60)
    layout: str = PLAIN
    lang: str = ""
    strict: bool = False


def read_settings(customs: Sequence[Custom]) -> tuple[Settings, list[Finding]]:
    """Read the settings among these directives; the latest of each applies.

    A setting that can't be read is a finding, and its default applies.
    """
    settings = Settings()
    findings: list[Finding] = []
    places: dict[tuple[object, ...], Custom] = {}
    for custom in customs:
        if custom.type != "ledgerkit":
            continue
        try:
            settings = replace(settings, **_read(custom, settings))
            findings += _set_again(custom, places)
        except _UnknownSettingError as error:
            findings.append(finding(UNKNOWN_SETTING, place_of(custom), str(error)))
        except ValueError as error:
            findings.append(finding(BAD_SETTING, place_of(custom), str(error)))
    return _fitting(settings, customs, findings), findings


def _set_again(
    custom: Custom, before: dict[tuple[object, ...], Custom]
) -> Iterator[Finding]:
    """Advice on a setting that has another value on the same day."""
    name, value = (item.value for item in custom.values)
    currency = value.currency if isinstance(value, Amount) else ""
    first = before.setdefault((name, custom.date, currency), custom)
    if first.values[1].value != value:
        message = (
            f'setting "{name}" is set on {custom.date} already'
            f" ({short_place(place_of(first))}), and this one holds; delete one"
        )
        yield finding(BAD_SETTING, place_of(custom), message, unfinished=True)


def _fitting(
    settings: Settings, customs: Iterable[Custom], findings: list[Finding]
) -> Settings:
    """The settings, without allowance rates that don't fit the buckets.

    Which of each apply is known only when all have been read.
    """
    if not settings.allowance_rates:
        return settings
    try:
        check_rates(settings.allowance_rates, settings.buckets)
    except ValueError as error:
        last = [c for c in customs if _name(c) == "allowance-rates"][-1]
        message = f'setting "allowance-rates": {error}'
        findings.append(finding(BAD_SETTING, place_of(last), message))
        return replace(settings, allowance_rates=())
    return settings


def _name(custom: Custom) -> object:
    is_setting = custom.type == "ledgerkit" and custom.values
    return custom.values[0].value if is_setting else None


class _UnknownSettingError(Exception):
    pass


def _read(custom: Custom, settings: Settings) -> dict[str, Any]:
    values = [value.value for value in custom.values or ()]
    if not values or not isinstance(values[0], str):
        raise ValueError(
            'a "ledgerkit" directive names no setting; write for instance'
            f' {custom.date} custom "ledgerkit" "aging-buckets" "30 60 90"'
        )
    name, rest = values[0], values[1:]
    reader = _READERS.get(name)
    if reader is None:
        known = [setting.name for setting in SETTINGS]
        raise _UnknownSettingError(
            f'"{name}" is not a setting'
            + (suggestion(name, known) or f"; the settings are {', '.join(known)}")
        )
    if len(rest) != 1:
        together = " ".join(map(str, rest))
        raise ValueError(
            f'setting "{name}" takes one value, not {len(rest)}; write '
            + (f'all in one text: "{together}"' if rest else "it behind the name")
        )
    return reader(rest[0], settings)


def _read_buckets(value: object, _settings: Settings) -> dict[str, Any]:
    try:
        limits = tuple(int(word) for word in str(value).replace(",", " ").split())
        return {"buckets": Buckets(limits)}
    except ValueError:
        raise ValueError(
            f'setting "aging-buckets": {value!r} are no rising days;'
            ' write for instance "30 60 90"'
        ) from None


def _read_aging_by(value: object, _settings: Settings) -> dict[str, Any]:
    return {"aging_basis": AgingBasis(one_of("aging-by", value, "due", "document"))}


def _read_apply(value: object, _settings: Settings) -> dict[str, Any]:
    return {"apply_oldest": one_of("apply", value, "named", "oldest") == "oldest"}


def _read_amounts(
    name: str, attribute: str
) -> Callable[[object, Settings], dict[str, Any]]:
    """A setting with one amount for each currency."""

    def read(value: object, settings: Settings) -> dict[str, Any]:
        if not isinstance(value, Amount) or value.number is None or value.number < 0:
            raise ValueError(
                f'setting "{name}": {value} is no amount of money; write for instance'
                " 1.00 EUR, without quotes"
            )
        known = getattr(settings, attribute)
        return {attribute: {**known, value.currency: value.number}}

    return read


def _read_discount_tax(value: object, _settings: Settings) -> dict[str, Any]:
    choice = one_of("discount-tax", value, *(way.value for way in DiscountTax))
    return {"discount_tax": DiscountTax(choice)}


def _read_deferral_basis(value: object, _settings: Settings) -> dict[str, Any]:
    basis = one_of("deferral-basis", value, *(basis.value for basis in DeferralBasis))
    return {"deferral_basis": DeferralBasis(basis)}


def _parse_rates(text: str) -> tuple[Decimal, ...]:
    return tuple(parse_rates(text)) if text else ()


def _read_number(
    name: str, kind: DocumentKind
) -> Callable[[object, Settings], dict[str, Any]]:
    def read(value: object, settings: Settings) -> dict[str, Any]:
        try:
            pattern = NumberPattern(str(value))
        except ValueError as error:
            raise ValueError(f'setting "{name}": {error}') from None
        return {"number_patterns": {**settings.number_patterns, kind: pattern}}

    return read


def _read_lang(value: object, _settings: Settings) -> dict[str, Any]:
    return {"lang": one_of("lang", value, *PAGE_LANGUAGES)}


def _read_strict(value: object, _settings: Settings) -> dict[str, Any]:
    return {"strict": is_true("strict", value)}


def _read_fast_loader(value: object, _settings: Settings) -> dict[str, Any]:
    is_true(FAST_LOADER, value)
    return {}  # The loader has looked at it, before there were any books.


def _read_names(
    root: RootAccount, role: Role
) -> Callable[[object, Settings], dict[str, Any]]:
    def read(value: object, settings: Settings) -> dict[str, Any]:
        components = str(value).replace(",", " ").split()
        if not isinstance(value, str) or not components:
            raise ValueError(
                f'setting "{role.value}-names": {value!r} are no account components;'
                " write them in one string, divided by spaces"
            )
        others = tuple(n for n in settings.role_names if n.role is not role)
        own = tuple(RoleName(root=root, component=c, role=role) for c in components)
        return {"role_names": others + own}

    return read


_READERS: Mapping[str, Callable[[object, Settings], dict[str, Any]]] = {
    "aging-buckets": _read_buckets,
    "aging-by": _read_aging_by,
    "apply": _read_apply,
    "layout": text_reader("layout", check_layout_name),
    "lang": _read_lang,
    "business-days": text_reader("business-days", parse_day_rule, "day_rule"),
    "discount-tax": _read_discount_tax,
    "payment-tolerance": _read_amounts("payment-tolerance", "payment_tolerances"),
    "approval-above": _read_amounts("approval-above", "approval_above"),
    "four-eyes-above": _read_amounts("four-eyes-above", "four_eyes_above"),
    "document-above": _read_amounts("document-above", "document_above"),
    "payment-terms": text_reader("payment-terms", parse_terms),
    "invoice-number": _read_number("invoice-number", DocumentKind.INVOICE),
    "credit-note-number": _read_number("credit-note-number", DocumentKind.CREDIT_NOTE),
    "receivable-names": _read_names(RootAccount.ASSETS, Role.RECEIVABLE),
    "payable-names": _read_names(RootAccount.LIABILITIES, Role.PAYABLE),
    "bank-names": _read_names(RootAccount.ASSETS, Role.BANK),
    "cash-names": _read_names(RootAccount.ASSETS, Role.CASH),
    "deferral-basis": _read_deferral_basis,
    "debit-notice-days": number_reader("debit-notice-days", "14"),
    "discount-minimum-rate": number_reader("discount-minimum-rate", "10"),
    "reminder-minimum": number_reader("reminder-minimum", "5.00"),
    "allowance-rates": text_reader("allowance-rates", _parse_rates),
    **FOLDER_READERS,
    "stale-after": number_reader("stale-after", "30"),
    "unbilled-after": number_reader("unbilled-after", "30"),
    "quote-follow-up": number_reader("quote-follow-up", "7"),
    "rate-stale-after": number_reader("rate-stale-after", "7"),
    "strict": _read_strict,
    FAST_LOADER: _read_fast_loader,
    **CLIENT_READERS,
}
