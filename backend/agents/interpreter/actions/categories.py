"""The categories of intents; plugins add their own."""

from backend.agents.interpreter.actions.declaration import IntentCategory

_AWS = (
    IntentCategory(
        name="AWS_BILLING",
        description="AWS cost, billing, and budget-related questions",
        examples=(
            "why is my AWS bill so high this month",
            "cost breakdown by service",
            "what's driving the EC2 costs",
            "set up a budget alert",
            "compare costs with last month",
        ),
        keywords=(
            "bill",
            "billing",
            "cost",
            "expensive",
            "budget",
            "spend",
            "charge",
            "fee",
            "price",
            "money",
            "dollar",
            "usage",
        ),
        patterns=(r"\$\d+", r"bill.*high", r"cost.*breakdown", r"budget.*alert"),
        confidence_threshold=0.7,
        default_action="aws_cost_analysis",
    ),
    IntentCategory(
        name="AWS_OUTAGE",
        description="AWS service outages, performance issues and health checks",
        examples=(
            "S3 is responding slowly",
            "Lambda functions are timing out",
            "RDS connection issues",
            "EC2 instances are unhealthy",
            "API Gateway returning 500 errors",
        ),
        keywords=(
            "down",
            "slow",
            "timeout",
            "error",
            "failed",
            "outage",
            "unavailable",
            "503",
            "500",
            "connection",
            "latency",
        ),
        patterns=(
            r"(s3|lambda|rds|ec2|api gateway).*down",
            r"timeout",
            r"5\d\d.*error",
            r"connection.*failed",
        ),
        confidence_threshold=0.8,
        default_action="aws_service_health",
    ),
    IntentCategory(
        name="AWS_SECURITY",
        description="AWS security, IAM and compliance",
        examples=(
            "review my IAM policies",
            "check for security vulnerabilities",
            "who has admin access",
            "audit recent API calls",
            "security group configuration",
        ),
        keywords=(
            "security",
            "iam",
            "policy",
            "permission",
            "access",
            "audit",
            "vulnerability",
            "compliance",
            "role",
            "group",
            "admin",
        ),
        patterns=(r"iam.*policy", r"security.*group", r"admin.*access", r"audit.*log"),
        confidence_threshold=0.6,
        default_action="aws_security_scan",
    ),
    IntentCategory(
        name="AWS_RESOURCE_MANAGEMENT",
        description="EC2, EBS, VPC and other AWS resources",
        examples=(
            "list all running EC2 instances",
            "create a new VPC",
            "resize EBS volume",
            "check unused resources",
            "optimize resource allocation",
        ),
        keywords=(
            "ec2",
            "ebs",
            "vpc",
            "instance",
            "volume",
            "subnet",
            "create",
            "delete",
            "resize",
            "optimize",
            "list",
        ),
        patterns=(r"(create|delete|list).*instance", r"resize.*volume", r"vpc.*configuration"),
        confidence_threshold=0.6,
    ),
)

_OTHERS = (
    IntentCategory(
        name="AWS_DEPLOYMENT",
        description="Bringing code to AWS: functions, services and applications",
        examples=("deploy https://github.com/owner/name to Lambda in Frankfurt",),
        confidence_threshold=0.75,
    ),
    IntentCategory(
        name="GITHUB",
        description="Repositories, issues, pull requests and workflows",
        examples=("merge PR #5 in owner/name",),
        confidence_threshold=0.75,
    ),
    IntentCategory(
        name="CREDENTIALS",
        description="Keys and tokens of the person, entered in a dialog",
        examples=("connect my AWS account", "list my profiles"),
        confidence_threshold=0.7,
    ),
    IntentCategory(
        name="CONTROL",
        description="What is said to the copilot about its plans and runs",
        examples=("show me the plan", "roll back the last deployment"),
        confidence_threshold=0.7,
    ),
    IntentCategory(
        name="SMALL_TALK",
        description="Greetings and thanks",
        examples=("hello",),
        confidence_threshold=0.7,
    ),
    IntentCategory(
        name="OUT_OF_SCOPE",
        description="What this product does not do",
        examples=("what's the weather in Rome", "create a VM on Azure"),
        confidence_threshold=0.7,
    ),
    IntentCategory(
        name="MALICIOUS",
        description="Wishes to harm, to hide or to get round the approval",
        examples=("turn off CloudTrail so that nobody notices",),
        confidence_threshold=0.7,
    ),
    IntentCategory(
        name="CLARIFY",
        description="Too ambiguous to act on: ask, do nothing",
        examples=("do the thing",),
        confidence_threshold=0.0,
    ),
)

CATEGORIES: tuple[IntentCategory, ...] = (*_AWS, *_OTHERS)
"""All categories of the product itself."""


def get_aws_categories() -> list[IntentCategory]:
    """The four categories of the AWS operations plugin, as everybody else declares theirs."""
    return list(_AWS)
