"""Which language the pages of a ledger are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from ledgerkit.fava.words.catalogue import catalogue_of
from ledgerkit.language.settings import read_settings

if TYPE_CHECKING:
    from fava.core import FavaLedger
    from fava.core.extensions import ExtensionModule

    from ledgerkit.fava.words.catalogue import Catalogue

#: The setting of each ledger, and the list of entries that it was read from.
_KNOWN: WeakKeyDictionary[ExtensionModule, tuple[object, str]] = WeakKeyDictionary()


def catalogue_for(ledger: FavaLedger) -> Catalogue | None:
    """The catalogue for a ledger's pages; None if they are in English.

    The setting ``lang`` decides, as Fava's own option ``language`` takes only what
    Fava itself speaks; without the setting, that option.
    """
    tag = _setting(ledger) or ledger.fava_options.language or ""
    return catalogue_of(tag.replace("_", "-").partition("-")[0].lower())


def _setting(ledger: FavaLedger) -> str:
    """The setting, for which every page of Fava asks in its menu."""
    entries = ledger.all_entries
    known = _KNOWN.get(ledger.extensions)
    if known is None or known[0] is not entries:
        customs = ledger.all_entries_by_type.Custom
        settings, _ = read_settings(cast("Any", customs))
        known = _KNOWN[ledger.extensions] = entries, settings.lang
    return known[1]
