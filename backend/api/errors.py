"""Errors as answers: ``{kind, error_code, message, next_step}`` with the status that fits."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from backend.domain.errors import Bug, CopilotError, OperatorMustAct, UserCanFix, error_to_value

_log = logging.getLogger(__name__)

STATUS_BY_CODE = {
    "E_UNAUTHENTICATED": 401,
    "E_SIGN_IN_REFUSED": 401,
    "E_FORBIDDEN": 403,
    "ACTOR_MISMATCH": 403,
    "SELF_APPROVAL": 403,
    "E_NOT_FOUND": 404,
    "E_CREDENTIAL_NOT_FOUND": 404,
    "E_NO_SUCH_ROUTE": 404,
    "REPLAY": 409,
    "RUN_LOCKED": 409,
    "E_TOO_LARGE": 413,
    "E_RATE_LIMIT": 429,
}
"""Codes that say more than their kind; anything else answers by who can act on it."""


def status_of(error: CopilotError) -> int:
    """The HTTP status of an error."""
    match error:
        case _ if error.error_code in STATUS_BY_CODE:
            return STATUS_BY_CODE[error.error_code]
        case OperatorMustAct():
            return 503
        case Bug():
            return 500
        case _:
            return 422


def answer_of(error: CopilotError) -> JSONResponse:
    """The whole answer."""
    status = status_of(error)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(error_to_value(error), status_code=status, headers=headers)


def handle_errors(app: FastAPI) -> None:
    """Give every way of failing the same shape."""
    app.add_exception_handler(CopilotError, _explained)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _no_route)
    app.add_exception_handler(Exception, _defect)


async def _explained(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, CopilotError)
    return answer_of(error)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    places = ", ".join(".".join(map(str, each["loc"])) for each in error.errors())
    return answer_of(invalid_request(f"These parts of the request are wrong: {places}."))


async def _no_route(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    told = UserCanFix(
        "E_NO_SUCH_ROUTE",
        f"There is no {request.method} at this address.",
        "Use a client of the same version as the server.",
    )
    return JSONResponse(error_to_value(told), status_code=error.status_code)


async def _defect(_request: Request, error: Exception) -> JSONResponse:
    _log.error("a request failed unexpectedly", exc_info=error)
    return answer_of(
        Bug(
            "E_DEFECT",
            f"The server failed with an unexpected {type(error).__name__}.",
            "Report this; the log of the server has the details.",
        )
    )


def invalid_request(message: str) -> UserCanFix:
    """The refusal of a request that is not as declared."""
    return UserCanFix("E_INVALID_REQUEST", message, "Use a client of the same version.")
