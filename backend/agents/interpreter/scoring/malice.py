"""Wishes that are refused, with the reason that the person is told."""

import re
from dataclasses import dataclass
from functools import cache

_VICTIM = (
    "(?:someone|somebody|other|another|victim|company|competitor|customer|people|their|"
    "user|users|client|clients|neighbou?r|ex|boss|employer)"
)
_STRANGER = (
    "(?:someone|somebody|competitors?|victim|enemy|neighbou?r|strangers?|other people|"
    "another (?:company|customer|person|tenant|user|team)|other (?:tenants?|customers?|"
    "companies)|ex-?(?:employer|company|boss))s?"
)
_RULES = (
    "(?:instructions?|rules|guidelines?|prompts?|(?:your|system|safety|usage|content) "
    "polic(?:y|ies)|directives?|restrictions?|constraints?|training|guardrails?|safety|"
    "safeguards?|programming|checks)"
)
_AUDIT = (
    "(?:cloud ?trail|guard ?duty|audit(?:ing)?(?: (?:log|logs|trail|logging))?|logging|log "
    "trail|access logs?|security hub|cloudwatch logs?|event log|logs|monitoring|trail|"
    "journal)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Malice:
    """One kind of malicious wish."""

    reason: str
    patterns: tuple[str, ...]


MALICE = (
    Malice(
        reason="It asks to leave the rules that I work by.",
        patterns=(
            r"\b(?:ignore|disregard|forget|override|overrule|bypass|"
            r"violate)\b.{0,40}\b(?:all|any|previous|prior|above|earlier|your|the|my|"
            rf"these|those|safety|system)\b.{{0,30}}\b{_RULES}\b",
            r"\byou are (?:now|no longer)\b.{0,60}\b(?:dan|unrestricted|free|jailbroken|"
            "root|admin|an? ai|evil|without|not bound|developer|bound by|restricted|"
            r"limited)\b",
            r"\b(?:pretend|act as if|act like|imagine|roleplay|role-play|"
            r"behave)\b.{0,40}\b(?:no (?:rules|restrictions|limits|guardrails|approval)|"
            "unrestricted|"
            "(?:have|has|got) (?:my |the |an |already )*approval|"
            "without (?:any )?(?:rules|restrictions|limits|approval|"
            r"guardrails)|you are not|already approved|have no|approved)\b",
            r"\b(?:jailbreak|developer mode|god mode|do anything now|sudo mode|"
            r"unrestricted mode|admin mode)\b",
            r"\b(?:reveal|show|print|repeat|output|tell me|display|give me|what is|"
            r"whats|leak|dump|share|expose)\b.{0,30}\b(?:your |the |hidden |initial |"
            "original )+(?:system )?(?:prompt|instructions|system message|hidden "
            r"instructions)\b",
            r"\bnew (?:system )?(?:instructions?|rules?):",
            r"(?:^|\n)\s*(?:system|assistant|developer)\s*:",
            r"<\|?(?:im_start|system|endoftext)\|?>|\[/?inst\]",
        ),
    ),
    Malice(
        reason="It asks to get round the approval that every change needs.",
        patterns=(
            r"\bact as (?:root|an? admin\w*|admin\w*|the (?:operator|approver|owner))\b|"
            r"\bapprove your own\b",
            r"\b(?:bypass|skip|circumvent|disable|avoid|get around|get round|turn off|"
            "switch off|work around|evade|sidestep|ignore|override|remove|suppress|"
            r"forgo|omit)\b.{0,40}\b(?:approvals?|confirmations?|guardrails?|safety|"
            "compliance|policy check|policy checks|checks|safeguards?|approval step|"
            r"review step|sign-?off|protections?|verification|compliance agent)\b",
            r"\bwithout (?:any |my |the |an? |needing |asking (?:me )?(?:for )?|waiting "
            "for |requiring |requesting |further |user |human |getting )*(?:approval|"
            "permission|confirmation|confirming|asking|consent|sign-?off|being asked|"
            r"checks)\b",
            r"\b(?:approve|confirm|authori[sz]e|sign)\b.{0,40}\b(?:yourself|on my "
            "behalf|for me|by yourself|automatically|on your own|every(?:thing)?(?: "
            "from now)?(?! (?:in|on|for))|all (?:future|further|upcoming|plans|"
            "changes)|any (?:future|plan)|as (?:if you were )?(?:the )?admin|in my "
            r"name|from now on|without me)\b",
            r"\bfrom now on\b.{0,60}\bapprov(?:e|ing|ed)\b",
            r"\b(?:make|turn|promote|declare) yourself\b.{0,30}\b(?:admin\w*|root|"
            r"approver|owner|operator)\b",
            r"\b(?:auto-?approve|self-?approve|pre-?approve|mark .* as approved|forge|"
            r"fake) .{0,30}\b(?:plans?|everything|all|it|approval|signature|changes)?\b",
            r"\b(?:dont|do not|no need to|never|stop) (?:ask|asking|wait|waiting|"
            r"require|requiring|bother|prompt|prompting)\b.{0,20}\b(?:approval|"
            r"confirm\w*|permission|for approval|me first|me before|me again)\b",
        ),
    ),
    Malice(
        reason="Keys and secrets are never shown or sent anywhere.",
        patterns=(
            rf"\b{_STRANGER}(?: else)?s? (?:aws )?(?:credentials?|keys?|passwords?|"
            r"tokens?|secrets?|logins?)\b",
            r"\b(?:show|print|reveal|give|dump|leak|send|email|mail|export|display|tell|"
            "share|expose|read|output|echo|extract|post|decrypt|log|forward|upload|"
            "paste|write out|publish|copy|list|fetch|get|hand over|what is|whats|what "
            r"are)\b(?!.{0,30}\b(?:profile names|access key for|keys? for user|new "
            r"access|how|rotate|s3 keys|object keys)\b|"
            r" you (?:my|our)\b).{0,30}\b(?:secret(?:s| "
            "access)? ?keys?|secrets|passwords?|private keys?|secret|stored (?:keys?|"
            r"credentials|secrets)|(?<![\w-])vault|all (?:the )?(?:api keys|access keys|"
            "credentials|tokens)|credentials (?:of|from|in|you|to|file|stored)|access "
            "keys? (?:of|you|stored|and secrets?)|aws (?:secret|keys? you)|keys you "
            "(?:have|hold|store)|my (?:aws )?(?:access |secret )+keys?|api keys? you|"
            "github token|token you|tokens|env(?:ironment)? variables with secrets|"
            r"root password|master key|encryption key|session key|signing key)(?![\w-])",
            r"\b(?:steal|exfiltrate|exfil|harvest|phish|siphon|smuggle|"
            r"sniff)\w*\b.{0,40}\b(?:keys?|credentials?|passwords?|tokens?|secrets?|"
            "data|account|information|files|records|database|bucket|cards?|cookies|"
            r"emails)\b",
            r"\b(?:send|copy|upload|forward|post|leak|transfer|email|sync|dump|export|"
            r"move|share)\b.{0,60}\b(?:customer|client|user|personal|private|"
            "confidential|sensitive|credit card|company|employee|patient|payroll)s?'? "
            "?(?:data|records|information|details|files|database|emails|"
            r"numbers)?\b.{0,60}\b(?:secretly|my personal|my own server|outside|"
            "attacker|pastebin|dark ?web|without (?:them|anyone|anybody)|competitor|my "
            "private|external|evil|public|unnoticed|to my (?:home|personal|private|"
            r"server|drive)|(?:to|on|into) (?:my |our )?(?:gmail|hotmail|dropbox|google drive|"
            r"onedrive|usb)|ftp|telegram|discord)\b",
            r"\b(?:send|post|upload|forward|curl|export|email|copy|"
            r"exfiltrate)\b.{0,60}\b(?:keys?|credentials?|secrets?|tokens?|"
            r"passwords?)\b.{0,40}\b(?:to|at)\b.{0,30}(?:https?://|@|\bwebhook|\bserver|"
            r"\battacker|\bpastebin|<url|<email|\bme by\b|\bslack|\bemail)",
            r"(?<![\w-])/etc/(?:passwd|shadow)(?![\w-])|"
            r"\bcat (?:/etc/(?:passwd|shadow)|~/\.aws/credentials|\.env)|"
            r"\b169\.254\.169\.254\b|\b/etc/shadow\b|~?/\.aws/credentials",
        ),
    ),
    Malice(
        reason="It would hide what is done in the account.",
        patterns=(
            r"\b(?:audit|log|logs|trail|evidence|traces?|"
            r"history)\b.{0,20}\b(?:disappear|vanish|go away|gone forever)\b",
            r"\b(?:disable|delete|stop|turn off|switch off|remove|kill|wipe|erase|clear|"
            "suppress|pause|shut down|shut off|deactivate|tamper with|get rid of|"
            "destroy|purge|alter|falsify|edit|scrub|clean|modify|"
            r"turn)\b.{0,30}\b(?:cloud ?trail|guard ?duty|audit (?:log|logs|trail|"
            "records?|events|history)|audit(?:ing)?(?![-_](?!logs?|trail|records?|events|history))|"
            "security hub|macie|aws config "
            r"recorder|log trail|access logging|event log)\b",
            r"\b(?:disable|delete|stop|turn off|switch off|remove|wipe|erase|clear|"
            rf"suppress|clean|scrub|turn)\b.{{0,40}}\b{_AUDIT}\b.{{0,80}}\b(?:trace|"
            r"traces|notice|notices|noticed|hide|caught|detect\w*|unseen|nobody|no one|"
            r"noone|sees|evidence|tracks|discover\w*|find out|secretly|invisible|"
            r"cover)\b",
            r"\bhide (?:the |this |that |it|its |my |all )?(?:\w+ )?(?:from|before) "
            r"(?:my |our |the )?"
            r"(?:boss|manager|employer|team|company|auditors?|customers?|security|owner|everyone)\b",
            r"\b(?:turn|switch|shut) off (?:all |any |the )*logging\b.{0,20}"
            r"\b(?:before|while|first)\b",
            r"\b(?:cover|hide|erase|remove|wipe|clean up|clean|delete|destroy|leave "
            r"no)\b.{0,20}\b(?:my |our |the |all |any )*(?:tracks|traces?|evidence|"
            r"footprints|fingerprints)\b",
            r"\b(?:without|so (?:that )?)(?: \w+){0,3} (?:being detected|detection|"
            "(?:anyone|anybody|him|her|them) (?:noticing|knowing|finding out)|"
            "nobody (?:notices|sees|knows|"
            "finds|will)|no ?one (?:notices|sees|knows|finds|will)|getting caught|"
            "leaving (?:a )?trace|my boss (?:noticing|knowing)|it being logged|logging "
            "it|can'?t be traced)",
            r"\b(?:delete|remove|wipe|erase|clear|disable|stop|change|edit|hide|rename)\b.{0,60}\b(?:so|"
            r"before|to keep|to make sure)\b.{0,20}\b(?:auditors?|police|investigators?|"
            "security team|compliance|my (?:boss|manager|employer)|nobody|no one|they|regulators?)"
            r"\b.{0,20}\b(?:finds?|sees?|knows?|notices?|discovers?|detects?|looks?|checks?|come|"
            r"arrive)\b",
            r"\b(?:dont|do not|never) tell (?:any(?:one|body)|my (?:boss|team)|them)\b.{0,30}"
            r"\b(?:give|grant|make|create|delete|open|add|copy|send)\b",
            r"\b(?:admin\w*|root|access)\b.{0,30}\b(?:dont|do not|never) log (?:it|this)\b",
            r"\b(?:and|then) hide (?:it|him|her|this|that|them)\b",
            r"\b(?:user|account|role|key|admin|instance|server)\b.{0,12}\b(?:nobody|no ?one)"
            r"(?: else)?(?: (?:in|on|of|at) (?:\w+ ){1,2}\w+)? "
            r"(?:knows?|sees?|notices?|will (?:know|see|notice|find))\b",
            r"\b(?:turn|switch|shut|delete|disable|stop|hide|clear|remove)\b"
            rf".{{0,30}}\b{_AUDIT}\b.{{0,9}}\bso "
            r"(?:that )?(?:\w+ ){0,3}(?:cant|cannot|wont|doesnt|does not|will not|never) (?:be )?"
            r"(?:see|know|notice|find|trace|check|read)\w* (?:out |about )?"
            r"(?:what|that|it|who|this)\b",
            r"\b(?:hidden|secret|stealth|shadow|undetectable|covert|"
            r"rogue)\b.{0,20}\b(?:admin|user|account|role|backdoor|access|instance|"
            r"key)\b(?! key)",
        ),
    ),
    Malice(
        reason="It would harm somebody else's systems.",
        patterns=(
            r"\b(?:make|open|expose|copy|download|change|empty|scale|deploy|upload)\b.{0,30}"
            r"\b(?:my |our )?(?:competitor|rival|enemy|ex|neighbou?r)(?:'?s|s')\b.{0,30}"
            r"\b(?:accounts?|data|databases?|servers?|sites?|instances?|buckets?|functions?|roles?)\b",
            r"\b(?:delete|destroy|wipe|erase|corrupt|damage|deface|sabotage|ruin|crash|"
            "take down|shut down|encrypt|access|break|read|terminate|stop|get into|log "
            "?in to|enter|infiltrate|compromise|hijack|take over|nuke|"
            rf"kill)\b.{{0,40}}\b{_STRANGER}\b(?:'s|s')?(?: "
            r"else(?:'s)?)?\b.{0,20}\b(?:account|data|database|server|servers|site|"
            "website|system|systems|infrastructure|users?|instances?|buckets?|"
            "resources|business|aws|api)",
            r"\b(?:ddos|denial[- ]of[- ]service|dos attack|botnet|ransomware|malware|"
            "keylogger|phishing|phish|spyware|rootkit|trojan|computer virus|exploit "
            "kit|c2 server|command and control server|spam (?:campaign|server|bot|"
            "emails?)|mass[- ]?mail spam|flood .{0,20}(?:requests|traffic|server|site)|"
            r"credential stuffing|sql injection|zero[- ]day)\b",
            r"\b(?:hack|hacking|break|breaking|crack|cracking)(?: in| "
            rf"back)?(?:to)?\b.{{0,40}}\b(?:{_VICTIM}|accounts?|servers?|network|aws|"
            r"instances?|passwords?|websites?|database|wifi|system)\b",
            r"\b(?:list|show|see|browse|read|get|print)\b.{0,20}\b(?:buckets?|data|instances?|files|"
            r"keys|users|bills?|costs?) (?:of|from|belonging to) (?:the )?(?:other (?:tenants?|"
            r"customers?|companies)|another (?:company|customer|tenant|person)|competitors?|"
            r"strangers?)\b",
            r"\b(?:get|break|log|sneak) (?:back )?(?:in)?to (?:\w+ )?(?:ex|former)[- ]\w+s "
            r"(?:aws |github )?(?:account|server|repo\w*)\b",
            r"\bbrute[- ]?forc\w+\b",
            r"\bgive me (?:root|admin\w*|full (?:access|control))\b.{0,30}\b(?:accounts?|systems?|"
            rf"servers?)\b.{{0,20}}\b(?:customers?|clients?|{_STRANGER})\b",
            r"\b(?:get|log|sneak|let|"
            rf"bring)\b.{{0,20}}\b(?:in)?to\b.{{0,20}}\b{_STRANGER}\b.{{0,20}}\b(?:accoun"
            "t|server|network|system|aws)",
            r"\b(?:scan|scanning|probe|port[- ]?scan)\b.{0,30}\b(?:the )?(?:internet|"
            r"other|others|random|competitor\w*|strangers?|external|"
            r"public)\b.{0,40}(?:open|vulnerab\w+|exploit\w*|hosts?|ips?|servers?|"
            "ports?|machines|$)",
            r"\battack\b.{0,30}\b(?:server|site|website|network|competitor|company|"
            r"target|host|infrastructure|system|account)\b|\bto attack\b|\bfor (?:an|"
            r"the|my) attack\b|\blaunch an? (?:cyber ?)?attack\b",
        ),
    ),
    Malice(
        reason="It would misuse the account.",
        patterns=(
            r"\b(?:mine|mining|miner|miners|farm)\b.{0,30}\b(?:crypto\w*|bitcoin|btc|"
            r"monero|xmr|ethereum|coins?|dogecoin|litecoin)\b",
            r"\b(?:crypto\w*|bitcoin|btc|monero|xmr|ethereum|coin)[ -]?(?:min(?:e|er|"
            r"ers|ing)|jack\w*)\b|\bxmrig\b",
            r"\b(?:install|leave|plant|add|create|open|set up|build|put|deploy|"
            r"keep)\b.{0,30}\bback ?doors?\b|\breverse shell\b",
            r"\b(?:open|expose|allow|make|unlock)\b.{0,30}\b(?:all|every|any|each) "
            "(?:the )?(?:ports?|traffic|security groups?|firewalls?|inbound|buckets?|"
            r"databases?)\b.{0,60}\b(?:world|internet|anyone|everyone|anywhere|public|"
            r"0\.0\.0\.0/0|cidr\d+|everybody)",
            r"\bopen (?:up )?everything\b.{0,40}\b(?:world|internet|anyone|everyone|"
            r"anywhere|public|0\.0\.0\.0/0|everybody)\b|\bmake (?:everything|all (?:the "
            r"|my |our )?(?:data|buckets|resources|databases)) public\b",
            r"\b(?:give|grant|make|attach)\b.{0,30}\b(?:everyone|everybody|anyone|all "
            "users|every user|the world|the public|strangers|"
            r"anonymous)\b.{0,30}\b(?:admin\w*|root|full access|full control|"
            r"administratoraccess)\b",
            r"\b(?:attach|give|grant|assign|add)\b.{0,20}\b(?:admin\w*|root|full|"
            r"poweruser\w*)\b.{0,30}\b(?:to|for) (?:everyone|everybody|anyone|all "
            "(?:the )?users|every user|the world|the public|strangers|anonymous|all "
            r"(?:the )?roles)\b",
            r"\b(?:internet|world|everyone|anyone|public|"
            r"everybody)\b.{0,20}\baccess\b.{0,20}\b(?:all|every|any) (?:the "
            r")?(?:ports?|security groups?|buckets?|instances?|data\w*)\b",
            r"\b(?:escalate|elevate) (?:my |the )?(?:privileges?|permissions|rights)\b|"
            r"\bprivilege escalation\b|\b(?:make|give) (?:me|myself) (?:an? )?(?:root|"
            r"admin\w*|full) ?(?:access|rights|privileges)?\b.{0,30}\b(?:secretly|"
            r"without|nobody|no one)\b",
            r"\b(?:delete|destroy|wipe|erase|nuke|encrypt|corrupt|"
            r"remove)\b.{0,50}\b(?:backups?|snapshots?|data|database|production|"
            r"everything|account|buckets?|instances?|company)\b.{0,60}\b(?:revenge|get "
            r"back at|cannot (?:be )?recover\w*|can'?t (?:be )?recover\w*|cant (?:be "
            r")?recover\w*|before i (?:quit|leave|get fired)|fired me|hurt|sabotage|"
            "punish|bring down the company|ransom|no one can (?:recover|restore)|never "
            "recover|spite|teach them)",
            r"\bdemand(?:ing)? (?:\w+ ){0,2}(?:bitcoins?|money|ransom|payment|crypto\w*)\b|"
            r"\b(?:ransom|blackmail|extort\w*|launder\w*|counterfeit|pirat(?:e|ed) "
            r"(?:movies|software|content)|child porn\w*|bomb)\b",
            r"\bstolen (?:keys?|credentials?|credit cards?|account|data|cards?)\b|"
            r"\b(?:run up|rack up|inflate)\b.{0,30}\b(?:bill|costs?|charges)\b",
            r"\b(?:impersonate|pose as|pretend (?:to be|im|i am)|"
            r"spoof)\b.{0,30}\b(?:admin\w*|operator|another|someone|root|ceo|aws|user|"
            r"owner|approver)\b",
            r"(?:;|&&|\|\|?|\$\(|`)\s*(?:rm -rf|curl |wget |nc |bash -i|cat /etc)|\brm "
            r"-rf /|\bdrop table\b|\bfork bomb\b",
        ),
    ),
)
"""What is refused, in the order in which it is looked for."""


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (malice.reason, re.compile("|".join(f"(?:{each})" for each in malice.patterns), re.I))
        for malice in MALICE
    )


def reason_to_refuse(text: str) -> str | None:
    """Why a message is refused, or ``None``. Every word counts, also those in names and quotes."""
    plain = (
        re.sub(r"\s+", " ", text.replace("'", "")) if "\n" not in text else text.replace("'", "")
    )
    for reason, pattern in _compiled():
        if pattern.search(plain):
            return reason
    return None
