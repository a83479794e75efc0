"""How the settings on client relations are read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ledgerkit.clients.health.weights import parse_health_weights
from ledgerkit.clients.records.stages import parse_stages
from ledgerkit.language.setting_readers import number_reader, text_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledgerkit.language.settings import Settings

_count = partial(number_reader, may_be_zero=False)

READERS: Mapping[str, Callable[[object, Settings], dict[str, Any]]] = {
    "health-change-months": _count("health-change-months", "3"),
    "health-weights": text_reader("health-weights", parse_health_weights),
    "lost-after-days": _count("lost-after-days", "90"),
    "lost-after-gaps": _count("lost-after-gaps", "3"),
    "stages": text_reader("stages", parse_stages),
    "won-without-invoice-days": _count("won-without-invoice-days", "60"),
}
