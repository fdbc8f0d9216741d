"""Guardrails around every turn: what goes in, what comes out, and what is shown meanwhile."""
