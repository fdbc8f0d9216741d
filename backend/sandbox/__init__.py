"""The simulated AWS account: a program of its own, ``python -m backend.sandbox --home DIR``.

It exists so that newcomers, tests and evaluations can deploy without AWS. It is never in the path
to real AWS: a client reaches it by its endpoint URL alone. Every reply carries
``x-copilot-sandbox: simulated``.

How to use it
    The first start chooses a port on 127.0.0.1 and keeps it (``--port`` moves the account).
    ``state.json`` in the folder says ``pid`` (null once stopped), ``port``, ``url``,
    ``started_at``, ``version``; ``GET /_sandbox/status`` answers within half a second of the
    start and says ``is_ready`` after about one second; AWS requests wait until then. The one
    access key is ``AKIAFAKESANDBOXKEY01`` with any secret, by convention
    ``sandbox-fake-secret-key-EXAMPLE-0000000000``; ``AKIAFAKEEXPIREDKEY01`` is an expired one;
    any other key, above all a real one, is refused before anything records it. ``POST
    /_sandbox/stop``, ``POST /_sandbox/reset`` and ``GET|POST|DELETE /_sandbox/faults`` ask for
    the header ``X-Sandbox-Token`` with the content of the folder's ``token``. It stops after 12
    unused hours (``--idle-s``). Exit codes: 0 stopped, 69 the port is taken by another program,
    73 another sandbox serves the folder.

What outlives the process
    Every successful request that changed something is in ``requests.log``, written before its
    reply, and is replayed at the next start, also after kill -9: same resources, versions, ETags,
    version ids, URLs. Times that moto keeps (object dates, role dates) and log events start anew.
    The folder is private to its owner and holds whatever was sent, the functions' environment
    variables included.

What is simulated, and where it differs from AWS
    * S3, IAM, STS, CloudWatch Logs, EC2 and moto's other services: by moto, with these
      corrections. CreateBucket applies its tags, and on an owned bucket succeeds in us-east-1
      only; bucket names, log retention and the existence of a region are checked; EC2's
      ``DryRun`` never executes and checks no parameters; a repeated client token gives the first
      reply; a new role cannot be used for ``--role-delay-s`` (2 s; on AWS up to minutes). IAM
      policies, session policies and signatures are **not enforced**: one key may do everything.
      An empty tag value of a bucket is not returned.
    * Lambda: functions, published versions, aliases, permissions, function URLs, tags and Invoke
      are ours, with AWS's rules: version numbers are never given twice, publishing without a
      change gives the last version, a version that an alias uses stays, policies and URLs belong
      to their qualifier. Not simulated, and refused with ``NotSimulatedInSandbox``: layers,
      images, VPCs, event sources, dead letters, concurrency settings, provisioned concurrency,
      streaming, SnapStart. Alias weights and CORS are kept and returned, calls ignore them.
      Changes settle at once unless ``--function-delay-s`` is given.
    * Function URLs live at ``/_lambda_url/<id>/`` on loopback over plain HTTP, under a path
      instead of a host. They ask for ``lambda:InvokeFunctionUrl`` **and**
      ``lambda:InvokeFunction``, as AWS does since October 2025.
    * Functions really run, in warm processes (at most three of one version and six in all),
      time-out kept, memory only roughly (a cap on data of the memory size and 512 MiB), CPU not
      limited. boto3 is not on board and there is no network. Only Python runtimes of this
      interpreter's version and this machine's architecture run, and archives that are marked as
      built for both; others answer ``RUNTIME_MISMATCH``. With bubblewrap a function sees its own
      files, the system's programs and nothing else; without it only archives run whose SHA-256
      stands in the folder's ``trusted_digests`` (one per line), others answer ``NOT_CONFINED``.
    * Faults by rule: see :class:`backend.sandbox.gateway.faults.FaultRule`. They are not kept
      over a restart.

How it is built, each part using those before it
    ``wire`` what travels · ``lambda_service`` Lambda's control plane · ``account`` state, log,
    lock · ``lambda_runtime`` running code · ``gateway`` server, front door, faults, control ·
    ``program`` the process
"""
