"""One page for each care model: what happens, what the gate asks, every number with its source."""

from openkap.knowledge.pathways import Pathway

__all__ = ["page"]


def page(pathway: Pathway) -> str:
    lines = [
        f"# {pathway.title}",
        "",
        pathway.in_one_sentence,
        "",
        f"Key `{pathway.key}`, edition {pathway.edition}. What is asked, and when: "
        f"[{pathway.schedule}](../schedules/{pathway.schedule}.md).",
        "",
    ]
    lines += ["## What happens", ""]
    for phase in pathway.phases:
        lines += [f"**{phase.name}.** {phase.what_happens} *{phase.who_is_with_you}*", ""]
    lines += ["## Sessions", "", "| kind | at least | usually | minutes | source |", "|---|---|---|---|---|"]
    lines += [f"| {s.kind} | {s.minimum} | {s.typical} | {s.minutes} | {s.source} |" for s in pathway.sessions]
    if pathway.windows:
        lines += ["", "## Windows after each dose", "", "| session | from h | to h | source |", "|---|---|---|---|"]
        lines += [f"| {w.kind} | {w.from_hours} | {w.to_hours} | {w.source} |" for w in pathway.windows]
    lines += ["", "## What the readiness gate asks", ""]
    lines += ["| id | criterion | closes the gate | may be overridden | who resolves it | how | source |"]
    lines += ["|---|---|---|---|---|---|---|"]
    for c in pathway.criteria:
        must = "yes" if c.must else "no, a condition"
        over = "by a prescriber, with a reason" if c.overridable else "no"
        lines.append(f"| {c.id} | {c.title} | {must} | {over} | {c.by} | {c.resolve} | {c.source} |")
    if pathway.leaves_out:
        lines += ["", "## What it leaves out", ""]
        lines += [f"- **{left.title}.** {left.because}" for left in pathway.leaves_out]
    lines += ["", "## Sources", "", *[f"- {source}" for source in pathway.sources]]
    return "\n".join(lines)
