"""What people say when they want something: declared, in the order in which it is tried.

A pattern is tried on the message in lower case, with sources, names and values taken out (``_``
stands there), so that a folder called "rollback-demo" wishes nothing.
"""

import re
from dataclasses import dataclass

from backend.agents.interpreter.reading import Action


@dataclass(frozen=True, kw_only=True, slots=True)
class Intent:
    """One action, how it is asked for, and examples that must be read so."""

    action: Action
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    topic: str | None = None

    def fits(self, text: str) -> bool:
        """Whether any of the patterns is found."""
        return any(re.search(pattern, text) for pattern in self.patterns)


_VICTIM = r"(someone|somebody|other|another|victim|company|competitor|customer|people|their|user)"
_STRANGER = r"(someone|somebody|competitors?|victim|enemy|neighbou?r|strangers?|other people)"
_ABOUT_LAST = r"(it|that|this|the last (one|deployment|release)|everything|_)"

MALICIOUS = Intent(
    action=Action.REFUSE,
    patterns=(
        r"\b(steal|exfiltrate|harvest|phish)\w* .{0,40}"
        r"\b(key|credential|password|token|secret|data|account)",
        rf"\b(delete|destroy|wipe|erase|corrupt|damage|deface|sabotage)\b.{{0,40}}\b{_STRANGER}\b"
        r"( else)?('s?)? (\w+ )?(account|data|database|server|site|system|infrastructure|users?)",
        r"\b(ddos|denial[- ]of[- ]service|botnet|ransomware|malware|keylogger|phishing|spyware)\b",
        rf"\b(hack|break|crack)(ing)? (in)?to .{{0,40}}\b({_VICTIM}|account|server|network|aws)",
        r"\b(mine|mining|miner)\b.{0,20}\b(crypto|bitcoin|monero)",
        r"\b(crypto|bitcoin|monero)\s?-?min(e|er|ing)\b",
        r"\b(install|leave|plant|add|create) .{0,20}\bback ?door\b",
        r"\bbrute[- ]?forc\w+ .{0,40}\b(password|login|account|ssh|key)",
        r"\b(disable|delete|stop|turn off) .{0,30}\b(cloudtrail|guardduty|audit|logging)\b.{0,60}\b"
        r"(trace|traces|notice|notices|hide|caught|detect\w*|unseen)\b",
        r"\bscan(ning)? (the )?(internet|other)\b.{0,40}\b(open|vulnerab\w+|exploit\w*)",
    ),
    examples=(
        "steal the AWS keys of another customer",
        "deploy a phishing page for my bank",
        "set up a botnet in us-east-1",
        "turn off CloudTrail so that nobody notices",
        "mine bitcoin on this account",
        "delete all users' data in my competitor's account",
        "wipe someone else's database",
    ),
)

CONTROL = (
    Intent(
        action=Action.APPROVE_PLAN,
        patterns=(
            r"^(yes|yep|yeah|ok|okay|sure|go|go ahead|do it|ship it|lgtm|confirm(ed)?|proceed)"
            r"( please)?[.! ]*$",
            r"^(please |i )?(approve|confirm|accept)\b",
            r"\b(approve|apply) (it|that|this|the plan|the changes?)\b",
        ),
        examples=("approve", "yes", "go ahead", "I approve the plan", "approve it"),
    ),
    Intent(
        action=Action.REJECT_PLAN,
        patterns=(
            r"^(no|nope|nah|don'?t|do not( do it)?)[.! ]*$",
            r"^(please |i )?(reject|decline|deny)\b",
            r"\b(reject|decline) (it|that|this|the plan|the changes?)\b",
        ),
        examples=("no", "reject", "I reject this plan"),
    ),
    Intent(
        action=Action.ROLLBACK,
        patterns=(
            r"^(?!(how|what|why|when|is|are|did|has)\b).*\broll(ing)? ?-?back\b",
            r"\brevert\b",
            rf"\bundo {_ABOUT_LAST}",
            r"\btake\b.{0,20}\b(down|offline)\b",
            r"\btear\b.{0,20}\bdown\b",
            r"\b(remove|delete|destroy) (it|(the |my )?(app|application|deployment))\b",
            r"\bgo back to the (previous|last) (version|release)\b",
        ),
        examples=(
            "roll back hello",
            "rollback the last deployment",
            "undo it",
            "take it down",
            "revert to the previous release",
        ),
    ),
    Intent(
        action=Action.CANCEL,
        patterns=(
            r"^(please )?(cancel|stop|abort|halt|never ?mind|forget it)( please| now)?[.! ]*$",
            r"\b(cancel|stop|abort) (it|that|this|my|the) ?(run|deployment|rollback|everything)?"
            r"( please| now)?[.! ]*$",
            r"\b(don'?t|do not) (deploy|continue|go on)\b",
        ),
        examples=("cancel", "stop the deployment", "abort", "never mind", "don't deploy it"),
    ),
)

QUESTIONS = (
    Intent(
        action=Action.HELP,
        patterns=(
            r"^/?help\b",
            r"\bwhat (can|could|do) you\b",
            r"\bhow (do|can|does|should) (i|one|this|it|you)\b",
            r"\bwhat is this\b",
            r"\bwhat are you\b",
        ),
        examples=("help", "what can you do?", "how do I deploy something?", "/help"),
    ),
    Intent(
        action=Action.SHOW_PLAN,
        patterns=(
            r"\b(explain|show|describe|summari[sz]e|see|read)\b.{0,30}"
            r"\b(plan|changes?|preview|card)\b",
            r"\bwhat (will|would|does|is going to)\b.{0,40}"
            r"\b(do|change|create|delete|happen|cost)\b",
            r"\bwhy\b.{0,60}\b(need|permission|role|policy|public)\b",
            r"^(explain|details?)( it| that| this)?[.?! ]*$",
        ),
        examples=("explain the plan", "what will it create?", "why is the role needed?"),
    ),
    Intent(
        action=Action.LIST_DEPLOYMENTS,
        patterns=(
            r"\bwhat('?s| is| are)?\b.{0,20}\b(running|deployed|live|online)\b",
            r"\b(list|show)\b.{0,20}\b(deployments?|applications?|apps)\b",
            r"\b(which|what) (deployments?|applications?|apps)\b",
            r"\bmy (deployments|applications|apps)\b",
        ),
        examples=("what is running?", "list my deployments", "what's deployed?"),
    ),
    Intent(
        action=Action.DEPLOYMENT_STATUS,
        patterns=(
            r"\bstatus\b",
            r"\bhow far\b",
            r"\bhow( is| are|'?s) (it|that|this|things|everything|we|you|_|my|"
            r"the (run|app|application|deployment|release|roll ?-?back))\b",
            r"\bhow( is| are|'?s) [\w-]+ (going|doing|coming|running|getting)\b",
            r"\bprogress\b",
            r"\bis (the )?[\w-]+ (up|done|ready|running|live|finished|healthy)\b",
            r"\bwhat happened\b",
            r"\bare (we|you) (done|there)\b",
        ),
        examples=("status", "how is it going?", "is it done?", "what happened?"),
    ),
    Intent(
        action=Action.CONFIGURE_AWS_CREDENTIALS,
        patterns=(
            r"\b(configure|add|set ?up|connect|store|save|change|enter|give|use|update|rotate)\b"
            r".{0,30}\b(credentials?|access keys?|aws keys?|aws account|role arn)\b",
            r"\b(connect|link)\b.{0,20}\baws\b",
            r"^(aws )?credentials?[.?! ]*$",
            r"\buse the sandbox\b",
        ),
        examples=("configure AWS credentials", "connect my AWS account", "use the sandbox"),
    ),
)

UNSUPPORTED = tuple(
    Intent(action=Action.UNSUPPORTED, topic=topic, patterns=patterns, examples=examples)
    for topic, patterns, examples in (
        (
            "virtual machines (EC2)",
            (r"\bec2\b", r"\b(virtual machine|vm|instance)s?\b"),
            ("launch an EC2 instance", "stop my instances"),
        ),
        (
            "containers (ECS, Fargate)",
            (r"\b(ecs|fargate|eks|kubernetes|cluster)\b",),
            ("create an ECS cluster",),
        ),
        ("S3 buckets and objects", (r"\bs3\b", r"\bbuckets?\b"), ("create a bucket",)),
        (
            "users, roles and policies (IAM)",
            (r"\biam\b", r"\b(create|delete|list)\b.{0,20}\b(users?|roles?|polic(y|ies))\b"),
            ("list IAM users",),
        ),
        (
            "networks",
            (r"\b(vpcs?|subnets?|security groups?)\b",),
            ("create a VPC",),
        ),
        (
            "costs and bills",
            (r"\b(bill|billing|costs?|spend(ing)?|invoice)\b",),
            ("how high is my bill?",),
        ),
        (
            "outages of AWS services",
            (r"\boutages?\b", r"\baws (down|health)\b"),
            ("is there an outage?",),
        ),
        (
            "security scans",
            (r"\bsecurity (scan|check|audit|finding)s?\b", r"\bguardduty\b"),
            ("run a security scan",),
        ),
        (
            "work on GitHub itself",
            (r"\b(pull requests?|issues?|prs?)\b", r"\bcreate a repo(sitory)?\b"),
            ("open a pull request",),
        ),
        (
            "CloudFormation stacks",
            (r"\bcloud ?formation\b", r"\bstacks?\b"),
            ("create a CloudFormation stack",),
        ),
        ("databases", (r"\b(rds|dynamodb|database)s?\b",), ("create a database",)),
    )
)

DEPLOY = Intent(
    action=Action.DEPLOY_REPO,
    patterns=(
        r"\b(re)?deploy\w*\b",
        r"\b(publish|ship|release|launch|host|run|put|get|install)\b.{0,60}\b(on|to|in|into|onto) "
        r"(aws|lambda|the cloud|the sandbox|_)",
        r"\b(host|publish|ship|launch) (_|my (app|application|site|repo|repository|project|code))",
    ),
    examples=(
        "deploy examples/hello-fastapi to Lambda in us-east-1",
        "please deploy https://github.com/owner/name to Frankfurt",
        "get my repository running on AWS",
        "put ./app on Lambda",
    ),
)

SMALL_TALK = Intent(
    action=Action.SMALL_TALK,
    patterns=(
        r"^(hi|hello|hey|hallo|good (morning|afternoon|evening|day)|greetings|howdy)\b",
        r"\b(thanks?|thank you|cheers|great|nice|perfect|awesome|well done)\b",
        r"^(bye|goodbye|see you)\b",
    ),
    examples=("hello", "hi there!", "thanks", "good morning"),
)

INTENTS: tuple[Intent, ...] = (
    MALICIOUS,
    *CONTROL,
    *QUESTIONS,
    DEPLOY,
    *UNSUPPORTED,
    SMALL_TALK,
)
"""All intents; the first that fits is taken."""
