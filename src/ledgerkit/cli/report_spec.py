"""What a command that shows a report is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """Another report that a command shows if it is asked for.

    Attributes:
        report: The method of the books.
        flag: The option that asks for it; empty if only ``given`` does.
        help: Of that option, as an imperative.
        given: Parameters that ask for it when they are given.
    """

    report: str
    flag: str = ""
    help: str = ""
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCommand:
    """The parts of a command that shows a report.

    Attributes:
        report: The method of the books.
        help: What it shows; the first line stands in the list of commands.
        instead: Other reports that it shows if asked for.
        options: For parameters that are not what their name says elsewhere, the name
            of what they are in `ledgerkit.cli.report_parameters`.
        fixed: Parameters that are no options, as the command is for this one value.
        is_period: Whether it counts from a day until another, and not up to one.
    """

    report: str
    help: str
    instead: tuple[Instead, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    is_period: bool = False
