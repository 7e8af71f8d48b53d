"""The same drip (35 mg over 40 minutes, Kamp 2020 at 70 kg, every 5 minutes to 8 hours) through other simulators.

Each function prepares a peer once and returns what is timed: a call that gives 97 plasma concentrations in ng/mL.
It raises ImportError, or PeerMissingError with a reason, where the peer is not there.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

__all__ = ["PEERS", "PeerMissingError"]

Run = Callable[[], np.ndarray]

V1, V2, V3, CL, Q2, Q3 = 25.0, 56.0, 157.0, 84 / 60, 161 / 60, 79 / 60
TIMES = np.linspace(0, 480, 97)
RATE, LONG = 35 / 40, 40


class PeerMissingError(Exception):
    """The peer is not installed here, or cannot be built."""


def scipy_solver() -> Run:
    from scipy.integrate import solve_ivp

    def rates(_: float, y: np.ndarray, flow: float) -> list[float]:
        centre = -(CL + Q2 + Q3) / V1 * y[0] + Q2 / V2 * y[1] + Q3 / V3 * y[2] + flow
        return [centre, Q2 / V1 * y[0] - Q2 / V2 * y[1], Q3 / V1 * y[0] - Q3 / V3 * y[2]]

    def run() -> np.ndarray:
        tight = {"rtol": 1e-8, "atol": 1e-10, "method": "LSODA"}
        during = solve_ivp(rates, (0, LONG), [0.0, 0.0, 0.0], args=(RATE,), t_eval=TIMES[TIMES <= LONG], **tight)
        after = solve_ivp(rates, (LONG, 480), during.y[:, -1], args=(0.0,), t_eval=TIMES[TIMES > LONG], **tight)
        return np.concatenate([during.y[0], after.y[0]]) / V1 * 1000

    return run


def opentiva() -> Run:
    from opentiva import ketamine, pump

    def run() -> np.ndarray:
        person = ketamine.Klamp(sex=0, age=45, weight=70, height=170)
        drip = pump.Pump(model=person, drug_concentration=50, end_time=480 * 60)
        drip.add_infusion(start=0, dose=35 / 2400, duration=2400)
        return np.asarray(drip.run())[:, 1][np.minimum((TIMES * 60).astype(int), 480 * 60 - 1)] * 1000

    return run


def pytci() -> Run:
    from PyTCI.models.base import Three

    class Kamp(Three):
        def __init__(self) -> None:
            self.v1, self.v2, self.v3, self.Q1, self.Q2, self.Q3, self.keo = V1, V2, V3, CL, Q2, Q3, 0.083
            self.from_clearances()
            self.setup()
            self.set_integrator("exact")

    def run() -> np.ndarray:
        person, found = Kamp(), [0.0]
        for then in TIMES[1:]:
            person.giveoverseconds(RATE / 60 if then <= LONG else 0.0, 300)
            found.append(person.x1 * 1000)
        return np.array(found)

    return run


def libroadrunner() -> Run:
    import antimony
    import roadrunner

    text = f"""model kamp
        compartment box = 1; species $nothing, a in box, b in box, c in box
        a = 0; b = 0; c = 0; flow = {RATE}
        J0: $nothing -> a; flow
        J1: a -> $nothing; {CL / V1}*a
        J2: a -> b; {Q2 / V1}*a - {Q2 / V2}*b
        J3: a -> c; {Q3 / V1}*a - {Q3 / V3}*c
        at (time >= {LONG}): flow = 0
    end"""
    if antimony.loadAntimonyString(text) < 0:
        raise PeerMissingError(antimony.getLastError())
    runner = roadrunner.RoadRunner(antimony.getSBMLString("kamp"))
    runner.integrator.relative_tolerance, runner.integrator.absolute_tolerance = 1e-8, 1e-10
    runner.timeCourseSelections = ["a"]

    def run() -> np.ndarray:
        runner.resetAll()
        return np.asarray(runner.simulate(0, 480, 97))[:, 0] / V1 * 1000

    return run


def myokit() -> Run:
    import myokit as mk

    model = mk.parse_model(f"""
        [[model]]
        k.a = 0
        k.b = 0
        k.c = 0
        [k]
        pace = 0 bind pace
        time = 0 bind time
        dot(a) = {RATE} * pace - {(CL + Q2 + Q3) / V1} * a + {Q2 / V2} * b + {Q3 / V3} * c
        dot(b) = {Q2 / V1} * a - {Q2 / V2} * b
        dot(c) = {Q3 / V1} * a - {Q3 / V3} * c
        """)
    protocol = mk.Protocol()
    protocol.schedule(1, 0, LONG)
    try:
        simulation = mk.Simulation(model, protocol)
    except mk.CompilationError as refused:
        raise PeerMissingError("it needs the headers of SUNDIALS and a C compiler") from refused
    simulation.set_tolerance(1e-10, 1e-8)

    def run() -> np.ndarray:
        simulation.reset()
        return np.asarray(simulation.run(480.001, log=["k.a"], log_times=TIMES)["k.a"]) / V1 * 1000

    return run


def desolve() -> Run:
    """R's deSolve, twenty times in one R that says how long one took: the start of R does not count."""
    if shutil.which("Rscript") is None:
        raise PeerMissingError("there is no Rscript")
    script = f"""
        suppressPackageStartupMessages(library(deSolve))
        rates <- function(t, y, p) list(c(-{(CL + Q2 + Q3) / V1}*y[1] + {Q2 / V2}*y[2] + {Q3 / V3}*y[3] + p,
                 {Q2 / V1}*y[1] - {Q2 / V2}*y[2], {Q3 / V1}*y[1] - {Q3 / V3}*y[3]))
        run <- function() {{
          d <- lsoda(c(0, 0, 0), seq(0, {LONG}, 5), rates, {RATE}, rtol = 1e-8, atol = 1e-10)
          a <- lsoda(d[nrow(d), 2:4], seq({LONG}, 480, 5), rates, 0, rtol = 1e-8, atol = 1e-10)
          c(d[, 2], a[-1, 2])
        }}
        took <- system.time(for (i in 1:20) found <- run())["elapsed"] / 20
        cat(took, sprintf("%.12g", found * 1000 / {V1}))
        """

    def run() -> np.ndarray:
        with tempfile.NamedTemporaryFile("w", suffix=".R") as file:
            Path(file.name).write_text(script)
            done = subprocess.run(["Rscript", file.name], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise PeerMissingError("R has no deSolve")
        took, *found = (float(word) for word in done.stdout.split())
        run.own_seconds = took  # type: ignore[attr-defined]
        return np.array(found)

    return run


PEERS: dict[str, Callable[[], Run]] = {
    "scipy LSODA": scipy_solver,
    "opentiva": opentiva,
    "PyTCI": pytci,
    "libroadrunner": libroadrunner,
    "myokit": myokit,
    "R deSolve": desolve,
}
