"""Which facts somebody has to enter so that a set of rules can be judged."""

from collections.abc import Iterable

from openkap.clinical.eligibility.derive import DERIVED_FROM
from openkap.knowledge.rules.fact_spec import MEDICINE, FactSpec, fact_specs
from openkap.knowledge.rules.schema import Rule

__all__ = ["asked_facts"]


def asked_facts(rules: Iterable[Rule]) -> tuple[tuple[FactSpec, bool], ...]:
    """Each fact once, in the order of `facts.csv`, with whether its moment matters to one of these rules.

    >>> from openkap.knowledge.rules import rule
    >>> [(spec.name, dated) for spec, dated in asked_facts([rule("RC-25")])]
    [('pregnancy_test', True), ('childbearing_potential', False)]
    """
    dated: dict[str, bool] = {}
    for rule in rules:
        for test in rule.comparisons:
            names = ("medicines",) if test.fact.startswith(MEDICINE) else DERIVED_FROM.get(test.fact, (test.fact,))
            for name in names:
                dated[name] = dated.get(name, False) or test.max_age is not None
    return tuple((spec, dated[name]) for name, spec in fact_specs().items() if name in dated)
