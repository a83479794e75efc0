"""The command ``ledgerkit serve``, as it is typed."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from tests.conftest import SAMPLE_BOOKS

# Where the tests run in the background, the shell has them ignore the interrupt.
AT_A_TERMINAL = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
)
COMMAND = [
    *(sys.executable, "-c"),
    f"{AT_A_TERMINAL}; from ledgerkit.cli import main; main()",
    "serve",
]


def serve(*arguments):
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_prints_its_address_serves_and_ends_quietly():
    process = serve(SAMPLE_BOOKS / "agency", "--port", 0, "--read-only")
    try:
        line = process.stdout.readline()
        [address] = re.findall(r"http://127\.0\.0\.1:[1-9][0-9]*/", line)
        with urllib.request.urlopen(address) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (0, "", "")


def test_a_missing_book_is_one_line_and_status_2(tmp_path):
    out, err = (process := serve(tmp_path / "none.beancount")).communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert re.fullmatch(r".*none\.beancount: No such file or directory\n", err)


def test_a_port_that_is_taken_is_named_with_one_that_is_free():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        process = serve(SAMPLE_BOOKS / "agency", "--port", taken)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert re.fullmatch(
        rf"Error: port {taken} is taken; write --port \d+, which is free now\n", err
    )


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_what_is_no_port_is_refused(port):
    _out, err = (process := serve("--port", port)).communicate(timeout=60)
    assert process.returncode == 2
    assert "--port" in err
