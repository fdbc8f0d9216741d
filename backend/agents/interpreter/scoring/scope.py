"""Small talk, and what this product does not do."""

from backend.agents.interpreter.slots.reading import compiled

_GREETING = (
    "(?:hi+|hello+|hey+|hallo|howdy|greetings|yo|hiya|sup|(?:good )?(?:morning|afternoon|"
    "evening)|good (?:day|night)|namaste|gday|welcome back)"
)
_THANKS = (
    "(?:thanks?|thank you|thx|ty|cheers|great job|nice(?: work| one| job)?|well done|good "
    "(?:job|bot|work)|awesome|perfect|excellent|brilliant|amazing|wonderful|fantastic|cool|"
    "sweet|lovely|appreciate it|much appreciated|you rock|you are (?:the best|great|"
    "awesome|amazing)|youre (?:the best|great|awesome|amazing)|that was (?:helpful|great|"
    "quick|fast)|great|nice|good)"
)
_BYE = (
    "(?:bye|goodbye|see you|see ya|cya|good ?night|take care|have a (?:nice|good|great) "
    r"\w+|later|talk to you later|ttyl)"
)
_SMALL = (
    f"^(?:{_GREETING})(?: (?:there|copilot|bot|everyone|all|friend|team|mate|again|"
    r"buddy|folks|my friend|how are you\w*|how is it going|hows it going|whats up|how "
    r"do you do|doing|today|you|are|how|to you|from \w+|nice to meet you|dear))*$",
    "^(?:(?:ok|okay|many|big|wow|oh|ah|haha|yes|so|very|that is|thats|this is|really|a "
    f"lot|all|right|alright|it works) )*(?:{_THANKS})(?: (?:so|very|much|a|lot|lots|"
    "again|for|the|your|help|you|copilot|bot|mate|guys|that|was|it|everything|job|work|"
    "one|million|bunch|all|thanks|thank|really|kindly|helping|me|this|is|work|works|"
    "great|stuff|today|indeed|fast|quick|dude|man|buddy|friend))*$",
    f"^(?:ok |okay |alright |well |thanks |thank you )*(?:{_BYE})(?: (?:for now|then|"
    "copilot|later|tomorrow|soon|everyone|all|now|ahead|thanks))*$",
    "^(?:so )?(?:how are you(?: doing)?(?: today)?|how is it going|hows it going|whats "
    "up|how do you do|how have you been|how is your day|hows your day|how was your day|"
    "are you ok|you ok|how are things|nice to meet you|pleased to meet you|hows "
    "life)(?: (?:today|copilot|bot|going|mate|friend|buddy|so far))*$",
    "^(?:who (?:are|made|built|created) you|are you (?:a |an )?(?:bot|robot|human|real|"
    "ai|person|machine|alive|there|chatgpt|gpt).*|whats your name|what is your name|do "
    "you have (?:a name|feelings)|where are you from|how old are you|tell me about "
    "yourself|do you like .*|are you happy|im (?:bored|tired|happy|sad|back|fine|good|"
    "new here)|i am (?:bored|tired|happy|sad|back|fine|good|new here))$",
    "^(?:ha(?:ha)+|lol|lmao|rofl|wow|oh|ah|i see|got it|understood|makes sense|"
    "interesting|sounds good|no worries|no problem|my bad|sorry|oops|great|cool|"
    "roger)(?: (?:ok|okay|then|great|thanks|cool|got it|that makes sense))*$",
)
_PLEASANTRY = (
    f"(?:{_GREETING}|{_THANKS}|{_BYE}|how (?:are|is|was|s)? ?(?:you|it|your|things|life|everything|"
    "the)(?: (?:day|week|weekend|morning|doing|going|been|life|today))*|hows (?:it|your|life|"
    "everything|things)(?: (?:day|week|weekend|morning|doing|going))*|whats up|nice to "
    "(?:meet|see) "
    "you|(?:hope|trust) (?:you|youre|all|everything)(?: (?:are|is|had|have|doing|a|an|your|good|"
    "great|nice|well|fine|ok|weekend|day|week))*|you (?:saved|made) (?:my|the) (?:day|week|"
    "life|bacon)|you(?:re| are) (?:a |an |so |really |very |too "
    ")*(?:star|legend|hero|lifesaver|genius|gem|champ|kind|helpful|smart|funny|cool|good|pro|"
    "wizard|angel|life saver|best|awesome|great|amazing)|(?:i )?(?:really )?appreciate "
    "(?:it|that|you|"
    "your help|the help)|pleasure|my pleasure|long time no see|happy (?:monday|tuesday|wednesday|"
    "thursday|friday|weekend|new year|holidays)|welcome|congrat\\w*|bravo|kudos|props|"
    "that (?:was|is) (?:so |very |really )*(?:helpful|great|quick|fast|awesome|perfect|nice|kind)|"
    "(?:its|it is|it was) (?:nice|good|great|a pleasure) (?:to|talking|working|chatting)(?: "
    "\\w+){0,3}|"
    "i(?:m| am) (?:doing |feeling )?(?:well|fine|good|great|ok|happy|tired|bored|back|glad)|"
    "just saying hi|saying hi|just checking in|(?:that is|thats|this is) (?:all|it|everything))"
)
_BESIDES = (
    "(?:there|copilot|bot|everyone|all|friend|team|mate|again|buddy|folks|guys|dear|my friend|sir|"
    "madam|today|so|very|really|much|and|to you|to you too|too|ok|okay|oh|ah|haha|lol|well|old "
    "friend|pal|man|dude|for (?:the|your|all|all the|all your) (?:help|support|work|assistance|"
    "time|patience|quick help|effort)|for (?:now|today|everything|that|this|helping(?: me| us)?"
    "(?: out)?)|a (?:lot|bunch|million|ton)|then|later|tomorrow|soon|everybody|people|yall|i need)"
)
_FEW = 12
"""Words; a longer message that is only pleasant is not worth the time to tell."""

_ONLY_PLEASANT = rf"^(?:{_BESIDES} )*{_PLEASANTRY}(?: (?:{_PLEASANTRY}|{_BESIDES}))*$"
_CLOUDS = (
    r"(?<![\w/.-])(?:azure|gcp|google cloud|digital ?ocean|heroku|alibaba cloud|linode|"
    r"oracle cloud|ibm cloud|vercel|netlify|cloudflare|hetzner|ovh|fly\.io|render\.com|"
    r"openstack|scaleway|vultr|rackspace|bigquery|gke|aks|firebase|app engine)(?![\w/-])",
)
_ELSEWHERE = (
    r"(?<![\w/.-])(?:weather|temperature outside|forecast for (?:tomorrow|today)|poem|"
    "poetry|haiku|limerick|joke|jokes|song|lyrics|sing|story|bedtime story|essay|novel|"
    "recipe|recipes|cook|cooking|bake|cake|pizza|dinner|lunch|restaurant|football|"
    "soccer|world cup|olympics|basketball|cricket|tennis match|movie|movies|film|"
    "netflix|music|spotify|play (?:some|a)|translate|translation|homework|math problem|"
    "equation|solve|stock price|stock market|stocks?|invest|horoscope|zodiac|"
    "vacation|holiday|flights?|hotel|taxi|uber|doctor|medical|headache|diet|workout|"
    "dating|girlfriend|boyfriend|wife|husband|president|prime minister|elections?|"
    "politics|capital of|population of|history of (?!the|my|deployments?)|who won|who "
    r"invented|meaning of life|philosoph\w+|religion|tell me about (?:dinosaurs|space|"
    "cats|dogs|quantum)|dinosaurs?|cats?|dogs?|birthday|wedding|gift|christmas|"
    "crossword|sudoku|chess|video games?|linkedin|resume|cv|cover letter|instagram|"
    "facebook|twitter|tiktok|book (?:a|me)|alarm clock|remind me|reminder|set (?:a|an) "
    "(?:timer|alarm)|lottery|bitcoin price|exchange rate|currency converter|time is it|"
    r"day is it|date today|year is it|square root|\d+ ?(?:\+|\*|x|times|plus|minus|"
    r"divided by) ?\d+)(?![\w/-])",
    r"\b(?:write|generate|create|give me|compose|draft|make|code) (?:me )?(?:a |an |"
    r"some )*(?:python|java|javascript|rust|go|c\+\+|sql|html|css|react|letter|email|"
    "blog post|tweet|article|speech|essay|logo|picture|drawing|regex|sorting|quick "
    "?sort|algorithm|presentation|slides|spreadsheet|business plan|tagline|slogan|name "
    r"for my (?:cat|dog|baby))(?:\W|$)(?!.*\b(?:lambda|bucket|function called|deploy|"
    r"instance)\b)",
    r"\b(?:biggest|tallest|largest|longest|oldest|deepest|fastest|highest|smallest|richest|best|"
    r"most \w+) \w+ (?:in|on|of) (?:the world|earth|all time|history|the universe|europe|asia|"
    r"africa|america|india)\b|\bwho (?:wrote|painted|discovered|directed|founded|sang)\b|"
    r"\b(?:a|an|some|any|good|nice|best) (?:good |nice |cheap )?(?:books?|podcast|hobby|"
    r"phone|laptop|car|"
    r"presents?|place to \w+|trip|beach|city|museum|bar|cafe|coffee|wine|series|tv show)\b|"
    r"\bhow (?:do|does|can) (?:i|you|one) (?:lose weight|fix my car|learn|cook|bake|make (?:a )?"
    r"(?:coffee|tea|bread|pasta))\b|\b(?:what|which) (?:team|country|planet|animal|language|book|"
    r"color|colour|film|food)\b",
    r"\b(?:who is|who was|when was|where is|how tall|how far is|how big is|what year|"
    r"how many people) (?!.*\b(?:aws|iam|admin|instances?|buckets?|users?|"
    r"deployment|rollout|release|my|"
    r"our|resources|region|access)\b)",
)
_UNSUPPORTED = (
    r"\b(?:create|make|launch|provision|set ?up|add|delete|remove|spin up|configure|"
    "need|want|new|start|stop|restart|reboot|build|enable|list|show|backup|back up|"
    "restore|take|register|buy|resize|scale|rebooting|restarting|modify|update|migrate|"
    r"connect|query|run|subscribe|send|attach|detach)\b.{0,60}"
    r"\b(?:rds|aurora|databases?|dynamo ?db|sqs|sns|queues?|topics?|route ?53|hosted "
    "zones?|dns|domains?|load balancers?|alb|nlb|elb|auto ?scaling|elasticache|redis "
    "(?:cluster|cache|instance)|redshift|eks|kubernetes|k8s|emr|glue|athena|kinesis|"
    "api gateway|cloudfront distribution|cdn|cognito|step functions?|eventbridge|"
    "snapshots?|elastic ip|nat gateway|internet gateway|vpn|efs|certificates?|acm|waf|"
    "kms|secrets? manager|parameter store|sagemaker|bedrock|workspaces?|codepipeline|"
    "codebuild|ecr|docker (?:image|registry)|glacier|lifecycle (?:rule|policy)|"
    "placement group|spot (?:fleet|instances?|request)|reserved instances?|savings "
    "plan|iam groups?|user groups?|opensearch|elasticsearch cluster|mq broker|msk|"
    "kafka cluster|transit gateway|direct connect|outposts|lex|polly|rekognition|"
    r"quicksight|fsx|storage gateway|beanstalk|lightsail|app ?runner|amplify)\b",
    r"\b(?:reboot|restart|rebooting|restarting|ssh into|ssh to|log into|"
    r"rename)\b.*(?:\binstances?\b|\bservers?\b|\bvms?\b|<instance\d+>|\bmachine\b)",
)


_THINGS_OF_OTHERS = (
    r"(?:rds|aurora|dynamo ?db|sqs|sns|route ?53|elasticache|redshift|eks|kubernetes|k8s|emr|"
    r"athena|kinesis|api gateway|cognito|step functions?|eventbridge|efs|sagemaker|codepipeline|"
    r"codebuild|ecr|opensearch|lightsail|beanstalk|app ?runner|amplify|nat gateway|elastic ip|"
    r"load balancer|hosted zone|dns (?:record|entry|zone)|auto ?scaling group|log group)s?"
)
_OF_SOMETHING_ELSE = (
    r"^(?:create|make|launch|provision|set ?up|add|spin up|build|start|stop|delete|remove|destroy|"
    r"drop) (?:me )?(?:a |an |the |my |our |new |some |managed |small |aws |amazon )*"
    rf"{_THINGS_OF_OTHERS}\b(?! (?:security|role|polic|user|bucket|stack|repo|issue|branch|key|"
    r"ingress|costs?|bill|image|workflow))"
    r"|^(?:please )?(?:reboot|restart|ssh|log ?into|rename)\b.*"
    r"(?:<instance\d+>|\b(?:instance|server|vm|machine)\b)",
)


def asks_for_something_else(plain: str) -> bool:
    """Whether the very object of a wish is something for which there is no action."""
    return any(compiled(pattern).search(plain) for pattern in _OF_SOMETHING_ELSE)


def is_small_talk(plain: str) -> bool:
    """Greetings, thanks, and questions about the copilot's mood."""
    stripped = plain.rstrip(" ?!.")
    patterns = (*_SMALL, _ONLY_PLEASANT) if len(stripped.split()) <= _FEW else _SMALL
    return any(compiled(pattern).search(stripped) for pattern in patterns)


def is_another_cloud(plain: str) -> bool:
    """What another cloud is asked for."""
    return any(compiled(pattern).search(plain) for pattern in _CLOUDS)


def is_elsewhere(plain: str) -> bool:
    """What has nothing to do with AWS and GitHub."""
    return any(compiled(pattern).search(plain) for pattern in _ELSEWHERE)


def is_unsupported(plain: str) -> bool:
    """Something of AWS for which there is no action."""
    return any(compiled(pattern).search(plain) for pattern in _UNSUPPORTED)
