"""What each action of the catalogue is good for, and what a kind of resource is called."""

PURPOSES: dict[str, str] = {
    "create_bucket": "A bucket holds the packages of the releases: Lambda takes code from S3, and "
    "an earlier release can only be given back while its package is kept.",
    "upload_s3": "The file has to lie in S3 before anything in AWS can use it.",
    "replace_s3_object": "The file in S3 has to be the new one before anything in AWS can use it.",
    "create_log_group": "The function writes its lines there. Made beforehand, it carries the tags "
    "of its owner and goes away with an undo.",
    "set_log_retention": "Without it the lines are kept, and paid for, for ever.",
    "limit_log_retention": "Without it the lines are kept, and paid for, for ever.",
    "change_log_retention": "It decides for how long lines are kept and paid for.",
    "delete_log_retention": "Lines are then kept without an end, as before.",
    "create_role": "A function acts in AWS as a role; without one Lambda does not take it. The "
    "role can do nothing by itself: what it may do is given in a step of its own.",
    "put_role_policy": "It says what whoever acts as the role may do, and nothing else is allowed.",
    "replace_role_policy": "It says what whoever acts as the role may do, in place of what was "
    "allowed before.",
    "deploy_lambda": "This is the application itself: its code, and the settings that it runs "
    "with.",
    "update_lambda_code": "It puts the new code into the function. What is called goes on running "
    "the published version until the alias is moved.",
    "update_lambda_configuration": "It gives the function the settings that the new code needs.",
    "publish_version": "A version never changes, so there is always something exact to go back to.",
    "create_alias": "The URL points to the alias, so that a later release can be switched to, and "
    "back, in one step.",
    "update_lambda_alias": "This is the moment at which the other version is the one that is "
    "called.",
    "create_function_url": "It is the address at which the application is called.",
    "add_lambda_permission": "AWS refuses every call that nothing allows, so the address would "
    "answer nobody without it.",
    "invoke_lambda": "It runs the function once.",
    "delete_bucket": "It takes the bucket away.",
    "delete_s3_object": "It takes the file out of the bucket.",
    "delete_log_group": "It takes the log group away, with all its lines.",
    "delete_role": "It takes the role away.",
    "delete_role_policy": "It takes these permissions away from the role.",
    "delete_lambda": "It takes the function away.",
    "delete_lambda_version": "It takes this version of the function away.",
    "delete_lambda_alias": "It takes the alias away.",
    "delete_function_url": "It takes the address away, so that nobody can call it any more.",
    "remove_lambda_permission": "It takes away what was allowed to callers.",
}
"""By action, in one or two sentences that hold for every plan, except as :data:`OF_RELEASES`."""

OF_RELEASES = frozenset(
    {
        "create_bucket",
        "upload_s3",
        "replace_s3_object",
        "create_log_group",
        "create_role",
        "deploy_lambda",
        "update_lambda_code",
        "update_lambda_configuration",
        "create_alias",
        "add_lambda_permission",
    }
)
"""Actions whose purpose is true of a release alone: by itself, a bucket may hold anything."""

NOUNS: dict[str, str] = {
    "s3:bucket": "bucket",
    "s3:object": "object",
    "logs:group": "log group",
    "iam:role": "role",
    "lambda:function": "function",
    "lambda:version": "function version",
    "lambda:alias": "alias",
    "lambda:url": "function URL",
    "lambda:permission": "permission of a function",
}
"""By the beginning of a resource's name; what is not listed is called a resource."""

CALLED: dict[str, str] = {
    r"\bbuckets?\b": "s3:bucket",
    r"\b(?:packages?|zip|objects?|uploads?|upload)\b": "s3:object",
    r"\b(?:retention|keep (?:the )?logs)\b": "retention",
    r"\b(?:log ?groups?|logs|logging)\b": "logs:group",
    r"\b(?:inline )?polic(?:y|ies)\b": "/policy/",
    r"\broles?\b": "iam:role",
    r"\b(?:lambdas?|functions?)\b": "lambda:function",
    r"\bversions?\b": "lambda:version",
    r"\balias(?:es)?\b": "lambda:alias",
    r"\b(?:urls?|endpoints?|address)\b": "lambda:url",
}
"""Words for a resource, and what is part of the resources that they mean."""


def noun_of(resource: str) -> str:
    """What a resource is, in a word or two."""
    if resource.endswith("/retention"):
        return "log retention"
    if "/policy/" in resource:
        return "policy of a role"
    return NOUNS.get(resource.partition("/")[0], "resource")


def name_of(resource: str) -> str:
    """What a resource is called, without its kind."""
    return resource.partition("/")[2] or resource
