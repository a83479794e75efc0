"""The profile for a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.tables.cells import ROW_WORDS, row_fits
from ledgerkit.importers.bank_files.tables.parse_profile import shipped_profiles
from ledgerkit.importers.bank_files.tables.profile import (
    MONEY_FIELDS,
    BankField,
    BankProfile,
)
from ledgerkit.importers.tables.headings import compact, heading_is
from ledgerkit.text.closest_word import suggestion
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.importers.bank_files.choices import BankFileChoices
    from ledgerkit.importers.tables.rows import TableRow

_PATTERN_ROWS = 20
_HEADING_LENGTH_MAX = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileMatch:
    """A profile that fits the beginning of a table.

    Attributes:
        profile: The profile.
        line: The line of the header row; 0 if there is none.
        header: Its cells.
    """

    profile: BankProfile
    line: int
    header: tuple[str, ...]


def all_profiles(choices: BankFileChoices) -> Sequence[BankProfile]:
    """A person's own profiles, and those of ours that they don't replace."""
    own = {profile.name for profile in choices.own_profiles}
    ours = [p for p in shipped_profiles() if p.name not in own]
    return [*choices.own_profiles, *ours]


def named_profile(choices: BankFileChoices, file: str) -> BankProfile | None:
    """The profile named by a person; None if there is none.

    Raises:
        UnreadableFileError: If there is none of that name.
    """
    if not choices.profile:
        return None
    profiles = {profile.name: profile for profile in all_profiles(choices)}
    if choices.profile not in profiles:
        remedy = suggestion(choices.profile, profiles) or (
            "; see ledgerkit bank profiles, or draft one with ledgerkit bank profile"
            " FILE"
        )
        raise unreadable(
            file, f"there is no profile {excerpt(choices.profile)}{remedy}"
        )
    return profiles[choices.profile]


def profile_matches(
    profiles: Sequence[BankProfile], rows: Sequence[TableRow]
) -> Sequence[ProfileMatch]:
    """The profiles that fit a table, without those superseded by a more exact one.

    A profile whose headings are all among those of another that fits says less about
    the file than the other.
    """
    headings = [_headings(row) for row in rows]
    matches = [
        match
        for profile in profiles
        if not profile.only_by_name
        and (match := match_of(profile, rows, headings)) is not None
    ]
    return [
        match
        for match in matches
        if not any(_says_more(other, match) for other in matches)
    ]


def _says_more(other: ProfileMatch, match: ProfileMatch) -> bool:
    headings = {compact(name) for name in match.profile.header}
    return headings < {compact(name) for name in other.profile.header}


def match_of(
    profile: BankProfile,
    rows: Sequence[TableRow],
    headings: Sequence[frozenset[str]] = (),
) -> ProfileMatch | None:
    """Where a table fits a profile; None if it doesn't.

    Args:
        profile: The profile.
        rows: The table's beginning.
        headings: The cells of each row as `compact` leaves them, if known.
    """
    if profile.row:
        sample = [r for r in rows if r.line > profile.skip_before]
        sample = sample[: max(1, len(sample) - profile.skip_after)][:_PATTERN_ROWS]
        if _has_pattern(profile.row, sample):
            return ProfileMatch(profile=profile, line=0, header=())
        return None
    for row, words in zip(rows, headings or map(_headings, rows), strict=True):
        if row.line > profile.skip_before and _is_header(profile, words):
            header = tuple(str(cell).strip() for cell in row.cells)
            return ProfileMatch(profile=profile, line=row.line, header=header)
    return None


def _is_day(row: TableRow, place: int) -> bool:
    return place < len(row.cells) and ROW_WORDS["date"](row.cells[place])


def _has_pattern(pattern: Sequence[str], rows: Sequence[TableRow]) -> bool:
    """Whether the first row is as a profile says, and every further one with a day."""
    days = [place for place, word in enumerate(pattern) if word == "date"]
    further = [
        row
        for row in rows[1:]
        if not days or any(_is_day(row, place) for place in days)
    ]
    return bool(rows) and all(row_fits(r.cells, pattern) for r in (rows[0], *further))


def _headings(row: TableRow) -> frozenset[str]:
    return frozenset(compact(str(cell)[:_HEADING_LENGTH_MAX]) for cell in row.cells)


def _is_header(profile: BankProfile, headings: frozenset[str]) -> bool:
    if profile.header:
        return profile.fits_header(headings)
    needed = [profile.columns.get(f, ()) for f in (BankField.DATE, *MONEY_FIELDS)]
    names = [name for group in needed for name in group]
    return all(any(heading_is(h, name) for h in headings) for name in names)
