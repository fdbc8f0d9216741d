"""The routes, one module per kind of thing; each mirrors methods of ``Copilot``."""
