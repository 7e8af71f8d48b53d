"""What this site has decided for itself, as the rules take it. Every judgement of a practice works with these.

The record keeps a text by a key. The key of a number is its setting's id; of a rule's action it is "action", the rule
and the drug with colons between, and the text is the action and the override with a bar between. Whatever has another
key, such as the opening hours, no rule works with.
"""

from decimal import Decimal
from uuid import UUID

from openkap.knowledge.rules import ChosenAction, ChosenValue, Site
from openkap.knowledge.rules.schema import Action, Drug, Override
from openkap.knowledge.rules.settings import settings
from openkap.records.policy import find as policy
from openkap.records.policy.shapes import Choice

__all__ = ["action_key", "action_value", "read_action", "read_site"]

_ACTION = "action:"


def read_site(*, within: UUID) -> Site:
    """The signed decisions that differ from the defaults. They were checked against the rules when they were signed."""
    chosen = [one for one in policy.choices(within=within) if one.value]
    return Site(
        values=tuple(_value(one) for one in chosen if one.setting in settings()),
        actions=tuple(_action(one) for one in chosen if one.setting.startswith(_ACTION)),
    )


def action_key(rule: str, drug: Drug) -> str:
    """
    >>> action_key("CI-01", Drug.RACEMIC)
    'action:CI-01:racemic'
    """
    return f"{_ACTION}{rule}:{drug}"


def action_value(action: Action, override: Override) -> str:
    """
    >>> action_value(Action.DEFER, Override.NOBODY)
    'defer|nobody'
    """
    return f"{action}|{override}"


def read_action(value: str) -> tuple[Action, Override]:
    """
    >>> [one.value for one in read_action("hard-stop|prescriber")]
    ['hard-stop', 'prescriber']
    """
    action, _, override = value.partition("|")
    return Action(action), Override(override)


def _value(chosen: Choice) -> ChosenValue:
    return ChosenValue(
        setting=chosen.setting,
        value=Decimal(chosen.value),
        signed_by=chosen.signed_by_name,
        signed_on=chosen.signed_at.date(),
    )


def _action(chosen: Choice) -> ChosenAction:
    _, rule, drug = chosen.setting.split(":")
    action, override = read_action(chosen.value)
    return ChosenAction(
        rule=rule,
        drug=Drug(drug),
        action=action,
        override=override,
        signed_by=chosen.signed_by_name,
        signed_on=chosen.signed_at.date(),
    )
