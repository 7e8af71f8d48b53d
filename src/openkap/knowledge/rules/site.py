"""What a site has decided for itself: numbers and actions that differ from the defaults, each signed.

What a label contraindicates, what it sets as a limit, and what the law asks for can be made stricter, never looser.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from openkap.knowledge.rules.schema import Action, Drug, Kind, Override, Rule
from openkap.knowledge.rules.settings import Setting, settings
from openkap.terms.quantity import write_number
from openkap.terms.refusal import BadInput, RuleRefusal

__all__ = ["DEFAULT_SITE", "ChosenAction", "ChosenValue", "Site", "apply_actions", "site_values"]


@dataclass(frozen=True, slots=True)
class ChosenValue:
    """A number of `settings` that the site decided, with who signed for it and when."""

    setting: str
    value: Decimal
    signed_by: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class ChosenAction:
    """What a rule does at this site for one drug, and who may override it, with who signed for it and when."""

    rule: str
    drug: Drug
    action: Action
    override: Override
    signed_by: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class Site:
    """A site's decisions. Without any it works by the defaults."""

    values: tuple[ChosenValue, ...] = ()
    actions: tuple[ChosenAction, ...] = ()


DEFAULT_SITE = Site()


def site_values(site: Site) -> dict[str, Decimal]:
    """The number of every setting at this site.

    Raises BadInput for what cannot be chosen (a setting that does not exist, a number out of range, no signature, two
    settings that cross) and RuleRefusal for a choice looser than a label or the law.
    """
    values = {setting.id: setting.default for setting in settings().values()}
    for chosen in site.values:
        setting = settings().get(chosen.setting)
        if setting is None:
            raise BadInput(chosen.setting, "There is no setting of this name.")
        _check_signed(chosen.setting, chosen.signed_by)
        _check_value(setting, chosen.value)
        values[setting.id] = chosen.value
    for setting in settings().values():
        if setting.not_above and values[setting.id] > values[setting.not_above]:
            other = settings()[setting.not_above]
            raise BadInput(setting.id, f"{setting.title}: it must not be above “{other.title}”.")
    return values


def apply_actions(rules: tuple[Rule, ...], site: Site) -> tuple[Rule, ...]:
    """The rules with the site's actions. A rule whose drugs now differ stands twice, once for each drug.

    Raises BadInput for a rule that does not exist or does not concern the drug, RuleRefusal for a looser choice where
    the rule is a label contraindication or the law for that drug.
    """
    by_id: dict[str, list[ChosenAction]] = {}
    for chosen in site.actions:
        by_id.setdefault(chosen.rule, []).append(chosen)
    known = {rule.id for rule in rules}
    for id_ in by_id:
        if id_ not in known:
            raise BadInput(id_, "There is no rule of this name.")
    return tuple(changed for rule in rules for changed in _apply(rule, by_id.get(rule.id, [])))


def _apply(rule: Rule, choices: list[ChosenAction]) -> tuple[Rule, ...]:
    if not choices:
        return (rule,)
    by_drug: Mapping[Drug, ChosenAction] = {chosen.drug: chosen for chosen in choices}
    split = []
    for drug, ground in rule.grounds:
        one = replace(rule, grounds=((drug, ground),))
        chosen = by_drug.get(drug)
        if chosen is not None:
            _check_signed(rule.id, chosen.signed_by)
            looser = (
                chosen.action.severity < rule.action.severity or chosen.override.looseness > rule.override.looseness
            )
            if looser and ground.kind in (Kind.LABEL_CONTRAINDICATION, Kind.LAW):
                raise RuleRefusal(f"{rule.id} is a {ground.kind} for {drug}: a site cannot make it looser.")
            one = replace(one, action=chosen.action, override=chosen.override)
        split.append(one)
    if not set(by_drug) <= {drug for drug, _ in rule.grounds}:
        raise BadInput(rule.id, f"{rule.id} does not concern this drug.")
    return tuple(split)


def _check_value(setting: Setting, value: Decimal) -> None:
    allowed = f"from {write_number(setting.low)} to {write_number(setting.high)} {setting.unit}"
    if not value.is_finite() or not setting.low <= value <= setting.high:
        raise BadInput(setting.id, f"{setting.title}: choose a number {allowed}.")
    if setting.unit in ("min", "d", "mo") and value != int(value):
        raise BadInput(setting.id, f"{setting.title}: choose a whole number {allowed}.")
    if setting.kind in (Kind.LABEL_CONTRAINDICATION, Kind.LABEL, Kind.LAW) and setting.is_looser(value):
        raise RuleRefusal(
            f"{setting.title} is {write_number(setting.default)} {setting.unit} on the label: "
            "a site may make it stricter, not looser."
        )


def _check_signed(field: str, signed_by: str) -> None:
    if not signed_by.strip():
        raise BadInput(field, "A choice of the site is signed: give the name of who decided it.")
