"""Small talk, and what this product does not do."""

from backend.agents.interpreter.slots.reading import compiled

_GREETING = (
    "(?:hi+|hello+|hey+|hallo|howdy|greetings|yo|hiya|sup|good (?:morning|afternoon|"
    "evening|day|night)|namaste|gday|welcome back)"
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
    "dating|girlfriend|boyfriend|wife|husband|president|prime minister|election|"
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
    r"\b(?:who is|who was|when was|where is|how tall|how far is|how big is|what year|"
    r"how many people) (?!.*\b(?:aws|iam|admin|instances?|buckets?|users?|deployment|my|"
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


def is_small_talk(plain: str) -> bool:
    """Greetings, thanks, and questions about the copilot's mood."""
    stripped = plain.rstrip(" ?!.")
    return any(compiled(pattern).search(stripped) for pattern in _SMALL)


def is_another_cloud(plain: str) -> bool:
    """What another cloud is asked for."""
    return any(compiled(pattern).search(plain) for pattern in _CLOUDS)


def is_elsewhere(plain: str) -> bool:
    """What has nothing to do with AWS and GitHub."""
    return any(compiled(pattern).search(plain) for pattern in _ELSEWHERE)


def is_unsupported(plain: str) -> bool:
    """Something of AWS for which there is no action."""
    return any(compiled(pattern).search(plain) for pattern in _UNSUPPORTED)
