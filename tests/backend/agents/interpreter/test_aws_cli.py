"""Commands of the AWS command line are wishes like any other."""

import pytest

from backend.agents.interpreter import interpret

ONE, OTHER = "i-0123456789abcdef0", "i-0fedcba9876543210"


@pytest.mark.parametrize(
    ("text", "action", "slots"),
    [
        (
            f"aws ec2 stop-instances --instance-ids {ONE} {OTHER} --region us-east-1",
            "stop_ec2",
            {"instance_ids": [ONE, OTHER], "region": "us-east-1"},
        ),
        (
            "please run aws s3 mb s3://acme-new --region eu-west-1",
            "create_bucket",
            {"bucket_name": "acme-new", "region": "eu-west-1"},
        ),
        (
            "aws lambda update-function-code --function-name api --zip-file fileb://api.zip "
            "--region us-east-1",
            "update_lambda_code",
            {"function_name": "api", "zip_file": "api.zip", "region": "us-east-1"},
        ),
        (
            "aws s3 sync ./dist s3://acme-site/x",
            "transfer_files",
            {"source": "./dist", "destination": "s3://acme-site/x"},
        ),
    ],
)
def test_a_command_is_read_with_its_options(
    text: str, action: str, slots: dict[str, object]
) -> None:
    frame = interpret(text)
    assert (frame.action, frame.slots, frame.missing) == (action, slots, ())


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("how do i use aws ec2 stop-instances?", "help"),
        ("aws rds create-db-instance --db-instance-identifier x", "clarify"),
    ],
)
def test_a_command_that_is_not_ours_or_not_wished_does_nothing(text: str, action: str) -> None:
    assert interpret(text).action == action
