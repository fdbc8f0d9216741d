"""Lambda: the functions of the region, and what is known of one."""

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject
from backend.tools.aws_deployer.catalog.declaration import IamNeed, NoParams, ReadAction
from backend.tools.aws_deployer.catalog.lambda_parameters import FunctionName, function_needs
from backend.tools.aws_deployer.catalog.reads.answers import facts, items, listing

_PAGES = ("Marker", "NextMarker")
_COLUMNS = ("function_name", "runtime", "memory_mb", "timeout_s", "changed_at")


def _functions(reader: Reader, _params: NoParams) -> JsonObject:
    found = items(reader, ("lambda", "ListFunctions"), _PAGES, "Functions")
    keys = ("FunctionName", "Runtime", "MemorySize", "Timeout", "LastModified")
    rows = ([each.get(key) for key in keys] for each in found)
    return listing(_COLUMNS, rows)


def _function(reader: Reader, params: FunctionName) -> JsonObject:
    """Of environment variables the names alone: their values may be secrets."""
    name = params.function_name
    answer = reader.read("lambda", "GetFunction", FunctionName=name)
    configuration = answer["Configuration"]
    variables = configuration.get("Environment", {}).get("Variables", {})
    aliases = items(reader, ("lambda", "ListAliases"), _PAGES, "Aliases", FunctionName=name)
    return facts(
        function_name=name,
        function_arn=configuration["FunctionArn"],
        role=configuration["Role"],
        runtime=configuration.get("Runtime"),
        handler=configuration.get("Handler"),
        memory_mb=configuration.get("MemorySize"),
        timeout_s=configuration.get("Timeout"),
        code_sha256=configuration.get("CodeSha256"),
        code_size_bytes=configuration.get("CodeSize"),
        state=configuration.get("State"),
        changed_at=configuration.get("LastModified"),
        environment_names=[*sorted(variables)],
        aliases={alias["Name"]: alias["FunctionVersion"] for alias in aliases},
        tags=dict(answer.get("Tags", {})),
    )


READS = (
    ReadAction(
        name="list_lambda_functions",
        service="lambda",
        operation="ListFunctions",
        params=NoParams,
        title=lambda p: "List the functions of the region",
        resource=lambda p: "lambda:functions/all",
        answer=_functions,
        needs=lambda p: (IamNeed(actions=("lambda:ListFunctions",), resources=("*",)),),
    ),
    ReadAction(
        name="get_lambda_function",
        service="lambda",
        operation="GetFunction",
        params=FunctionName,
        title=lambda p: f"Show the function {p.function_name}",
        resource=lambda p: f"lambda:function/{p.function_name}",
        answer=_function,
        needs=function_needs("lambda:GetFunction", "lambda:ListAliases", "lambda:ListTags"),
    ),
)
