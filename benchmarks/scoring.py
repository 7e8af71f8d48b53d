"""One PHQ-9 scored with its band, flags and derived values, beside the bare sum of its nine answers."""

from benchmarks._timing import measure, spoken
from openkap.clinical.measures import score
from openkap.knowledge.measures import measure as measure_named
from openkap.terms.answer import Answered

__all__ = ["main"]

_TIMES = 2000


def main() -> None:
    phq9 = measure_named("phq9")
    values = (2, 1, 3, 0, 1, 2, 1, 0, 1)
    answers = {str(number): Answered(value) for number, value in enumerate(values, start=1)}
    floor = measure(lambda: sum(values), times=_TIMES)
    ours = measure(lambda: score(phq9, answers), times=_TIMES)
    print(spoken("sum of nine integers", floor))
    print(spoken("clinical.measures.score", ours))
    print(f"  ratio at p50: {ours[_TIMES // 2] / floor[_TIMES // 2]:.0f}")
