"""Thousands of pages are asked for, so templates are read once."""

import copy

import pytest


@pytest.fixture(autouse=True)
def _templates_are_kept(settings):
    kept = copy.deepcopy(settings.TEMPLATES)
    kept[0]["OPTIONS"].pop("loaders", None)
    kept[0]["APP_DIRS"] = True
    settings.TEMPLATES = kept
