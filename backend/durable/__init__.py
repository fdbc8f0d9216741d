"""Durable runs: agentpro's journal protocol on DBOS, the only package that knows DBOS."""
