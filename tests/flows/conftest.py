"""Failures in the words of a flow say what was expected, as failures of a test do."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.flows.floor", "tests.flows.desk", "tests.flows.customer")
