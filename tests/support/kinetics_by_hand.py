"""The models of ketamine written out by hand, in the units of their papers, and integrated numerically.

An independent second computation: it shares neither data nor code with openkap. Every model is a right-hand side in
minutes, milligrams and litres, a list of what a dose puts where, and the concentrations in ng/mL.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp

H = 1 / 60


@dataclass(frozen=True)
class ByHand:
    size: int
    rates: Callable[[np.ndarray], list[float]]
    inputs: Callable[..., list[tuple[int, float, float, float]]]  # state, mg, start, duration
    analytes: dict[str, Callable[[np.ndarray], np.ndarray]]


def iv(mg, start, duration, nth=0):
    return [(0, mg, start, duration)]


def two_compartments(v1, k10, k12, k21):
    return ByHand(
        2,
        lambda y: [-(k10 + k12) * y[0] + k21 * y[1], k12 * y[0] - k21 * y[1]],
        iv,
        {"ketamine": lambda y: y[0] / v1 * 1000},
    )


def two_by_clearance(weight, v1, v2, cl, q):
    size, slow = weight / 70, (weight / 70) ** 0.75
    v1, v2, cl, q = v1 * size, v2 * size, cl * slow * H, q * slow * H
    return two_compartments(v1, cl / v1, q / v1, q / v2)


def domino(weight):
    k10, k12, k13, k21, k31 = 0.4381, 0.5921, 0.590, 0.2470, 0.0146
    return ByHand(
        3,
        lambda y: [
            -(k10 + k12 + k13) * y[0] + k21 * y[1] + k31 * y[2],
            k12 * y[0] - k21 * y[1],
            k13 * y[0] - k31 * y[2],
        ],
        iv,
        {"ketamine": lambda y: y[0] / (0.063 * weight) * 1000},
    )


def kamp(weight, inputs=iv, ka_first=0.0, ka_gut=0.0):
    """States: central, two peripheral, norketamine, its peripheral, effect site, first depot, gut."""
    size, slow = weight / 70, (weight / 70) ** 0.75
    v1, v2, v3 = 25 * size, 56 * size, 157 * size
    cl, q2, q3 = 84 * slow * H, 161 * slow * H, 79 * slow * H
    vn, cln, vnp, qn = 98.638 * size, 57.72 * slow * H, 160.04, 42.778 * H
    ke0, extraction = np.log(2) / 8.3, 0.722

    def rates(y):
        c, p1, p2, n, np_, e, d, g = y
        return [
            -(cl + q2 + q3) / v1 * c + q2 / v2 * p1 + q3 / v3 * p2 + ka_first * d + ka_gut * (1 - extraction) * g,
            q2 / v1 * c - q2 / v2 * p1,
            q3 / v1 * c - q3 / v3 * p2,
            cl / v1 * c - (cln + qn) / vn * n + qn / vnp * np_ + ka_gut * extraction * g,
            qn / vn * n - qn / vnp * np_,
            ke0 * (c / v1 - e),
            -ka_first * d,
            -ka_gut * g,
        ]

    return ByHand(
        8,
        rates,
        inputs,
        {
            "ketamine": lambda y: y[0] / v1 * 1000,
            "norketamine": lambda y: y[3] / vn * 1000,
            "effect-site": lambda y: y[5] * 1000,
        },
    )


def otto(weight, ratio=1.0):
    size, slow = weight / 70, (weight / 70) ** 0.75
    v, cl, vp1, q1, vp2, q2 = 133 * size, ratio * 95.2 * slow * H, 187, 23.2 * H, 98.8, 157 * H
    vn, cln, vnp, qn = 98.638 * size, 57.72 * slow * H, 160.04, 42.778 * H
    return ByHand(
        5,
        lambda y: [
            -(cl + q1 + q2) / v * y[0] + q1 / vp1 * y[1] + q2 / vp2 * y[2],
            q1 / v * y[0] - q1 / vp1 * y[1],
            q2 / v * y[0] - q2 / vp2 * y[2],
            cl / v * y[0] - (cln + qn) / vn * y[3] + qn / vnp * y[4],
            qn / vn * y[3] - qn / vnp * y[4],
        ],
        iv,
        {"esketamine": lambda y: y[0] / v * 1000, "esnorketamine": lambda y: y[3] / vn * 1000},
    )


def perez(age):
    """States: central, P1, P2, liver, norketamine, its peripheral, nose, swallowed gut, oral gut."""
    vc, vp1, q1, vp2, q2 = 192, 143, 84.3 * H, 417, 37.6 * H
    vh, qh, kel, kmet = 101, (151 - 2.19 * max(0, age - 60)) * H, 1.11 * H, 2.77 * H
    vcn, cln, vpn, q3 = 70.0, 38.0 * H, 115, 26.1 * H

    def rates(y):
        c, p1, p2, liver, m, mp, n, s, o = y
        return [
            2.93 * H * n - (q1 + q2 + qh) / vc * c + q1 / vp1 * p1 + q2 / vp2 * p2 + qh / vh * liver,
            q1 / vc * c - q1 / vp1 * p1,
            q2 / vc * c - q2 / vp2 * p2,
            1.45 * H * s + 0.97 * H * o + qh / vc * c - (qh / vh + kel + kmet) * liver,
            kmet * liver - (cln + q3) / vcn * m + q3 / vpn * mp,
            q3 / vcn * m - q3 / vpn * mp,
            -2.93 * H * n,
            -1.45 * H * s,
            -0.97 * H * o,
        ]

    def inputs(mg, start, duration, nth=0, route="in"):
        if route == "iv":
            return [(0, mg, start, duration)]
        if route == "po":
            return [(8, mg * 0.64, start, 0.32 * 60)]
        nasal = 0.54 if nth == 0 else 0.54 * 0.62
        return [(6, mg * nasal, start, 0), (7, mg * (1 - nasal) * 0.64, start, 0.53 * 60)]

    return ByHand(
        9,
        rates,
        inputs,
        {"esketamine": lambda y: y[0] / vc * 1000, "esnorketamine": lambda y: y[4] / vcn * 1000},
    )


def simons(weight):
    size, slow = weight / 70, (weight / 70) ** 0.75
    v1, v2, v3 = 11.6 * size, 39.0 * size, 174 * size
    cl, q2, q3 = 1.48 * slow, 2.43 * slow, 1.21 * slow
    vn2, cln, qn = 221 * size, 1.00 * slow, 2.63 * slow
    vh1, vh2, clh, qh = 4.4 * size, 87.5 * size, 0.933 * slow, 1.70 * slow
    ktn, kth, ke0 = 2 / 20.1, 2 / 1.12, np.log(2) / 8.3

    def rates(y):
        c, p1, p2, m, g, gl, t1, t2, n, np_, u1, u2, h, hp, e = y
        return [
            0.04 * m - (cl + q2 + q3) / v1 * c + q2 / v2 * p1 + q3 / v3 * p2,
            q2 / v1 * c - q2 / v2 * p1,
            q3 / v1 * c - q3 / v3 * p2,
            -0.04 * m,
            -0.049 * g,
            0.049 * g - gl / 10.7,
            cl / v1 * c + gl / 10.7 - ktn * t1,
            ktn * t1 - ktn * t2,
            0.8 * ktn * t2 - (cln + qn) / v1 * n + qn / vn2 * np_,
            qn / v1 * n - qn / vn2 * np_,
            cln / v1 * n - kth * u1,
            kth * u1 - kth * u2,
            0.7 * kth * u2 - (clh + qh) / vh1 * h + qh / vh2 * hp,
            qh / vh1 * h - qh / vh2 * hp,
            ke0 * (c / v1 - e),
        ]

    def inputs(mg, start, duration, nth=0, route="sl"):
        if route == "iv":
            return [(0, mg, start, duration)]
        return [(3, mg * 0.263, start, 13.1), (4, mg * 1.16, start, 29.9)]

    return ByHand(
        15,
        rates,
        inputs,
        {
            "esketamine": lambda y: y[0] / v1 * 1000,
            "esnorketamine": lambda y: y[8] / v1 * 1000 * 223.70 / 237.73,
            "hydroxynorketamine": lambda y: y[12] / vh1 * 1000 * 239.70 / 237.73,
            "effect-site": lambda y: y[14] * 1000,
        },
    )


def sublingual(mg, start, duration, nth=0):
    return [(6, mg * 0.136, start, 13.1), (7, mg * 0.864 * 0.64, start, 31.8)]


def oral(mg, start, duration, nth=0):
    return [(7, mg * 0.64, start, 19.2)]


def muscle(mg, start, duration, nth=0):
    return [(6, mg * 0.93, start, 0)]


def racemic_nasal(mg, start, duration, nth=0):
    return [(6, mg * 0.42, start, 0), (7, mg * 0.58 * 0.64, start, 31.8)]


def by_hand(model_id: str, *, weight: float, age: float) -> ByHand:
    """The model of that id for one adult."""
    return {
        "kamp-2020": lambda: kamp(weight),
        "otto-2021": lambda: otto(weight),
        "perez-ruixo-2021": lambda: perez(age),
        "simons-2022": lambda: simons(weight),
        "domino-1984": lambda: domino(weight),
        "clements-1981": lambda: two_compartments(1.7522 * weight, 0.0109, 0.0186, 0.0137),
        "herd-2007": lambda: two_by_clearance(weight, 38.7, 102, 90, 215),
        "elkomy-2015": lambda: two_by_clearance(weight, 57.3, 152, 60.6, 73.2),
        "hornik-2018": lambda: two_by_clearance(weight, 32.8, 152, 38.9, 54.9),
        "hijazi-2003": lambda: two_compartments(1.08 * weight, 0.0333, 0.0088, 0.0030),
        "hybrid-sublingual": lambda: kamp(weight, sublingual, ka_first=0.04, ka_gut=1.45 * H),
        "hybrid-oral": lambda: kamp(weight, oral, ka_gut=0.97 * H),
        "hybrid-im": lambda: kamp(weight, muscle, ka_first=0.05),
        "hybrid-in-racemic": lambda: kamp(weight, racemic_nasal, ka_first=2.93 * H, ka_gut=1.45 * H),
    }[model_id]()


def integrate(model: ByHand, inputs: Sequence[tuple[int, float, float, float]], times: np.ndarray) -> np.ndarray:
    """Amounts at sorted times, shape (states, times); boluses count at their own time.

    Restarted at every edge of an input, so that no step can jump over one, and at every time asked, because the
    integrator's interpolation between its steps is a hundred times less exact than its steps.
    """
    edges = {start for _, _, start, _ in inputs} | {start + duration for _, _, start, duration in inputs}
    stops = sorted(edges | set(times.tolist()) | {0.0})
    state, found = np.zeros(model.size), {}
    for at, now in enumerate(stops):
        for place, mg, start, duration in inputs:
            if duration == 0 and start == now:
                state[place] += mg
        found[now] = state
        if at + 1 < len(stops):
            flow = np.zeros(model.size)
            for place, mg, start, duration in inputs:
                if start <= now < start + duration:
                    flow[place] += mg / duration
            solved = solve_ivp(
                lambda _, y, flow=flow: np.asarray(model.rates(y)) + flow,
                (now, stops[at + 1]),
                state,
                method="DOP853",
                rtol=1e-10,
                atol=1e-13,
            )
            assert solved.success
            state = solved.y[:, -1].copy()
    return np.stack([found[time] for time in times.tolist()], axis=1)
