"""Words for work in progress: projects, hours, and expenses to be passed on."""

from __future__ import annotations

from ledgerkit.language.word import (
    LINE,
    CustomType,
    Holds,
    IdPlace,
    Key,
    On,
    key,
)

_TIME = (On.TIME,)

WORK_KEYS: tuple[Key, ...] = (
    key(
        "hourly-rate",
        (On.MANAGER, On.CLIENT, On.PROJECT, On.TIME),
        "Price of an hour: its own, else the project's, else the client's, else the"
        " person's.",
        Holds.AMOUNT,
    ),
    key("hourly-cost", (On.MANAGER,), "Cost of an hour to us.", Holds.AMOUNT),
    key(
        "billable",
        _TIME,
        "FALSE if it is never charged, whatever the rate.",
        Holds.FLAG,
    ),
    key(
        "bill-to",
        LINE,
        "Id of the client or project that an expense is passed on to.",
        of=(On.CLIENT, On.PROJECT),
    ),
    key("mark-up", LINE, "Percent added to what is passed on.", Holds.NUMBER),
    key(
        "expense",
        LINE,
        "Name by which an invoice names the expense; else its document's number.",
    ),
    key(
        "bills",
        LINE,
        "Ids of the hours and expenses that an invoice's line charges, divided by"
        " spaces.",
    ),
)

WORK_CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="project",
        values='ID NAME, e.g. "dashboard" "Stops dashboard"',
        ids=(IdPlace(0, On.PROJECT),),
        meaning="Names a client's project that hours go to; a later one amends it.",
    ),
    CustomType(
        name="time",
        values='ID PERSON CLIENT-OR-PROJECT HOURS TEXT, e.g. "h-12" "gverdi" "rossi"'
        ' 3.5 "Workshop on routes"',
        ids=(
            IdPlace(1, On.MANAGER),
            IdPlace(2, On.CLIENT),
            IdPlace(2, On.PROJECT),
        ),
        meaning="Says who worked how long, for whom, on what.",
    ),
    CustomType(
        name="write-off",
        values='IDS REASON, e.g. "h-12 h-13" "Learning on our side"',
        meaning="Gives up charging hours or expenses, from its day on.",
    ),
)
