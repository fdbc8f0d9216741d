"""The commands of ``copilot``, one module each; :mod:`backend.cli.main` has the table."""
