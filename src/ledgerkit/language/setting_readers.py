"""How a setting's value is read: as a number, or by a parser of a rule's own."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledgerkit.language.settings import Settings


def number_reader(
    name: str, example: str, *, may_be_zero: bool = True
) -> Callable[[object, Settings], dict[str, Any]]:
    """Read a number into the field of the setting's name.

    Args:
        name: The setting's.
        example: What to write, for whoever wrote something else.
        may_be_zero: Whether it may be nothing; below it may not be.
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
    """Read a text by a parser that raises `ValueError` for what is wrong with it.

    Args:
        name: The setting's.
        parse: The parser.
        field: What it sets, where that is called otherwise.
    """

    def read(value: object, _settings: Settings) -> dict[str, Any]:
        try:
            return {field or _field(name): parse(str(value))}
        except ValueError as error:
            raise ValueError(f'setting "{name}": {error}') from None

    return read


def _field(name: str) -> str:
    return name.replace("-", "_")
