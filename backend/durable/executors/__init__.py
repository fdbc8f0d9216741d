"""Executor ids: who may go by one, and what becomes of the runs of those who have ended."""
