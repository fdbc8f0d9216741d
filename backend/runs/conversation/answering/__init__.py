"""A message is answered by a run of the graph ``converse``, in memory: the turn log is its record.

``conversing`` runs it and acts on its reply; ``situations`` says what is known when a message
comes, ``looking`` what a model may look into, ``trips`` tells of guardrails.
"""

from backend.runs.conversation.answering.conversing import GRAPH, Conversing

__all__ = ["GRAPH", "Conversing"]
