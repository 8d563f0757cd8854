"""Records the graphs that PyPI's micrograd 0.1.0 makes of a few programs.

Run by a Python that has it: ``python record_micrograd_shapes.py > micrograd_shapes.json``.
"""

import json
import random
import sys

README = """
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + (b + a).relu()
d += 3 * d + (b - a).relu()
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f
"""
BY_HAND = [
    "g = a + b", "g = a + 2", "g = 2 + a", "g = a - b", "g = a - 2", "g = 2 - a", "g = -a",
    "g = a * b", "g = a * 3", "g = 3 * a", "g = a / b", "g = a / 4", "g = 10 / a", "g = a**2",
    "g = b**3", "g = a**-1", "g = a**0", "g = b**0.5", "g = a**2.0", "g = a.relu()",
    "g = (-a).relu()", "g = a * a", "g = a + a", "g = a - a", "g = a / a", "g = -(-a)",
    "d = a + a\ng = d * d", "d = a * b\ne = d + a\ng = d * e", "g = (a - b) / (a + b)",
    "g = 1 / (1 + b**2)", "d = b + b\ng = d + d + d",
]  # fmt: skip
TEMPLATES = [
    "{x} + {y}", "{x} - {y}", "{x} * {y}", "-{x}", "{x}.relu()", "{x}**2", "{x}**3", "{x} + {k}",
    "{k} - {x}", "{x} * {k}", "{x} / {k}", "{x} / (1 + {y} * {y})", "{k} / (2 + {x}**2)",
]  # fmt: skip
A, B = -4.0, 2.0


def random_program(seed):
    """Return a program of 3 to 12 assignments to v0, v1, ... and g."""
    draw = random.Random(seed)
    names, lines = ["a", "b"], []
    for n in range(draw.randint(3, 12)):
        x, y = draw.choice(names[-4:]), draw.choice(names)
        right = draw.choice(TEMPLATES).format(x=x, y=y, k=draw.choice(["0.25", "2", "3.0"]))
        lines.append(f"v{n} = ({right}) * 0.5" if draw.random() < 0.3 else f"v{n} = {right}")
        names.append(f"v{n}")
    return "\n".join([*lines, f"g = {names[-1]} + {draw.choice(names)}"])


def graph(value, program):
    """Run `program` on two leaves, differentiate g, and return every node of its graph, sorted.

    A node is its label, data, gradient, and the labels and data of the operands, sorted too:
    micrograd keeps them in a set.
    """
    names = {"a": value(A), "b": value(B)}
    exec(program, names)
    names["g"].backward()
    seen, waiting = set(), [names["g"]]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(node._prev)
    return sorted(
        [n._op, float(n.data), float(n.grad), sorted([p._op, float(p.data)] for p in n._prev)]
        for n in seen
    )


if __name__ == "__main__":
    from micrograd.engine import Value

    programs = [README, *BY_HAND, *map(random_program, range(60))]
    recorded = {program: graph(Value, program) for program in programs}
    lines = (f"{json.dumps(program)}: {json.dumps(nodes)}" for program, nodes in recorded.items())
    sys.stdout.write("{\n" + ",\n".join(lines) + "\n}\n")
