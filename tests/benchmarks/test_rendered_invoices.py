"""Pages do not come to cost more by the day."""

from tests.benchmarks.rendered_invoices import measure


def test_rendering_does_not_come_to_cost_much_more_than_loading(tmp_path):
    """Guards against a slip; `make bench` measures, at thirty times the size.

    Twelve to fourteen times Beancount's load, in three runs on a quiet machine.
    """
    load_seconds, seconds = measure(300, tmp_path)
    assert seconds < 18 * load_seconds
