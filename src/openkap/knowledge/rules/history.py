"""The questions about health that a client is asked: in parts, in plain words, with branches only where they spare one.

Read from `history.toml`. Each informs one fact of the rules; a question whose name is no fact only opens its branch.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openkap.knowledge.rules.catalogue import rules
from openkap.knowledge.rules.fact_spec import FactKind, fact_specs
from openkap.knowledge.rules.table import Table, read_tables

__all__ = ["HistoryPart", "HistoryQuestion", "history_edition", "history_parts"]


@dataclass(frozen=True, slots=True)
class HistoryQuestion:
    """`fact`: the fact it informs, and its name. `choices`: empty for yes, no and not sure. es, choices_es: in Spanish.

    after: the question that opens it; empty where it is always asked. no: what "no" says where the fact is no
    yes-or-no fact; its "yes" is then for a clinician to look into.
    """

    fact: str
    text: str
    es: str
    choices: tuple[str, ...] = ()
    choices_es: tuple[str, ...] = ()
    after: str = ""
    no: str = ""

    @property
    def informs(self) -> bool:
        """Whether a rule reads it; otherwise it only opens its branch."""
        return self.fact in fact_specs()


@dataclass(frozen=True, slots=True)
class HistoryPart:
    id: str
    title: str
    es: str
    questions: tuple[HistoryQuestion, ...]


@cache
def history_parts() -> tuple[HistoryPart, ...]:
    top = read_tables(_path())
    top.text("edition")
    asked = {rule.asks: rule.client_question for rule in rules() if rule.asks and rule.client_question}
    parts = tuple(_part(table, asked) for table in top.tables("part"))
    top.finish()
    questions = [question for part in parts for question in part.questions]
    if len({question.fact for question in questions}) != len(questions):
        raise top.fault("a fact is asked twice")
    return parts


@cache
def history_edition() -> str:
    return read_tables(_path()).text("edition")


def _path() -> Path:
    return Path(__file__).with_name("history.toml")


def _part(table: Table, asked: dict[str, str]) -> HistoryPart:
    questions: list[HistoryQuestion] = []
    part = HistoryPart(table.text("id"), table.text("title"), table.text("es"), ())
    for entry in table.tables("questions"):
        fact = entry.text("fact")
        question = HistoryQuestion(
            fact=fact,
            text=entry.text("text", asked.get(fact)),
            es=entry.text("es"),
            choices=entry.texts("choices"),
            choices_es=entry.texts("choices_es"),
            after=entry.text("after", ""),
            no=entry.text("no", ""),
        )
        entry.finish()
        _check(entry, question, [before.fact for before in questions])
        questions.append(question)
    table.finish()
    return HistoryPart(part.id, part.title, part.es, tuple(questions))


def _check(entry: Table, question: HistoryQuestion, before: list[str]) -> None:
    """A branch follows its opener within the part; an answer is one that the fact takes."""
    if question.after and question.after not in before:
        raise entry.fault(f"{question.after} is not asked before it")
    if len(question.choices_es) != len(question.choices):
        raise entry.fault("choices_es says each choice in Spanish")
    spec = fact_specs().get(question.fact)
    if spec is None:
        return
    takes = set(question.choices) | ({question.no} if question.no else set())
    if not takes <= set(spec.choices) or (spec.kind is not FactKind.YES_NO and not takes):
        raise entry.fault(f"{question.fact} takes {', '.join(spec.choices) or 'yes or no'}")
