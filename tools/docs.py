"""`./run docs`: writes the generated pages of docs/reference from the data and the code; `--check` only compares.

Screenshots are taken by the journeys (`./run docs --pictures`), for a picture of a page nobody visited tells nothing.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent.parent
REFERENCE = HERE / "docs" / "reference"
sys.path.insert(0, str(HERE))


def measure_pages() -> dict[str, str]:
    from openkap.interfaces.cli.measure_page import index_page, page
    from openkap.knowledge.measures import measures

    every = measures()
    pages = {f"measures/{measure.key}.md": page(measure) for measure in every}
    return {**pages, "measures/README.md": index_page(every)}


def pathway_pages() -> dict[str, str]:
    from openkap.interfaces.cli.pathway_page import page
    from openkap.knowledge.pathways import pathways

    return {f"pathways/{pathway.key}.md": page(pathway) for pathway in pathways()}


def schedule_pages() -> dict[str, str]:
    from openkap.knowledge.schedules import schedules
    from tools.pages.schedules import page

    return {f"schedules/{schedule.key}.md": page(schedule) for schedule in schedules()}


def kinetics_pages() -> dict[str, str]:
    from openkap.clinical.kinetics.pages import pages
    from openkap.knowledge.kinetics import model_ids, read_checks, read_model, read_rows

    models = {model_id: read_model(model_id) for model_id in model_ids()}
    return {f"kinetics/{name}": text for name, text in pages(models, read_rows(), read_checks()).items()}


def rule_pages() -> dict[str, str]:
    from tools.pages.rules import pages

    return {f"rules/{name}": text for name, text in pages().items()}


def schema_files() -> dict[str, str]:
    """What the commands that judge take in, as they print it themselves with --schema."""
    import json

    from openkap.interfaces.cli.order import order_schema
    from openkap.interfaces.cli.screen import screen_schema

    schemas = {"screen": screen_schema(), "order-check": order_schema()}
    return {
        f"schemas/{name}.json": json.dumps(schema, indent=2, ensure_ascii=False) for name, schema in schemas.items()
    }


def role_page() -> dict[str, str]:
    from tools.pages.roles import page

    return {"roles.md": page()}


def lifecycle_page() -> dict[str, str]:
    from tools.pages.lifecycles import page

    return {"lifecycles.md": page()}


def command_page() -> dict[str, str]:
    from tools.pages.commands import page

    return {"commands.md": page()}


WRITERS: tuple[Callable[[], dict[str, str]], ...] = (
    measure_pages,
    pathway_pages,
    schedule_pages,
    kinetics_pages,
    rule_pages,
    schema_files,
    role_page,
    lifecycle_page,
    command_page,
)


def main(arguments: list[str]) -> int:
    pages = {name: text.rstrip() + "\n" for writer in WRITERS for name, text in writer().items()}
    if "--check" in arguments:
        return _compare(pages)
    for name, text in pages.items():
        place = REFERENCE / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    for stale in _on_disk() - set(pages):
        (REFERENCE / stale).unlink()
    print(f"{len(pages)} pages written to docs/reference.")
    if "--pictures" in arguments:
        environment = {**os.environ, "OPENKAP_PICTURES": str(HERE / "docs" / "pictures")}
        command = [sys.executable, "-m", "pytest", "-q", "tests/journeys"]
        return subprocess.run(command, cwd=HERE, env=environment, check=False).returncode  # noqa: S603 - fixed command
    return 0


def _compare(pages: dict[str, str]) -> int:
    stale = [
        name
        for name, text in pages.items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text(encoding="utf-8") != text
    ]
    left = sorted(_on_disk() - set(pages))
    for name in stale:
        print(f"docs/reference/{name} is not what the data say now.")
    for name in left:
        print(f"docs/reference/{name} is generated from nothing any more.")
    if stale or left:
        print("Run ./run docs and commit what it writes.")
    return 1 if stale or left else 0


def _on_disk() -> set[str]:
    found = (path for path in REFERENCE.rglob("*") if path.suffix in (".md", ".json"))
    return {str(path.relative_to(REFERENCE)) for path in found}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
