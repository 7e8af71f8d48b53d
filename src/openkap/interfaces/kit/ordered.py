"""An order in one line, the same on the desk and in the session room."""

from openkap.interfaces.kit import written
from openkap.knowledge.routes import route as route_named
from openkap.records.orders.shapes import Order

__all__ = ["order_words"]


def order_words(order: Order) -> str:
    """ "60 mg, IM injection, then 30 mg after 15 min"."""
    said = order.said
    over = f" over {said['infusion_time']}" if said.get("infusion_time") else ""
    devices = f" in {said['devices']} devices" if said.get("devices") else ""
    boosters = "".join(f", then {one['dose']} after {one['after']}" for one in said.get("boosters") or ())
    return f"{written.amount(order.dose_mg, 'mg')}, {route_named(order.route).title}{over}{devices}{boosters}"
