"""A change is made once, or again to its end when something comes between."""

import pytest

from micrograd_nn.whole import complete


def test_a_change_that_nothing_disturbs_is_made_once():
    made = []
    complete(lambda: made.append(1))
    assert made == [1]


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit, MemoryError])
def test_an_interrupt_comes_out_when_the_change_is_complete(interrupt):
    numbers, interrupts = [0, 0, 0], iter([interrupt])

    def change():
        for i in range(3):
            numbers[i] = 1
            if i == 1:
                for one in interrupts:
                    raise one

    with pytest.raises(interrupt):
        complete(change)
    assert numbers == [1, 1, 1]
