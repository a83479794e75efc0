"""A table of any size is shown in the same memory."""

from tests.benchmarks.large_table import peak, write_table


def test_memory_does_not_grow_with_the_file(tmp_path):
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    write_table(small, 1.2)
    rows = write_table(large, 3)
    least, _lines = peak(small)
    most, lines = peak(large)
    assert lines == rows
    assert most < least + 12
