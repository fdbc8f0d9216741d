"""Every read of the catalogue against botocore's own models, and against the table of reads."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator

from backend.aws.account import Response
from backend.aws.operations import is_read
from backend.domain.plans.actions import Effect, UndoLabel
from backend.domain.plans.policy import LISTED_EVERYWHERE
from backend.tools.aws_deployer.catalog import ACTIONS, CATALOGUE, READS
from backend.tools.aws_deployer.catalog.declaration import Action, Params, ReadAction
from backend.tools.aws_deployer.operations.forms import FORMS, OTHER_NAMES, REACHED_THROUGH
from backend.tools.aws_deployer.operations.table import catalogue_table
from tests.backend.tools.aws_deployer.samples import READ_SAMPLES

CASES = [
    pytest.param(action, action.params.model_validate(sample), id=f"{action.name}-{number}")
    for action in READS.values()
    for number, sample in enumerate(READ_SAMPLES[action.name])
]
EVERY_READ = pytest.mark.parametrize(("action", "params"), CASES)
IAM_ACTION = re.compile(r"[a-z0-9]+:[A-Z][A-Za-z]+")


@cache
def input_shape(service: str, operation: str) -> Any:
    model: Any = botocore.session.Session().get_service_model(service)
    return model.operation_model(operation).input_shape


@dataclass
class EmptyReader:
    """Answers every question with nothing, and holds each against botocore's model."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    region: str = "eu-central-1"

    def read(self, service: str, operation: str, **params: Any) -> Response:
        self.asked.append((service, operation))
        shape = input_shape(service, operation)
        assert ParamValidator().validate(params, shape).generate_report() == ""
        return {
            "Buckets": [],
            "logStreams": [{"logStreamName": "s"}],
            "events": [],
            "Policy": "{}",
            "Configuration": {"FunctionArn": "arn", "Role": "arn"},
        }

    def find(
        self, service: str, operation: str, missing: Collection[str], **params: Any
    ) -> Response | None:
        assert missing
        return self.read(service, operation, **params)


def test_every_read_has_samples_and_every_sample_a_read() -> None:
    assert set(READ_SAMPLES) == set(READS)


def test_a_name_means_one_thing() -> None:
    assert set(READS) & set(ACTIONS) == set()
    assert set(CATALOGUE) == {*READS, *ACTIONS}
    assert [name for name, action in READS.items() if name != action.name] == []


@EVERY_READ
def test_a_read_asks_only_what_reads(action: ReadAction, params: Params) -> None:
    reader = EmptyReader()
    answer = action.answer(reader, params)
    assert set(answer) in ({"columns", "rows", "total"}, {"facts"})
    assert (action.service, action.operation) in reader.asked
    assert [each for each in reader.asked if not is_read(*each)] == []


@EVERY_READ
def test_its_needs_cover_what_it_asks(action: ReadAction, params: Params) -> None:
    """``*`` stands only where AWS knows no narrower resource."""
    reader = EmptyReader()
    action.answer(reader, params)
    named = {name for need in action.needs(params) for name in need.actions}
    other = {"ListBuckets": "ListAllMyBuckets", "ListObjectsV2": "ListBucket"}
    assert {f"{service}:{other.get(name, name)}" for service, name in reader.asked} <= named
    for need in action.needs(params):
        assert all(IAM_ACTION.fullmatch(name) for name in need.actions)
        assert "*" not in need.resources or set(need.actions) <= LISTED_EVERYWHERE


@EVERY_READ
def test_it_needs_no_approval_and_leaves_nothing_to_undo(
    action: ReadAction, params: Params
) -> None:
    assert (action.effect, action.label) == (Effect.READ, UndoLabel.EXACT)
    assert (action.undo_action, action.output_names) == (None, frozenset())
    assert (action.exposes(params), action.grants_on(params)) == (None, None)
    assert action.title(params)
    assert re.fullmatch(r"[a-z0-9]+:[a-z]+/\S.*", action.resource(params))


@pytest.mark.parametrize("name", list(READS))
def test_parameters_are_closed(name: str) -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        READS[name].params.model_validate({**READ_SAMPLES[name][0], "confirm": True})


def test_everything_can_be_asked_for() -> None:
    assert set(FORMS) | set(REACHED_THROUGH) == set(CATALOGUE)
    assert set(FORMS) & set(REACHED_THROUGH) == set()
    assert set(REACHED_THROUGH.values()) | set(OTHER_NAMES.values()) <= set(FORMS)


@pytest.mark.parametrize("name", list(FORMS))
def test_nobody_is_asked_what_the_run_knows(name: str) -> None:
    assert {"tags", "region", "previous", "artefact"} & set(FORMS[name].model_fields) == set()


def test_the_table_says_what_the_catalogue_says() -> None:
    rows: dict[str, Any] = {str(row["name"]): row for row in catalogue_table()}
    assert set(rows) == set(CATALOGUE)
    for name, action in CATALOGUE.items():
        row = rows[name]
        kind = action.kind.value if isinstance(action, Action) else "read"
        assert (row["kind"], row["effect"], row["label"]) == (kind, action.effect, action.label)
        assert row["iam_actions"] == sorted(set(row["iam_actions"]))
        assert row["title"]
        assert all(param["type"] for param in row["params"])


def test_the_table_shows_the_public_arguments() -> None:
    rows: dict[str, Any] = {str(row["name"]): row for row in catalogue_table()}
    assert rows["upload_s3"]["params"] == [
        {"name": "bucket_name", "type": "string", "required": True, "default": None},
        {"name": "file_path", "type": "string", "required": True, "default": None},
        {"name": "object_name", "type": "string", "required": False, "default": None},
    ]
    assert rows["replace_s3_object"]["asked_as"] == "upload_s3"
    assert rows["list_buckets"]["params"] == []
    assert rows["create_bucket"]["resource"] == "s3:bucket/<bucket_name>"
    assert rows["read_logs"]["params"][1] == {
        "name": "limit",
        "type": "integer",
        "required": False,
        "default": 50,
    }
