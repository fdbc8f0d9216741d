"""``aws_deployer``: from tool calls to a plan, its preview, its application and its undo.

``compose`` turns tool calls into a plan by the catalogue; ``preview`` reads what the plan would do;
``apply`` performs one sealed step at a time and ``undo`` takes it back, both over the write-ahead
``journal``; ``call`` is the one module that makes calls that change anything; ``tool`` offers all
of it to the graph.
"""
