"""The roles at work on one message, in the graph ``converse``: they read and answer, nothing else.

One module for each role, which knows no other role. What they share: ``turn`` reads the run's
inputs, ``model`` asks the language model, ``frames`` carries what the interpreter understood, and
``shapes`` reads JSON of others.
"""
