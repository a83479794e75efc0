"""Run the tests on one mutant after the other: a fork of one loaded pytest for each.

The tests are collected once. A first fork runs them all with watched functions and
says which test reaches which function, and how long it takes. Then each mutant has a
fork of its own, in which the tests that reach it run until one fails.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.mutants.swap import Functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tests.mutants.changes import Mutant
    from tests.mutants.swap import Name

#: What a test may take on a mutant: so many times what it takes, and some seconds.
_TIMES, _SECONDS = 5, 10
#: What measures time says nothing where several run at a time.
_MEASURING = (
    "tests/payables/test_duplicate_bills.py::test_a_large_book_takes_one_pass",
)
#: A mutant that never stops must not take all memory.
_BYTES = 4 * 2**30


class Verdict(StrEnum):
    """What the tests say of a mutant."""

    KILLED = "killed"
    STOPPED = "killed, out of time"
    SURVIVED = "survived"
    UNREACHED = "survived, no test reaches it"

    @property
    def is_killed(self) -> bool:
        return self in {Verdict.KILLED, Verdict.STOPPED}


@dataclass(slots=True)
class _Reach:
    """What the tests do where nothing is changed."""

    seconds: list[float] = field(default_factory=list)
    reached: list[set[Name]] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)


class MutantRun:
    """A plugin of pytest that runs mutants in place of the tests."""

    def __init__(
        self,
        mutants: Sequence[Mutant],
        processes: int,
        folder: Path,
        tell: Callable[[Mutant, Verdict], None],
    ) -> None:
        self.failing: list[str] = []
        self._folder = folder
        self._mutants, self._processes, self._tell = mutants, processes, tell
        self._has_failed = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Let nothing fail for being slow, which a busy machine makes it."""
        settings.register_profile(
            "mutants",
            settings.get_profile("ledgerkit"),
            suppress_health_check=list(HealthCheck),
        )
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._items = session.items
        self._functions = Functions({mutant.path for mutant in self._mutants})
        reach = self._measure()
        self.failing = [self._items[at].nodeid for at in reach.failed]
        self._run_all(reach)
        return True

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._has_failed = self._has_failed or report.failed

    def _measure(self) -> _Reach:
        """Run every test once, in a fork."""
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            with os.fdopen(writer, "wb") as file:
                pickle.dump(self._watched(), file)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as file:
            reach = pickle.load(file)
        os.waitpid(child, 0)
        return reach

    def _alone(self) -> None:
        """Let a fork write where no other does, and nothing on the terminal."""
        folder = self._folder / str(os.getpid())
        folder.mkdir()
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)
        _be_silent()

    def _watched(self) -> _Reach:
        self._alone()
        reached: set[Name] = set()
        for path in {mutant.path for mutant in self._mutants}:
            self._functions.watch(path, reached)
        reach = _Reach()
        for at, item in enumerate(self._items):
            reached.clear()
            started = time.perf_counter()
            if not self._passes(item, None):
                reach.failed.append(at)
            reach.seconds.append(time.perf_counter() - started)
            reach.reached.append(set(reached))
        return reach

    def _passes(self, item: pytest.Item, following: pytest.Item | None) -> bool:
        self._has_failed = False
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return not self._has_failed

    def _run_all(self, reach: _Reach) -> None:
        """Run the mutants, as many at a time as may be."""
        tests: Mapping[Name, list[int]] = defaultdict(list)
        passing = {*range(len(self._items))} - {*reach.failed}
        for at in sorted(passing, key=reach.seconds.__getitem__):
            for name in reach.reached[at]:
                tests[name].append(at)
        running: dict[int, Mutant] = {}
        for mutant in self._mutants:
            reaching = tests[str(mutant.path), mutant.function]
            if not reaching:
                self._tell(mutant, Verdict.UNREACHED)
                continue
            if len(running) == self._processes:
                self._wait(running)
            seconds = sum(reach.seconds[at] for at in reaching)
            running[self._start(mutant, reaching, seconds)] = mutant
        while running:
            self._wait(running)

    def _start(self, mutant: Mutant, tests: Sequence[int], seconds: float) -> int:
        child = os.fork()
        if not child:
            self._alone()
            signal.alarm(int(seconds * _TIMES) + _SECONDS)
            resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
            self._functions.swap(mutant.path, mutant.code(), mutant.function)
            items = [self._items[at] for at in tests]
            os._exit(0 if self._all_pass(items) else 1)
        return child

    def _all_pass(self, items: Sequence[pytest.Item]) -> bool:
        return all(self._passes(item, after) for item, after in _followed(items))

    def _wait(self, running: dict[int, Mutant]) -> None:
        child, status = os.wait()
        verdict = Verdict.KILLED if status else Verdict.SURVIVED
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
            verdict = Verdict.STOPPED
        self._tell(running.pop(child), verdict)


def _followed(
    items: Sequence[pytest.Item],
) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    return zip(items, [*items[1:], None], strict=True)


def _be_silent() -> None:
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def run_mutants(
    mutants: Sequence[Mutant],
    tests: Iterable[str],
    *,
    processes: int,
    tell: Callable[[Mutant, Verdict], None],
) -> Sequence[str]:
    """Run tests on mutants.

    Args:
        mutants: On which.
        tests: Folders and modules of tests.
        processes: How many mutants run at a time.
        tell: What is called with each mutant and its verdict.

    Returns:
        Tests that fail without any mutant, and so were left out.
    """
    # Hypothesis draws the same examples each time, and few: they show gross errors.
    os.environ["CI"] = "1"
    os.environ["LEDGERKIT_EXAMPLES"] = "15"
    with tempfile.TemporaryDirectory() as folder:
        return _run(MutantRun(mutants, processes, Path(folder), tell), tests)


def _run(run: MutantRun, tests: Iterable[str]) -> Sequence[str]:
    options = ["-qq", "-s", "--disable-warnings"]
    options += ["-p", "no:cacheprovider", "-p", "no:xdist"]
    options += ["-o", "tmp_path_retention_policy=none"]
    options += [f"--deselect={name}" for name in _MEASURING]
    pytest.main([*options, *tests], plugins=[run])
    return run.failing
