"""The settings on client relations: names, meanings and readers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledgerkit.clients.health_weights import parse_health_weights
from ledgerkit.clients.stages import parse_stages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledgerkit.books.settings import Settings


def _read_stages(value: object, _settings: Settings) -> dict[str, Any]:
    try:
        return {"stages": parse_stages(str(value))}
    except ValueError as error:
        raise ValueError(f'setting "stages": {error}') from None


def _read_health_weights(value: object, _settings: Settings) -> dict[str, Any]:
    try:
        return {"health_weights": parse_health_weights(str(value))}
    except ValueError as error:
        raise ValueError(f'setting "health-weights": {error}') from None


def _read_count(
    name: str, example: str
) -> Callable[[object, Settings], dict[str, Any]]:
    def read(value: object, _settings: Settings) -> dict[str, Any]:
        if not isinstance(value, Decimal) or value <= 0:
            raise ValueError(
                f'setting "{name}" is a number such as {example}, not {value!r}'
            )
        return {name.replace("-", "_"): value}

    return read


READERS: Mapping[str, Callable[[object, Settings], dict[str, Any]]] = {
    "health-change-months": _read_count("health-change-months", "3"),
    "health-weights": _read_health_weights,
    "lost-after-days": _read_count("lost-after-days", "90"),
    "lost-after-gaps": _read_count("lost-after-gaps", "3"),
    "stages": _read_stages,
    "won-without-invoice-days": _read_count("won-without-invoice-days", "60"),
}
