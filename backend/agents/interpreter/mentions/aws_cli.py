"""Commands of the AWS command line, as people paste them: ``aws ec2 stop-instances …``."""

import re

_ACTIONS = {
    "ec2": {
        "run-instances": "launch_ec2",
        "start-instances": "start_ec2_instances",
        "stop-instances": "stop_ec2",
        "terminate-instances": "terminate_ec2",
        "describe-instances": "list_ec2_instances",
        "describe-images": "describe_images",
        "describe-vpcs": "list_vpcs",
        "create-vpc": "create_vpc",
        "delete-vpc": "delete_vpc",
        "describe-subnets": "list_subnets",
        "create-subnet": "create_subnet",
        "delete-subnet": "delete_subnet",
        "create-route": "create_route",
        "describe-security-groups": "list_security_groups",
        "create-security-group": "create_security_group",
        "delete-security-group": "delete_security_group",
        "authorize-security-group-ingress": "authorize_security_group_ingress",
        "revoke-security-group-ingress": "revoke_security_group_ingress",
        "describe-key-pairs": "list_key_pairs",
        "create-key-pair": "create_key_pair",
        "delete-key-pair": "delete_key_pair",
        "modify-volume": "resize_volume",
    },
    "s3": {"mb": "create_bucket", "rb": "delete_bucket"},
    "s3api": {
        "list-buckets": "list_buckets",
        "create-bucket": "create_bucket",
        "delete-bucket": "delete_bucket",
        "list-objects": "list_s3_objects",
        "list-objects-v2": "list_s3_objects",
        "delete-object": "delete_s3_object",
        "get-bucket-policy": "get_bucket_policy",
        "put-bucket-policy": "put_bucket_policy",
        "put-bucket-versioning": "put_bucket_versioning",
    },
    "lambda": {
        "create-function": "deploy_lambda",
        "update-function-code": "update_lambda_code",
        "invoke": "invoke_lambda",
    },
    "ecs": {
        "create-cluster": "create_cluster",
        "create-service": "create_service",
        "update-service": "update_service",
        "register-task-definition": "register_task_definition",
    },
    "iam": {
        "list-users": "list_iam_users",
        "list-roles": "list_iam_roles",
        "list-policies": "list_iam_policies",
        "create-user": "create_iam_user",
        "delete-user": "delete_iam_user",
        "create-role": "create_iam_role",
        "delete-role": "delete_iam_role",
        "create-policy": "create_iam_policy",
        "delete-policy": "delete_iam_policy",
        "attach-user-policy": "attach_iam_policy",
        "attach-role-policy": "attach_iam_policy",
        "detach-user-policy": "detach_iam_policy",
        "detach-role-policy": "detach_iam_policy",
        "create-access-key": "create_access_key",
    },
}
_OPTIONS = {
    "bucket": "bucket_name",
    "key": "object_name",
    "image-id": "ami_id",
    "role": "role_arn",
    "zip-file": "zip_file",
    "policy-document": "policy_document",
}
_COMMAND = re.compile(r"\baws (?P<service>[a-z0-9]+) (?P<operation>[a-z][a-z0-9-]*)(?![\w-])")
_OPTION = re.compile(rf"(?<![\w-])--(?P<name>{'|'.join(_OPTIONS)})(?=[ =])")
_NO_PART_OF_A_VALUE = re.compile(r"(?<![\w-])--instance-ids?[ =]|\bfileb?://")
"""Several ids stand behind one option, and a file is named like an address."""

_COPY = re.compile(r"\baws s3 (cp|mv|sync) ([^\s-]\S*) (?!to )(?=[^\s-])")


def with_actions_of_cli(text: str) -> str:
    """The text with our names for the commands of the AWS command line, and for their options."""
    if "aws " not in text:
        return text
    named = _COMMAND.sub(_action, _COPY.sub(r"aws s3 \1 \2 to ", text))
    if named == text:
        return text
    return _OPTION.sub(_option, _NO_PART_OF_A_VALUE.sub("", named))


def _action(command: re.Match[str]) -> str:
    operations = _ACTIONS.get(command["service"], {})
    return operations.get(command["operation"], command[0])


def _option(option: re.Match[str]) -> str:
    return f"--{_OPTIONS[option['name']].replace('_', '-')}"
