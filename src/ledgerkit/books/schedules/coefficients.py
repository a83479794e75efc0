"""The tables of coefficients that come with ledgerkit."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.schedules.coefficients import (
    SHIPPED_TABLES,
    AssetClass,
    parse_coefficients,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.general_ledger.schedules.coefficients import DepreciationMethod


@cache
def asset_classes(method: DepreciationMethod) -> Sequence[AssetClass]:
    """The classes of assets that a method has, each for those bought in some days."""
    return [each for each in _shipped() if each.method is method]


@cache
def _shipped() -> Sequence[AssetClass]:
    folder = resources.files("ledgerkit.general_ledger.schedules") / "tables"
    return [
        each
        for name in SHIPPED_TABLES
        for each in parse_coefficients(
            (folder / f"{name}.toml").read_text(encoding="utf-8")
        )
    ]
