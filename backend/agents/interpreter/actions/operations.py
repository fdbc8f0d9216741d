"""What it costs, whether AWS works, whether the account is safe, what could be better."""

from backend.agents.interpreter.actions.declaration import action
from backend.agents.interpreter.actions.shorthand import INSTANCE, REPO

_SERVICE = (
    "(?:s3|lambdas?|rds|ec2|ecs|eks|api gateway|dynamodb|cloudfront|route ?53|sqs|sns|"
    "iam|aws|services?|functions?|"
    r"instances?|buckets?|<region\d+>|elb|load balancers?|fargate|cloudwatch|kinesis|"
    "cognito|aurora|redshift|elasticache|"
    r"step functions|amazon|database|bedrock|ebs|vpc|console)"
)
_TROUBLE = (
    "(?:down|outages?|slow|slowly|timing out|time-?outs?|timed out|unhealthy|"
    "unavailable|disruptions?|degraded|incidents?|"
    "latency|errors?|failing|failed|unreachable|not responding|unresponsive|broken|"
    r"5\d\ds?|throttl\w+|hanging|laggy|flaky|"
    "connection (?:issues|problems)|having (?:issues|problems|trouble|a bad day)|acting up|not "
    "working|issues|problems|offline)"
)

OPERATIONS = (
    action(
        "aws_cost_analysis",
        "read",
        intent="AWS_BILLING",
        nouns="cost",
        patterns=(
            r"\b(?:bill|bills|billing|costs?|spend|spending|spent|charges|charged|"
            r"invoice|expenses?|budgets?|expensive|expenditure|burn rate|money)\b",
            r"\b(?:pay|paying|paid|owe)\b.*\b(?:aws|amazon|month|year|week|cloud|now)\b|"
            r"\bhow much\b.*\b(?:aws|amazon|ec2|s3|lambda|month|week|year|today|account|"
            r"pay|paying|owe)\b",
            r"<money\d+>.*\b(?:month|day|bill|threshold|exceed\w*|over|alert|budget|why)\b",
            r"\b(?:cost|spending|usage|billing) (?:anomal\w+|spikes?|forecast|trends?|"
            r"alerts?|breakdown)\b",
            r"\bforecast\b",
            r"\b(?:warn|alert|notify|tell|ping) (?:me|us)\b.*\b(?:dollars|over|"
            r"exceed\w*|spend\w*|above|costs?|budget|threshold)\b",
        ),
        unless=r"^how (?:much|expensive) (?:does|is|would|do) (?:an?|one|another) <instance_type|"
        r"\bsav(?:e|ing|ings)\b|"
        rf"{REPO}|\b(?:optimi[sz]\w*|recommend\w*|unused|idle|nobody uses|not (?:being )?used|"
        r"wast\w+|create an? issue|bucket called|rightsiz\w+|save money|saving|savings|"
        r"(?:reduce|cut|lower|trim) (?:my |our |the |aws |cloud |monthly )*(?:costs?|bill|"
        r"spend\w*)|"
        "(?:lambda|iam) (?:function|role|user) (?:called|named)|user (?:called|named)|"
        r"tell me a)\b|\b(?:make|do|get)\b.*\bcheaper\b|\bcharge my phone\b",
        slots="analysis_type!",
    ),
    action(
        "aws_service_health",
        "read",
        intent="AWS_OUTAGE",
        nouns="outage",
        patterns=(
            rf"\b{_SERVICE}\b.*\b{_TROUBLE}\b",
            rf"\b(?:problems?|troubles?|issues?) (?:with|in|at|on) (?:the |aws |amazon )*"
            rf"{_SERVICE}\b",
            r"\b(?:outages?|incidents?|disruptions?)\b",
            rf"\b{_TROUBLE}\b.*\b(?:in|on|with|at|for|from|of|my|our)\b.*\b{_SERVICE}",
            r"\b(?:aws|amazon|service|cloud) (?:service )?(?:health|status|dashboard)\b",
            r"\bhealth (?:of|dashboard|check|status)\b",
            rf"\b(?:health|status) of (?:the )?(?:aws )?{_SERVICE}",
            rf"\bis (?:the |aws |amazon )*{_SERVICE}(?: service)?(?: (?:in|at) "
            r"<region\d+>)? (?:up|ok|okay|working|healthy|alive|operational|fine|"
            r"available|online|down|running|having)\b",
            rf"\b(?:can't|cant|cannot|unable to) (?:reach|connect to|access)\b.*\b{_SERVICE}",
            r"\b(?:is|are) (?:there )?(?:anything|something) (?:wrong|up|broken|going "
            rf"on) (?:with|at|in) .*\b{_SERVICE}",
            r"\b(?:any|known) (?:known |current |ongoing )?(?:issues|problems|incidents|"
            rf"trouble)\b.*\b{_SERVICE}",
            r"\bgetting (?:a lot of |lots of |many )?(?:5\d\ds?|timeouts?|errors?)\b",
            rf"\b(?:why (?:is|are)|is|are) (?:my |our |the )*{_SERVICE}\b.*\b{_TROUBLE}",
            rf"\b{_SERVICE} (?:health|status)\b",
            rf"\b(?:if|whether) {_SERVICE} (?:is|are) (?:up|down|ok|okay|working|alive|fine)\b",
        ),
        unless=rf"{REPO}|{INSTANCE}|^is the instance\b|\b(?:shut|power|spin|scale|take|tear|"
        r"bring|turn|switch|"
        r"cost\w*|bill|spend|issue titled|create an issue|file an? (?:issue|bug)|"
        r"down to|deployment|pull|workflow|bucket called|unused|vulnerab\w+|list (?:my |"
        r"the |all )?(?:instances|servers)|log)\b|<policy_arn\d+>",
        slots="service region",
    ),
    action(
        "aws_security_scan",
        "read",
        intent="AWS_SECURITY",
        nouns="security",
        patterns=(
            r"\b(?:check|review|find|look for)\b.*\b(?:risky|dangerous|excessive|weak)\b",
            r"\bsecurity (?:scan|check|audit|review|posture|issues|holes?|problems|"
            "findings|assessment|report|status|risks?|configuration|analysis|"
            r"vulnerabilit\w+|best practices|hub)\b",
            r"\b(?:scan|audit|review|assess|analy[sz]e|inspect|"
            r"examine)\b.*\b(?:security|account|iam|policies|roles|users|permissions?|"
            r"vulnerab\w+|buckets?|security groups?|infrastructure|api calls|access|"
            r"compliance|aws|environment|s3|setup|firewall\w*|keys|network)\b",
            r"\bpublic(?:ly)? (?:accessible|readable|exposed|reachable|open)\b",
            r"\b(?:vulnerabilit\w+|vulnerable|misconfigur\w+|insecure|security gaps?|"
            r"attack surface)\b",
            r"\bwho (?:all )?(?:has|have|had|is|are|got)\b.*\b(?:admin\w*|root|access|"
            r"privileges|permissions)\b",
            r"\b(?:how|is|are) (?:secure|safe)\b|\b(?:is|are|how) (?:my|our|"
            r"the)\b.*\b(?:secure|safe|compliant|exposed|hardened)\b",
            r"\b(?:check|find|look for|any|anything|show|list|are there|search|which|"
            r"what)\b.*\b(?:publicly|public|exposed|open to the (?:world|internet|"
            "public)|overly permissive|too permissive|too open|world[- ]readable|open "
            "to everyone|too many permissions|unencrypted|without mfa|no mfa|excessive "
            "permissions|over-?privileged|admin (?:access|rights|privileges|"
            r"permissions|users))\b",
            r"\bcompliance (?:check|scan|report|status|audit)\b|\bcompliant\b|\bcis benchmark\b",
            r"\bcheck\b.*\b(?:security|compliance)\b",
            r"\b(?:security groups?|iam) (?:configuration|settings|review|audit|config)\b",
            r"\b(?:admins?|administrators)\b.*\b(?:who|which|list|show)\b|\b(?:who|"
            r"which|list|show) (?:\w+ ){0,4}(?:admins|administrators)\b",
            r"\bmfa\b|\bguardduty findings\b|\baudit (?:recent|log|trail|logs)\b|"
            r"\brecent api calls\b",
            r"\bpermission(?:s)? (?:problems|issues|review|audit)\b|\b(?:review|check) "
            r"(?:my |our |the |all )*(?:iam )?(?:policies|permissions)\b",
        ),
        unless=rf"{REPO}|<(?:policy_arn|group|cidr)\d+>|\b(?:create|delete|remove|open port|"
        r"close port|cost\w*|bill|unused|attach|detach|add|invite|make \S+ public|"
        r"(?:need|want) (?:a place|somewhere)|"
        r"deploy|turn off|disable)\b",
        slots="scope",
    ),
    action(
        "find_unused_resources",
        "read",
        intent="AWS_RESOURCE_MANAGEMENT",
        verbs="show",
        nouns="unused",
        patterns=(
            r"\b(?:unused|idle|orphaned|unattached|wasted|wasting|leftover|abandoned|"
            "dangling|zombie|underused|unneeded|stale|unutili[sz]ed|forgotten|"
            r"underutili[sz]ed)\b",
            r"\b(?:not|no longer|isnt|arent|never|nobody is|nobody|dont|not being|no "
            "one is|no one|stopped) (?:being |in |really |actually )?(?:used|use|using|"
            r"needed|uses)\b",
            r"\bpay\w* for\b.*\b(?:not|never|dont|nobody|without)\b.*\bus(?:e|es|ed|ing)\b|"
            r"\b(?:lying|sitting|hanging) around\b|\bdoing nothing\b|\bclean ?up "
            r"candidates\b|\bgathering dust\b|\bwaste\b",
        ),
        unless=rf"{REPO}|\b(?:delete|remove|terminate|destroy|kill|stop|create|branch|called|"
        r"costing(?! money)|nuke|release)\b|<instance\d+>|\bget rid of\b|\bneeds? (?:to go|removal)"
        r"\b|\bstopped (?:instances|servers|vms|machines|boxes)\b|"
        r"\bno longer needed$",
        slots="region",
    ),
    action(
        "recommend_optimizations",
        "read",
        intent="AWS_RESOURCE_MANAGEMENT",
        verbs="show recommend",
        nouns="optimization",
        patterns=(
            r"\b(?:optimi[sz]e|optimi[sz]ing|optimi[sz]ations?|rightsiz\w+|right[- "
            r"]siz\w+|oversized|over-?provisioned|recommendations?)\b",
            r"\b(?:save|saving|savings|cut|reduce|reducing|lower|bring down|trim|shrink|"
            r"decrease)\b.*\b(?:money|costs?|bill|spend\w*|expenses)\b",
            r"\b(?:recommend|suggest|propose|advise|suggestions|ideas|"
            r"tips)\b.*\b(?:improve\w*|cheaper|efficien\w+|resources|infrastructure|"
            r"setup|allocation|changes|better|saving\w*|account|usage|performance)\b",
            r"\b(?:make|get|bring)\b.*\b(?:bill|costs?|spend\w*)\b.*\b(?:smaller|lower|down)\b",
            r"\b(?:make|run|making|get)\b.*\b(?:more efficient\w*|cheaper|leaner|better use)\b",
            r"\b(?:how|where|what|can|could|should)\b.*\b(?:improv\w+|efficient|"
            r"efficiently|tune|streamline)\b.*",
        ),
        unless=rf"{REPO}|\b(?:create an? issue|file an? issue|pull request|called|scale|service "
        r"to|delete|remove|how much)\b",
        slots="region",
    ),
)
"""Actions that look at the account as a whole."""
