"""Peak memory of `ledgerkit bank show` on a large CSV file: the same for any size."""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

HEADER = "Booking Date,Value Date,Partner Name,Partner Iban,Type,Payment Reference"
ROW = '2026-01-{:02},2026-01-{:02},"Partner {}",,Presentment,"Invoice {}",-{}.{:02}\n'


def write_table(path, megabytes):
    """A file of so many megabytes, and its number of rows."""
    rows = 0
    with path.open("w") as file:
        file.write(f"{HEADER},Amount (EUR)\n")
        while file.tell() < megabytes * 1_000_000:
            for _ in range(1000):
                day = rows % 28 + 1
                file.write(ROW.format(day, day, rows, rows, rows % 9000, rows % 100))
                rows += 1
    return rows


def peak(path, format_="json"):
    """Megabytes that showing the file takes at most, and the lines that it shows."""
    code = (
        "import resource, sys\n"
        "from ledgerkit.cli import main\n"
        "try:\n    main(['bank', 'show', sys.argv[1], '--format', sys.argv[2]])\n"
        "except SystemExit:\n    pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", code, str(path), format_]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as shown:
        lines = sum(b'"date"' in line for line in shown.stdout)
        kilobytes = int(shown.stderr.read().split()[-1])
    return kilobytes / 1024, lines


def main():
    """Print the figures for 10 and 100 MB."""
    with tempfile.TemporaryDirectory() as folder:
        for megabytes in (10, 100):
            path = Path(folder) / "large.csv"
            rows = write_table(path, megabytes)
            begun = perf_counter()
            most, lines = peak(path)
            seconds = perf_counter() - begun
            assert lines == rows
            print(f"{megabytes} MB, {rows:,} rows: {most:.0f} MB, {seconds:.0f} s")


if __name__ == "__main__":
    main()
