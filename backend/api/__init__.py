"""The service over HTTP, for one machine: routes that mirror ``Copilot``, and a client.

Every route needs the bearer token of :mod:`backend.api.server_file` and a permission from the
table in :mod:`backend.api.identity`; only ``/api/health`` is open.
"""
