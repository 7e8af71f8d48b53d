"""What the questionnaires of a pathway ask of a client week by week, against the budget of its schedule."""

from openkap.clinical.asking import Week, weeks_of_pathway
from openkap.interfaces.kit.parts import Cell, Column, Row
from openkap.knowledge.pathways import Pathway
from openkap.knowledge.schedules import Schedule, schedule

__all__ = ["WEEK_COLUMNS", "week_rows"]

WEEK_COLUMNS = (
    Column(label="Week"),
    Column(label="Doses", number=True),
    Column(label="Questions", number=True),
    Column(label="About", number=True),
    Column(label="Of the budget"),
)


def week_rows(model: Pathway, askable: frozenset[str]) -> list[Row]:
    """With the typical number of sessions. `askable`: the measures that this practice may show."""
    plan, weeks = schedule(model.schedule), weeks_of_pathway(model, askable)
    return [_week(plan, week) for week in weeks if week.questions or week.doses]


def _week(plan: Schedule, week: Week) -> Row:
    over = week.minutes - plan.budget_minutes
    word = Cell(text=f"{over} min over", tone="watch") if over > 0 else "inside"
    return Row(cells=(str(week.number), str(week.doses), str(week.questions), f"{week.minutes} min", word))
