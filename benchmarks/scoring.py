"""One PHQ-9, and a million of them in columns, beside the bare sum of their nine answers."""

import numpy as np

from benchmarks._timing import measure, spoken
from openkap.clinical.measures import score
from openkap.clinical.measures.columns import score_columns
from openkap.knowledge.measures import measure as measure_named
from openkap.terms.answer import Answered

__all__ = ["main"]

_TIMES = 2000
_FORMS = 1_000_000
_ROUNDS = 20


def main() -> None:
    phq9 = measure_named("phq9")
    values = (2, 1, 3, 0, 1, 2, 1, 0, 1)
    answers = {str(number): Answered(value) for number, value in enumerate(values, start=1)}
    floor = measure(lambda: sum(values), times=_TIMES)
    ours = measure(lambda: score(phq9, answers), times=_TIMES)
    print(spoken("sum of nine integers", floor))
    print(spoken("clinical.measures.score", ours))
    print(f"  ratio at p50: {ours[_TIMES // 2] / floor[_TIMES // 2]:.0f}")

    columns = np.random.default_rng(9).integers(0, 4, (9, _FORMS), dtype=np.int8)
    forms = {str(number): columns[number - 1] for number in range(1, 10)}
    rows = np.ascontiguousarray(columns.T)
    floor = measure(lambda: columns.sum(axis=0, dtype=np.int32), times=_ROUNDS)
    by_rows = measure(lambda: rows.sum(axis=1, dtype=np.int32), times=_ROUNDS)
    ours = measure(lambda: score_columns(phq9, forms), times=_ROUNDS)
    print(spoken(f"numpy sum of {_FORMS:,} forms, by columns", floor))
    print(spoken(f"numpy sum of {_FORMS:,} forms, by rows", by_rows))
    print(spoken("score_columns: checked, total and band", ours))
    middle = _ROUNDS // 2
    print(
        f"  ratio at p50: {ours[middle] / floor[middle]:.1f} by columns, {ours[middle] / by_rows[middle]:.1f} by rows"
    )
