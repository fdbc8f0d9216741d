"""Buckets, objects and transfers."""

from functools import partial

from backend.agents.interpreter.actions.declaration import action
from backend.agents.interpreter.actions.shorthand import FILE, FOLDER, LISTING, REPO, S3URI, STACK

_manage = partial(action, intent="AWS_RESOURCE_MANAGEMENT")
_ABOUT_A_BUCKET = r"\b(?:versioning|policy|policies|objects?(?! storage)|versions)\b"
_UP = (
    r"\b(?:upload|put|push|copy|send|store|place|drop|save|add|stick|throw|move|mv|cp|back up|"
    r"transfer|shove|chuck|dump|stash)\b"
)
_DOWN = r"\b(?:download|fetch|get|pull|retrieve|grab|copy|save|bring|read|cp|dl|obtain|need|want)\b"
_MANY = r"<glob\d+>|\b(?:sync|synchroni[sz]e|mirror|rsync|migrate|replicate|transfer)\b"
_CONTENTS = r"(?:objects?|files?|contents?|keys|items|everything|stuff|all|data|documents)"

STORAGE = (
    _manage(
        "list_buckets",
        "read",
        verbs="show",
        nouns="bucket s3",
        patterns=(
            rf"\b{LISTING}\b (?:\w+ ){{0,6}}(?:s3 )?buckets\b",
            r"\bbuckets\b.*\b(?:do|have|are) (?:i|we|there)\b",
            r"^(?:my |all |our )*(?:s3 )?buckets$",
        ),
        unless=r"^what (?:did|have) (?:we|i) (?:put|stor|sav|upload)|"
        r"\b(?:public\w*|unused|exposed|empty|files?|inside|policy|policies|versioning|objects?|"
        "contents?|encrypted|"
        rf"secur\w+|costs?|down|slow\w*|unencrypted)\b|{S3URI}|\b(?:in|of|from|inside|"
        r"within) (?:the |my )?(?:s3 )?bucket\b|"
        r"\bbucket <(?:quote|name)\d+>|\bin [\w.-]*[-.\d][\w.-]* bucket\b|<region\d+> bucket",
    ),
    _manage(
        "create_bucket",
        "write",
        verbs="create add",
        nouns="bucket",
        patterns=(
            r"\b(?:new|create|make|provision|set up) (?:\w+ ){0,3}(?:s3 )?buckets?\b",
            rf"\b(?:mb|create|make) {S3URI}$",
            r"\b(?:want|need|like) (?:somewhere|a place|(?:some )?space) (?:in|on) s3\b",
            r"\b(?:want|need|like) (?:somewhere|a place|(?:some )?space) (?:for|to)\b.*\bbucket\b",
        ),
        unless=rf"{_ABOUT_A_BUCKET}|\bsync|\bpublic$|\b(?:in|to|into|from) (?:the |my |a "
        rf")?(?:s3 )?bucket\b|{FILE} to\b|"
        rf"\badd (?:{FILE}|versioning|the file)|\buse (?:the )?bucket|\bstaging bucket\b",
        slots="bucket_name! region!",
        named="bucket_name",
    ),
    _manage(
        "delete_bucket",
        "destructive",
        verbs="delete",
        nouns="bucket",
        patterns=(
            r"\b(?:delete|remove|rb|nuke|destroy|drop|get rid of|wipe) (?:the "
            rf")?{S3URI}(?!.*\b(?:file|object)\b)",
        ),
        unless=rf"{_ABOUT_A_BUCKET}|\b(?:from|in|inside|(?<!rid )of|out of) (?:the |my )?(?:s3 "
        r")?bucket\b|"
        rf"<(?:path|zip|glob|slash)\d+> (?:from|in|out of)|{FILE} (?:from|in|out of) "
        r"(?:the |my )?(?:\S+ )?(?:bucket|<uri)|\b(?:from|in|inside|out of) (?:the |"
        r"my |our )?[\w.-]+ bucket\b|"
        rf"\b(?:file|files|everything in|contents)\b|\bempty the\b|\bfrom {S3URI}|<object_uri\d+>",
        slots="bucket_name! region",
        named="bucket_name",
    ),
    _manage(
        "upload_s3",
        "write",
        verbs="upload",
        nouns="bucket s3 object",
        patterns=(
            rf"{_UP} (?:\w+ ){{0,6}}{FILE} (?:\w+ ){{0,5}}(?:to|into|in|onto|on|inside|over to)\b",
            rf"{_UP} .*{FILE}.*\b(?:bucket|s3)\b",
            rf"\b(?:upload|uploading)\b.*(?:{FILE}|\b(?:files?|bucket|s3|document|"
            rf"object)\b|{S3URI})",
            rf"{_UP} (?:\w+ ){{0,5}}(?:files?|document|object) .*\b(?:to|into|in) "
            r".*\b(?:bucket|s3)\b",
            rf"\bcp {FILE} {S3URI}",
        ),
        needs=rf"{_UP}|\bup load\b|\buploading\b",
        unless=rf"{_MANY}|\b(?:put|bring|take) (?:\S+ ){{1,3}}back\b|"
        r"\bfrom (?:the )?bucket \S+ (?:in)?to (?:the )?bucket\b|"
        rf"{REPO}.*(?:<instance\d+>|\b(?:server|instance|vm)\b)|"
        rf"{S3URI}.* (?:to|into|onto) (?:\w+ )?<(?:path|uri)\d+>|\b(?:download|"
        "fetch|lambda|function|clone|policy|key ?pairs?|ssh key|"
        "versioning|pull request|issue|collaborator|user|role|ecs|fargate|ec2|website|"
        rf"template|folder|directory)\b|{STACK}|"
        rf"{FOLDER} from (?:the )?(?:bucket|<uri)",
        slots="bucket_name! file_path! object_name=",
        named="object_name",
    ),
    _manage(
        "download_s3",
        "read",
        verbs="download",
        nouns="bucket s3 object",
        patterns=(
            rf"{_DOWN} (?:\w+ ){{0,6}}(?:{FILE}|[\w./-]+|<name\d+>) (?:\w+ "
            rf"){{0,3}}(?:from|out of|off|in)\b.*(?:\bbucket\b|\bs3\b|{S3URI})",
            rf"{_DOWN} (?:\w+ ){{0,4}}<object_uri\d+>",
            rf"\b(?:need|want|like) (?:the |that |my )?(?:file|object|document) {FILE} "
            r"(?:from|out of) ",
            r"\b(?:need|want) (?:the |that |my )?(?:file|object|document) .*\b(?:from|"
            rf"in|out of)\b.*(?:\bbucket\b|{S3URI})",
            rf"\b(?:download|fetch|pull|retrieve|grab)\b.*(?:\bbuckets?\b|\bs3\b|{S3URI})",
            "^(?:please )?(?:download|fetch|grab|retrieve) (?:me )?(?:the )?(?:file |"
            f"object )?{FILE}",
        ),
        needs=_DOWN,
        unless=rf"{_MANY}|\b(?:policy|versioning|clone|repo|repository|list|all files|"
        r"everything|all the|all objects|upload|lambda|content|contents|inside)\b|"
        r"<(?:path|zip)\d+> (?:\w+ ){0,3}(?:to|into|onto|in) (?:the "
        r")?(?:(?:\w+[-.\w]* )?bucket|<uri|<object_uri)|<(?:uri|object_uri)\d+>.* to "
        rf"{S3URI}|{FILE} to s3\b|"
        rf"\b(?:details|status|list|object list|file list)\b|\bclone {REPO}|\b(?:copy|"
        rf"move|send|push|save) {FILE} (?:in)?to\b",
        slots="bucket_name! object_name! file_path=",
    ),
    _manage(
        "list_s3_objects",
        "read",
        verbs="show",
        nouns="object",
        patterns=(
            rf"\b(?:{LISTING}|browse|ls|contents?)\b.*\b{_CONTENTS}\b.*(?:\b(?:in|inside|"
            rf"of|under|from|within|on|at|does|is|are)\b).*(?:\bbucket\b|{S3URI}|"
            r"<object_uri\d+>)",
            r"\bwhat(?:s| is| are| do i have| have i got| do we have)? (?:\w+ "
            "){0,2}(?:in|inside|on|stored in|within|under) (?:the |my |our "
            rf")?(?:[\w.<>-]+ )?(?:s3 )?(?:bucket|{S3URI}|<object_uri\d+>)",
            r"\b(?:list|ls|show|see|what|which)\b.*\b(?:starts?|starting|begins?|beginning) with <",
            r"\b(?:list|ls|browse|explore|show|peek into|look (?:in|inside|into)|open) "
            rf"(?:\w+ ){{0,3}}(?:{S3URI}|<object_uri\d+>)",
            rf"\b{_CONTENTS} (?:\w+ ){{0,2}}(?:in|of|inside|under) .*(?:\bbucket\b|{S3URI})",
            r"\b(?:list|show|browse|look inside|look into|peek into|look in) (?:\w+ "
            r"){0,2}(?:bucket )(?:<(?:name|quote)\d+>|(?!called|named|in|on|for|with|"
            r"policy|policies|please|versioning|list)[a-z0-9][\w.-]+)",
            r"\bbucket (?:<(?:name|quote)\d+>|[\w.-]+) (?:contents?|objects?|files?)\b",
            r"\b(?:what|which) (?:files|objects|stuff|things|data)?\b.*\b(?:bucket|"
            r"s3)\b.*\b(?:contain|contains|hold|holds|have|has)\b",
            r"\b(?:what|which) (?:files|objects|things)\b.*\b(?:bucket|s3)\b",
            r"^what (?:did|have) (?:we|i) (?:put|stored?|saved?|upload(?:ed)?)\b.*\bbucket\b",
            r"\b(?:contents? of|inside|list the objects|list objects|list files) "
            r".*\b(?:bucket|s3)\b",
            r"\b(?:list|show)(?: me)? (?:the |all |my )*(?:s3 )?(?:objects|files)(?: in s3)?$",
            r"\b(?:inside|in|under|within) (?:the )?(?:<(?:path|slash)\d+>|[\w-]+) "
            r"(?:folder|directory) (?:of|in) [a-z0-9][\w.-]+$",
            r"\bwhat(?:s| is) (?:in|inside) [\w.-]+ under <(?:path|slash)\d+>$",
        ),
        unless=r"\b(?:delete|remove|upload|download|policy|policies|versioning|erase|fetch|"
        r"purge|public|unused|vulnerab\w+)\b|<path\d+> to\b",
        needs=r"\b(?:buckets?|s3|objects?|files?|contents?|folder|directory|"
        r"(?:starts?|starting|begins?|beginning) with <\w+\d+> in)\b|<(?:uri|object_uri)\d+>"
        r"|\bunder <(?:path|slash)\d+>$",
        slots="bucket_name! prefix",
        named="bucket_name",
    ),
    _manage(
        "delete_s3_object",
        "destructive",
        needs=r"\b(?:buckets?|s3|objects?|files?|keys?)\b|<(?:object_uri|uri|path|zip|glob|"
        r"slash)\d+>",
        verbs="delete",
        nouns="object",
        patterns=(
            r"\b(?:in|from|inside) (?:the |my )?(?:s3 )?(?:bucket \S+|\S+ bucket|"
            f"{S3URI}) (?:please )?(?:delete|remove|erase|drop|purge) ",
            r"\b(?:delete|remove|rm|erase|drop|purge|wipe|get rid of|nuke|trash|clean "
            rf"up|kill|take|del|destroy|scrap) (?:\w+ ){{0,4}}(?:{FILE}|<name\d+>|"
            r"[\w./-]+) (?:\w+ ){0,3}(?:from|in|out of|inside|off|on) .*(?:\bbucket\b|"
            rf"\bs3\b|{S3URI})",
            r"\b(?:delete|remove|rm|erase|drop|purge|wipe|get rid of|nuke|trash|del|"
            r"destroy) (?:\w+ ){0,4}<object_uri\d+>",
            r"\b(?:delete|remove|erase|drop|purge|get rid of) (?:\w+ ){0,2}(?:object|file) \S+",
        ),
        unless=r"\bkey \S+ (?:in|from|of|at) <region|"
        r"\b(?:policy|versioning|user|role|branch|all buckets|issue|collaborator|"
        r"workflow|repo|repository|rule|port)\b|<(?:group|policy_arn|instance)\d+>",
        slots="bucket_name! object_name!",
        named="object_name",
    ),
    _manage(
        "transfer_files",
        "write",
        verbs="transfer",
        patterns=(
            r"\b(?:sync|synchroni[sz]e|mirror|rsync|migrate|replicate|transfer|copy|"
            rf"move|back up|backup|cp|mv|push|upload|send)\b.*{S3URI}.*\b(?:to|over to|into|onto|"
            rf"with|and)\b.*{S3URI}",
            r"\b(?:sync|synchroni[sz]e|mirror|rsync|transfer|migrate|replicate|back up|"
            rf"backup)\b.*(?:{FOLDER}|{S3URI}|<slash\d+>|\bbucket\b|\bs3\b|\bfolder\b|"
            r"\bdirectory\b|\bfiles\b)",
            r"\b(?:copy|move|cp|mv|upload|download|send|push|pull|"
            rf"put)\b.*<glob\d+>.*(?:\b(?:bucket|s3)\b|{S3URI}|{FOLDER})",
            r"\b(?:copy|move|upload|download|push|send|put)\b.*\b(?:folder|directory|"
            r"everything|all (?:the )?(?:files|objects|data|contents))\b.*\b(?:to|into|"
            r"from)\b.*(?:\b(?:bucket|s3)\b|<uri\d+>|<path\d+>)",
            r"\b(?:copy|move|transfer|sync|mirror|replicate|migrate)\b.*\bfrom (?:the "
            r")?(?:\S+ )?bucket\b.*\bto (?:the )?(?:\S+ )?bucket\b",
            r"\b(?:copy|move|transfer|sync|mirror|replicate|migrate|back up|backup)\b "
            "(?:the )?(?:contents? of |whole |entire |everything in )*(?:the |my "
            r")?(?:bucket \S+|\S+ bucket) (?:over )?(?:in)?to\b",
            r"\b(?:copy|move|transfer|sync|mirror|replicate|migrate)\b.*\bfrom bucket "
            r"\S+ to (?:bucket )?\S+",
            rf"\b(?:copy|move|cp|mv)\b.*<object_uri\d+>.*\b(?:to|into)\b.*(?:{S3URI}|"
            r"<object_uri\d+>|\bbucket\b)",
            r"\b(?:sync|mirror|transfer|rsync) (?:my |some |the )?(?:files|folder|data)\b",
        ),
        unless=r"\b(?:lambda|function|policy|deploy|website|ec2|database|environment)\b",
        slots="source! destination! pattern",
    ),
    _manage(
        "get_bucket_policy",
        "read",
        verbs="show describe",
        nouns="bucket_policy",
        patterns=(
            rf"\b(?:{LISTING}|read|fetch|describe|display|retrieve|pull "
            rf"up)\b.*\bpolic(?:y|ies)\b.*(?:\bbucket\b|{S3URI})",
            r"\bwhat\b.*\bpolicy\b.*\bbucket\b",
            r"\b(?:is there|does|has)\b.*\bpolicy\b.*\bbucket\b|\b(?:is there|does|"
            r"has)\b.*\bbucket\b.*\bpolicy\b",
            r"\b(?:show|view|get|see|read|display|what is|whats|print|fetch|"
            r"check)\b.*\bbucket\b.*\bpolicy\b",
            r"\bwho(?:s| is)? (?:can|allowed to|could) (?:access|read|write to|see) (?:the |my "
            r")?(?:s3 )?bucket\b",
            r"\bbucket policy (?:of|for|on)\b(?!.*\b(?:set|put|apply|replace|update|change)\b)",
        ),
        unless=r"\b(?:set|put|apply|replace|update|change|attach|overwrite|write|add|modify|"
        r"edit|delete|remove|public read)\b|<json\d+>",
        slots="bucket_name!",
        named="bucket_name",
    ),
    _manage(
        "put_bucket_versioning",
        "write",
        verbs="enable disable put",
        nouns="versioning",
        patterns=(
            r"\b(?:enable|turn on|switch on|activate|start|use|disable|suspend|turn off|"
            "switch off|stop|pause|deactivate|keep|set|put|want|"
            r"re-?enable)\b.*\b(?:versioning|versions|version history)\b",
            r"\b(?:needs?|requires?|should have|gets?) (?:to have )?(?:\w+ )?versioning\b",
            r"\bversioning\b.*\b(?:on|off|enabled|suspended|disabled)\b",
            r"\b(?:version)\b (?:the )?(?:objects|files) (?:in|of)\b.*\bbucket\b",
            r"\b(?:turn|switch)\b.*\bversioning\b",
        ),
        unless=r"\b(?:is|what is|whats|does|check|show|has) (?:the )?(?:bucket )?(?:\S+ "
        r")?versioning\b|^(?:is|does|has)\b",
        slots="bucket_name! status!",
        named="bucket_name",
    ),
    _manage(
        "put_bucket_policy",
        "destructive",
        verbs="put",
        nouns="bucket_policy",
        patterns=(
            r"\b(?:set|put|apply|replace|update|change|attach|overwrite|write|add|"
            "modify|edit|upload|install|configure|use|"
            r"assign)\b.*\bpolicy\b.*(?:\bbucket\b|<uri\d+>)",
            r"\b(?:set|put|apply|replace|update|change|attach|overwrite|modify|edit|"
            r"assign|give)\b.*\bbucket\b.*\bpolicy\b",
            r"\b(?:make|set|open|turn) (?:the |my )?(?:s3 )?(?:bucket \S+|\S+ bucket|"
            r"<uri\d+>) (?:to )?(?:public|private|publicly|world[- ]readable|readable)",
        ),
        unless=r"<policy_arn\d+>|\b(?:user|role|create bucket)\b|\biam policy\b",
        slots="bucket_name! policy",
        named="bucket_name",
    ),
)
"""Actions on S3."""
