"""Times `import micrograd` on top of bare Python, each in a process of its own."""

import statistics
import subprocess
import sys
import time

ROUNDS = 15


def seconds(statement):
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - start


def main():
    pairs = [(seconds("pass"), seconds("import micrograd")) for _ in range(ROUNDS)]
    extra = [(loaded - bare) * 1e3 for bare, loaded in pairs]
    print(f"import micrograd: median {statistics.median(extra):.1f} ms, min {min(extra):.1f} ms")


if __name__ == "__main__":
    main()
