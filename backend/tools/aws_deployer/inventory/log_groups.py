"""The CloudWatch log groups of the region."""

from collections.abc import Iterator

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject
from backend.tools.aws_deployer.inventory.listing import Found, Section, pages

_GONE = ("ResourceNotFoundException",)


def _names(reader: Reader) -> Iterator[tuple[str, Found]]:
    for page in pages(reader, "logs", "DescribeLogGroups", ("nextToken", "nextToken")):
        for group in page["logGroups"]:
            yield group["logGroupName"], group


def _facts(reader: Reader, _: str, found: Found) -> JsonObject | None:
    arn = found["arn"].removesuffix(":*")
    tags = reader.find("logs", "ListTagsForResource", _GONE, resourceArn=arn)
    if tags is None:
        return None
    return {"retention_days": found.get("retentionInDays"), "tags": dict(tags["tags"])}


SECTION = Section(kind="logs:group", names=_names, facts=_facts)
