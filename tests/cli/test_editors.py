"""The lines for editors in the manual: findings appear in them, and they jump there."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT

PAGE = (ROOT / "src" / "ledgerkit" / "cli" / "README.md").read_text("utf-8")
MAIN = """\
option "operating_currency" "EUR"
plugin "ledgerkit.plugins.receivables"
include "the year.beancount"
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Receivable
2025-01-01 open Income:Services
2025-01-01 custom "client" "acme" "Acme"
"""
YEAR = """\
2026-01-10 * "Acme" "Work" ^INV-1
  Assets:Receivable   500.00 EUR
  Income:Services    -500.00 EUR
    quantitiy: 5

2026-01-12 * "Acme" "Paid in advance"
  Assets:Bank         100.00 EUR
  Assets:Receivable  -100.00 EUR
"""
#: Where the two stand: line, whether it is advice, and how they begin.
FOUND = [(4, False, "key"), (8, True, "100.00")]


def blocks(language):
    """What the page shows in a language, one text."""
    found = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert found
    return "\n".join(found)


@pytest.fixture
def book(tmp_path):
    (tmp_path / "main.beancount").write_text(MAIN)
    (tmp_path / "the year.beancount").write_text(YEAR)
    return tmp_path


def run(folder, *command):
    """Run an editor where `ledgerkit` is found; its standard output."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HOME": str(folder), "TERM": "dumb"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


def editor(name):
    return pytest.mark.skipif(
        shutil.which(name) is None, reason=f"{name} is not installed"
    )


#: Saves the included file, and writes down what is listed and where a jump leads.
IN_VIM = """
write
let found = map(getqflist(), {_, q -> [bufname(q.bufnr), q.lnum, q.type, q.text]})
call writefile([json_encode(found)], "listed")
cfirst
call writefile([expand("%:t") . ":" . line(".")], "jumped")
cnext
call writefile([expand("%:t") . ":" . line(".")], "jumped", "a")
"""


def check_vim(book):
    listed = json.loads((book / "listed").read_text())
    assert [
        (Path(file).name, line, type_ == "W", text.split(" ")[0])
        for file, line, type_, text in listed
    ] == [("the year.beancount", *found) for found in FOUND]
    assert (book / "jumped").read_text().splitlines() == [
        f"the year.beancount:{line}" for line, *_ in FOUND
    ]


@editor("vim")
def test_vim_lists_what_is_found_and_jumps_there(book):
    (book / "vimrc").write_text(blocks("vim"))
    (book / "steps.vim").write_text(IN_VIM)
    file = "the year.beancount"
    said = run(book, "vim", "-Nes", "-u", "vimrc", file, "-S", "steps.vim", "-c", "qa!")
    assert "Error" not in said
    check_vim(book)


@editor("nvim")
def test_neovim_lists_what_is_found_and_shows_it_beside_the_line(book):
    (book / "init.lua").write_text(blocks("lua"))
    (book / "steps.vim").write_text(IN_VIM + IN_NEOVIM)
    file = "the year.beancount"
    run(book, "nvim", "--headless", "-u", "init.lua", file, "-S", "steps.vim", "+qa!")
    check_vim(book)
    beside = json.loads((book / "beside").read_text())
    assert sorted(beside) == [[line - 1, 2 if adv else 1] for line, adv, _ in FOUND]


IN_NEOVIM = """
lua shown = vim.diagnostic.get(0)
lua found = vim.tbl_map(function(d) return {d.lnum, d.severity} end, shown)
lua vim.fn.writefile({vim.fn.json_encode(found)}, "beside")
"""

IN_EMACS = """
(setq compilation-ask-about-save nil)
(define-derived-mode beancount-mode text-mode "Beancount")
(find-file "the year.beancount")
(let ((report nil))
  (ledgerkit-flymake (lambda (found) (setq report (or found 'none))))
  (while (not report) (accept-process-output nil 0.1))
  (dolist (found (sort report (lambda (a b) (< (flymake-diagnostic-beg a)
                                               (flymake-diagnostic-beg b)))))
    (message "beside %d %s %s" (line-number-at-pos (flymake-diagnostic-beg found))
             (flymake-diagnostic-type found) (flymake-diagnostic-text found))))
(beancount-mode)
(message "mode %s %s" flymake-mode
         (memq 'ledgerkit-flymake flymake-diagnostic-functions))
(ledgerkit-check)
(while (process-live-p (get-buffer-process "*compilation*"))
  (accept-process-output nil 0.1))
(accept-process-output nil 0.5)
(with-current-buffer "*compilation*" (compilation--ensure-parse (point-max)))
(dotimes (_ 2)
  (next-error)
  (with-current-buffer (get-file-buffer "the year.beancount")
    (message "jumped %d" (line-number-at-pos))))
(with-current-buffer "*compilation*"
  (message "counted %d %d" compilation-num-errors-found compilation-num-warnings-found))
"""


@editor("emacs")
def test_emacs_lists_what_is_found_and_jumps_there(book):
    (book / "init.el").write_text(blocks("elisp"))
    (book / "steps.el").write_text(IN_EMACS)
    said = run(book, "emacs", "-Q", "--batch", "-l", "init.el", "-l", "steps.el")
    for line, is_advice, word in FOUND:
        type_ = ":warning" if is_advice else ":error"
        assert re.search(rf"^beside {line} {type_} {word}", said, re.MULTILINE), said
    assert re.findall(r"^jumped (\d+)$", said, re.MULTILINE) == [
        str(line) for line, *_ in FOUND
    ], said
    assert "counted 1 1" in said
    assert "mode t (ledgerkit-flymake" in said


def test_the_task_for_vs_code_finds_what_is_printed(book):
    task = json.loads(blocks("json"))["tasks"][0]
    arguments = [
        str(book / "the year.beancount") if word == "${file}" else word
        for word in task["args"]
    ]
    printed = run(book, task["command"], *arguments).splitlines()
    found = []
    for matcher in task["problemMatcher"]:
        pattern = matcher["pattern"]
        for text in printed:
            match = re.match(pattern["regexp"], text)
            if match is None:
                continue
            assert match[pattern["file"]] == "the year.beancount"
            line, message = int(match[pattern["line"]]), match[pattern["message"]]
            found.append((line, matcher["severity"] == "warning", message.split()[0]))
    assert found == FOUND


def test_neovim_reads_lines_as_vim_does():
    """Where Neovim isn't installed, its lines are at least those that Vim reads."""
    in_vim = re.findall(r"(makeprg|errorformat)=(.*)", blocks("vim"))
    in_lua = re.findall(r'vim\.bo\.(makeprg|errorformat) = "(.*)"', blocks("lua"))
    assert in_lua == [(name, value.replace("\\ ", " ")) for name, value in in_vim]
