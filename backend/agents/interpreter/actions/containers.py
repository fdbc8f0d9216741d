"""Functions, and services in clusters."""

from functools import partial

from backend.agents.interpreter.actions.declaration import action
from backend.agents.interpreter.actions.shorthand import REPO, ZIP

_deploy = partial(action, intent="AWS_DEPLOYMENT")
_UPDATE = (
    "(?:update|push|upload|replace|refresh|swap|redeploy|patch|upgrade|ship|publish|"
    "overwrite|release|put|roll out|"
    r"deploy|bump)"
)
_FUNCTION = r"(?:functions?|lambdas?)"

CONTAINERS = (
    _deploy(
        "deploy_lambda",
        "write",
        verbs="create deploy add",
        nouns="function serverless",
        patterns=(
            r"\b(?:deploy|create|publish|make|launch|ship|set up|upload|provision|"
            rf"release)\b.*{ZIP}.*\b{_FUNCTION}\b",
            rf"\b(?:create|make|deploy|new|set up|provision)\b (?:\w+ ){{0,4}}{_FUNCTION}\b",
        ),
        unless=rf"{REPO}|\b(?:update|new code|code (?:of|for)|existing|redeploy|invoke|"
        rf"(?:create|make|new) (?:\w+ ){{0,3}}role|repo|repository|service|replace|refresh|"
        r"my app|app|application|project|branch|backend|pipeline|timing out|trigger)\b|"
        rf"<path\d+>(?!.*{ZIP})|\bnew (?:version|zip|build|package)\b|"
        rf"\bthe (?:new|latest) {ZIP}|{ZIP} (?:in)?to (?:the |my |our )\S+ {_FUNCTION}\b|"
        rf"{ZIP} (?:in)?to (?:the |my )?{_FUNCTION}(?: function)? (?!in\b|on\b|called|"
        r"named|with|as)\S|\b(?:deploy|ship|put|release|publish|push|run|host|get|"
        "launch) (?:it|this|that|"
        r"them)\b|"
        r"\bfor (?:the |my )?lambda\b|\blambda can\b|\bpolicy\b|"
        rf"^(?!.*{ZIP}).*\b(?:to|on|onto) (?:aws )?lambda\b(?! function)",
        slots="function_name! zip_file! role_arn! handler! runtime! region!",
        named="function_name",
    ),
    _deploy(
        "update_lambda_code",
        "write",
        verbs="update",
        nouns="function code",
        patterns=(
            rf"\b{_UPDATE}\b.*\bcode\b.*\b{_FUNCTION}\b",
            rf"\b{_UPDATE}\b.*\b{_FUNCTION}\b.*(?:\bcode\b|{ZIP})",
            rf"\b{_UPDATE}\b.*{ZIP}.*\b(?:to|for|as|on|into)\b.*\b{_FUNCTION}\b",
            rf"\b(?:update|replace|refresh|redeploy|patch|upgrade|swap)\b.*\b{_FUNCTION}\b",
            rf"\b(?:new|latest|fresh) (?:code|version|build|zip|package)\b.*\b{_FUNCTION}\b",
            rf"\b{_FUNCTION}\b.*\b(?:new|latest) (?:code|version|zip|build)\b",
            rf"\bcode (?:of|for)\b.*\b{_FUNCTION}\b",
            rf"\b(?:update|replace|swap)\b.*\bcode (?:of|for)\b.*{ZIP}",
        ),
        needs=rf"{ZIP}|\b(?:code|update|updating|replace|refresh|redeploy|patch|upgrade|swap|"
        "new|latest|"
        r"bump|overwrite)\b",
        unless=rf"{REPO}|\b(?:create|repo|repository|app|project|new {_FUNCTION}|new lambda "
        f"{_FUNCTION}|as (?:a|an|the) (?:new )?(?:lambda|function)|"
        r"runtime|handler|invoke|bucket|role|memory|payload|timeout of|s3|roll ?back)\b|"
        r"<(?:runtime|role_arn)\d+>|\bdeploy .*\b(?:as|called|named) (?:a )?|"
        r"<zip\d+> as (?!(?:the )?(?:new )?code)|\b(?:review|merge|close|comment)\b|"
        r"<path\d+> (?:on|onto|to|in) (?:aws )?lambda",
        slots="function_name! zip_file! region!",
        named="function_name",
    ),
    _deploy(
        "invoke_lambda",
        "write",
        verbs="invoke",
        nouns="function",
        patterns=(
            r"\b(?:invoke|invoking)\b",
            r"\b(?:call|trigger|run|execute|test|fire|kick off|ping|hit)\b (?:\S+ "
            rf"){{0,5}}{_FUNCTION}\b",
            r"\b(?:call|trigger|execute|fire) .*\bwith (?:the )?(?:payload|input|event)\b",
            rf"\bsend\b.*(?:<json\d+>|\b(?:payload|event)\b).*\bto\b.*\b{_FUNCTION}\b",
        ),
        unless=rf"{REPO}|{ZIP}|\b(?:workflow|action|repo|repository|app|project|pipeline|"
        "cluster|service|create|deploy|role|policy|"
        r"on lambda|to lambda|on aws lambda|as an? (?:lambda|function))\b|<path\d+>",
        slots="function_name! region! payload=",
        named="function_name",
    ),
    _deploy(
        "create_cluster",
        "write",
        verbs="create launch",
        nouns="cluster",
        patterns=(
            r"\b(?:new|create|make|provision|set up|launch|spin up|add|need) (?:me )?(?:a |"
            r"an |the |another |new |empty |fresh )*(?:ecs |fargate |container )*clusters?\b",
        ),
        unless=rf"{REPO}|\b(?:service|services|task|tasks|task definition|eks|kubernetes|k8s|"
        r"rds|redis|aurora|emr|kafka|instances? in|elasticache|redshift)\b",
        slots="cluster_name! region!",
        named="cluster_name",
    ),
    _deploy(
        "register_task_definition",
        "write",
        verbs="register create",
        nouns="task_definition",
        patterns=(
            r"\b(?:register|define|create|add|publish|new|make)\b (?:\S+ ){0,4}(?:task "
            r"?-?def(?:inition)?s?|task family)\b",
        ),
        unless=r"\b(?:service|services)\b",
        slots="family! container_definitions! cpu! memory! execution_role_arn! "
        "requires_compatibilities= region",
        named="family",
    ),
    _deploy(
        "create_service",
        "write",
        verbs="create launch start",
        nouns="service",
        patterns=(
            r"\b(?:new|create|make|provision|set up|launch|spin up|add|run|start|stand "
            r"up|deploy) (?:me )?(?:\S+ ){0,4}services?\b",
            r"\brun (?:\S+ ){0,3}<revision\d+> (?:as a service|on|in) .*\b(?:cluster|service)\b",
        ),
        needs=r"\bservices?\b|<revision\d+>",
        unless=rf"{REPO}|\b(?:make|let|have) (?:the )?service .*\brun\b|"
        r"\b(?:scale|role|roles|health|update|app|repo|user|aws services|all "
        r"services|budget|down|for the service)\b|"
        r"\b(?:to|down to|up to) (?:\d+|<num\d+>|one|two|three|four|five|six|seven|"
        "eight|nine|ten|zero)(?: (?:tasks|replicas|copies|containers|instances))?"
        r"(?:(?: in)? <region\d+>)?$",
        slots="cluster! service_name! task_definition! desired_count! region! launch_type=",
        named="service_name",
    ),
    _deploy(
        "update_service",
        "destructive",
        verbs="scale update",
        nouns="service task",
        patterns=(
            r"\b(?:scale|scaling|resize|bump|increase|decrease|reduce|raise|lower|set|"
            r"grow|shrink|change|adjust|update|dial|crank|drop|ramp)\b.*\b(?:services?|"
            r"tasks|replicas|copies|desired count|task count|containers)\b",
            r"\bscale\b.*\b(?:to|from|down|up|out|in|by)\b",
            r"\b(?:services?)\b.*\b(?:scaled|desired count|should (?:have|run)|needs? "
            r"(?:\d+|to (?:run|have)))\b",
            r"\bservices?\b.*\b(?:up|down|back) to (?:\d+|zero|one|two|three|four|five|six|seven|"
            r"eight|nine|ten)\b",
            r"\b(?:reduce|scale|increase|raise|lower|drop|bump|bring|shrink|grow)\b.*"
            r"\bcluster\b.* to "
            r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) (?:tasks?|copies|copy)\b",
            r"\b(?:desired count|number of (?:tasks|replicas|copies))\b.*\b(?:to|of)\b",
            r"\b(?:make|let|have) (?:the )?services? .*\brun (?:\d+|one|two|three|four|five|six|"
            r"seven|eight|nine|ten)\b",
            r"\brun (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) (?:tasks|"
            r"replicas|copies|containers) (?:of|for|in|on)\b",
        ),
        needs=r"\b(?:services?|tasks?|replicas|copies|containers|desired count|scale|scaling)\b",
        unless=rf"{REPO}|\b(?:volume|disk|function|lambda|create|new service|task definition|"
        r"memory|budget|health|on fargate|plan|instances? types?)\b|<volume\d+>",
        slots="cluster! service_name! desired_count! region!",
        named="service_name",
    ),
)
"""Actions on Lambda and ECS."""
