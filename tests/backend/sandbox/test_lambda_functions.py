"""Functions, versions and aliases behave as Lambda's do."""

import base64
import hashlib

import pytest
from botocore.exceptions import ClientError

from tests.backend.sandbox.running import (
    ACCOUNT_ID,
    ECHO,
    TRUST,
    RunningSandbox,
    code_of,
    create_function,
    create_role,
    fetch,
    zipped,
)

pytestmark = pytest.mark.slow
OTHER = zipped(app="def handler(event, context):\n    return 'other'\n")


def test_a_new_function_is_pending_in_the_answer_and_active_when_read(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    created = create_function(sandbox, "new", Environment={"Variables": {"A": "1"}})
    assert created["State"] == "Pending"
    assert created["Version"] == "$LATEST"
    assert created["CodeSha256"] == base64.b64encode(hashlib.sha256(ECHO).digest()).decode()
    client.get_waiter("function_active_v2").wait(FunctionName="new")
    read = client.get_function(FunctionName="new")
    assert read["Configuration"]["LastUpdateStatus"] == "Successful"
    assert read["Configuration"]["Environment"] == {"Variables": {"A": "1"}}
    assert read["Configuration"]["FunctionArn"].endswith(":function:new")
    assert fetch(read["Code"]["Location"])[2] == ECHO


def test_a_second_function_of_the_same_name_conflicts(sandbox: RunningSandbox):
    role = create_role(sandbox, "twice-role")
    create_function(sandbox, "twice", role=role)
    with pytest.raises(ClientError) as error:
        create_function(sandbox, "twice", role=role)
    assert code_of(error) == "ResourceConflictException"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"Runtime": "python1.0"}, "InvalidParameterValueException"),
        ({"Timeout": 901}, "ValidationException"),
        ({"FunctionName": "no spaces"}, "ValidationException"),
        ({"role": f"arn:aws:iam::{ACCOUNT_ID}:role/absent"}, "InvalidParameterValueException"),
        ({"code": b"not a zip"}, "InvalidParameterValueException"),
        ({"Code": {"S3Bucket": "absent", "S3Key": "k"}}, "InvalidParameterValueException"),
        ({"Environment": {"Variables": {"AWS_REGION": "x"}}}, "InvalidParameterValueException"),
        ({"PackageType": "Image"}, "NotSimulatedInSandbox"),
    ],
)
def test_what_lambda_refuses_is_refused(sandbox: RunningSandbox, wrong: dict, code: str):
    role = wrong.pop("role", None) or create_role(sandbox, f"wrong-{abs(hash(repr(wrong)))}")
    archive = wrong.pop("code", ECHO)
    with pytest.raises(ClientError) as error:
        create_function(sandbox, "wrong", archive, role=role, **wrong)
    assert code_of(error) == code


def test_a_role_that_does_not_trust_lambda_cannot_be_used(sandbox: RunningSandbox):
    trust = TRUST.replace("lambda.amazonaws.com", "ec2.amazonaws.com")
    iam = sandbox.client("iam")
    role = iam.create_role(RoleName="ec2-only", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    with pytest.raises(ClientError, match="cannot be assumed by Lambda"):
        create_function(sandbox, "untrusted", role=role)


def test_code_comes_from_s3_too(sandbox: RunningSandbox):
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="code-of-functions")
    s3.put_object(Bucket="code-of-functions", Key="a b/é.zip", Body=OTHER)
    source = {"S3Bucket": "code-of-functions", "S3Key": "a b/é.zip"}
    created = create_function(sandbox, "from-s3", Code=source)
    assert created["CodeSize"] == len(OTHER)


def test_an_update_with_dry_run_changes_nothing(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    before = create_function(sandbox, "dry")
    answer = client.update_function_code(FunctionName="dry", ZipFile=OTHER, DryRun=True)
    assert answer["CodeSha256"] != before["CodeSha256"]
    read = client.get_function_configuration(FunctionName="dry")
    assert read["CodeSha256"] == before["CodeSha256"]
    assert read["RevisionId"] == before["RevisionId"]


def test_updates_keep_what_is_not_given_and_check_the_revision(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    before = create_function(sandbox, "updated", MemorySize=256, Description="first")
    client.update_function_configuration(FunctionName="updated", Timeout=7)
    read = client.get_function_configuration(FunctionName="updated")
    assert (read["Timeout"], read["MemorySize"], read["Description"]) == (7, 256, "first")
    with pytest.raises(ClientError) as error:
        client.update_function_code(
            FunctionName="updated", ZipFile=OTHER, RevisionId=before["RevisionId"]
        )
    assert code_of(error) == "PreconditionFailedException"


def test_publishing_is_idempotent_until_something_changes(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    create_function(sandbox, "published")
    first = client.publish_version(FunctionName="published")
    assert first["Version"] == "1"
    assert first["FunctionArn"].endswith(":published:1")
    assert client.publish_version(FunctionName="published")["Version"] == "1"
    client.update_function_code(FunctionName="published", ZipFile=OTHER)
    assert client.publish_version(FunctionName="published")["Version"] == "2"
    assert client.publish_version(FunctionName="published")["Version"] == "2"
    frozen = client.get_function_configuration(FunctionName="published", Qualifier="1")
    assert frozen["CodeSha256"] == first["CodeSha256"]
    with pytest.raises(ClientError, match="different from current CodeSHA256"):
        client.publish_version(FunctionName="published", CodeSha256="AAAA")


def test_version_numbers_are_never_given_twice(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    created = create_function(sandbox, "numbered", Publish=True)
    assert created["Version"] == "1"
    client.delete_function(FunctionName="numbered", Qualifier="1")
    assert client.publish_version(FunctionName="numbered")["Version"] == "2"
    client.delete_function(FunctionName="numbered")
    again = create_function(sandbox, "numbered", role=created["Role"], Publish=True)
    assert again["Version"] == "3"


def test_an_alias_leads_to_its_version_and_holds_it(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    create_function(sandbox, "aliased", Publish=True)
    client.create_alias(FunctionName="aliased", Name="live", FunctionVersion="1")
    client.update_function_code(FunctionName="aliased", ZipFile=OTHER, Publish=True)
    read = client.get_function_configuration(FunctionName="aliased", Qualifier="live")
    assert read["Version"] == "1"
    assert read["FunctionArn"].endswith(":aliased:live")
    with pytest.raises(ClientError) as error:
        client.delete_function(FunctionName="aliased", Qualifier="1")
    assert code_of(error) == "ResourceConflictException"
    moved = client.update_alias(FunctionName="aliased", Name="live", FunctionVersion="2")
    assert moved["FunctionVersion"] == "2"
    client.delete_function(FunctionName="aliased", Qualifier="1")
    names = [
        v["Version"] for v in client.list_versions_by_function(FunctionName="aliased")["Versions"]
    ]
    assert names == ["$LATEST", "2"]
    assert client.list_aliases(FunctionName="aliased")["Aliases"][0]["Name"] == "live"
    client.delete_alias(FunctionName="aliased", Name="live")
    client.delete_alias(FunctionName="aliased", Name="live")
    with pytest.raises(ClientError) as error:
        client.get_alias(FunctionName="aliased", Name="live")
    assert code_of(error) == "ResourceNotFoundException"


def test_an_alias_needs_an_existing_version_and_its_own_name(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    create_function(sandbox, "strict", Publish=True)
    with pytest.raises(ClientError) as error:
        client.create_alias(FunctionName="strict", Name="live", FunctionVersion="9")
    assert code_of(error) == "ResourceNotFoundException"
    client.create_alias(FunctionName="strict", Name="live", FunctionVersion="1")
    with pytest.raises(ClientError) as error:
        client.create_alias(FunctionName="strict", Name="live", FunctionVersion="1")
    assert code_of(error) == "ResourceConflictException"


def test_tags_of_a_function(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    arn = create_function(sandbox, "tagged", Tags={"a": "1", "b": "2"})["FunctionArn"]
    client.tag_resource(Resource=arn, Tags={"c": "3"})
    client.untag_resource(Resource=arn, TagKeys=["a", "b"])
    assert client.list_tags(Resource=arn)["Tags"] == {"c": "3"}
    assert client.get_function(FunctionName=arn)["Tags"] == {"c": "3"}


def test_a_deleted_function_is_gone_with_all_that_was_its(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    created = create_function(sandbox, "doomed", Publish=True)
    client.create_alias(FunctionName="doomed", Name="live", FunctionVersion="1")
    client.delete_function(FunctionName="doomed")
    for call in (client.get_function, client.delete_function, client.list_aliases):
        with pytest.raises(ClientError) as error:
            call(FunctionName="doomed")
        assert code_of(error) == "ResourceNotFoundException"
    create_function(sandbox, "doomed", role=created["Role"])
    assert client.list_aliases(FunctionName="doomed")["Aliases"] == []


def test_functions_of_another_region_are_other_functions(sandbox: RunningSandbox):
    create_function(sandbox, "regional")
    elsewhere = sandbox.client("lambda", "eu-west-1")
    assert elsewhere.list_functions()["Functions"] == []
    listed = sandbox.client("lambda").list_functions()["Functions"]
    assert "regional" in [function["FunctionName"] for function in listed]


def test_what_is_not_simulated_says_so(sandbox: RunningSandbox):
    with pytest.raises(ClientError, match="does not simulate") as error:
        sandbox.client("lambda").list_layers()
    assert code_of(error) == "NotSimulatedInSandbox"
