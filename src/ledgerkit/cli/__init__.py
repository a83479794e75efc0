"""The terminal door: ``ledgerkit COMMAND [BOOKS]``."""

from __future__ import annotations

from ledgerkit.cli.group import main

__all__ = ["main"]
