"""The collector is as it was once the work is done."""

import gc

import pytest

from ledgerkit.garbage_collection import garbage_collection_off


class Node:
    """Something that may be in a circle."""


@pytest.fixture
def collector():
    # Books that an earlier test served stay out of the collector's sight.
    gc.unfreeze()
    yield
    gc.enable()
    gc.unfreeze()


@pytest.mark.usefixtures("collector")
def test_it_is_off_within_and_on_again_afterwards():
    with garbage_collection_off():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


@pytest.mark.usefixtures("collector")
def test_it_stays_off_if_it_was_off():
    gc.disable()
    with garbage_collection_off():
        pass
    assert not gc.isenabled()


@pytest.mark.usefixtures("collector")
def test_what_was_made_within_counts_as_old_and_circles_in_it_are_still_found():
    gc.collect()
    with garbage_collection_off():
        nodes = [Node() for _ in range(30_000)]
        for node in nodes:
            node.me = node
    young = {id(thing) for thing in gc.get_objects(generation=0)}
    assert young.isdisjoint(map(id, nodes))
    del nodes, node
    assert gc.collect() >= 30_000


@pytest.mark.usefixtures("collector")
def test_what_another_program_froze_stays_frozen():
    gc.freeze()
    frozen = gc.get_freeze_count()
    with garbage_collection_off():
        pass
    assert gc.get_freeze_count() == frozen
