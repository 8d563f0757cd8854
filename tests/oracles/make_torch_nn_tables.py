"""Records what PyTorch's optimisers, schedules and losses give; run by hand, where PyTorch is.

    python tests/oracles/make_torch_nn_tables.py

writes torch_nn.json beside this file:

- optimizers: [kind, options, the gradients of each step, the parameters before and after each];
- descents: the same where the gradients are those of a loss, `bowl` here and in the test;
- schedules: [kind, options, the learning rate of each step], the first from `lr`;
- losses: by name, [scores, targets, loss, gradients of the scores].
"""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional
from torch.optim import lr_scheduler

torch.set_default_dtype(torch.float64)

START = [0.5, -1.25, 3.0, 1e-3, -40.0]
OPTIMIZERS: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {"lr": 0.1}),
    ("SGD", {"lr": 0.1, "momentum": 0.9}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.3}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    ("SGD", {"lr": 0.1, "weight_decay": 0.01}),
    ("SGD", {"lr": 0.1, "momentum": 0.5, "weight_decay": 0.01, "nesterov": True}),
    ("Adam", {"lr": 0.1}),
    ("Adam", {"lr": 0.01, "betas": [0.5, 0.9]}),
    ("Adam", {"lr": 0.01, "betas": [0.3, 0.0], "eps": 1e-3}),
    ("Adam", {"lr": 0.1, "weight_decay": 0.01}),
]
SCHEDULES: list[tuple[str, float, dict[str, Any]]] = [
    ("ConstantLR", 0.3, {}),
    ("ConstantLR", 0.3, {"factor": 0.5, "total_iters": 7}),
    ("LinearLR", 0.3, {}),
    ("LinearLR", 1.0, {"start_factor": 1.0, "end_factor": 0.1, "total_iters": 20}),
    ("StepLR", 0.3, {"step_size": 6}),
    ("StepLR", 0.3, {"step_size": 1, "gamma": 0.9}),
    ("ExponentialLR", 0.3, {"gamma": 0.8}),
    ("CosineAnnealingLR", 0.3, {"T_max": 10}),
    ("CosineAnnealingLR", 0.3, {"T_max": 12, "eta_min": 0.05}),
]
LOGITS = [0.0, 0.3, -2.5, 1.0, 20.5, -20.5, 40.0, -40.0, 750.0, -750.0, 1000.0, -1000.0]
ROWS = [
    [0.1, 0.2, -0.3],
    [1000.0, -1000.0, 0.0],
    [-1000.0, -1000.0, -1000.0],
    [1000.0, 1000.0, 999.0],
    [40.0, 0.0, 0.0],
    [-3.0, 2.0, 1.0],
]


def gradient(step: int, size: int) -> list[float]:
    """Return gradients of all sizes and signs, and an exact zero now and then."""
    return [
        0.0 if (step + i) % 7 == 0 else math.sin((step + 1) * (i + 1)) * 10.0 ** (i - 2)
        for i in range(size)
    ]


def bowl(x: Any) -> Any:
    """Return a smooth loss whose curvatures differ."""
    return sum((k + 1) * (a - k) ** 2 for k, a in enumerate(x)) + (x[0] - x[1]) ** 4


def trajectory(kind: str, options: dict[str, Any], gradients: list[list[float]]) -> list[Any]:
    parameters = torch.tensor(START, requires_grad=True)
    optimizer = getattr(torch.optim, kind)([parameters], **options, foreach=False)
    path = [parameters.tolist()]
    for one in gradients:
        parameters.grad = torch.tensor(one)
        optimizer.step()
        path.append(parameters.tolist())
    return path


def descent(kind: str, options: dict[str, Any], steps: int) -> list[Any]:
    parameters = torch.tensor([0.5, -0.25, 3.0], requires_grad=True)
    optimizer = getattr(torch.optim, kind)([parameters], **options, foreach=False)
    path = [parameters.tolist()]
    for _ in range(steps):
        optimizer.zero_grad()
        bowl(parameters).backward()
        optimizer.step()
        path.append(parameters.tolist())
    return path


def rates(kind: str, lr: float, options: dict[str, Any], steps: int) -> list[float]:
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=lr)
    schedule = getattr(lr_scheduler, kind)(optimizer, **options)
    found = []
    for _ in range(steps):
        found.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    return found


def case(loss: Callable[..., Any], scores: list[Any], targets: list[Any]) -> list[Any]:
    leaf = torch.tensor(scores, requires_grad=True)
    out = loss(leaf, torch.tensor(targets))
    out.backward()
    return [scores, targets, out.item(), leaf.grad.tolist()]


def hinge(scores: Any, targets: Any) -> Any:
    return functional.relu(1 - targets * scores).mean()


def main() -> None:
    gradients = [gradient(step, len(START)) for step in range(25)]
    bce = functional.binary_cross_entropy_with_logits
    tables = {
        "about": {"made by": "tests/oracles/make_torch_nn_tables.py", "torch": torch.__version__},
        "gradients": gradients,
        "optimizers": [[k, o, trajectory(k, o, gradients)] for k, o in OPTIMIZERS],
        "descents": [
            [k, o, descent(k, o, 30)]
            for k, o in [("SGD", {"lr": 0.02, "momentum": 0.9}), ("Adam", {"lr": 0.05})]
        ],
        "schedules": [[k, {"lr": lr, **o}, rates(k, lr, o, 26)] for k, lr, o in SCHEDULES],
        "losses": {
            "max_margin": [case(hinge, [0.3, -2.0, 1.5, 0.0], [1.0, 1.0, -1.0, -1.0])],
            "mse_loss": [case(functional.mse_loss, [0.3, -2.0, 1.5], [1.0, -2.0, 1e3])],
            "binary_cross_entropy_with_logits": [
                *(case(bce, [s], [t]) for s in LOGITS for t in (0.0, 1.0, 0.25)),
                case(bce, LOGITS, [0.0, 1.0] * 6),
            ],
            "cross_entropy": [
                *(case(functional.cross_entropy, [row], [t]) for row in ROWS for t in range(3)),
                case(functional.cross_entropy, ROWS, [0, 1, 2, 0, 1, 2]),
            ],
        },
    }
    path = Path(__file__).with_name("torch_nn.json")
    text = ",\n".join(f"{json.dumps(name)}: {_lines(table)}" for name, table in tables.items())
    path.write_text("{" + text + "}\n")


def _lines(table: Any) -> str:
    if isinstance(table, list):
        return "[\n" + ",\n".join(map(json.dumps, table)) + "\n]"
    return json.dumps(table)


if __name__ == "__main__":
    main()
