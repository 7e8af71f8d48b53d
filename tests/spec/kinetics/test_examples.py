"""The examples in the documentation of the room are run."""

import doctest
import importlib
import pkgutil

import pytest

import openkap.clinical.kinetics
import openkap.knowledge.kinetics

MODULES = [
    f"{package.__name__}.{module.name}"
    for package in (openkap.clinical.kinetics, openkap.knowledge.kinetics)
    for module in pkgutil.iter_modules(package.__path__)
    if module.name not in ("crowd", "crowd_kernel")  # these need numba, and have no examples
]


@pytest.mark.parametrize("name", MODULES)
def test_its_examples_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
