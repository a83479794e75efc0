"""The command ``ledgerkit serve``, as it is typed."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

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


def serve(*arguments, env=None):
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    )


def test_it_prints_its_address_serves_and_ends_quietly():
    process = serve(SAMPLE_BOOKS / "agency", "--port", 0, "--read-only")
    try:
        line, note = process.stdout.readline(), process.stdout.readline()
        assert note == (
            "It is shown as at 2025-12-31, its last day; --as-of today shows it as at"
            " today.\n"
        )
        [(address, token)] = re.findall(
            r"(http://127\.0\.0\.1:[1-9][0-9]*/)(\?token=\S{43}) ", line
        )
        browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        )
        with browser.open(f"{address}{token}") as answer:
            assert answer.status == 200
            assert "token" not in answer.url
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(address)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (0, "", "")


def test_the_browser_is_started_with_a_private_file_and_not_with_the_token(tmp_path):
    opener = tmp_path / "xdg-open"
    seen = tmp_path / "seen"
    opener.write_text(
        f'#!/bin/sh\nexec >{seen}.part\necho "$1"\nstat -c %a "$1"\ncat "$1"\n'
        f"mv {seen}.part {seen}\n"
    )
    opener.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    process = serve(SAMPLE_BOOKS / "agency", "--port", 0, "--open", env=environment)
    try:
        line = process.stdout.readline()
        [url] = re.findall(r"http://\S+", line)
        deadline = time.monotonic() + 20
        while not seen.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        name, mode, page = seen.read_text().split("\n", 2)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    finally:
        process.kill()
    assert mode == "600"
    assert url in page
    assert not Path(name).exists()


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
