"""A checked question to a model: the drug, routes and analytes fit, the client's values are known, nothing is mixed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from openkap.clinical.kinetics.body import Body, typical
from openkap.clinical.kinetics.giving import check_doses
from openkap.clinical.kinetics.scenario import Client, Dose
from openkap.knowledge.kinetics import Analyte, Model
from openkap.terms.refusal import BadInput

__all__ = ["Part", "Question", "ask"]


@dataclass(frozen=True, slots=True)
class Part:
    """One entity in one linear system: the whole dose, or the S or the R half of a racemate.

    reads: what it adds to which analyte asked, as (analyte asked, analyte of the model).
    """

    doses: tuple[Dose, ...]
    clearance_ratio: float
    reads: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a model about a client. `warnings` concern this question, `notes` the model and its sources."""

    model: Model
    drug: str
    doses: tuple[Dose, ...]
    analytes: tuple[str, ...]
    usual: Body
    parts: tuple[Part, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def certainty(self) -> str:
        """That of the least certain route used."""
        order = ("good", "fair", "for comparison only", "least certain")
        return max((self.model.routes[dose.route].certainty for dose in self.doses), key=order.index)

    def seen(self, analyte: str) -> Analyte:
        """How an analyte is read; the sum of both halves of a racemate is read where its S half is."""
        racemate = self.model.racemate
        return self.model.analytes[racemate.sums if racemate and analyte == racemate.analyte else analyte]


def ask(
    model: Model, *, client: Client, doses: Sequence[Dose], analytes: Sequence[str] = (), drug: str | None = None
) -> Question:
    """Checks a question before anything is computed. Raises BadInput, naming the field, for what cannot be answered.

    >>> from openkap.knowledge.kinetics import read_model
    >>> ask(
    ...     read_model("kamp-2020"),
    ...     client=Client(weight_kg=70),
    ...     doses=[Dose(route="iv", mg=35, start_min=0)],
    ...     drug="esketamine",
    ... )
    Traceback (most recent call last):
    ...
    openkap.terms.refusal.BadInput: kamp-2020 is a model of racemic ketamine; choose a model of esketamine instead.
    """
    if not doses:
        raise BadInput("doses", "give at least one dose.")
    given_drug = drug or model.drug
    as_racemate = given_drug != model.drug
    if as_racemate and (model.racemate is None or given_drug != "racemic ketamine"):
        raise BadInput("drug", f"{model.id} is a model of {model.drug}; choose a model of {given_drug} instead.")
    known = [model.racemate.analyte] if as_racemate and model.racemate else []
    known += model.analytes
    wanted = tuple(analytes) or (known[0],)
    for name in wanted:
        if name not in known:
            raise BadInput("analytes", _not_given(name, model, given_drug, known))
    usual, warnings = typical(model, client)
    warnings += check_doses(model, doses, given_drug)
    parts = [Part(tuple(doses), 1.0, tuple((name, name) for name in wanted))]
    if as_racemate and model.racemate:
        warnings += (model.racemate.source,)
        halved = tuple(replace(dose, mg=dose.mg / 2) for dose in doses)
        total, summed = model.racemate.analyte, model.racemate.sums
        parts = [Part(halved, 1.0, tuple((name, summed if name == total else name) for name in wanted))]
        if total in wanted:
            parts.append(Part(halved, model.racemate.ratio, ((total, summed),)))
    return Question(
        model=model,
        drug=given_drug,
        doses=tuple(doses),
        analytes=wanted,
        usual=usual,
        parts=tuple(parts),
        warnings=warnings,
        notes=(
            *model.limits,
            *(model.analytes[name].limit for name in wanted if name in model.analytes and model.analytes[name].limit),
        ),
    )


def _not_given(name: str, model: Model, drug: str, known: Sequence[str]) -> str:
    gives = f"it gives {', '.join(known)}"
    if name == "effect-site":
        return f"{model.id} is not an arterial model, and an effect site stands behind arterial plasma only; {gives}."
    return f'{model.id} with {drug} does not give "{name}"; {gives}.'
