"""The command line: ``copilot``.

One module per command in :mod:`backend.cli.commands`, imported when its command is used; what is
heavy is imported inside the command, so that ``--help`` answers at once. The rest of this package
is what commands share: asking, showing, following a run to its end.
"""
