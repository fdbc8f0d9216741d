"""Lambda's operations of the catalogue, over plain dictionaries; see ``fake_services``."""

import json
from copy import deepcopy
from typing import Any

from tests.doubles.fake_services import (
    ACCOUNT_ID,
    REGION,
    Members,
    Operation,
    Refusal,
    State,
    absent,
    found,
    sha256_of,
)

NOT_FOUND = "ResourceNotFoundException"
TOO_LONG_ENVIRONMENT = 4096
SETTINGS = ("Description", "Handler", "Runtime", "MemorySize", "Timeout", "Environment")


def _function(state: State, asked: Members) -> Members:
    return found(state.functions, asked["FunctionName"], NOT_FOUND)


def _idle(state: State, asked: Members) -> Members:
    function = _function(state, asked)
    if function["busy"]:
        raise Refusal("ResourceConflictException", "An update is in progress for resource", 409)
    return function


def _code(state: State, asked: Members) -> str:
    """Every archive that Lambda ever got stays in ``state.archives``, by its ``CodeSha256``."""
    body = asked.get("ZipFile")
    if body is None:
        bucket = found(state.buckets, asked["S3Bucket"], "InvalidParameterValueException")
        body = found(bucket["objects"], asked["S3Key"], "InvalidParameterValueException")["body"]
    state.archives[sha256_of(body)] = body
    return sha256_of(body)


def _require_small_environment(asked: Members) -> None:
    """AWS quotes the values in this refusal."""
    variables = json.dumps(asked.get("Environment", {}).get("Variables", {}))
    if len(variables) > TOO_LONG_ENVIRONMENT:
        told = f"The variables have exceeded the 4KB limit. String measured: {variables}"
        raise Refusal("InvalidParameterValueException", told)


def create_function(state: State, asked: Members) -> Members:
    name = asked["FunctionName"]
    absent(state.functions, name, "ResourceConflictException")
    _require_small_environment(asked)
    if asked["Role"] not in {role["arn"] for role in state.roles.values()}:
        told = "The role defined for the function cannot be assumed by Lambda."
        raise Refusal("InvalidParameterValueException", told)
    state.functions[name] = {
        "arn": f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:{name}",
        "role": asked["Role"],
        "architectures": asked["Architectures"],
        "tags": dict(asked["Tags"]),
        "code_sha256": _code(state, asked["Code"]),
        "settings": deepcopy({key: asked[key] for key in SETTINGS}),
        "versions": {},
        "aliases": {},
        "urls": {},
        "policies": {},
        "busy": state.busy_reads,
        "published": 0,
    }
    return {}


def delete_function(state: State, asked: Members) -> Members:
    function = _function(state, asked)
    version = asked.get("Qualifier")
    if version is None:
        del state.functions[asked["FunctionName"]]
        return {}
    found(function["versions"], version, NOT_FOUND)
    if version in function["aliases"].values():
        raise Refusal("ResourceConflictException", "An alias uses this version", 409)
    del function["versions"][version]
    return {}


def update_code(state: State, asked: Members) -> Members:
    function = _idle(state, asked)
    function["code_sha256"], function["busy"] = _code(state, asked), state.busy_reads
    return {}


def update_configuration(state: State, asked: Members) -> Members:
    function = _idle(state, asked)
    _require_small_environment(asked)
    function["settings"] |= deepcopy({key: asked[key] for key in SETTINGS if key in asked})
    function["busy"] = state.busy_reads
    return {}


def _configuration(function: Members, content: Members) -> Members:
    return {
        "FunctionArn": function["arn"],
        "Role": function["role"],
        "CodeSha256": content["code_sha256"],
        "Architectures": function["architectures"],
        **deepcopy(content["settings"]),
    }


def get_function(state: State, asked: Members) -> Members:
    function = _function(state, asked)
    is_busy = function["busy"] > 0
    function["busy"] = max(0, function["busy"] - 1)
    ended = "Failed" if state.is_failing else "Successful"
    configuration = {
        **_configuration(function, function),
        "LastUpdateStatus": "InProgress" if is_busy else ended,
    }
    return {"Configuration": configuration, "Tags": function["tags"]}


def get_configuration(state: State, asked: Members) -> Members:
    function = _function(state, asked)
    qualifier = function["aliases"].get(asked["Qualifier"], asked["Qualifier"])
    if qualifier == "$LATEST":
        return _configuration(function, function)
    return _configuration(function, found(function["versions"], qualifier, NOT_FOUND))


def list_functions(state: State, asked: Members) -> Members:
    return {"Functions": [{"FunctionName": name} for name in state.functions]}


def publish_version(state: State, asked: Members) -> Members:
    """Without a change since the last version, Lambda publishes nothing new."""
    function = _idle(state, asked)
    if asked["CodeSha256"] != function["code_sha256"]:
        raise Refusal("InvalidParameterValueException", "CodeSHA256 is not that of $LATEST")
    content = {key: function[key] for key in ("code_sha256", "settings")}
    last = function["versions"].get(str(function["published"]))
    if last is not None and last["of"] == content:
        return {}
    function["published"] += 1
    settings = {**content["settings"], "Description": asked["Description"]}
    number = str(function["published"])
    function["versions"][number] = deepcopy({**content, "settings": settings, "of": content})
    return {}


def list_versions(state: State, asked: Members) -> Members:
    function = _function(state, asked)
    contents = {"$LATEST": function, **function["versions"]}
    return {
        "Versions": [
            {**_configuration(function, content), "Version": number}
            for number, content in contents.items()
        ]
    }


def create_alias(state: State, asked: Members) -> Members:
    function = _function(state, asked)
    absent(function["aliases"], asked["Name"], "ResourceConflictException")
    found(function["versions"], asked["FunctionVersion"], NOT_FOUND)
    function["aliases"][asked["Name"]] = asked["FunctionVersion"]
    return {}


def update_alias(state: State, asked: Members) -> Members:
    function = _function(state, asked)
    found(function["aliases"], asked["Name"], NOT_FOUND)
    found(function["versions"], asked["FunctionVersion"], NOT_FOUND)
    function["aliases"][asked["Name"]] = asked["FunctionVersion"]
    return {}


def delete_alias(state: State, asked: Members) -> Members:
    function = _function(state, asked)
    found(function["aliases"], asked["Name"], NOT_FOUND)
    for table in ("aliases", "urls", "policies"):
        function[table].pop(asked["Name"], None)
    return {}


def get_alias(state: State, asked: Members) -> Members:
    version = found(_function(state, asked)["aliases"], asked["Name"], NOT_FOUND)
    return {"Name": asked["Name"], "FunctionVersion": version}


def list_aliases(state: State, asked: Members) -> Members:
    aliases = _function(state, asked)["aliases"].items()
    return {"Aliases": [{"Name": name, "FunctionVersion": version} for name, version in aliases]}


def create_url(state: State, asked: Members) -> Members:
    function = _function(state, asked)
    found(function["aliases"], asked["Qualifier"], NOT_FOUND)
    absent(function["urls"], asked["Qualifier"], "ResourceConflictException")
    function["urls"][asked["Qualifier"]] = asked["AuthType"]
    return {}


def delete_url(state: State, asked: Members) -> Members:
    urls = _function(state, asked)["urls"]
    found(urls, asked["Qualifier"], NOT_FOUND)
    del urls[asked["Qualifier"]]
    return {}


def get_url(state: State, asked: Members) -> Members:
    auth_type = found(_function(state, asked)["urls"], asked["Qualifier"], NOT_FOUND)
    url = f"https://{asked['FunctionName']}.lambda-url.{REGION}.example/"
    return {"AuthType": auth_type, "FunctionUrl": url}


def list_urls(state: State, asked: Members) -> Members:
    function = _function(state, asked)
    described = [
        {"FunctionArn": f"{function['arn']}:{qualifier}", "AuthType": auth_type}
        for qualifier, auth_type in function["urls"].items()
    ]
    return {"FunctionUrlConfigs": described}


def add_permission(state: State, asked: Members) -> Members:
    function = _function(state, asked)
    found(function["aliases"], asked["Qualifier"], NOT_FOUND)
    statements = function["policies"].setdefault(asked["Qualifier"], {})
    absent(statements, asked["StatementId"], "ResourceConflictException")
    condition: Members = {}
    if "FunctionUrlAuthType" in asked:
        condition["StringEquals"] = {"lambda:FunctionUrlAuthType": asked["FunctionUrlAuthType"]}
    if asked.get("InvokedViaFunctionUrl"):
        condition["Bool"] = {"lambda:InvokedViaFunctionUrl": "true"}
    statements[asked["StatementId"]] = {
        "Sid": asked["StatementId"],
        "Effect": "Allow",
        "Principal": asked["Principal"],
        "Action": asked["Action"],
        "Resource": f"{function['arn']}:{asked['Qualifier']}",
        "Condition": condition,
    }
    return {}


def remove_permission(state: State, asked: Members) -> Members:
    policies = _function(state, asked)["policies"]
    statements = found(policies, asked["Qualifier"], NOT_FOUND)
    found(statements, asked["StatementId"], NOT_FOUND)
    del statements[asked["StatementId"]]
    if not statements:
        del policies[asked["Qualifier"]]
    return {}


def get_policy(state: State, asked: Members) -> Members:
    policies = _function(state, asked)["policies"]
    statements = found(policies, asked.get("Qualifier", ""), NOT_FOUND)
    document: dict[str, Any] = {"Version": "2012-10-17", "Statement": [*statements.values()]}
    return {"Policy": json.dumps(document)}


def invoke(state: State, asked: Members) -> Members:
    if asked["Qualifier"] != "$LATEST":
        found(_function(state, asked)["aliases"], asked["Qualifier"], NOT_FOUND)
    _function(state, asked)
    return {"StatusCode": 200, **state.invocation}


OPERATIONS: dict[tuple[str, str], Operation] = {
    ("lambda", "CreateFunction"): create_function,
    ("lambda", "DeleteFunction"): delete_function,
    ("lambda", "UpdateFunctionCode"): update_code,
    ("lambda", "UpdateFunctionConfiguration"): update_configuration,
    ("lambda", "GetFunction"): get_function,
    ("lambda", "GetFunctionConfiguration"): get_configuration,
    ("lambda", "ListFunctions"): list_functions,
    ("lambda", "PublishVersion"): publish_version,
    ("lambda", "ListVersionsByFunction"): list_versions,
    ("lambda", "CreateAlias"): create_alias,
    ("lambda", "UpdateAlias"): update_alias,
    ("lambda", "DeleteAlias"): delete_alias,
    ("lambda", "GetAlias"): get_alias,
    ("lambda", "ListAliases"): list_aliases,
    ("lambda", "CreateFunctionUrlConfig"): create_url,
    ("lambda", "DeleteFunctionUrlConfig"): delete_url,
    ("lambda", "GetFunctionUrlConfig"): get_url,
    ("lambda", "ListFunctionUrlConfigs"): list_urls,
    ("lambda", "AddPermission"): add_permission,
    ("lambda", "RemovePermission"): remove_permission,
    ("lambda", "GetPolicy"): get_policy,
    ("lambda", "Invoke"): invoke,
}
