"""Checks of the Spravato device: how many, how far apart, and the first dose."""

from decimal import Decimal
from itertools import pairwise

from openkap.clinical.dosing.arithmetic import written
from openkap.clinical.dosing.finding import OrderFinding, answer
from openkap.clinical.dosing.order import Indication, Order
from openkap.knowledge.routes.dose import Devices
from openkap.knowledge.rules.order_checks import OrderCheck
from openkap.terms.fact import Known
from openkap.terms.finding import Standing

__all__ = ["device_count", "device_times", "first_dose"]


def device_count(check: OrderCheck, order: Order, device: Devices) -> OrderFinding:
    """OR-15: the dose is a whole number of devices, of one to the label's most, and the number that was written."""
    facts = ("dose", "devices")
    each = f"{written(device.device_mg)} mg in each device, at most {device.most}"
    count = order.dose_mg / device.device_mg
    if count != int(count) or not 1 <= count <= device.most:
        return answer(check, Standing.NOT_YET, f"{written(order.dose_mg)} mg; {each}.", *facts)
    if order.devices is None:
        because = f"{written(order.dose_mg)} mg is {written(count)} of them; the order does not say how many. {each}."
        return answer(check, Standing.UNKNOWN, because, *facts, resolve="Write the number of devices.")
    because = f"{order.devices} devices for {written(order.dose_mg)} mg; {each}."
    return answer(check, Standing.MET if order.devices == count else Standing.NOT_YET, because, *facts)


def device_times(check: OrderCheck, order: Order, device: Devices) -> OrderFinding:
    """OR-16: each device the label's minutes or more after the one before."""
    facts = ("devices", "device_minutes")
    least = f"at least {device.minutes_between} min between two devices"
    if order.dose_mg <= device.device_mg:
        return answer(check, Standing.MET, "One device.", *facts)
    times = order.device_minutes
    if times is None:
        resolve = "Write when each device is used, in minutes from the first."
        return answer(check, Standing.UNKNOWN, f"The order names no times; {least}.", *facts, resolve=resolve)
    gaps = [later - earlier for earlier, later in pairwise(times)]
    shown = ", ".join(written(minute) for minute in times)
    fits = len(times) == order.dose_mg / device.device_mg and all(gap >= device.minutes_between for gap in gaps)
    because = f"Devices at {shown} min; {least}."
    return answer(check, Standing.MET if fits else Standing.NOT_YET, because, *facts)


def first_dose(check: OrderCheck, order: Order, device: Devices, older_from: Decimal) -> OrderFinding:
    """OR-17: a first dose against what the label names for the indication, and from this age."""
    facts = ("dose", "previous", "indication", "age")
    if not isinstance(order.previous, Known):
        return answer(check, Standing.UNKNOWN, "Whether it is the first dose is not recorded.", *facts)
    if order.previous.value is not None:
        return answer(check, Standing.MET, "Not the first dose.", *facts)
    missing = [name for name, value in (("indication", order.indication), ("age", order.age_years)) if value is None]
    if missing:
        because = f"A first dose; the order does not say: {', '.join(missing)}."
        return answer(check, Standing.UNKNOWN, because, *facts, resolve=f"Write: {', '.join(missing)}.")
    named = device.first_mg if order.indication is Indication.TRD else device.first_mg_acute_suicidality
    label = f"the US label names {written(named)} mg for {order.indication}"
    older = order.age_years is not None and order.age_years >= older_from
    if older:
        label += f", the EU one {written(device.first_mg_older_eu)} mg from {written(older_from)} years"
    fits = order.dose_mg == (device.first_mg_older_eu if older else named)
    because = f"A first dose of {written(order.dose_mg)} mg; {label}."
    return answer(check, Standing.MET if fits else Standing.NOT_YET, because, *facts)
