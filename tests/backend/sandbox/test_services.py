"""The other services that a deployment and its undo rely on: S3, IAM, STS, Logs, EC2."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from tests.backend.sandbox.running import (
    ACCOUNT_ID,
    TRUST,
    RunningSandbox,
    code_of,
    create_role,
    fetch,
)

pytestmark = pytest.mark.slow
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*"}],
    }
)


def test_the_caller_is_the_simulated_account(sandbox: RunningSandbox):
    identity = sandbox.client("sts").get_caller_identity()
    assert identity["Account"] == ACCOUNT_ID
    assert identity["Arn"] == f"arn:aws:sts::{ACCOUNT_ID}:user/moto"


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [
        ("sts", "get_caller_identity", "InvalidClientTokenId"),
        ("s3", "list_buckets", "InvalidAccessKeyId"),
        ("lambda", "list_functions", "UnrecognizedClientException"),
        ("logs", "describe_log_groups", "UnrecognizedClientException"),
        ("ec2", "describe_vpcs", "AuthFailure"),
    ],
)
def test_unknown_keys_are_refused(sandbox: RunningSandbox, service: str, operation: str, code: str):
    with pytest.raises(ClientError) as error:
        getattr(sandbox.client(service, key="AKIAFAKENOTKNOWN0000"), operation)()
    assert code_of(error) == code


def test_an_expired_key_says_so(sandbox: RunningSandbox):
    with pytest.raises(ClientError) as error:
        sandbox.client("sts", key="AKIAFAKEEXPIREDKEY01").get_caller_identity()
    assert code_of(error) == "ExpiredToken"


def test_unsigned_requests_web_pages_and_other_hosts_are_refused(sandbox: RunningSandbox):
    assert fetch(f"{sandbox.url}/some-bucket")[0] == 403
    assert fetch(f"{sandbox.url}/moto-api/reset", "POST", b"")[0] == 403
    page = {"Origin": "https://example.com"}
    assert fetch(f"{sandbox.url}/_sandbox/status", headers=page)[0] == 403
    rebound = {"Host": "example.com"}
    assert fetch(f"{sandbox.url}/_sandbox/status", headers=rebound)[0] == 403


def test_keys_of_an_assumed_role_are_known_and_name_the_role(sandbox: RunningSandbox):
    arn = create_role(sandbox, "assumed")
    answer = sandbox.client("sts").assume_role(RoleArn=arn, RoleSessionName="plan-step")
    keys = answer["Credentials"]
    client = sandbox.client("sts", key=keys["AccessKeyId"], session_token=keys["SessionToken"])
    assert client.get_caller_identity()["Arn"].endswith(":assumed-role/assumed/plan-step")


def test_a_bucket_takes_its_tags_at_creation(sandbox: RunningSandbox):
    s3 = sandbox.client("s3")
    tags = [{"Key": "a", "Value": "<1> & é"}, {"Key": "b", "Value": "2"}]
    s3.create_bucket(Bucket="tagged-bucket", CreateBucketConfiguration={"Tags": tags})
    assert s3.get_bucket_tagging(Bucket="tagged-bucket")["TagSet"] == tags
    west = sandbox.client("s3", "us-west-2")
    place = {"LocationConstraint": "us-west-2", "Tags": tags[:1]}
    west.create_bucket(Bucket="tagged-in-the-west", CreateBucketConfiguration=place)
    assert west.get_bucket_tagging(Bucket="tagged-in-the-west")["TagSet"] == tags[:1]
    assert (
        west.get_bucket_location(Bucket="tagged-in-the-west")["LocationConstraint"] == "us-west-2"
    )


@pytest.mark.parametrize("name", ["192.168.0.1", "a..b", "under_score", "Upper-case", "-dash"])
def test_a_bucket_needs_a_valid_name(sandbox: RunningSandbox, name: str):
    with pytest.raises(ClientError) as error:
        sandbox.client("s3").create_bucket(Bucket=name)
    assert code_of(error) == "InvalidBucketName"


def test_a_region_that_aws_does_not_have_is_refused(sandbox: RunningSandbox):
    for service, operation in (("sts", "get_caller_identity"), ("s3", "list_buckets")):
        with pytest.raises(ClientError, match="valid region"):
            getattr(sandbox.client(service, "mars-north-1"), operation)()


def test_creating_an_owned_bucket_again(sandbox: RunningSandbox):
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="owned-bucket")
    s3.put_object(Bucket="owned-bucket", Key="kept", Body=b"1")
    s3.create_bucket(
        Bucket="owned-bucket", CreateBucketConfiguration={"Tags": [{"Key": "a", "Value": "1"}]}
    )
    assert s3.head_object(Bucket="owned-bucket", Key="kept")["ContentLength"] == 1
    with pytest.raises(ClientError) as error:
        s3.get_bucket_tagging(Bucket="owned-bucket")
    assert code_of(error) == "NoSuchTagSet"
    west = sandbox.client("s3", "us-west-2")
    with pytest.raises(ClientError) as error:
        west.create_bucket(
            Bucket="owned-bucket", CreateBucketConfiguration={"LocationConstraint": "us-west-2"}
        )
    assert code_of(error) == "BucketAlreadyOwnedByYou"


def test_objects_and_the_bucket_that_holds_them(sandbox: RunningSandbox):
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="full-bucket")
    key = "a b/ü+%.txt"
    put = s3.put_object(
        Bucket="full-bucket", Key=key, Body=b"x" * 100, Metadata={"own_er": "us"}, Tagging="t=1"
    )
    head = s3.head_object(Bucket="full-bucket", Key=key)
    assert (head["ETag"], head["ContentLength"]) == (put["ETag"], 100)
    assert head["Metadata"] == {"own_er": "us"}
    assert s3.get_object_tagging(Bucket="full-bucket", Key=key)["TagSet"] == [
        {"Key": "t", "Value": "1"}
    ]
    assert s3.get_object(Bucket="full-bucket", Key=key)["Body"].read() == b"x" * 100
    listed = s3.list_objects_v2(Bucket="full-bucket")["Contents"]
    assert [item["Key"] for item in listed] == [key]
    with pytest.raises(ClientError) as error:
        s3.delete_bucket(Bucket="full-bucket")
    assert code_of(error) == "BucketNotEmpty"
    s3.delete_object(Bucket="full-bucket", Key=key)
    s3.delete_object(Bucket="full-bucket", Key=key)
    with pytest.raises(ClientError) as error:
        s3.head_object(Bucket="full-bucket", Key=key)
    assert code_of(error) == "404"
    s3.delete_bucket(Bucket="full-bucket")
    with pytest.raises(ClientError) as error:
        s3.head_bucket(Bucket="full-bucket")
    assert code_of(error) == "404"


def test_uploads_in_parts_and_public_access_blocks(sandbox: RunningSandbox):
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="parts-bucket")
    upload = s3.create_multipart_upload(Bucket="parts-bucket", Key="big")["UploadId"]
    where = {"Bucket": "parts-bucket", "Key": "big", "UploadId": upload}
    etags = [
        s3.upload_part(**where, PartNumber=n, Body=body)["ETag"]
        for n, body in ((1, b"a" * 5_242_880), (2, b"b"))
    ]
    parts = [{"PartNumber": n, "ETag": etag} for n, etag in enumerate(etags, 1)]
    s3.complete_multipart_upload(**where, MultipartUpload={"Parts": parts})
    assert s3.head_object(Bucket="parts-bucket", Key="big")["ContentLength"] == 5_242_881
    block = dict.fromkeys(
        ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True
    )
    s3.put_public_access_block(Bucket="parts-bucket", PublicAccessBlockConfiguration=block)
    read = s3.get_public_access_block(Bucket="parts-bucket")
    assert read["PublicAccessBlockConfiguration"] == block


def test_a_role_and_its_inline_policy(sandbox: RunningSandbox):
    iam = sandbox.client("iam")
    tags = [{"Key": "a", "Value": "1"}]
    role = iam.create_role(RoleName="roled", AssumeRolePolicyDocument=TRUST, Tags=tags)["Role"]
    assert role["Arn"] == f"arn:aws:iam::{ACCOUNT_ID}:role/roled"
    with pytest.raises(ClientError) as error:
        iam.create_role(RoleName="roled", AssumeRolePolicyDocument=TRUST)
    assert code_of(error) == "EntityAlreadyExists"
    with pytest.raises(ClientError) as error:
        iam.put_role_policy(RoleName="roled", PolicyName="p", PolicyDocument="{}")
    assert code_of(error) == "MalformedPolicyDocument"
    iam.put_role_policy(RoleName="roled", PolicyName="p", PolicyDocument=POLICY)
    assert iam.get_role_policy(RoleName="roled", PolicyName="p")["PolicyDocument"] == json.loads(
        POLICY
    )
    assert iam.list_role_tags(RoleName="roled")["Tags"] == tags
    with pytest.raises(ClientError) as error:
        iam.delete_role(RoleName="roled")
    assert code_of(error) == "DeleteConflict"
    iam.delete_role_policy(RoleName="roled", PolicyName="p")
    iam.delete_role(RoleName="roled")
    for call in (iam.get_role, iam.delete_role):
        with pytest.raises(ClientError) as error:
            call(RoleName="roled")
        assert code_of(error) == "NoSuchEntity"


def test_managed_policies_exist(sandbox: RunningSandbox):
    iam = sandbox.client("iam")
    create_role(sandbox, "managed")
    arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    iam.attach_role_policy(RoleName="managed", PolicyArn=arn)
    attached = iam.list_attached_role_policies(RoleName="managed")["AttachedPolicies"]
    assert [policy["PolicyArn"] for policy in attached] == [arn]


def test_a_log_group_with_retention_and_tags(sandbox: RunningSandbox):
    logs = sandbox.client("logs")
    logs.create_log_group(logGroupName="/aws/lambda/grouped", tags={"a": "1"})
    with pytest.raises(ClientError) as error:
        logs.create_log_group(logGroupName="/aws/lambda/grouped")
    assert code_of(error) == "ResourceAlreadyExistsException"
    logs.put_retention_policy(logGroupName="/aws/lambda/grouped", retentionInDays=14)
    with pytest.raises(ClientError) as error:
        logs.put_retention_policy(logGroupName="/aws/lambda/grouped", retentionInDays=15)
    assert code_of(error) == "InvalidParameterException"
    group = logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/grouped")["logGroups"][0]
    assert group["retentionInDays"] == 14
    arn = group["arn"].removesuffix(":*")
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"a": "1"}
    logs.delete_retention_policy(logGroupName="/aws/lambda/grouped")
    logs.delete_log_group(logGroupName="/aws/lambda/grouped")
    with pytest.raises(ClientError) as error:
        logs.delete_log_group(logGroupName="/aws/lambda/grouped")
    assert code_of(error) == "ResourceNotFoundException"


def test_a_dry_run_of_ec2_executes_nothing(sandbox: RunningSandbox):
    ec2 = sandbox.client("ec2")
    before = len(ec2.describe_vpcs()["Vpcs"])
    with pytest.raises(ClientError) as error:
        ec2.create_vpc(CidrBlock="10.9.0.0/16", DryRun=True)
    assert code_of(error) == "DryRunOperation"
    assert len(ec2.describe_vpcs()["Vpcs"]) == before


def test_a_client_token_is_applied_once(sandbox: RunningSandbox):
    ec2 = sandbox.client("ec2")
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    wanted = {"ImageId": image, "MinCount": 1, "MaxCount": 1, "ClientToken": "run:node:1:leaf"}
    first = ec2.run_instances(**wanted)["Instances"][0]["InstanceId"]
    assert ec2.run_instances(**wanted)["Instances"][0]["InstanceId"] == first
    with pytest.raises(ClientError) as error:
        ec2.run_instances(**{**wanted, "MaxCount": 2})
    assert code_of(error) == "IdempotentParameterMismatch"


def test_many_requests_at_once(sandbox: RunningSandbox):
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="busy-bucket")

    def put(number: int) -> int:
        reply = s3.put_object(Bucket="busy-bucket", Key=f"k{number}", Body=b"x")
        return reply["ResponseMetadata"]["HTTPStatusCode"]

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(put, range(40))) == {200}
    assert s3.list_objects_v2(Bucket="busy-bucket")["KeyCount"] == 40


def test_an_operation_that_moto_lacks_says_so(sandbox: RunningSandbox):
    period = {"Start": "2026-01-01", "End": "2026-02-01"}
    with pytest.raises(ClientError) as error:
        sandbox.client("ce").get_cost_forecast(
            TimePeriod=period, Metric="UNBLENDED_COST", Granularity="MONTHLY"
        )
    assert code_of(error) == "NotSimulatedInSandbox"
