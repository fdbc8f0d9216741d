"""The service over HTTP, for one machine: routes that mirror ``Copilot``, and a client.

A request is made by a person in a web session (a cookie) or by the owner of this machine (the token
of :mod:`backend.api.server_file`). Every route and every frame of ``/ws/agent`` needs a permission
from the tables in :mod:`backend.api.access.permissions`.
"""
