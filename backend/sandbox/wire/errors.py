"""Errors as the simulated services say them, in the wire form of each AWS protocol."""

import json
from xml.sax.saxutils import escape

from backend.sandbox.wire.messages import Reply


class AwsError(Exception):
    """A refusal that AWS itself would give: its error code, its sentence, its HTTP status."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


def error_reply(protocol: str, error: AwsError, request_id: str) -> Reply:
    """``error`` as a client of ``protocol`` (botocore's name of it) expects to read it."""
    match protocol:
        case "json" | "rest-json" | "smithy-rpc-v2-cbor":
            return _json(error, request_id)
        case "ec2":
            return _xml(
                error, request_id, "<Response><Errors>{}</Errors>{}</Response>", "RequestID"
            )
        case "query":
            return _xml(error, request_id, "<ErrorResponse>{}{}</ErrorResponse>", "RequestId")
        case _:
            return _xml_document(error, request_id)


def _json(error: AwsError, request_id: str) -> Reply:
    fault = "User" if error.status < 500 else "Service"
    fields = {"__type": error.code, "Type": fault, "Message": error.message}
    fields["message"] = error.message
    headers = (
        ("content-type", "application/json"),
        ("x-amzn-errortype", error.code),
        ("x-amzn-requestid", request_id),
    )
    return Reply(status=error.status, headers=headers, body=json.dumps(fields).encode())


def _xml(error: AwsError, request_id: str, frame: str, id_tag: str) -> Reply:
    inner = (
        f"<Error><Type>{'Sender' if error.status < 500 else 'Receiver'}</Type>"
        f"<Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message></Error>"
    )
    text = frame.format(inner, f"<{id_tag}>{request_id}</{id_tag}>")
    return Reply(status=error.status, headers=(("content-type", "text/xml"),), body=text.encode())


def _xml_document(error: AwsError, request_id: str) -> Reply:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f"<Error><Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message>"
        f"<RequestId>{request_id}</RequestId></Error>"
    )
    headers = (("content-type", "application/xml"), ("x-amz-request-id", request_id))
    return Reply(status=error.status, headers=headers, body=text.encode())
