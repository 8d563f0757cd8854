"""The picture of a decision boundary shows the model's own scores."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import micrograd as mg
from micrograd.boundary import draw_boundary, scores

SIZES = st.lists(st.integers(1, 5), max_size=3).map(lambda hidden: [*hidden, 1])
COORDINATES = st.floats(-10, 10)
POINTS = st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=5)


@given(SIZES, POINTS, st.randoms(use_true_random=False))
def test_scores_in_numpy_are_those_of_the_model(
    sizes: list[int], points: list[tuple[float, float]], draw: random.Random
) -> None:
    random.seed(draw.random())
    model = mg.MLP(2, sizes)
    expected = [model(point).data for point in points]
    assert scores(model, np.array(points)) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_the_figure_shows_the_points_of_both_classes_and_three_contours() -> None:
    model = mg.MLP(2, [1])
    for parameter, number in zip(model.parameters(), (1.0, 0.0, 0.0), strict=True):
        parameter.data = number
    figure = draw_boundary(model, [[-2, 0], [-1, 1], [2, 0]], [-1, -1, 1], title="a line")
    (axes,) = figure.axes
    assert axes.get_title() == "a line"
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["-1", "+1"]
    segments = [line for item in axes.collections for line in item.get_paths() if len(line) > 1]
    assert segments
