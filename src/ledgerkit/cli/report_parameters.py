"""The option that each parameter of a report is: one wording for one thing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from ledgerkit.cli.options import (
    AS_OF_HELP,
    ONE_CLIENT_HELP,
    ONE_CURRENCY_HELP,
    ONE_MANAGER_HELP,
    ONE_PARTY_HELP,
    ONE_VENDOR_HELP,
    SIDE_HELP,
    AliasedOption,
    manager_id,
)
from ledgerkit.cli.typed_values import CurrencyText, Day
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from inspect import Parameter

    from ledgerkit.api import LedgerBooks

#: The books, what was typed, and all that was typed -> the report's argument.
Resolve: TypeAlias = "Callable[[LedgerBooks, Any, Mapping[str, Any]], Any]"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportParameter:
    """A parameter of reports, as an option of their commands.

    Attributes:
        option: Its name on the command line.
        help: A noun phrase that stands alone.
        type: What click makes of the text; None for text, or what the default is.
        old: Names that it had before.
        callback: What click does with it.
        resolve: What the books make of it; None if the value is what the report takes.
    """

    option: str
    help: str
    type: Any = None
    old: tuple[str, ...] = ()
    callback: Callable[..., Any] | None = None
    resolve: Resolve | None = None


def _party(books: LedgerBooks, value: str, typed: Mapping[str, Any]) -> str:
    """The id of the party that is named, on the side that is asked about."""
    side = typed.get("side") or Side.RECEIVABLE
    return books.find_party(side.party_role, value)


def _client(books: LedgerBooks, value: str, _typed: Mapping[str, Any]) -> str:
    return books.find_party(PartyRole.CLIENT, value)


def _vendor(books: LedgerBooks, value: str, _typed: Mapping[str, Any]) -> str:
    return books.find_party(PartyRole.VENDOR, value)


def _manager(books: LedgerBooks, value: str, typed: Mapping[str, Any]) -> str | None:
    return manager_id(books, value, typed["as_of"])


def _declared(books: LedgerBooks, value: str, _typed: Mapping[str, Any]) -> str:
    from ledgerkit.books.clients.ids import id_named  # noqa: PLC0415
    from ledgerkit.language.word import On  # noqa: PLC0415

    return id_named(books, On.MANAGER, value)


def _basis(_context: click.Context, _option: click.Parameter, value: Any) -> Any:
    from ledgerkit.open_items.ageing import AgingBasis  # noqa: PLC0415

    return AgingBasis(value) if value else None


def _buckets(_context: click.Context, _option: click.Parameter, text: Any) -> Any:
    from ledgerkit.open_items.ageing import Buckets  # noqa: PLC0415

    if text is None:
        return None
    try:
        return Buckets(tuple(int(word) for word in text.replace(",", " ").split()))
    except ValueError:
        raise UsageError(
            f'--buckets {text!r} are no rising days; write for instance "30 60 90"'
        ) from None


def _rates(_context: click.Context, _option: click.Parameter, text: Any) -> Any:
    from ledgerkit.receivables.collection.allowance import parse_rates  # noqa: PLC0415

    try:
        return parse_rates(text) if text is not None else ()
    except ValueError as error:
        raise UsageError(f"--rates {error}") from None


def _layout(_context: click.Context, _option: click.Parameter, text: Any) -> Any:
    """A layout's name, or the layout that is in a file."""
    if text is None or not text.endswith(".toml"):
        return text
    from ledgerkit.general_ledger.layout import parse_layout  # noqa: PLC0415

    try:
        return parse_layout(Path(text).read_text(encoding="utf-8"), text)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--layout {text}: {_why(error)}") from None


def _why(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return "it is no text in UTF-8"


#: By the name that a report gives it.
PARAMETERS: Mapping[str, ReportParameter] = {
    "as_of": ReportParameter(option="--as-of", help=AS_OF_HELP, type=Day()),
    "since": ReportParameter(
        option="--from", help="First day (default: twelve months before)", type=Day()
    ),
    "period": ReportParameter(
        option="--period",
        help="Period: 2025, 2025-Q2, 2025-06 or FY2025 (default: fiscal year to date)",
    ),
    "compare": ReportParameter(
        option="--compare",
        help="Periods beside it: year-before, previous, a number of years, or words as"
        " 2024",
    ),
    "compare_or_budget": ReportParameter(
        option="--compare",
        help="Columns beside it: year-before, previous, a number of years, budget, or"
        " periods as 2024",
    ),
    "dimension": ReportParameter(
        option="--dimension",
        help="Key whose values are the columns, and what has none",
        type=click.Choice(["project", "cost-center"]),
    ),
    "project": ReportParameter(
        option="--project", help="Project whose income and expenses alone count"
    ),
    "cost_center": ReportParameter(
        option="--cost-center",
        help="Cost centre whose income and expenses alone count",
    ),
    "interval_of_columns": ReportParameter(
        option="--by",
        help="Length of the period of each column",
        type=click.Choice(["month", "quarter", "year"]),
    ),
    "in_currency": ReportParameter(
        option="--in",
        help="Currency to translate amounts to, at the rates of the book's prices",
        type=CurrencyText(),
    ),
    "rate": ReportParameter(
        option="--rate",
        help="Rate of income and expenses with --in (default: average of each month)",
        type=click.Choice(["average", "closing"]),
    ),
    "method": ReportParameter(
        option="--method",
        help="Method: by what was paid for, or from the result",
        type=click.Choice(["direct", "indirect"]),
    ),
    "lines_per_page": ReportParameter(
        option="--page-lines",
        help="Lines on a page; totals are carried forward at its end",
        type=click.IntRange(min=3),
    ),
    "explain": ReportParameter(
        option="--explain",
        help="Line whose accounts and postings are shown instead",
    ),
    "layout": ReportParameter(
        option="--layout",
        help="Layout: plain, ifrs, italian, italian-short, german-small-skr03,"
        " german-small-skr04, french-2033, or a TOML file (default: the book's)",
        callback=_layout,
    ),
    "layout_of_income": ReportParameter(
        option="--layout",
        help="Layout: plain, ifrs, italian, italian-short, german-small-skr03,"
        " german-small-skr04, french-2033; by payment german-eur-skr03 or -skr04; or a"
        " TOML file (default: the book's)",
        callback=_layout,
    ),
    "accounting_basis": ReportParameter(
        option="--basis",
        help="Basis: accrual, by document, or cash, by payment (default: the layout's)",
        type=click.Choice(["accrual", "cash"]),
    ),
    "side": ReportParameter(option="--side", help=SIDE_HELP, type=Side),
    "currency": ReportParameter(
        option="--currency",
        help=ONE_CURRENCY_HELP,
        type=CurrencyText(),
    ),
    "party": ReportParameter(option="--party", help=ONE_PARTY_HELP, resolve=_party),
    "client": ReportParameter(
        option="--client",
        help=ONE_CLIENT_HELP,
        old=("--party",),
        resolve=_client,
    ),
    "vendor": ReportParameter(
        option="--vendor",
        help=ONE_VENDOR_HELP,
        old=("--party",),
        resolve=_vendor,
    ),
    "client_named": ReportParameter(option="CLIENT", help="", resolve=_client),
    "vendor_named": ReportParameter(option="VENDOR", help="", resolve=_vendor),
    "account_or_party": ReportParameter(option="NAME", help=""),
    "party_named": ReportParameter(option="PARTY", help=""),
    "either_side": ReportParameter(
        option="--side", help="One side only, as our client or as our vendor", type=Side
    ),
    "year_start": ReportParameter(
        option="--from",
        help="First day (default: 1 January of the same year)",
        type=Day(),
    ),
    "roll_forward_from": ReportParameter(
        option="--from",
        help="First day of a roll-forward of the accounts, shown instead",
        type=Day(),
        old=("--since",),
    ),
    "declared_manager": ReportParameter(
        option="--manager", help=ONE_MANAGER_HELP, resolve=_declared
    ),
    "manager": ReportParameter(
        option="--manager", help=ONE_MANAGER_HELP, resolve=_manager
    ),
    "basis": ReportParameter(
        option="--by",
        help="Date that days are counted from (default: the book's setting)",
        type=click.Choice(["due", "document"]),
        callback=_basis,
    ),
    "buckets": ReportParameter(
        option="--buckets",
        help='Last day of each bucket, e.g. "30 60 90"',
        callback=_buckets,
    ),
    "rates": ReportParameter(
        option="--rates",
        help='Percent of each ageing column, e.g. "0 1 5 20 50" (default: the book\'s)',
        callback=_rates,
    ),
    "by_part": ReportParameter(option="--parts", help="Show a row for each instalment"),
    "approved_too": ReportParameter(
        option="--all", help="Show bills that lack nothing, too"
    ),
    "order_alone": ReportParameter(option="--order", help="One order only, by number"),
    "paid_claims_too": ReportParameter(
        option="--all", help="Show claims that are paid, too"
    ),
    "settled_orders_too": ReportParameter(
        option="--all", help="Show lines that are billed as ordered, too"
    ),
    "done_too": ReportParameter(option="--all", help="Show tasks that are done, too"),
    "resolved_too": ReportParameter(
        option="--all", help="Show cases that are resolved, too"
    ),
    "ended_too": ReportParameter(
        option="--all", help="Show contracts that ended or were renewed, too"
    ),
    "answered_too": ReportParameter(
        option="--all", help="Show declined, expired and invoiced quotes, too"
    ),
    "charged_too": ReportParameter(
        option="--all", help="Show what is charged, written off or never charged, too"
    ),
    "first_of_all": ReportParameter(
        option="--from", help="First day (default: that of the first)", type=Day()
    ),
    "person": ReportParameter(
        option="--person", help="Hours of this person only", resolve=_declared
    ),
    "every": ReportParameter(
        option="--all", help="Show contracts that need no care, too"
    ),
    "roll_up": ReportParameter(
        option="--roll-up", help="Count subsidiaries with their parent"
    ),
    "tag": ReportParameter(option="--tag", help="Clients with this tag only"),
    "status": ReportParameter(
        option="--status", help="Clients with this status only, e.g. lead or lost"
    ),
    "rfm": ReportParameter(
        option="--rfm",
        help="Clients whose scores begin like this only, e.g. 55 (see ledgerkit rfm"
        " --grid)",
    ),
    "months": ReportParameter(
        option="--months", help="Months that count", type=click.IntRange(min=1, max=120)
    ),
    "months_of_a_line": ReportParameter(
        option="--months",
        help="Months in each line",
        type=click.IntRange(min=1),
    ),
    "months_back": ReportParameter(
        option="--months",
        help="Months that --back-test goes back",
        type=click.IntRange(1, 120),
    ),
    "weeks": ReportParameter(
        option="--weeks",
        help="Calendar weeks; the first is the rest of this one",
        # What is known today says nothing of the time beyond two years.
        type=click.IntRange(1, 104),
    ),
    "days": ReportParameter(
        option="--days", help="Days to look ahead", type=click.IntRange(min=0)
    ),
    "latest": ReportParameter(
        option="--latest",
        help="Number of events shown, the latest first",
        type=click.IntRange(min=1),
    ),
    "limit": ReportParameter(
        option="--limit",
        help="Number of clients shown, those with the most at risk",
        type=click.IntRange(min=1),
    ),
    "interval": ReportParameter(
        option="--period",
        help="Period to measure (default: each target's own)",
        type=click.Choice(["daily", "weekly", "monthly", "quarterly", "yearly"]),
    ),
    "scenario": ReportParameter(
        option="--scenario", help="Scenario of the book to apply"
    ),
    "by": ReportParameter(option="--by", help="Grouping of the rows"),
    "win_rate": ReportParameter(
        option="--win-rate",
        help="Share won of all that was decided, grouped by this and shown instead",
        type=click.Choice(["kind", "manager", "stage"]),
    ),
    "number": ReportParameter(option="NUMBER", help=""),
    "year": ReportParameter(option="YEAR", help="", type=click.IntRange(1990, 2200)),
}


def option_of(
    name: str, parameter: ReportParameter, signature: Parameter, *, chooses: bool
) -> click.Option:
    """The option for a parameter of a report.

    Args:
        name: The parameter's.
        parameter: What is known of it.
        signature: As the report has it; its default is the option's.
        chooses: Whether giving it chooses the report, so that it has no default.
    """
    value = (
        None if chooses or signature.default is signature.empty else signature.default
    )
    words: dict[str, Any] = {"help": parameter.help, "callback": parameter.callback}
    if value is False:
        words["is_flag"] = True
    elif isinstance(value, Enum) or isinstance(parameter.type, type):
        kind: type[Enum] = type(value) if isinstance(value, Enum) else parameter.type
        words["type"] = click.Choice([member.value for member in kind])
        words["callback"] = _member_of(kind)
    elif parameter.type is not None:
        words["type"] = parameter.type
    if value not in (None, False, "", ()):
        words["default"] = value.value if isinstance(value, Enum) else value
        words["show_default"] = True
    return AliasedOption([parameter.option, name], old=parameter.old, **words)


def _member_of(kind: type[Enum]) -> Callable[..., Any]:
    def member(_context: click.Context, _option: click.Parameter, value: Any) -> Any:
        return None if value is None else kind(value)

    return member
