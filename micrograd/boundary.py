"""Draws what a classifier of points in the plane has learned: scores, boundary and data."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from micrograd_nn import MLP

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike, NDArray

# Two hues of the same lightness that colour-blind readers tell apart; the field between is paper.
NEGATIVE, PAPER, POSITIVE, INK = "#2f6db5", "#fbfaf7", "#d9622b", "#22252a"
MARGIN, FINENESS = 0.45, 300


def draw_boundary(
    model: MLP, points: "ArrayLike", targets: Sequence[float], title: str = ""
) -> "Figure":
    """Return a matplotlib figure of the model's scores over the plane, with the data on it.

    model: two inputs, one score. points: shape (n, 2). targets: n, positive or not. The
    solid line is where the score is 0; the dashed ones, at -1 and 1, bound the margin.
    """
    import numpy as np
    from matplotlib.figure import Figure

    points = np.asarray(points, dtype=float)
    (left, low), (right, high) = points.min(axis=0) - MARGIN, points.max(axis=0) + MARGIN
    grid = np.meshgrid(np.linspace(left, right, FINENESS), np.linspace(low, high, FINENESS))
    field = scores(model, np.stack(grid, axis=-1))
    figure = Figure(figsize=(7, 5), dpi=120, facecolor="white", layout="constrained")
    axes: Any = figure.add_subplot()
    _paint_scores(axes, grid, field)
    _put_points(axes, points, np.asarray(targets) > 0)
    axes.set(title=title, xlabel="$x_0$", ylabel="$x_1$")
    axes.tick_params(length=0, colors="#6b7079")
    axes.spines[:].set_visible(False)
    return figure


def scores(model: MLP, points: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the model's score of each of many points, shape (..., inputs) -> (...).

    The sums are those of ``model(point)``, done in NumPy on the numbers that the parameters hold.
    """
    import numpy as np

    out = points
    for layer in model.layers:
        weights = np.array([[w.data for w in neuron.w] for neuron in layer.neurons])
        out = out @ weights.T + np.array([neuron.b.data for neuron in layer.neurons])
        rectified = np.array([neuron.nonlin for neuron in layer.neurons])
        out = np.where(rectified, np.maximum(out, 0), out)
    return out[..., 0]


def _paint_scores(axes: Any, grid: Any, field: "NDArray[np.float64]") -> None:
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap

    shades = LinearSegmentedColormap.from_list("scores", [NEGATIVE, PAPER, POSITIVE])
    edges = [bound(axis) for axis in grid for bound in (np.min, np.max)]
    # Squashed, so that the far field does not drown the margin; a score of 0 stays paper.
    reach = np.tanh(field / 4)
    axes.imshow(reach, shades, origin="lower", extent=edges, vmin=-1, vmax=1, alpha=0.55)
    axes.contour(*grid, field, [-1, 1], colors=INK, linewidths=0.8, linestyles="dashed", alpha=0.5)
    axes.contour(*grid, field, [0], colors=INK, linewidths=2)


def _put_points(axes: Any, points: Any, positive: Any) -> None:
    for chosen, colour, name in ((~positive, NEGATIVE, "-1"), (positive, POSITIVE, "+1")):
        dots = {"s": 42, "color": colour, "edgecolors": "white", "linewidths": 0.9}
        axes.scatter(*points[chosen].T, zorder=3, label=name, **dots)
    axes.legend(title="target", loc="upper right", handletextpad=0.1, edgecolor="none")
