"""How long a whole screening takes, in a running process and from a cold shell, beside the least it could take.

Bounds: all rules under 5 ms, `openkap screen` from a cold shell under 0.5 s. Run by `python -m benchmarks.screening`.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from openkap.clinical.eligibility import Pressure, day_gate, decision, judge
from openkap.knowledge.routes import route
from openkap.knowledge.rules import DEFAULT_SITE, Occasion, rules, site_values
from openkap.knowledge.rules.condition import Value
from openkap.knowledge.rules.fact_spec import FactKind, fact_specs
from openkap.terms.fact import Fact, Known

AT = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
MEDICINES = ("Xanax 0.5 mg at night", "Zoloft", "lisinopril", "Lamictal", "Zyblox", "fish oil", "Wegovy")
BOUND_ALL_RULES_MS = 5
BOUND_COLD_S = 0.5


def everything_known() -> dict[str, Fact[Value]]:
    """A value for every fact, and seven medicines of which one is not known: nothing is spared the judge."""
    since = AT - timedelta(minutes=10)
    values: dict[FactKind, Callable[..., Value]] = {
        FactKind.YES_NO: lambda _: False,
        FactKind.NUMBER: lambda spec: ((spec.low + spec.high) / 2).quantize(Decimal(1)),
        FactKind.CHOICE: lambda spec: spec.choices[0],
        FactKind.MOMENT: lambda _: since,
        FactKind.TEXT: lambda spec: spec.title,
        FactKind.MEDICINES: lambda _: MEDICINES,
    }
    entered = [spec for spec in fact_specs().values() if spec.kind is not FactKind.DERIVED]
    return {spec.name: Known(values[spec.kind](spec), since) for spec in entered}


def median_ms(call: Callable[[], object], *, times: int) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1]


def cold_s(command: list[str], *, times: int) -> float:
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def main() -> int:
    facts, screening, day = everything_known(), rules(Occasion.SCREENING), rules(Occasion.DAY)
    values, by = site_values(DEFAULT_SITE), route("iv")
    pressures = [Pressure(AT - timedelta(minutes=minutes), 145, 85) for minutes in (25, 14, 3)]

    def screen() -> object:
        return decision(judge(rules=screening, facts=facts, drug="racemic", route="iv", at=AT))

    def gate() -> object:
        return day_gate(rules=day, facts=facts, pressures=pressures, overrides=(), route=by, values=values, at=AT)

    screened, screened_95 = median_ms(screen, times=300)
    gated, gated_95 = median_ms(gate, times=300)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "facts.json"
        file.write_text(json.dumps({"drug": "racemic", "route": "iv", "facts": {"pregnant": False}}), encoding="utf-8")
        cold = cold_s([sys.executable, "-m", "openkap.project.main", "screen", "--facts", str(file)], times=10)
        least = cold_s([sys.executable, "-c", "import argparse, json, tomllib"], times=10)
    asked = [each for each in screening if each.concerns(drug="racemic", route="iv")]
    print(f"whole screening, {len(asked)} rules: median {screened:.2f} ms, 95 % {screened_95:.2f} ms")
    print(f"gate of the day, {len(day)} rules: median {gated:.2f} ms, 95 % {gated_95:.2f} ms")
    print(f"openkap screen from a cold shell: median {cold:.3f} s; Python with its libraries alone {least:.3f} s")
    within = screened < BOUND_ALL_RULES_MS and cold < BOUND_COLD_S
    verdict = "within" if within else "NOT within"
    print(f"{verdict} the bounds: {BOUND_ALL_RULES_MS} ms for all rules, {BOUND_COLD_S} s from a cold shell")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
