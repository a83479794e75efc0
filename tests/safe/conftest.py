"""Counts of what was tried, added up over all tests and printed at the end."""

from collections import Counter

import pytest

from tests.safe.campaign import SEED, SHARD, SHARDS, Counts

_PREFIX = "tried: "


@pytest.fixture
def counts(record_property):
    """Where a test counts what it tries."""
    return Counts(record_property)


def pytest_terminal_summary(terminalreporter):
    counted = Counter()
    for kind in ("passed", "failed"):
        for report in terminalreporter.getreports(kind):
            for name, count in getattr(report, "user_properties", ()):
                if name.startswith(_PREFIX) and report.when == "call":
                    counted[name.removeprefix(_PREFIX)] += count
    if counted:
        terminalreporter.section(f"campaign: seed {SEED}, shard {SHARD}/{SHARDS}")
        for name, count in sorted(counted.items()):
            terminalreporter.line(f"{count:>9,} {name}")
