"""A lead or prescriber decides what one rule does at this site for one drug; or goes back to what the rule says."""

from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from openkap.clinical.authority import Doing, require
from openkap.knowledge.rules import ChosenAction, Site
from openkap.knowledge.rules.catalogue import rules
from openkap.knowledge.rules.schema import Action, Drug, Override
from openkap.records.base import Act
from openkap.records.policy import keep as policy
from openkap.services.read_site import action_key, action_value, read_site
from openkap.terms.identity import Actor
from openkap.terms.refusal import BadInput
from openkap.terms.text import words

__all__ = ["choose_action"]

One = TypeVar("One", bound=StrEnum)


def choose_action(
    *, within: UUID, by: Actor, at: datetime, rule: str, drug: str, action: str, override: str, reason: str
) -> None:
    """Keeps the decision. An empty `action` goes back to the rule's own, whatever `override` says.

    Raises BadInput for a rule, drug, action or override that is not known, and RuleRefusal for a choice looser than a
    label contraindication or the law: `knowledge.rules.site` judges the site as it would then be.
    """
    require(by, Doing.SET_POLICY)
    if not any(one.id == rule and one.ground(drug) for one in rules()):
        raise BadInput("action", "There is no such rule for this drug. Open the page again.")
    why = words(reason, field="reason", label="Reason", longest=2000)
    value = ""
    if action:
        wanted = ChosenAction(
            rule=rule,
            drug=Drug(drug),
            action=_one_of(Action, action, "action", "what the rule does"),
            override=_one_of(Override, override, "override", "who may go on although it is not met"),
            signed_by=by.name,
            signed_on=at.date(),
        )
        site = read_site(within=within)
        others = tuple(one for one in site.actions if (one.rule, one.drug) != (rule, drug))
        rules(site=Site(values=site.values, actions=(*others, wanted)))
        value = action_value(wanted.action, wanted.override)
    with transaction.atomic():
        policy.choice(Act(within=within, by=by, at=at), setting=action_key(rule, Drug(drug)), value=value, reason=why)


def _one_of(kind: type[One], said: str, field: str, label: str) -> One:
    try:
        return kind(said)
    except ValueError:
        raise BadInput(field, f"Choose {label}: {', '.join(kind)}.") from None
