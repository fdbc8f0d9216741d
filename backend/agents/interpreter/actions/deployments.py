"""Applications out of a repository."""

from functools import partial

from backend.agents.interpreter.actions.declaration import action
from backend.agents.interpreter.actions.shorthand import (
    EC2,
    ECS,
    FOLDER,
    LAMBDA,
    REPO,
    STACK,
    STATIC,
    ZIP,
)

_deploy = partial(action, intent="AWS_DEPLOYMENT")
_WISH = (
    r"(?:\b(?:deploy|deploys|deploying|ship|shipping|release|roll out|rollout|publish|"
    "host|hosting|launch|run|put|"
    r"install|go live|stand up|redeploy|re-deploy|deployment of|take|bring|serve|provision|push)\b|"
    r"\b(?:get|getting|have|want|bring|make|take|put|see)\b.*\b(?:live|running|online|"
    "deployed|hosted|up|into production|on aws|published|on (?:lambda|fargate|ecs|ec2|"
    r"s3))\b|"
    r"\b(?:create|build|make|set up|spin up|start|apply|get|move|send|use|"
    r"try)\b.*\b(?:from|for|out of|using|with|onto|on|to)\b)"
)
_WHAT = (
    rf"(?:{REPO}|{FOLDER}|\b(?:app|application|project|api|backend|code|codebase|"
    "repository|repo|web ?app|website|"
    "site|frontend|it|this|that|branch|bot|worker|program|tool|service|something|stack|"
    r"template|image)\b)"
)
_NOT_A_DEPLOYMENT = (
    r"\b(?:clone|issues?|pull request|prs?|workflows?|collaborators?|roll ?back|"
    r"(?:put|bring|take) (?:it|that|this|things|everything) back|rolling "
    "back|undo|revert|buckets? called|"
    "invoke|scale|terminate|delete|list|status|cancel|deploy plan|budget|costs?|runs "
    "of|invite|access key|"
    r"security groups?|token|description)\b"
)
_COMMON = "repository! region! branch= path environment"
_OTHER = r"\b(?:kubernetes|eks|beanstalk|app ?runner|lightsail|amplify)\b"


def _on(target: str) -> tuple[str, ...]:
    return (rf"^(?=.*{_WISH})(?=.*{_WHAT})(?=.*(?:{target}))",)


DEPLOYMENTS = (
    _deploy(
        "deploy_stack",
        "write",
        patterns=(
            *_on(STACK),
            rf"^(?=.*{_WISH})(?=.*{STACK})",
            rf"\b(?:deploy|create|launch|apply|update|provision)\b.*{STACK}",
        ),
        unless=_NOT_A_DEPLOYMENT.replace("status|", "status of|")
        + r"|\bwhat is\b|\blambda stack\b",
        slots=f"{_COMMON} stack_name template",
        named="stack_name",
    ),
    _deploy(
        "deploy_ecs_repo",
        "write",
        patterns=(*_on(ECS), rf"^(?=.*\b(?:deploy|ship|run|host|launch)\b)(?=.*{ECS})(?=.*{REPO})"),
        unless=rf"{_NOT_A_DEPLOYMENT}|\b(?:clusters? (?:called|named)|create (?:a |an |new "
        r")*(?:ecs |fargate )*(?:cluster|service)|task def\w*|cluster)\b|"
        rf"<revision\d+>|{STACK}|\b(?:create|new|add|start|launch) (?:a |an |the |new "
        r")*(?:ecs|fargate) service\b",
        slots=f"{_COMMON} service_name cpu memory desired_count port",
        named="service_name",
    ),
    _deploy(
        "deploy_lambda_repo",
        "write",
        patterns=(*_on(LAMBDA), rf"\b(?:make|turn|convert|transform)\b.*{REPO}.*{LAMBDA}"),
        unless=rf"{_NOT_A_DEPLOYMENT}|{ZIP}|{ECS}|{STACK}|\b(?:role|policy) (?:for|called|"
        r"named)\b|\b(?:run|test|execute|call) (?:the |my )?(?:\S+ )?(?:lambda|"
        r"function)\b|"
        r"\b(?:create|make|new|set up|build) (?:a |an |new |the |me )*(?:lambda|"
        rf"serverless)? ?(?:functions?|lambda)\b(?!.*(?:{REPO}|{FOLDER}))|"
        r"\bthe lambda (?:function )?(?:\S+ )?in\b",
        slots=f"{_COMMON} function_name= role_arn= handler= runtime=",
        named="function_name",
    ),
    _deploy(
        "deploy_static_repo",
        "write",
        patterns=(
            rf"^(?=.*{_WISH})(?=.*(?:{REPO}|{FOLDER}))(?=.*{STATIC})",
            r"\b(?:deploy|publish|host|ship|release|put|launch)\b.*\b(?:static (?:web "
            r"?)?site|static website|website|homepage|landing page|spa)\b",
        ),
        unless=rf"{_NOT_A_DEPLOYMENT}|\b(?:sync|upload|copy|transfer|download|move|put the file|"
        rf"staging bucket|ec2|instance|server|lambda|fargate|ecs)\b|{ZIP}|"
        r"<instance\d+>|<path\d+> (?:in|to|into|on) (?:the )?(?:s3 )?(?:bucket|"
        r"s3)\b(?!.*\b(?:static|web ?site)\b)",
        slots=f"{_COMMON} bucket_name build_command",
    ),
    _deploy(
        "deploy_ec2_repo",
        "write",
        patterns=(
            *_on(EC2),
            rf"^(?=.*{_WISH})(?=.*{REPO})(?=.*\b(?:on|onto|to) .*<instance_type\d+>)",
        ),
        unless=rf"{_NOT_A_DEPLOYMENT}|{ECS}|{LAMBDA}|{STACK}|\b(?:launch|create|spin up|boot|"
        r"start|provision|run) (?:me )?(?:a |an |two |three |new |\d+ |another |small |"
        "my |the )*"
        r"(?:<instance_type\d+> )?(?:ec2 |ubuntu |linux )*(?:instances?|servers?|vms?|"
        rf"box|machine)\b(?!.*{REPO})|\b(?:run|start|launch|put|bring|take|get|power|"
        rf"make|shut) (?:\w+ )?{'<instance'}\d+>",
        slots="repository! region! branch= deploy_path= path environment instance_id= "
        "instance_type "
        "staging_bucket= setup_script",
    ),
    _deploy(
        "deploy_repo",
        "write",
        patterns=(
            rf"^(?=.*{_WISH})(?=.*(?:{REPO}|{FOLDER}))",
            r"\b(?:deploy|deploying|ship|release|roll out|publish|host|launch|redeploy|"
            rf"go live|put|get|run)\b (?:\S+ ){{0,4}}{_WHAT}",
            r"\b(?:get|bring|take|put|have|want)\b.*\b(?:app|application|project|code|"
            r"site|website|repo|repository|api|backend)\b.*\b(?:live|running|online|"
            r"deployed|hosted|into production|on aws)\b",
            r"^(?:please )?(?:deploy|redeploy)(?: please| now| to <region\d+>| in <region\d+>)*$",
        ),
        unless=f"{_NOT_A_DEPLOYMENT}|{ZIP}|{LAMBDA}|{ECS}|{STACK}|<(?:instance|instance_type|"
        r"revision|uri|object_uri|volume|group|arn|glob)\d+>|"
        r"\b(?:bucket|cluster|instance|instances|server|servers|vms?|security|user|role|"
        "policy|policies|vpc|subnet|key ?pair|static|the plan|dry run|put it|"
        "stop|run it|simulate|off|test|the lambda|function|s3|private|public|archived|"
        r"settings|branch to|default branch|admin|write|read)\b"
        r"|\b(?:roll|put|take|bring) (?:it|this|that) back\b"
        r"|\b(?:get|put|run|make|take|see) (?:it|this|that)\b(?!.*\b(?:live|running|"
        r"online|deployed)\b)|\bupload\b|\bdownload\b"
        r"|\b(?:start|create|make|build|set up|get|run|see|have|send|move|put|push|"
        rf"take)\b(?=.*{FOLDER})(?!.*\b(?:live|running|online|deployed|on aws|deploy)\b)"
        r"|\b(?:put|get|bring|take) \w[\w-]* (?:on|onto|into|out of|off) (?:the )?(?:repo )?"
        rf"{REPO}",
        slots=f"{_COMMON} target",
    ),
)
"""Deployments from a repository or a folder."""
