"""Bytes to evidence: what people send in, read without trusting any of it."""
