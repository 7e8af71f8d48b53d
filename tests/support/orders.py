"""Orders that are in order, one for each route, and the check of a changed one."""

from openkap.clinical.dosing import OrderFinding, check_order, read_order
from openkap.knowledge.routes import routes
from openkap.knowledge.rules import DEFAULT_SITE, rule, site_values
from openkap.knowledge.rules.order_checks import order_knowledge

__all__ = ["IM", "IV", "NASAL", "ORAL", "SL", "SPRAVATO", "check", "last"]

DAY = "2026-11-23T14:30:00-06:00"
WEIGHED = "2026-11-23T13:50:00-06:00"
COMMON = {
    "drug": "racemic",
    "planned_at": DAY,
    "weight": "70 kg",
    "weighed_at": WEIGHED,
    "height": "170 cm",
    "sex_at_birth": "female",
    "model": "kap",
    "ordered_by": "Dr. Ada",
    "previous": "none",
}
IV = COMMON | {"route": "iv", "dose": "35 mg", "dose_per_kg": "0.5 mg/kg", "infusion_time": "40 min"}
IV |= {"concentration": "10 mg/mL", "volume": "3.5 mL"}
IM = COMMON | {"route": "im", "dose": "60 mg", "concentration": "50 mg/mL", "volume": "1.2 mL"}
SL = COMMON | {"route": "sl-rdt", "dose": "200 mg"}
NASAL = COMMON | {"route": "in-racemic", "dose": "60 mg"}
ORAL = COMMON | {"route": "oral", "dose": "100 mg"}
SPRAVATO = COMMON | {"drug": "esketamine", "route": "in-esketamine", "dose": "56 mg", "devices": 2, "age": 44}
SPRAVATO |= {"device_times": ["0 min", "5 min"], "indication": "treatment-resistant depression"}


def check(order: dict[str, object], changes: dict[str, object] | None = None) -> dict[str, OrderFinding]:
    found = check_order(
        order=read_order(order | (changes or {})),
        routes={each.id: each for each in routes()},
        values=site_values(DEFAULT_SITE),
        knowledge=order_knowledge(),
        frequency=rule("SE-01"),
    )
    return {each.rule: each for each in found}


def last(route: str, dose: str, given_at: str = "2026-11-16T14:30:00-06:00") -> dict[str, object]:
    return {"previous": {"route": route, "dose": dose, "given_at": given_at}}
