"""Sample parameters for every action of the catalogue; a new action needs an entry here."""

from typing import Any

from backend.domain.canonical import JsonObject
from backend.tools.aws_deployer.catalog.declaration import Action, Params
from tests.backend.tools.aws_deployer.hello import SECRET_REFERENCE, digest

TAGS: Any = {"aws-copilot:run": "run_1", "aws-copilot:owner": "somebody"}
CODE: Any = {
    "bucket_name": "hello-bucket",
    "object_name": "releases/1.zip",
    "artefact": digest(b"package"),
}
PREVIOUS_CODE: Any = {**CODE, "object_name": "releases/0.zip", "artefact": digest(b"package 0")}
CONFIGURATION: Any = {
    "description": "release 1",
    "handler": "app.handler",
    "runtime": "python3.13",
    "memory_mb": 512,
    "timeout_s": 30,
    "environment": {"DATABASE_PASSWORD": {"$secret": SECRET_REFERENCE}},
}
POLICY: Any = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["logs:PutLogEvents"],
            "Resource": "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/hello:*",
        }
    ],
}
ROLE_ARN = "arn:aws:iam::123456789012:role/hello-role"
BUCKET: JsonObject = {"bucket_name": "hello-bucket", "region": "eu-central-1"}
OBJECT: JsonObject = {"bucket_name": "hello-bucket", "object_name": "releases/1.zip"}
ROLE: JsonObject = {"role_name": "hello-role"}
GROUP: JsonObject = {"log_group": "/aws/lambda/hello"}
FUNCTION: JsonObject = {"function_name": "hello"}
ALIAS: JsonObject = {**FUNCTION, "alias": "live"}
URL: JsonObject = {**FUNCTION, "qualifier": "live"}
PERMISSION: JsonObject = {**URL, "statement_id": "public-url"}

STORED: JsonObject = {
    "artefact": digest(b"package"),
    "content_type": "text/html",
    "metadata": {"artefact": digest(b"package")},
    "etag": None,
}
STORED_BEFORE: JsonObject = {
    "artefact": digest(b"package 0"),
    "content_type": "text/plain",
    "metadata": {"author": "somebody"},
    "etag": '"0"',
}

SAMPLES: dict[str, tuple[JsonObject, ...]] = {
    "create_bucket": ({**BUCKET, "tags": TAGS}, {**BUCKET, "region": "us-east-1", "tags": TAGS}),
    "delete_bucket": (BUCKET,),
    "upload_s3": ({**OBJECT, "artefact": digest(b"package")},),
    "replace_s3_object": ({**OBJECT, "content": STORED, "previous": STORED_BEFORE},),
    "delete_s3_object": (OBJECT,),
    "create_role": ({**ROLE, "service_principal": "lambda.amazonaws.com", "tags": TAGS},),
    "delete_role": (ROLE,),
    "put_role_policy": ({**ROLE, "policy_name": "own-logs", "policy": POLICY},),
    "replace_role_policy": (
        {**ROLE, "policy_name": "own-logs", "policy": POLICY, "previous": {**POLICY, "Id": "0"}},
    ),
    "delete_role_policy": ({**ROLE, "policy_name": "own-logs"},),
    "create_log_group": ({**GROUP, "tags": TAGS},),
    "delete_log_group": (GROUP,),
    "set_log_retention": ({**GROUP, "retention_days": 30},),
    "limit_log_retention": ({**GROUP, "retention_days": 30},),
    "change_log_retention": ({**GROUP, "retention_days": 30, "previous_days": 7},),
    "delete_log_retention": (GROUP,),
    "deploy_lambda": (
        {
            **FUNCTION,
            "role": ROLE_ARN,
            "architecture": "arm64",
            "code": CODE,
            "configuration": CONFIGURATION,
            "tags": TAGS,
        },
        {
            **FUNCTION,
            "role": ROLE_ARN,
            "architecture": "arm64",
            "code": {"artefact": digest(b"package")},
            "configuration": CONFIGURATION,
            "tags": TAGS,
        },
    ),
    "delete_lambda": (FUNCTION,),
    "update_lambda_code": (
        {**FUNCTION, "code": CODE, "previous": PREVIOUS_CODE},
        {
            **FUNCTION,
            "code": {"artefact": digest(b"package")},
            "previous": {"artefact": digest(b"package 0")},
        },
    ),
    "update_lambda_configuration": (
        {**FUNCTION, "configuration": CONFIGURATION, "previous": CONFIGURATION},
    ),
    "publish_version": ({**FUNCTION, "artefact": digest(b"package"), "description": "release 1"},),
    "delete_lambda_version": ({**FUNCTION, "version": "1"},),
    "create_alias": ({**ALIAS, "version": "1"},),
    "update_lambda_alias": ({**ALIAS, "version": "2", "previous_version": "1"},),
    "delete_lambda_alias": (ALIAS,),
    "invoke_lambda": ({**URL, "payload": {"hello": "world"}},),
    "create_function_url": ({**URL, "auth_type": "NONE"}, {**URL, "auth_type": "AWS_IAM"}),
    "delete_function_url": (URL,),
    "add_lambda_permission": (
        {**PERMISSION, "permission": "lambda:InvokeFunctionUrl"},
        {**PERMISSION, "permission": "lambda:InvokeFunction"},
    ),
    "remove_lambda_permission": (PERMISSION,),
}
BEFORE: dict[str, JsonObject] = {
    "delete_log_retention": {"retention_days": 30},
    "delete_role_policy": {"policy": POLICY},
}
"""The live state before, of the actions whose undo needs it."""


def samples_of(action: Action) -> tuple[Params, ...]:
    """Typed samples of one action."""
    return tuple(action.params.model_validate(sample) for sample in SAMPLES[action.name])


READ_SAMPLES: dict[str, tuple[JsonObject, ...]] = {
    "list_buckets": ({},),
    "list_s3_objects": ({"bucket_name": "hello-bucket"},),
    "get_bucket_policy": ({"bucket_name": "hello-bucket"},),
    "list_iam_roles": ({},),
    "list_iam_users": ({},),
    "list_iam_policies": ({},),
    "list_lambda_functions": ({},),
    "get_lambda_function": (FUNCTION,),
    "list_log_groups": ({}, {"prefix": "/aws/lambda/"}),
    "read_logs": ({**GROUP, "limit": 10},),
}


def sample_outputs(action: Action) -> dict[str, str]:
    return dict.fromkeys(action.output_names, "1")
