"""Bank files with something wrong in them, and what a reader has to do with them.

A file is changed as disks, mail, editors and ill-meaning people change files: bytes
flipped, pieces cut out, doubled, moved or taken from another file, and words put in
that have broken readers before. Whatever comes of it, a reader returns or refuses
with its own error, in one line, in two seconds.

The same seed makes the same files. The suite tries ten times as many as Hypothesis
tries examples: with made-up and with published files, `make fuzz` so comes to 200,000
for each reader.
"""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from time import perf_counter

from hypothesis import settings

from ledgerkit.errors import UnreadableFileError

SECONDS_MAX = 2
#: Larger files are cut: what breaks a reader is seldom size.
SEED_BYTES_MAX = 8192
#: What has broken readers of one format or another.
WORDS = [
    b"", b"\0", b"\x1a", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\xc3\xa9", b"\xe9",
    b"\r", b"\n", b"\r\n", b"\n\n", b"\t", b" ", b"<", b">", b"&", b"/", b'"', b"'",
    b",", b".", b";", b":", b"-", b"+", b"^", b"!", b"[", b"]", b"{", b"}", b"#", b"|",
    b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"<!DOCTYPE a>", b"&#0;", b"&#xD800;",
    b"&amp;", b"&x;", b"NaN", b"Infinity", b"1E9999", b"0x10", b"1_000", b"-0", b"0",
    b"9" * 40, b"00000000", b"99999999", b"20260230", b"260230", b"31/31/31",
    "٣".encode(), "\uff11\uff12".encode(), "\u202e".encode(), "\u200b".encode(),
    "\u2028".encode(), b"\xed\xa0\x80", b"=cmd|' /C calc'!A0", b"x" * 3000,
    b"<a>" * 300, b"((((((((", b"%s%n", b"\\", b"None",
    b"EUR", b"XXX", b"C", b"D", b"RD",
]  # fmt: skip


@dataclass
class Survival:
    """What became of the files.

    Attributes:
        count: How many there were.
        read: How many were read all the same.
        longest: Seconds that the slowest took.
        reasons: Why the others were refused, without place and numbers.
    """

    count: int = 0
    read: int = 0
    longest: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        refused = self.count - self.read
        return (
            f"{self.count:,} mutated files: {self.read:,} read, {refused:,} refused"
            f" in {len(self.reasons)} ways; the slowest took {self.longest:.3f} s"
        )


def mutation_count():
    """1,000 in the suite; 100,000 in `make fuzz`."""
    return 10 * settings.default.max_examples


def mutated(files, count, seed=1):
    """So many files, each made from one of these by one to six changes."""
    random = Random(seed)
    files = [data[:SEED_BYTES_MAX] for data in files]
    for _ in range(count):
        data = random.choice(files)
        for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
            data = random.choice(CHANGES)(data, files, random)
        yield data


def survive(read, files, seed=1):
    """Read mutated files; fail with the file at the first that isn't survived.

    Args:
        read: Takes a file's bytes and name, as every reader does.
        files: Sound ones to begin with.
        seed: Of the changes.
    """
    found = Survival()
    for data in mutated(files, mutation_count(), seed):
        begun = perf_counter()
        try:
            read(data, "file")
        except UnreadableFileError as error:
            reason = str(error)
            assert reason.startswith("file"), repr(data)
            assert reason.isprintable(), repr(data)
            found.reasons["".join(c for c in reason if not c.isdigit())[:60]] += 1
        except Exception as error:
            raise AssertionError(f"not survived: {data!r}") from error
        else:
            found.read += 1
        seconds = perf_counter() - begun
        assert seconds < SECONDS_MAX, repr(data)
        found.count += 1
        found.longest = max(found.longest, seconds)
    print(found)
    return found


def _piece(data, random, most=200):
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.randrange(1, most))


def _flip(data, _files, random):
    if not data:
        return data
    at = random.randrange(len(data))
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _cut(data, _files, random):
    start, end = _piece(data, random)
    return data[:start] + data[end:]


def _double(data, _files, random):
    start, end = _piece(data, random)
    return data[:end] + data[start:end] * random.choice((1, 1, 20)) + data[end:]


def _insert(data, _files, random):
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(WORDS) + data[at:]


def _replace_number(data, _files, random):
    """A run of digits becomes something else: amounts, days, lengths."""
    places = [n for n, byte in enumerate(data) if 0x30 <= byte <= 0x39]
    if not places:
        return data
    start = end = random.choice(places)
    while end < len(data) and 0x30 <= data[end] <= 0x39:
        end += 1
    return data[:start] + random.choice(WORDS) + data[end:]


def _swap_lines(data, _files, random):
    lines = data.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _drop_line(data, _files, random):
    lines = data.split(b"\n")
    del lines[random.randrange(len(lines))]
    return b"\n".join(lines)


def _end_early(data, _files, random):
    return data[: random.randrange(len(data) + 1)]


def _splice(data, files, random):
    other = random.choice(files)
    return (
        data[: random.randrange(len(data) + 1)]
        + other[random.randrange(len(other) + 1) :]
    )


def _move(data, _files, random):
    start, end = _piece(data, random)
    rest = data[:start] + data[end:]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _encode(data, _files, random):
    encoding = random.choice(("utf-16", "utf-16-le", "utf-8-sig", "cp1252", "cp037"))
    return data.decode("latin-1").encode(encoding, "replace")


CHANGES = (
    _flip, _flip, _cut, _double, _insert, _insert, _insert, _replace_number,
    _replace_number, _swap_lines, _drop_line, _end_early, _splice, _move, _encode,
)  # fmt: skip
