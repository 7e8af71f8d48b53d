"""The notebook of the documentation: its cells run, in order, and print what stands beneath them."""

import contextlib
import io
import json
from pathlib import Path

NOTEBOOK = Path(__file__).parents[3] / "docs" / "notebooks" / "kinetics.ipynb"


def test_its_cells_print_what_stands_beneath_them():
    cells = [cell for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert len(cells) >= 6
    space: dict[str, object] = {}
    for cell in cells:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec("".join(cell["source"]), space)  # noqa: S102 - our own page
        assert printed.getvalue() == "".join(cell["outputs"][0]["text"])
