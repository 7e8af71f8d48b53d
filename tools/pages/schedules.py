"""One page for each schedule: what is asked when, what is not asked of a client and why, and what a week asks."""

from openkap.clinical.asking import SECONDS_FOR_A_QUESTION, minutes_of, questions_of, weeks_of_pathway, why_not_asked
from openkap.knowledge.measures import measure
from openkap.knowledge.pathways import pathways
from openkap.knowledge.schedules import HEALTH, Anchor, Occasion, Schedule

__all__ = ["page"]

_FROM = {
    Anchor.COURSE: "the beginning of the course",
    Anchor.PREPARATION: "the beginning of each preparation session",
    Anchor.DAY_OF_DOSE: "the day of a medicine session, until its first dose",
    Anchor.RETURN: "the end of a medicine session, once the peak has passed",
    Anchor.DOSE: "the last dose; a new dose begins anew",
    Anchor.SERIES: "the first dose of the series",
    Anchor.SERIES_END: "the last dose of a series that is over; a new dose begins anew",
}


def page(plan: Schedule) -> str:
    measures = {ask.measure for occasion in plan.occasions for ask in occasion.asks}
    unasked = {key: why for key in sorted(measures) if (why := why_not_asked(key)) is not None}
    hour, reminders = plan.opens_at, plan.reminders
    lines = [f"# What is asked: {plan.title}", "", f"Key `{plan.key}`, edition {plan.edition}.", ""]
    lines += [
        f"- Days and months open at {hour:%H:%M} by the practice's clock; hours are real hours.",
        f"- Nothing is asked in a medicine session, nor in the {plan.peak_minutes} min after its last medicine "
        f"({plan.peak_source}).",
        f"- What was answered up to {plan.stands_for_days} days before, and since the dose, stands "
        f"({plan.stands_for_source}).",
        f"- A series is over with its usual number of doses, or {plan.series_over_after_days} days after the last "
        f"({plan.series_over_source}).",
        f"- Reminders: one a day between {reminders.earliest:%H:%M} and {reminders.latest:%H:%M}, {reminders.most} for "
        f"one asking, then a person ({reminders.source}).",
    ]
    for occasion in plan.occasions:
        lines += ["", f"## {occasion.title}", "", f"{_when(occasion)} Source: {occasion.source}.", ""]
        lines += ["| measure | questions | asked of the client | source |", "|---|---|---|---|"]
        for ask in occasion.asks:
            asked = "no" if ask.measure in unasked else f"yes, about {minutes_of(ask.measure)} min"
            lines.append(f"| {_named(ask.measure)} | {questions_of(ask.measure)} | {asked} | {ask.source} |")
    lines += ["", "## Not asked of a client, and why", ""]
    lines += [f"- {_named(key)}: {why}" for key, why in unasked.items()]
    lines += [f"- {left.what}: {left.because}" for left in plan.left_out]
    lines += ["", "## What a usual course asks, week by week", "", *_weeks(plan, frozenset(measures - set(unasked)))]
    lines += ["", "## Sources", "", *[f"- {source}" for source in plan.sources]]
    return "\n".join(lines)


def _when(occasion: Occasion) -> str:
    opens = [
        (f"{occasion.opens_hours} h from", occasion.opens_hours),
        (f"{occasion.opens_days} days from", occasion.opens_days),
        (f"{occasion.opens_months} months from", occasion.opens_months),
    ]
    start = next((words for words, number in opens if number), "From").replace("1 days", "1 day").replace("-", "−")
    said = [f"{start} {_FROM[occasion.anchor]}."]
    if occasion.every_days:
        said.append(f"Again every {occasion.every_days} days until the series is over.")
    if occasion.closes_hours:
        said.append(f"No longer asked {occasion.closes_hours} h after it opened.")
    return " ".join(said).replace("1 months", "1 month")


def _named(key: str) -> str:
    return "Questions about health" if key == HEALTH else f"[{measure(key).short_title}](../measures/{key}.md)"


def _weeks(plan: Schedule, askable: frozenset[str]) -> list[str]:
    """By the first pathway that names this schedule."""
    model = next(one for one in pathways() if one.schedule == plan.key)
    weeks = weeks_of_pathway(model, askable)
    lines = [
        f"Minutes are openkap's own estimate, not a measurement: {SECONDS_FOR_A_QUESTION} s for each question, up to "
        f"the next minute. The budget of a week is {plan.budget_minutes} min ({plan.budget_source}). "
        f"{plan.days_between_doses} days between doses ({plan.days_between_source}).",
        "",
        "| week | doses | questions | about min | over the budget |",
        "|---|---|---|---|---|",
    ]
    for week in weeks:
        over = f"by {week.minutes - plan.budget_minutes} min" if week.minutes > plan.budget_minutes else ""
        lines.append(f"| {week.number} | {week.doses} | {week.questions} | {week.minutes} | {over} |")
    return lines
