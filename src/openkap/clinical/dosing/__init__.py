"""Orders: read strictly, held against ranges, the last dose and their own arithmetic. No dose is proposed here."""

from openkap.clinical.dosing.check import OrderDecision, check_order, order_decision
from openkap.clinical.dosing.fields import ORDER_FIELDS, OrderField
from openkap.clinical.dosing.finding import OrderFinding
from openkap.clinical.dosing.order import Booster, Indication, Model, Order, PreviousDose, WeightBasis
from openkap.clinical.dosing.reading import read_order
from openkap.clinical.dosing.signing import answered_for, asks_second, closed_to_signing, no_longer_holds
from openkap.clinical.dosing.weights import Weights, weigh_up

__all__ = [
    "ORDER_FIELDS",
    "Booster",
    "Indication",
    "Model",
    "Order",
    "OrderDecision",
    "OrderField",
    "OrderFinding",
    "PreviousDose",
    "WeightBasis",
    "Weights",
    "answered_for",
    "asks_second",
    "check_order",
    "closed_to_signing",
    "no_longer_holds",
    "order_decision",
    "read_order",
    "weigh_up",
]
