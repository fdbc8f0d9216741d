"""Conversations: what a person says becomes a turn, a reading, and what is done about it.

``turn_log`` writes turns as events; ``replies`` acts on a reading; ``wording`` puts runs and plans
into words; ``narration`` tells of a run's milestones; ``service`` joins them for the socket.
"""
