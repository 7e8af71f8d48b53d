"""The examples in the docstrings of the pure floors are run, so that none of them goes stale."""

import doctest
import importlib
import pkgutil
from types import ModuleType

import pytest

import openkap.clinical
import openkap.knowledge
import openkap.terms


def _modules(package: ModuleType) -> list[str]:
    return [package.__name__, *(one.name for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."))]


@pytest.mark.parametrize("name", [n for p in (openkap.terms, openkap.knowledge, openkap.clinical) for n in _modules(p)])
def test_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
