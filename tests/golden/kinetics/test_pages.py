"""The generated pages are those that the data give today."""

from pathlib import Path

import pytest

from openkap.clinical.kinetics.pages import pages
from openkap.knowledge.kinetics import model_ids, read_checks, read_model, read_rows

KEPT = Path(__file__).parents[3] / "docs" / "reference" / "kinetics"
FRESH = pages({model_id: read_model(model_id) for model_id in model_ids()}, read_rows(), read_checks())


@pytest.mark.parametrize("name", FRESH)
def test_a_page_is_not_stale(name):
    assert (KEPT / name).read_text("utf-8") == FRESH[name], "run ./run docs"
