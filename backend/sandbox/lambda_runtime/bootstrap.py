"""The program inside a function's process: loads the handler, then answers one event per line.

It runs alone, with the standard library only, and imports nothing of this package. Requests come
as JSON lines on standard input and replies leave as JSON lines on what was standard output when it
started; everything that the function prints goes to standard error, where a zero byte and the
request's id mark the end of each invocation.
"""

import importlib
import io
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, TextIO, cast

Handler = Callable[[Any, Any], Any]


class Context:
    """What AWS passes as the second argument of a handler, as far as it makes sense here."""

    def __init__(self, request: dict[str, Any]) -> None:
        self.aws_request_id = str(request["request_id"])
        self.invoked_function_arn = str(request["arn"])
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = None
        self.client_context = None
        self._deadline = time.monotonic() + float(request["timeout_s"])

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._deadline - time.monotonic()) * 1000))


def main() -> None:
    """Serve events until standard input ends."""
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    _redirect_standard_streams()
    _limit_memory(int(os.environ.pop("SANDBOX_DATA_LIMIT_BYTES")))
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    handler, failure = _load(os.environ["_HANDLER"])
    _send(replies, {"ready": True})
    for line in requests:
        request = json.loads(line)
        _send_after_logs(replies, request, failure or _invoke(cast("Handler", handler), request))


def _redirect_standard_streams() -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    for stream in (sys.stdout, sys.stderr):
        cast("io.TextIOWrapper", stream).reconfigure(line_buffering=True)


def _limit_memory(data_bytes: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (data_bytes, data_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _load(name: str) -> tuple[Handler | None, dict[str, Any] | None]:
    """The handler, or the failure that every invocation will answer with."""
    module_name, _, function_name = name.rpartition(".")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
        return getattr(module, function_name), None
    except AttributeError:
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        return None, _failure("Runtime.HandlerNotFound", message, [])
    except SyntaxError as error:
        message = f"Syntax error in module '{module_name}': {error}"
        return None, _failure(
            "Runtime.UserCodeSyntaxError", message, traceback.format_exc().split("\n")
        )
    except ImportError as error:
        message = f"Unable to import module '{module_name}': {error}"
        return None, _failure("Runtime.ImportModuleError", message, [])
    except BaseException as error:  # noqa: BLE001 - whatever the function does is its outcome
        return None, _exception(error)


def _invoke(handler: Handler, request: dict[str, Any]) -> dict[str, Any]:
    try:
        result = handler(request["event"], Context(request))
    except BaseException as error:  # noqa: BLE001 - whatever the function does is its outcome
        return _exception(error)
    try:
        return {"result": json.dumps(result)}
    except (TypeError, ValueError) as error:
        message = f"Unable to marshal response: {error}"
        return _failure("Runtime.MarshalError", message, [])


def _exception(error: BaseException) -> dict[str, Any]:
    trace = traceback.format_exception(type(error), error, error.__traceback__)[1:-1]
    return _failure(type(error).__name__, str(error), trace)


def _failure(error_type: str, message: str, trace: list[str]) -> dict[str, Any]:
    sys.stderr.write("\n".join([f"[ERROR] {error_type}: {message}", *trace, ""]))
    return {"error": {"errorMessage": message, "errorType": error_type, "stackTrace": trace}}


def _send_after_logs(replies: TextIO, request: dict[str, Any], reply: dict[str, Any]) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(2, f"\0{request['request_id']}\n".encode())
    _send(replies, reply)


def _send(replies: TextIO, reply: dict[str, Any]) -> None:
    replies.write(json.dumps(reply) + "\n")
    replies.flush()


if __name__ == "__main__":
    main()
