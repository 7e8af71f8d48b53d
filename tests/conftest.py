"""One throwaway embedded PostgreSQL for the whole run; what every kind of test shares stands in tests/support."""

from tests.support.database import pytest_configure, pytest_unconfigure
from tests.support.people import bob, charlie, now, practice

__all__ = ["bob", "charlie", "now", "practice", "pytest_configure", "pytest_unconfigure"]
