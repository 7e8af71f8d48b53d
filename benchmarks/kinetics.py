"""How fast and how exact the kinetics are, beside other simulators that are installed in the same environment.

    python -m benchmarks.kinetics

Times are the best of several runs; targets stand beside them. What is not installed is named.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from benchmarks.kinetics_peers import PEERS, TIMES, PeerMissingError
from openkap.clinical.kinetics import Client, Dose, simulate
from openkap.knowledge.kinetics import read_model

CLIENT = Client(weight_kg=70, age_y=45)
DRIP = [Dose(route="iv", mg=35, start_min=0, duration_min=40)]
SPRAYS = [Dose(route="in", mg=28, start_min=5.0 * at) for at in range(3)]
ONE_CLIENT = {
    "kamp-2020, ketamine": ("kamp-2020", DRIP, ["ketamine"]),
    "kamp-2020, all": ("kamp-2020", DRIP, ["ketamine", "norketamine", "effect-site"]),
    "perez-ruixo-2021, three sprays": ("perez-ruixo-2021", SPRAYS, ["esketamine", "esnorketamine"]),
    "simons-2022, film, all": (
        "simons-2022",
        [Dose(route="sl", mg=50, start_min=0)],
        ["esketamine", "esnorketamine", "hydroxynorketamine", "effect-site"],
    ),
}
# Run in a process of its own, so that its peak memory is its own.
POPULATION = """
import json, resource, sys, time
import numpy as np
from openkap.clinical.kinetics import Client, Dose, population
from openkap.knowledge.kinetics import read_model
count = int(sys.argv[1])
said = dict(client=Client(weight_kg=70, age_y=45), doses=[Dose(route="iv", mg=35, start_min=0, duration_min=40)],
            times_min=np.linspace(0, 480, 97))
population(read_model("kamp-2020"), **said, clients=1000)
best = 1e9
for _ in range(3):
    start = time.perf_counter()
    population(read_model("kamp-2020"), **said, clients=count)
    best = min(best, time.perf_counter() - start)
print(json.dumps([best, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
SCENARIO = {"model": "kamp-2020", "weight_kg": 70, "age_y": 45, "times_min": [10, 20, 40, 60], "analytes": ["ketamine"]}
SCENARIO["doses"] = [{"route": "iv", "mg": 35, "start_min": 0, "duration_min": 40}]


def best_seconds(run: Callable[[], object], *, at_least: float = 0.3) -> float:
    """The fastest of as many runs as fit into a moment, five at least."""
    best, end = np.inf, time.perf_counter() + at_least
    for at in range(100_000):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
        if at >= 4 and time.perf_counter() > end:
            break
    return float(best)


def say(name: str, value: str, target: str = "") -> None:
    print(f"{name:<44} {value:>14}  {target}", flush=True)


def main() -> int:
    print("One client, 97 times:")
    for name, (model_id, doses, analytes) in ONE_CLIENT.items():
        model = read_model(model_id)

        def run(model=model, doses=doses, analytes=analytes) -> object:  # type: ignore[no-untyped-def]
            return simulate(model, client=CLIENT, doses=doses, times_min=TIMES, analytes=analytes)

        say(f"  {name}", f"{1000 * best_seconds(run):.3f} ms", "target: under 1 ms")
        banded = best_seconds(
            lambda model=model, doses=doses, analytes=analytes: simulate(
                model, client=CLIENT, doses=doses, times_min=TIMES, analytes=analytes, band=True
            )
        )
        say("    with a band of 2000 clients", f"{1000 * banded:.0f} ms")
    _peers()
    _populations()
    _cold_shell()
    return 0


def _peers() -> None:
    model = read_model("kamp-2020")

    def ours() -> np.ndarray:
        return simulate(model, client=CLIENT, doses=DRIP, times_min=TIMES).ng_per_ml["ketamine"]

    own_seconds, reference = best_seconds(ours), ours()
    print(f"\nPeers, the same drip (openkap: {1000 * own_seconds:.3f} ms):")
    for name, prepare in PEERS.items():
        try:
            run = prepare()
            found = run()
            seconds = getattr(run, "own_seconds", None) or best_seconds(run)
        except ImportError:
            say(f"  {name}", "not installed")
            continue
        except PeerMissingError as reason:
            say(f"  {name}", "not run", str(reason))
            continue
        seen = reference > 0.1
        apart = float(np.max(np.abs(found - reference)[seen] / reference[seen]))
        say(f"  {name}", f"{1000 * seconds:.2f} ms", f"{seconds / own_seconds:.0f} times as long; apart {apart:.1e}")


def _populations() -> None:
    print("\nVirtual clients, 97 times, 5th, 50th and 95th percentile (kamp-2020):")
    for count, target in ((100_000, "target: under 0.2 s"), (1_000_000, "target: under 2 s, under 1000 MB")):
        command = [sys.executable, "-c", POPULATION, str(count)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            say(f"  {count:,}", "not run", done.stderr.strip().splitlines()[-1])
            continue
        seconds, megabytes = json.loads(done.stdout)
        say(f"  {count:,}", f"{seconds:.3f} s", f"{target}; peak {megabytes:.0f} MB")


def _cold_shell() -> None:
    command = [sys.executable, "-m", "openkap.project.main", "kinetics", "simulate", "--scenario", "-", "--json"]

    def run() -> None:
        subprocess.run(command, input=json.dumps(SCENARIO), capture_output=True, text=True, check=True)

    print("\nFrom a cold shell:")
    say("  openkap kinetics simulate", f"{best_seconds(run, at_least=3):.2f} s", "target: under 0.6 s")


if __name__ == "__main__":
    sys.exit(main())
