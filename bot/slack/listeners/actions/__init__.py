"""Slack listeners, found by scanning."""
