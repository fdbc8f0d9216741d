"""Parts of patterns. Place-holders of mentions stand in the words as ``<kind0>``."""

REPO = r"<(?:slash|github_url)\d+>"
FOLDER = r"<path\d+>"
ZIP = r"<zip\d+>"
FILE = r"<(?:path|zip|glob|slash|quote)\d+>"
S3URI = r"<(?:uri|object_uri)\d+>"
INSTANCE = r"<instance\d+>"
GROUP = r"<group\d+>"
LINK = r"<(?:pull_url|issue_url)\d+>"
LISTING = (
    r"(?:list|show|display|enumerate|what|which|whats|view|get|give me|see|print|tell me|"
    r"how many|are there|do i have|do we have|check|find|any|who)"
)
LAMBDA = r"\b(?:lambdas?|serverless)\b"
EC2 = r"\b(?:ec2|instance|server|vm|virtual machine|box)\b|<instance\d+>"
ECS = r"\b(?:ecs|fargate|containers?)\b"
STATIC = (
    r"\b(?:static|web ?site|s3|cloudfront|spa|homepage|landing page|web ?page|single page app)\b"
)
STACK = r"\b(?:cloud ?formation|cfn|stack|sam template)\b"
PR = r"(?:pull[- ]?requests?|prs?|merge request|mrs?|pull req)"
ISSUE = r"(?:issues?|bugs?|tickets?|bug reports?)"
REPO_WORD = r"(?:repos?|repositor(?:y|ies)|codebase)"
