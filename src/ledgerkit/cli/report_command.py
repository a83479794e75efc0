"""A command that shows a report: its options are made of the report's signature."""

from __future__ import annotations

import sys
from inspect import Parameter, signature
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ledgerkit.cli.commands import FINDINGS
from ledgerkit.cli.options import (
    LAST_DAY_HELP,
    as_of_option,
    books_options,
    load_for_command,
    output_options,
)
from ledgerkit.cli.report_parameters import PARAMETERS, ReportParameter, option_of
from ledgerkit.cli.show import (
    say_findings,
    say_what_is_missing,
    show,
    status_of,
)
from ledgerkit.cli.typed_values import Day
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.report_methods import ReportMethods

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ledgerkit.api import LedgerBooks
    from ledgerkit.cli.report_spec import Instead, ReportCommand
    from ledgerkit.table import Table

#: The kind of parameter that a person types without a name.
_POSITIONAL = Parameter.POSITIONAL_OR_KEYWORD


def show_report(make: Callable[[LedgerBooks], Table], **options: Any) -> None:
    """Load the books, make a report of them, show it, and exit."""
    books = load_for_command(options.pop("books"), options.pop("file"))
    table = make(books)
    say_what_is_missing(books)
    show(table, **options)
    status = max(status_of(books), say_findings(table.findings))
    sys.exit(status if table.is_whole else FINDINGS)


def made(name: str, spec: ReportCommand) -> click.Command:
    """The command of this name."""
    reports = {report: _signature(report) for report in _reports(spec)}
    known = dict(_known(spec, reports))

    def run(**typed: Any) -> None:
        shown = {key: typed.pop(key) for key in (*_SHOWN, "books", "file")}
        _check_together(spec, reports, known)
        chosen = _chosen(spec)

        def make(books: LedgerBooks) -> Table:
            report = getattr(books, chosen)
            parameters = _open(spec, reports[chosen])
            arguments = dict(_arguments(books, parameters, known, typed))
            arguments |= _fixed(spec)
            table: Table = report(**arguments)
            return table

        show_report(make, **shown)

    run = _with_options(run, spec, reports)
    command = click.command(name, help=spec.help)(run)
    command.params = [*_options(spec, reports, known), *command.params]
    command.params.sort(key=lambda parameter: isinstance(parameter, click.Option))
    return command


#: The options that show a table, whatever is in it.
_SHOWN = ("format_", "output", "locale")


def _with_options(
    run: Callable[..., None],
    spec: ReportCommand,
    reports: Mapping[str, Mapping[str, Parameter]],
) -> Callable[..., None]:
    run = books_options(output_options(run))
    if spec.is_period:
        return _until_option(run)
    wanted = any(_is_asked(of.get("as_of")) for of in reports.values())
    return as_of_option(run) if wanted else run


def _until_option(run: Callable[..., None]) -> Callable[..., None]:
    return as_of_option(run, "--until", LAST_DAY_HELP)


def _is_asked(parameter: Parameter | None) -> bool:
    """Whether a report asks for it, be it only where no period is said."""
    return parameter is not None and parameter.default in {Parameter.empty, None}


def _period_options() -> Iterator[click.Option]:
    """Days that are a period, for reports of one."""
    for option, name, help_ in (
        ("--from", "period_start", "First day, instead of a period"),
        ("--until", "period_end", "Last day, instead of a period"),
    ):
        yield click.Option([option, name], type=Day(), help=help_)


def period_text(typed: Mapping[str, Any]) -> str | None:
    """The period that is asked for; None for the fiscal year to date.

    Raises:
        UsageError: If it is asked for twice.
    """
    period: str | None = typed["period"]
    first, last = typed["period_start"], typed["period_end"]
    if first is None and last is None:
        return period
    if period:
        raise UsageError("--period goes without --from and --until")
    if last is not None and _is_given("as_of"):
        raise UsageError("--as-of goes without --until")
    return f"{first or ''}..{last or ''}"


def _reports(spec: ReportCommand) -> Iterator[str]:
    yield spec.report
    yield from dict.fromkeys(instead.report for instead in spec.instead)


def _signature(report: str) -> Mapping[str, Parameter]:
    """A report's parameters besides the books."""
    function = getattr(ReportMethods, report).function
    _books, *parameters = signature(function).parameters.values()
    return {parameter.name: parameter for parameter in parameters}


def _open(
    spec: ReportCommand, parameters: Mapping[str, Parameter]
) -> Mapping[str, Parameter]:
    """The parameters that the command leaves to the person."""
    return {name: of for name, of in parameters.items() if name not in spec.fixed}


def _fixed(spec: ReportCommand) -> Mapping[str, Side]:
    """The arguments that the command is for, as the report takes them."""
    return {name: Side(value) for name, value in spec.fixed.items()}


def _known(
    spec: ReportCommand, reports: Mapping[str, Mapping[str, Parameter]]
) -> Iterator[tuple[str, ReportParameter]]:
    for parameters in reports.values():
        for name in parameters:
            called = "year_start" if name == "since" and spec.is_period else name
            yield name, PARAMETERS[spec.options.get(name, called)]


def _options(
    spec: ReportCommand,
    reports: Mapping[str, Mapping[str, Parameter]],
    known: Mapping[str, ReportParameter],
) -> Iterator[click.Parameter]:
    """The options of the signatures, and the flags that ask for another report."""
    first = reports[spec.report]
    seen = {"as_of", *spec.fixed}
    for parameters in reports.values():
        for name, parameter in parameters.items():
            if name in seen:
                continue
            seen.add(name)
            if parameter.kind is _POSITIONAL and name in first:
                what = known[name]
                yield click.Argument([name], type=what.type, metavar=what.option)
            else:
                chooses = any(name in instead.given for instead in spec.instead)
                yield option_of(name, known[name], parameter, chooses=chooses)
    if "period" in seen:
        yield from _period_options()
    for instead in spec.instead:
        if instead.flag:
            yield click.Option(
                [instead.flag, _flag(instead)], is_flag=True, help=instead.help
            )


def _flag(instead: Instead) -> str:
    return f"shows_{instead.report}"


def _is_given(name: str) -> bool:
    context = click.get_current_context()
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE


def _asked(spec: ReportCommand) -> Iterator[tuple[str, Instead]]:
    """Each other report that is asked for, with the parameter that asks."""
    for instead in spec.instead:
        names = (*([_flag(instead)] if instead.flag else []), *instead.given)
        yield from ((name, instead) for name in names if _is_given(name))


def _chosen(spec: ReportCommand) -> str:
    asked = next(iter(_asked(spec)), None)
    return asked[1].report if asked else spec.report


def _check_together(
    spec: ReportCommand,
    reports: Mapping[str, Mapping[str, Parameter]],
    known: Mapping[str, ReportParameter],
) -> None:
    """Refuse what would be ignored: nothing that is typed counts for nothing.

    Raises:
        UsageError: If two reports are asked for, or one and what it doesn't take.
    """
    asked = list(_asked(spec))
    for (name, instead), (other, another) in pairwise(asked):
        if instead.report != another.report:
            first, second = (
                _typed_as(spec, known, parameter) for parameter in (name, other)
            )
            raise UsageError(f"{first} and {second} exclude each other")
    takes = reports[_chosen(spec)]
    for name in known:
        if name not in takes and name != "as_of" and _is_given(name):
            with_ = _typed_as(spec, known, asked[0][0]) if asked else "this report"
            raise UsageError(f"{known[name].option} goes without {with_}")


def _typed_as(
    spec: ReportCommand, known: Mapping[str, ReportParameter], name: str
) -> str:
    flags = {_flag(instead): instead.flag for instead in spec.instead}
    return flags.get(name) or known[name].option


def _arguments(
    books: LedgerBooks,
    parameters: Mapping[str, Parameter],
    known: Mapping[str, ReportParameter],
    typed: Mapping[str, Any],
) -> Iterator[tuple[str, Any]]:
    """The arguments of the report."""
    for name, parameter in parameters.items():
        if name == "as_of" and not _is_asked(parameter):
            continue
        value = typed[name] if name != "period" else period_text(typed)
        if name == "since" and value is None and parameter.default is Parameter.empty:
            value = typed["as_of"].replace(month=1, day=1)
        resolve = known[name].resolve
        if resolve is not None and value is not None:
            value = resolve(books, value, typed)
        yield name, value
