"""aws-copilot: a command goes down, events come up.

One immutable plan collects a verdict, a change set and an approval on its way; only a plan sealed
with all three is applied, and only one module performs calls that change anything.

Layers, top to bottom (each may use those below it)::

    main | cli  ->  wiring  ->  api | sdk  ->  runs  ->  agents  ->  tools  ->  credentials
    ->  telemetry  ->  durable | stores  ->  aws  ->  domain

``settings`` is read by ``wiring`` alone; ``sandbox`` is a program of its own that nothing imports.
"""
