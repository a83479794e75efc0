"""What is built can be used: wheel, sdist and editable installs carry everything."""

import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "ledgerkit"


def run(*command, cwd=None):
    done = subprocess.run(  # noqa: PLW1510 - the message below says more
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A wheel made from an sdist, as an installer would make it."""
    folder = tmp_path_factory.mktemp("dist")
    # Two workers that build at once would write to one folder in the checkout.
    with FileLock(Path(tempfile.gettempdir()) / f"build-{ROOT.stat().st_ino}.lock"):
        run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


def files_to_carry():
    """Every module, template, script and chapter, by its place in a wheel."""
    kinds = (
        "*.py",
        "*.html",
        "*.js",
        "*.po",
        "*.beancount",
        "*.toml",
        "py.typed",
        "README.md",
    )
    for kind in kinds:
        for path in SOURCE.rglob(kind):
            yield f"ledgerkit/{path.relative_to(SOURCE)}"
    for kind in ("*.py", "README.md"):
        for path in (ROOT / "plugins").glob(kind):
            yield f"ledgerkit/plugins/{path.name}"


def test_the_wheel_carries_every_module_plugin_template_and_script(built):
    [wheel] = built.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    assert set(files_to_carry()) - held == set()


def test_the_sdist_carries_what_the_wheel_is_made_of(built):
    [sdist] = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert {"plugins/all.py", "src/ledgerkit/py.typed", "README.md", "LICENSE"} <= held


def test_the_wheel_works_in_an_empty_environment(built, tmp_path):
    [wheel] = built.glob("*.whl")
    run(sys.executable, "-m", "venv", tmp_path / "env")
    binaries = tmp_path / "env" / "bin"
    run(binaries / "python", "-m", "pip", "install", "--quiet", wheel)
    run(binaries / "ledgerkit", "init", tmp_path / "books")
    ledger = tmp_path / "books" / "main.beancount"
    assert run(binaries / "bean-check", "--no-cache", ledger) == ""
    shown = run(binaries / "ledgerkit", "aging", "--as-of", "2026-12-31", ledger)
    assert "Receivables by age, as at 2026-12-31" in shown
    where = run(
        binaries / "python",
        "-c",
        "import ledgerkit.plugins.all, ledgerkit.fava as f; print(f.__file__)",
    )
    assert (Path(where.strip()).parent / "templates").is_dir()


def test_this_checkout_is_an_editable_install_with_the_plugins():
    import ledgerkit.plugins.all as plugin  # noqa: PLC0415 - what the test is about

    assert Path(plugin.__file__) == ROOT / "plugins" / "all.py"


def test_ledgerkit_is_imported_and_read_where_the_system_has_no_fcntl():
    code = (
        "import sys; sys.modules['fcntl'] = None; import ledgerkit, ledgerkit.cli;"
        "from ledgerkit.cli.group import main; main()"
    )
    ledger = ROOT / "sample_books" / "existing_ledger" / "main.beancount"
    shown = run(sys.executable, "-c", code, "aging", "--as-of", "2026-12-31", ledger)
    assert "Receivables by age, as at 2026-12-31" in shown


def pins(name):
    """What a lock pins, each with its hashes."""
    text = (ROOT / ".ci" / name).read_text(encoding="utf-8")
    return set(re.split(r"(?m)^(?=[a-z0-9])", text)[1:])


def test_what_serving_needs_is_a_part_of_what_is_locked():
    serving, locked = pins("serving.txt"), pins("locked.txt")
    assert serving < locked
    named = {re.match(r"[a-z0-9.-]+", pin)[0] for pin in serving}
    assert {"beancount", "fava", "setuptools"} <= named
    assert not {"pytest", "mypy", "playwright", "weasyprint"} & named
