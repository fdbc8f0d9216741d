"""Slots of questions: filters, owners, kinds of analysis, services, scopes."""

import re

from pydantic import JsonValue

from backend.agents.interpreter.slots.reading import Wish
from backend.agents.interpreter.slots.typed import choice

AWS_SERVICE = re.compile(
    r"\b(?:S3|Lambda|RDS|EC2|ECS|EKS|API ?Gateway|DynamoDB|CloudFront|Route ?53|SQS|SNS|IAM|ELB|"
    r"Fargate|CloudWatch|Kinesis|Cognito|Aurora|Redshift|ElastiCache|Step Functions|Bedrock|EBS|"
    r"CloudFormation|Secrets Manager|ECR|Glue|Athena|EventBridge|EFS|VPC)\b",
    re.I,
)
SCOPE = re.compile(
    r"\b(?:IAM|S3|EC2|Lambda|RDS|ECS|VPCs?|security groups?|buckets?|network\w*|"
    "policies|roles|users|"
    r"CloudTrail|API calls|compliance)\b",
    re.I,
)
_PRICE_WORDS = (
    r"breakdown|break\w* .*down|by service|per service|detailed|each service|split|"
    "itemi[sz]ed|which services?|what services?|top services?|most expensive service|"
    "driving|where (?:is|does|did) .*money|by region|per region|by account"
)


def filters(wish: Wish) -> JsonValue:
    """What a listing is narrowed to: ``state``, ``instance_type``, ``tag:<key>``."""
    state = choice(
        running=r"\b(?:running|active|live|switched on|powered on|are up|have up|turned on)\b",
        stopped=r"\b(?:stopped|switched off|powered off|turned off|(?:are|is) off|shut down|"
        r"offline|inactive)\b",
        terminated=r"\bterminated\b",
        pending=r"\bpending\b",
    )(wish)
    kind = wish.take("instance_type")
    found: dict[str, JsonValue] = {}
    if state:
        found["state"] = state
    if kind:
        found["instance_type"] = kind.value
    for each in wish.take_all("pair", "variable"):
        found[f"tag:{each.extra}".removeprefix("tag:tag:")] = each.value
    return found or None


def owners(wish: Wish) -> JsonValue:
    """Owners of images, as AWS names them."""
    if wish.search(
        r"\b(?:my (?:own )?(?:amis?|images|machine images|private)|owned by me|i own|"
        r"own(?:ed)? by (?:us|self)|our (?:own )?(?:amis|images)|by me|self|custom)\b"
    ):
        return ["self"]
    found = wish.search(
        r"\b(?:owned by|owners?|from|by|published by) (?:owner )?(amazon|self|"
        r"aws-marketplace|microsoft|canonical|\d{12})\b"
    )
    if found:
        return [found[1]]
    offered = wish.search(
        r"\b(?:does|do|by) (amazon|microsoft|canonical) (?:offer|publish|provide|have)\b"
    )
    if offered:
        return [offered[1]]
    return ["amazon"] if wish.search(r"\bamazon(?:'?s)? (?:owned )?(?:amis|images)\b") else None


def analysis_type(wish: Wish) -> JsonValue:
    """The kind of question about costs; without a sign of another it is ``overview``."""
    return (
        choice(
            anomalies=r"\b(?:anomal\w+|spikes?|spiked|spiking|unusual\w*|weird|strange|"
            r"unexpected\w*|abnormal\w*|odd|sudden\w*|jump(?:ed)?|surprising|suspicious|"
            r"outliers?|irregular\w*|out of the ordinary|surge)\b",
            alerts=r"\b(?:alerts?|alarms?|budgets?|thresholds?|notify|notification|warn|"
            r"exceeds?|over budget|goes over|limit)\b",
            forecast=r"\b(?:forecast\w*|predict\w*|next (?:month|quarter|year|week)s?|projection|"
            r"projected|project(?= (?:my|our|the|next|this))|estimate\w*|expected?|"
            r"(?:i|we|it)(?:'?ll| will) (?:probably |likely )?(?:spend|pay|cost|owe|be)|will "
            "(?:i|we|it|my|the|our)|going to (?:pay|cost|be|spend)|end of (?:the "
            r")?(?:month|year)|upcoming|on track to)\b",
            breakdown=rf"\b(?:{_PRICE_WORDS})\b",
            trends=r"\b(?:trends?|trending|over time|monthly|over the (?:last|past)|(?:last|"
            r"past) (?:\w+ )(?:months|weeks|quarters|years)|month over month|month by "
            r"month|develop\w*|evolv\w*|historical\w*|history|over months|week over "
            "week|year over year|six months|half year|changed|changing|going up|"
            r"growing|rising|increasing|progression)\b",
        )(wish)
        or "overview"
    )


def aws_service(wish: Wish) -> JsonValue:
    """A service of AWS, as it was written."""
    found = wish.marked.unmarked(wish.text)
    match = AWS_SERVICE.search(found)
    return match[0] if match else None


def scope(wish: Wish) -> JsonValue:
    """What a scan shall look at, as it was written."""
    found = SCOPE.search(wish.text)
    return found[0] if found else None
