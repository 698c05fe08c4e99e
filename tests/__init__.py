"""Tests of what crosses domains: architecture, set-up, docs and journeys in a browser."""
