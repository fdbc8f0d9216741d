"""The four categories of AWS, word for word as they were asked for, and where they lead."""

import pytest

from backend.agents.interpreter import interpret
from backend.agents.interpreter.actions.categories import CATEGORIES, get_aws_categories
from backend.agents.interpreter.actions.declaration import IntentCategory

BILLING, OUTAGE, SECURITY, RESOURCES = get_aws_categories()
EXAMPLES = [
    pytest.param(category.name, example, id=example)
    for category in get_aws_categories()
    for example in category.examples
]


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


def sentences(text: str) -> tuple[str, ...]:
    return tuple(text.split(" / "))


@pytest.mark.spec("S4-42")
def test_there_are_four_and_the_interpreter_reads_them() -> None:
    assert [each.name for each in get_aws_categories()] == [
        "AWS_BILLING",
        "AWS_OUTAGE",
        "AWS_SECURITY",
        "AWS_RESOURCE_MANAGEMENT",
    ]
    assert all(each in CATEGORIES for each in get_aws_categories())


@pytest.mark.spec("S4-43", "S4-47", "S4-51", "S4-55")
@pytest.mark.parametrize(
    ("category", "threshold", "description"),
    [
        (BILLING, 0.7, "AWS cost, billing, and budget-related questions"),
        (OUTAGE, 0.8, "AWS service outages, performance issues and health checks"),
        (SECURITY, 0.6, "AWS security, IAM and compliance"),
        (RESOURCES, 0.6, "EC2, EBS, VPC and other AWS resources"),
    ],
    ids=lambda value: value.name if isinstance(value, IntentCategory) else "",
)
def test_what_each_is_about_and_how_sure_it_must_be(
    category: IntentCategory, threshold: float, description: str
) -> None:
    assert (category.confidence_threshold, category.description) == (threshold, description)


@pytest.mark.spec("S4-44", "S4-45", "S4-46")
def test_billing() -> None:
    assert BILLING.examples == sentences(
        "why is my AWS bill so high this month / cost breakdown by service / "
        "what's driving the EC2 costs / set up a budget alert / compare costs with last month"
    )
    assert BILLING.keywords == words(
        "bill, billing, cost, expensive, budget, spend, charge, fee, price, money, dollar, usage"
    )
    assert BILLING.patterns == (r"\$\d+", "bill.*high", "cost.*breakdown", "budget.*alert")


@pytest.mark.spec("S4-48", "S4-49", "S4-50")
def test_outages() -> None:
    assert OUTAGE.examples == sentences(
        "S3 is responding slowly / Lambda functions are timing out / RDS connection issues / "
        "EC2 instances are unhealthy / API Gateway returning 500 errors"
    )
    assert OUTAGE.keywords == words(
        "down, slow, timeout, error, failed, outage, unavailable, 503, 500, connection, latency"
    )
    assert OUTAGE.patterns == (
        "(s3|lambda|rds|ec2|api gateway).*down",
        "timeout",
        r"5\d\d.*error",
        "connection.*failed",
    )


@pytest.mark.spec("S4-52", "S4-53", "S4-54")
def test_security() -> None:
    assert SECURITY.examples == sentences(
        "review my IAM policies / check for security vulnerabilities / who has admin access / "
        "audit recent API calls / security group configuration"
    )
    assert SECURITY.keywords == words(
        "security, iam, policy, permission, access, audit, vulnerability, compliance, role, "
        "group, admin"
    )
    assert SECURITY.patterns == (
        "iam.*policy",
        "security.*group",
        "admin.*access",
        "audit.*log",
    )


@pytest.mark.spec("S4-56", "S4-57", "S4-58")
def test_resources() -> None:
    assert RESOURCES.examples == sentences(
        "list all running EC2 instances / create a new VPC / resize EBS volume / "
        "check unused resources / optimize resource allocation"
    )
    assert RESOURCES.keywords == words(
        "ec2, ebs, vpc, instance, volume, subnet, create, delete, resize, optimize, list"
    )
    assert RESOURCES.patterns == (
        "(create|delete|list).*instance",
        "resize.*volume",
        "vpc.*configuration",
    )


@pytest.mark.spec("G22", "S4-16")
@pytest.mark.parametrize(("category", "example"), EXAMPLES)
def test_the_twenty_examples_reach_their_category_in_any_case(category: str, example: str) -> None:
    assert len(EXAMPLES) == 20
    said = (example, example.upper(), f"{example.capitalize()}?", f"please, {example}!")
    assert {interpret(text).intent for text in said} == {category}


@pytest.mark.spec("G22")
@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("timeout", "AWS_OUTAGE"),
        ("connection failed", "AWS_OUTAGE"),
        ("it costs $500", "AWS_BILLING"),
        ("audit log", "AWS_SECURITY"),
        ("error", "CLARIFY"),
        ("volume", "CLARIFY"),
    ],
)
def test_a_word_alone_counts_as_much_as_its_category_says(text: str, category: str) -> None:
    """A pattern is enough for an outage, a single keyword is not; in doubt it is asked."""
    assert interpret(text).intent == category
