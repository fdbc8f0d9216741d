"""The gate: what no permit allows is refused before a byte is sent."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest

from backend.aws.operations import is_read
from backend.aws.permits import BoundCall, OneCall
from backend.domain.errors import Bug
from tests.backend.aws.conftest import MakeClient
from tests.doubles.loopback_aws import LoopbackAws

DELETE = BoundCall(service="s3", operation="DeleteBucket", params={"Bucket": "hello"})


def expect_refusal(work: Callable[[], Any], aws: LoopbackAws, sent: int = 0) -> None:
    with pytest.raises(Bug) as error:
        work()
    assert (error.value.error_code, len(aws.seen)) == ("E_NOT_APPROVED", sent)


def test_reads_pass(client: MakeClient, aws: LoopbackAws) -> None:
    client("s3").head_bucket(Bucket="hello")
    assert [(each.method, each.path) for each in aws.seen] == [("HEAD", "/hello")]


@pytest.mark.parametrize("service", ["s3", "iam", "lambda", "logs", "sts", "s3control", "ec2"])
def test_everything_that_is_no_known_read_is_refused(
    service: str, client: MakeClient, aws: LoopbackAws
) -> None:
    """Every operation of the service, without parameters: the gate comes before validation."""
    guarded = client(service)
    methods: dict[str, str] = guarded.meta.method_to_api_mapping
    refused = [method for method, name in methods.items() if not is_read(service, name)]
    for method in refused:
        expect_refusal(getattr(guarded, method), aws)
    assert len(refused) > 5


@pytest.mark.parametrize("service", ["s3control", "globalaccelerator", "appmesh", "logs"])
def test_no_service_escapes_by_its_name_in_events(
    service: str, client: MakeClient, aws: LoopbackAws
) -> None:
    """These services have another name in botocore's events than their clients have."""
    guarded = client(service)
    assert guarded.meta.service_model.service_id.hyphenize() != service
    method = next(each for each in guarded.meta.method_to_api_mapping if "delete" in each)
    expect_refusal(getattr(guarded, method), aws)


def test_one_call_passes_once(client: MakeClient, aws: LoopbackAws) -> None:
    guarded = client("s3", OneCall(DELETE))
    guarded.delete_bucket(Bucket="hello")
    expect_refusal(lambda: guarded.delete_bucket(Bucket="hello"), aws, sent=1)


@pytest.mark.parametrize(
    "params", [{"Bucket": "other"}, {}, {"Bucket": "hello", "ExpectedBucketOwner": "1" * 12}]
)
def test_other_parameters_are_refused(
    params: dict[str, str], client: MakeClient, aws: LoopbackAws
) -> None:
    guarded = client("s3", OneCall(DELETE))
    expect_refusal(lambda: guarded.delete_bucket(**params), aws)


def test_another_operation_is_refused_and_spends_nothing(
    client: MakeClient, aws: LoopbackAws
) -> None:
    guarded = client("s3", OneCall(DELETE))
    expect_refusal(lambda: guarded.create_bucket(Bucket="hello"), aws)
    guarded.delete_bucket(Bucket="hello")
    assert len(aws.seen) == 1


def test_a_permit_for_one_call_lets_no_read_through(client: MakeClient, aws: LoopbackAws) -> None:
    expect_refusal(lambda: client("s3", OneCall(DELETE)).head_bucket(Bucket="hello"), aws)


def test_the_service_belongs_to_the_permit(client: MakeClient, aws: LoopbackAws) -> None:
    elsewhere = BoundCall(service="iam", operation="DeleteBucket", params={"Bucket": "hello"})
    expect_refusal(lambda: client("s3", OneCall(elsewhere)).delete_bucket(Bucket="hello"), aws)


def test_one_permit_of_two_clients_is_spent_once(client: MakeClient, aws: LoopbackAws) -> None:
    permit = OneCall(DELETE)
    client("s3", permit).delete_bucket(Bucket="hello")
    expect_refusal(lambda: client("s3", permit).delete_bucket(Bucket="hello"), aws, sent=1)


def test_of_many_threads_one_passes(client: MakeClient, aws: LoopbackAws) -> None:
    guarded, outcomes = client("s3", OneCall(DELETE)), list[str]()

    def attempt() -> None:
        try:
            guarded.delete_bucket(Bucket="hello")
            outcomes.append("passed")
        except Bug as error:
            outcomes.append(error.error_code)

    threads = [Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["E_NOT_APPROVED"] * 7 + ["passed"]
    assert len(aws.seen) == 1


@pytest.mark.parametrize("method", ["get_object", "head_bucket", "put_object", "delete_bucket"])
def test_presigned_urls_are_refused(method: str, client: MakeClient, aws: LoopbackAws) -> None:
    guarded = client("s3")
    expect_refusal(lambda: guarded.generate_presigned_url(method, {"Bucket": "a"}), aws)
    expect_refusal(lambda: guarded.generate_presigned_post("a", "b"), aws)


def test_a_permitted_call_is_not_presigned(client: MakeClient, aws: LoopbackAws) -> None:
    guarded = client("s3", OneCall(DELETE))
    expect_refusal(
        lambda: guarded.generate_presigned_url("delete_bucket", {"Bucket": "hello"}), aws
    )
    guarded.delete_bucket(Bucket="hello")
    assert len(aws.seen) == 1


def test_paginators_of_reads_pass(client: MakeClient, aws: LoopbackAws) -> None:
    page = b"<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>"
    aws.answer(200, page)
    pages = client("s3").get_paginator("list_objects_v2").paginate(Bucket="hello")
    assert len(list(pages)) == len(aws.seen) == 1


def test_other_paginators_are_refused(client: MakeClient, aws: LoopbackAws) -> None:
    pages = client("s3").get_paginator("list_object_versions").paginate(Bucket="hello")
    expect_refusal(lambda: list(pages), aws)


def test_waiters_of_reads_pass(client: MakeClient, aws: LoopbackAws) -> None:
    client("s3").get_waiter("bucket_exists").wait(Bucket="hello")
    assert len(aws.seen) == 1


def test_other_waiters_are_refused(client: MakeClient, aws: LoopbackAws) -> None:
    expect_refusal(lambda: client("iam").get_waiter("user_exists").wait(UserName="a"), aws)


@pytest.mark.parametrize(
    "transfer",
    [
        lambda each: each.upload_file("a", "b", "c"),
        lambda each: each.upload_fileobj(None, "b", "c"),
        lambda each: each.download_file("b", "c", "d"),
        lambda each: each.download_fileobj("b", "c", None),
        lambda each: each.copy({}, "b", "c"),
    ],
)
def test_transfers_are_refused(
    transfer: Callable[[Any], Any], client: MakeClient, aws: LoopbackAws
) -> None:
    expect_refusal(lambda: transfer(client("s3")), aws)


def test_a_request_made_around_the_gate_is_refused(client: MakeClient, aws: LoopbackAws) -> None:
    guarded = client("s3")
    model = guarded.meta.service_model.operation_model("DeleteBucket")
    request: dict[str, Any] = {
        "method": "DELETE",
        "url": f"{aws.url}/hello",
        "url_path": "/hello",
        "headers": {},
        "body": b"",
        "query_string": {},
        "context": {},
    }
    expect_refusal(lambda: guarded._make_request(model, request, {}), aws)


def test_the_attempts_of_one_read_are_one_call(client: MakeClient, aws: LoopbackAws) -> None:
    aws.answer(500)
    client("s3", attempts=2).head_bucket(Bucket="hello")
    assert len(aws.seen) == 2


def test_a_change_is_attempted_once(client: MakeClient, aws: LoopbackAws) -> None:
    aws.answer(503)
    with pytest.raises(Exception, match="503"):
        client("s3", OneCall(DELETE)).delete_bucket(Bucket="hello")
    assert len(aws.seen) == 1


def test_unknown_operations_count_as_changes() -> None:
    assert not is_read("s3", "ListEverythingNew")
    assert not is_read("unheard-of", "ListBuckets")
    assert not is_read("s3", "listbuckets")
