"""A playbook starts its tasks by itself, each once, and they are tasks as any other."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerkit.api import load
from ledgerkit.cli.group import main
from ledgerkit.clients.records.playbook import parse_steps
from ledgerkit.clients.records.record import RecordKind

WELCOME = """\
2026-01-01 custom "playbook" "welcome" "A new client"
  starts: "new-client"
  tasks: "Welcome call: P2D; First review: P3M"
"""
WON = """\
2026-01-01 custom "playbook" "won" "What was won"
  starts: "won"
  tasks: "Send the contract: P1W"
  manager: "gverdi"
2026-01-01 custom "manager" "gverdi" "Giulia Verdi"
"""


def run(*arguments):
    return CliRunner().invoke(main, [str(word) for word in arguments])


def write(tmp_path, text):
    file = tmp_path / "main.beancount"
    file.write_text(f'plugin "ledgerkit.plugins.all"\n{text}')
    return file


def loaded(tmp_path, text):
    return load(write(tmp_path, text))


def tasks(books, day):
    return [
        (row["task"], row["summary"], row["due"], row["party"])
        for row in books.tasks(as_of=day).to_dicts()
    ]


def test_a_new_client_starts_its_tasks_on_its_first_day(tmp_path):
    books = loaded(
        tmp_path, f'{WELCOME}2026-02-01 custom "client" "rossi" "Rossi S.r.l."\n'
    )
    assert not books.findings()
    assert tasks(books, date(2026, 1, 31)) == []
    assert tasks(books, date(2026, 2, 1)) == [
        ("welcome-rossi-1", "Welcome call", date(2026, 2, 3), "rossi"),
        ("welcome-rossi-2", "First review", date(2026, 5, 1), "rossi"),
    ]
    agenda = books.agenda(as_of=date(2026, 2, 1)).to_dicts()
    assert [row["what"] for row in agenda] == ["Welcome call", "First review"]


def test_clients_from_before_the_playbook_and_mere_leads_start_nothing(tmp_path):
    books = loaded(
        tmp_path,
        f"""{WELCOME}
2025-12-31 custom "client" "nord" "Nord"
2026-01-05 custom "client" "rossi" "Rossi"
  status: "lead"
2026-03-01 custom "client" "rossi"
  status: "active"
""",
    )
    assert tasks(books, date(2026, 2, 28)) == []
    assert [t[0] for t in tasks(books, date(2026, 3, 1))] == [
        "welcome-rossi-1",
        "welcome-rossi-2",
    ]


def test_a_stage_starts_them_once_however_often_it_is_reached(tmp_path):
    books = loaded(
        tmp_path,
        f"""{WON}
2026-01-02 custom "client" "rossi" "Rossi"
2026-01-03 custom "opportunity" "opp-1" "Support"
  client: "rossi"
  stage: "proposal"
2026-02-01 custom "opportunity" "opp-1"
  stage: "won"
2026-02-10 custom "opportunity" "opp-1"
  stage: "proposal"
2026-03-01 custom "opportunity" "opp-1"
  stage: "won"
""",
    )
    day = date(2026, 3, 2)
    assert tasks(books, day) == [
        ("won-opp-1-1", "Send the contract", date(2026, 2, 8), "rossi")
    ]
    record = books.relations.as_of(RecordKind.TASK, "won-opp-1-1", day)
    assert (record.text("manager"), record.text("related-to")) == ("gverdi", "opp-1")
    assert [row.cells["started"] for row in books.playbooks(as_of=day).rows] == [1]


def test_done_is_written_once_and_nothing_comes_back(tmp_path):
    file = write(tmp_path, f'{WELCOME}2026-02-01 custom "client" "rossi" "Rossi"\n')
    result = run(
        "task", "done", "welcome-rossi-1", "-f", file, "--date", "2026-02-02", "--yes"
    )
    assert result.exit_code == 0, result.output
    assert '2026-02-02 custom "task" "welcome-rossi-1"\n' in file.read_text()
    books = load(file)
    assert not books.findings()
    assert [t[0] for t in tasks(books, date(2026, 2, 2))] == ["welcome-rossi-2"]


def test_a_new_task_of_ones_own_is_not_numbered_after_them(tmp_path):
    file = write(tmp_path, f'{WELCOME}2026-02-01 custom "client" "rossi" "Rossi"\n')
    result = run("task", "new", "Call", "-f", file, "--date", "2026-02-02", "--yes")
    assert result.exit_code == 0, result.output
    assert 'custom "task" "t-1" "Call"' in file.read_text()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("new-client", "propsal", 'there is no stage "propsal"; did you mean'),
        ("P2D", "2 days", '"2 days" is no term, as P2D, P2W or P3M is'),
        ('  starts: "new-client"\n', "", 'it has no starts; add starts: "new-client"'),
        ('"welcome" "A new client"', '"welcome"', "is declared first without a name"),
    ],
)
def test_what_starts_nothing_is_named(tmp_path, old, new, said):
    books = loaded(tmp_path, WELCOME.replace(old, new))
    assert any(said in found.message for found in books.findings())


def test_a_task_that_nothing_started_still_needs_its_name(tmp_path):
    books = loaded(tmp_path, f'{WELCOME}2026-02-01 custom "task" "welcome-nord-1"\n')
    (found,) = books.findings()
    assert 'task "welcome-nord-1" is declared first without a name' in found.message


def test_two_that_would_share_an_id_are_named(tmp_path):
    books = loaded(
        tmp_path,
        f"""{WELCOME}{WELCOME.replace('"welcome"', '"welcome-a"')}
2026-02-01 custom "client" "a-b" "First"
2026-02-01 custom "client" "b" "Second"
""",
    )
    assert any("welcome-a-b-1" in found.message for found in books.findings())


day = st.integers(0, 40).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
moves = st.lists(
    st.tuples(
        day, st.sampled_from(["o-1", "o-2"]), st.sampled_from(["proposal", "won"])
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(moves, st.lists(day, max_size=3), day)
def test_nothing_is_doubled_or_undone_by_what_comes_later(moved, changes, asked):
    lines = [WON, WELCOME, '2025-01-01 custom "client" "rossi" "Rossi"']
    lines += [
        f'2025-01-01 custom "opportunity" "{id_}" "It"\n  client: "rossi"'
        for id_ in ("o-1", "o-2")
    ]
    lines += [
        f'{on} custom "opportunity" "{id_}"\n  stage: "{to}"' for on, id_, to in moved
    ]
    lines += [
        f'{on} custom "playbook" "won"\n  tasks: "A: P1D; B: P2D"' for on in changes
    ]
    with tempfile.TemporaryDirectory() as folder:
        books = loaded(Path(folder), "\n".join(lines) + "\n")
        found = [t[0] for t in tasks(books, asked)]
        ever = {t[0] for t in tasks(books, date(2027, 1, 1))}
    won = {id_ for on, id_, to in moved if to == "won" and on <= asked}
    assert len(found) == len(set(found))
    assert {id_ for id_ in found if id_.endswith("-1")} == {
        f"won-{id_}-1" for id_ in won
    }
    assert set(found) <= ever


def test_a_task_needs_a_title_and_a_term():
    with pytest.raises(ValueError, match="no task with its term"):
        parse_steps("Welcome call")
