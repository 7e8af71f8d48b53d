"""How a benchmark measures: many single runs, and the half and the slowest twentieth of them."""

import time
from collections.abc import Callable

__all__ = ["measure", "spoken"]


def measure(run: Callable[[], object], *, times: int, before: Callable[[], object] = lambda: None) -> list[float]:
    """Milliseconds of each run, sorted; a tenth of the runs goes before and is not counted, nor is what is done
    `before` each of them."""
    for _ in range(max(1, times // 10)):
        before()
        run()
    taken = []
    for _ in range(times):
        before()
        began = time.perf_counter()
        run()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def spoken(name: str, taken: list[float]) -> str:
    return f"  {name:<44} p50 {taken[len(taken) // 2]:8.3f} ms   p95 {taken[int(len(taken) * 0.95)]:8.3f} ms"
