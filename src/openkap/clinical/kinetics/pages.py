"""The two generated reference pages: the models with their numbers, and how they stand against published values."""

from collections import Counter
from collections.abc import Mapping, Sequence

from openkap.clinical.kinetics.speaking import say_figure
from openkap.clinical.kinetics.validation import Verdict, validate
from openkap.knowledge.kinetics import Check, Model, Row
from openkap.terms.quantity import write_number

__all__ = ["models_page", "pages", "validation_page"]


def pages(models: Mapping[str, Model], rows: Sequence[Row], checks: Sequence[Check]) -> dict[str, str]:
    """Markdown by file name, for `docs/reference/kinetics/`."""
    return {
        "models.md": models_page(models),
        "validation.md": validation_page(validate(rows, checks, models)),
    }


def validation_page(verdicts: Sequence[Verdict]) -> str:
    """One line for every published value; those outside their tolerance and those not judged say so."""
    count = Counter(verdict.standing for verdict in verdicts)
    lines = [
        "# Kinetics: models against published values",
        "",
        "Generated from `knowledge/kinetics/validation.csv` and `checks.toml`; do not edit.",
        "",
        f"{len(verdicts)} values: {count['inside']} inside their tolerance, {count['outside']} outside, "
        f"{count['not judged']} not judged. *Fold* is how many times simulated and published values are apart (1 "
        "within a range). An arterial model is never judged by a venous value; clearance, volume, availability and "
        "half-life do not depend on where blood is taken. Where a weight was not seen in the source, 70 kg stands.",
        "",
        *_heading("id, route, published, simulated, fold, tolerance, standing, model, people and dose, source"),
    ]
    for verdict in verdicts:
        row = verdict.row
        unit = f" {row.unit}" if row.unit else ""
        lines.append(
            _row(
                row.id,
                row.route,
                f"{row.analyte} {row.metric} {verdict.published}{unit}" if verdict.published else "not confirmed",
                "" if verdict.simulated is None else say_figure(verdict.simulated) + unit,
                "" if verdict.fold is None else f"{verdict.fold:.2f}",
                row.tolerance,
                f"**{verdict.standing}**" if verdict.standing == "outside" else verdict.standing,
                verdict.check.model,
                f"{row.people}; {row.dose}",
                row.citation,
            )
        )
    lines += ["", "## Where a model is known to fail, or a value proves little", ""]
    lines += [f"- {verdict.row.id} ({verdict.check.model}): {verdict.fails}." for verdict in verdicts if verdict.fails]
    lines += ["", "## Why a value is not judged", ""]
    lines += [f"- {verdict.row.id}: {verdict.because}." for verdict in verdicts if verdict.because]
    return "\n".join(lines) + "\n"


def models_page(models: Mapping[str, Model]) -> str:
    """Each model with its people, routes, numbers as printed, spread, sources and limits."""
    lines = [
        "# Kinetics: the models",
        "",
        "Generated from `knowledge/kinetics/models`; do not edit. Confidence: C1 seen in the primary source; C2 a "
        "transcription with a source for every line, re-simulated; C3 a secondary transcription only; derived: put "
        "together here from confirmed parts. All doses and concentrations are of base.",
    ]
    for model in models.values():
        doi = f", doi {model.doi}" if model.doi else ""
        lines += ["", f"## {model.id}", "", f"{model.name}. {model.citation}{doi}.", ""]
        lines += [
            f"- Drug: {model.drug}; blood: {model.sampling}; confidence: {model.confidence} ({model.confidence_note})",
            f"- Structure: {model.structure}",
            f"- People: {model.population}",
            "- Routes: " + ", ".join(f"{name} ({route.certainty})" for name, route in model.routes.items()),
            "- Analytes: " + ", ".join(f"{name} ({seen.sampling})" for name, seen in model.analytes.items()),
            f"- Residual: {model.residual} (never part of a band)",
            f"- Between clients: {model.spread.source if model.spread else 'not held'}",
        ]
        if model.range_note:
            lines.append(f"- Range: {model.range_note}")
        lines += [f"- Source: {source}" for source in model.sources]
        lines += [f"- Limit: {limit}" for limit in model.limits]
        lines += ["", *_heading("parameter, value, power of weight, log variance, unsure between")]
        for name, parameter in model.parameters.items():
            lines.append(_row(name, parameter.printed, _power(parameter.weight_exponent), *_spread_of(model, name)))
    return "\n".join(lines) + "\n"


def _heading(titles: str) -> tuple[str, str]:
    cells = titles.split(", ")
    return _row(*cells), _row(*["---"] * len(cells))


def _power(exponent: float) -> str:
    return write_number(exponent) if exponent else ""


def _spread_of(model: Model, name: str) -> tuple[str, str]:
    if model.spread is None:
        return "", ""
    variance, low_high = "", model.spread.plausible.get(name)
    if name in model.spread.log_variance:
        variance = f"{model.spread.log_variance[name]:.4g}"
    elif name in model.spread.logit_variance:
        variance = f"{model.spread.logit_variance[name]:.4g} (logit)"
    return variance, "" if low_high is None else f"{low_high[0]:g} and {low_high[1]:g}"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"
