"""Which grammar reads which slot; ``action.slot`` goes before ``slot``."""

from pydantic import JsonValue

from backend.agents.interpreter.slots import branches, looks, people, repositories, storage
from backend.agents.interpreter.slots.naming import before_noun, called, named
from backend.agents.interpreter.slots.reading import Grammar, Wish
from backend.agents.interpreter.slots.texts import text
from backend.agents.interpreter.slots.typed import (
    choice,
    cidr,
    compatibilities,
    cpu,
    flag,
    json_object,
    memory,
    mention,
    mentions,
    number,
    pattern_word,
    port,
    protocol,
    region,
    tags,
    target,
    variables,
    written,
    zone,
)

_USER = "(?:iam )?users?(?: account)?|account for|username"


def _pair(name: str, otherwise: Grammar) -> Grammar:
    """``name=value`` in the message, or what another grammar finds."""

    def read(wish: Wish) -> JsonValue:
        for place, found in wish.free("pair"):
            if found.extra == name:
                wish.taken.add(place)
                return found.value
        return otherwise(wish)

    return read


def _first(*grammars: Grammar) -> Grammar:
    def read(wish: Wish) -> JsonValue:
        return next((value for each in grammars if (value := each(wish)) is not None), None)

    return read


_REPOSITORY = _first(
    mention("pull_url", "issue_url", "github_url"),
    repositories.repository,
)
_BODY = text(
    "body|comment(?:ing)?|saying|says|say|reply(?:ing)?|with|message|text|note|that|"
    "tell them|write|respond with",
    any_quote=True,
)

_SERVICE = named(
    "(?:ecs |fargate )?(?:services?|svcs?)",
    prefixes="scale up|scale down|scale out|scale in|scale|bump|resize|"
    "reduce|increase|raise|lower|shrink|grow",
)

GRAMMARS: dict[str, Grammar] = {
    "region": region,
    "instance_type": mention("instance_type"),
    "ami_id": mention("ami"),
    "key_name": _pair(
        "key_name", named(r"(?:ssh |ec2 |login )?key[- ]?pairs?|(?:ssh |ec2 )?keys?|keypairs?")
    ),
    "launch_ec2.name": called,
    "subnet_id": mention("subnet"),
    "security_group_ids": mentions("group"),
    "tags": tags,
    "count": number(
        r"(?<!<)\b{n} (?:more |new |x |additional |identical |small |of "
        r")*(?:<instance_type\d+>|ec2|instances?|servers?|vms?|machines?|boxes|nodes|of "
        "them|linux|ubuntu|virtual)",
        r"\b(?:need|launch|want|create|start|spin up|add|provision|boot) {n} (?:\S+ "
        r"){0,3}(?:instances?|servers?|vms?|machines?|boxes)\b",
        r"\b{n}x\b",
        r"\b(?:instances|servers|machines|vms) {n}\b(?! ?(?:gb|x)\b)",
        r"\b(?:count|times|x)(?: of| is| to|=)? ?{n}\b",
    ),
    "wait": flag(
        r"\band wait\b|\bwait (?:for|until|till)\b",
        r"\b(?:without waiting|dont wait|do not wait|no wait|no need to wait|not wait)\b",
    ),
    "force": flag(
        r"\b(?:force|forced|forcefully|forcibly|hard stop|hard-stop|by force)\b",
        r"\b(?:gracefully|graceful|without force)\b",
    ),
    "instance_ids": mentions("instance"),
    "instance_id": mention("instance"),
    "filters": looks.filters,
    "owners": looks.owners,
    "name_pattern": _first(
        written("glob"),
        pattern_word(
            "(?:name pattern|matching|match|named like|name like|pattern|whose name "
            r"(?:contains|matches|starts with)|containing)\s+(<quote\d+>|[\w*.-]+)"
        ),
        mention("quote", "name"),
    ),
    "architecture": choice(
        arm64=r"\b(?:arm64|aarch64|arm|graviton)\b",
        x86_64=r"\b(?:x86_64|x86-64|x86|amd64|x64|intel)\b",
        i386=r"\bi386\b",
    ),
    "bucket_name": storage.bucket,
    "file_path": storage.file_path,
    "object_name": storage.object_name,
    "upload_s3.object_name": storage.uploaded_name,
    "download_s3.file_path": storage.target_path,
    "prefix": storage.prefix,
    "source": storage.source,
    "destination": storage.destination,
    "pattern": _first(written("glob"), storage.kind_of_files),
    "status": choice(
        Suspended=r"\b(?:suspend\w*|disabl\w+|turn(?:ed)?\b.*\boff|switch(?:ed)?\b.*\boff|stop|"
        r"pause|deactivate|off|halt)\b",
        Enabled=r"\b(?:enabl\w+|turn(?:ed)?\b.*\bon|switch(?:ed)?\b.*\bon|activat\w+|start|on|"
        r"use|want|needs?|keep|set up|add|re-?enable|version|put)\b",
    ),
    "policy": json_object,
    "function_name": named(
        r"(?:lambda )?functions?|(?<!on )(?<!to )lambdas?(?: function)?|serverless function",
        prefixes="invoke|call|execute|trigger",
    ),
    "zip_file": _first(written("zip"), written("object_uri")),
    "role_arn": _first(mention("role_arn"), mention("arn")),
    "handler": _first(
        mention("dotted"),
        pattern_word(
            r"\bhandler(?: is| =|=|:| of| to| called| named| as)?\s+(<\w+\d+>|[\w./-]*\w)"
        ),
    ),
    "runtime": mention("runtime"),
    "payload": json_object,
    "cluster_name": named("(?:ecs |fargate |container )?clusters?"),
    "cluster": named("(?:ecs |fargate |container )?clusters?"),
    "service_name": _SERVICE,
    "update_service.service_name": _first(_SERVICE, before_noun("clusters?")),
    "family": _first(named(r"family|task[- ]?def(?:inition)?s?"), mention("quote", "name")),
    "container_definitions": json_object,
    "cpu": cpu,
    "memory": memory,
    "execution_role_arn": _first(mention("role_arn"), mention("arn")),
    "requires_compatibilities": compatibilities,
    "task_definition": _first(
        mention("revision"),
        named(r"task[- ]?def(?:inition)?s?|taskdef"),
        pattern_word(r"\b(?:using|based on)\s+(?:the\s+)?(<(?:name|quote)\d+>|[a-z][\w-]+)"),
    ),
    "desired_count": number(
        r"\b{n} (?:more |running |fargate |identical )*(?:tasks?|replicas?|copies|"
        r"containers?|instances?)\b",
        r"\b(?:to|at|of|is|=|count|run|desired_count|have) {n}\b(?! ?(?:gb|mb|%))",
        r"\b(?:desired count|count|replicas|tasks)(?: of| is| to| at|:|=)? ?{n}\b",
    ),
    "launch_type": choice(FARGATE=r"\bfargate\b", EC2=r"\bec2\b", EXTERNAL=r"\bexternal\b"),
    "repository": _REPOSITORY,
    "branch": repositories.branch,
    "path": repositories.path,
    "environment": variables,
    "deploy_path": repositories.deploy_path,
    "staging_bucket": pattern_word(
        r"\bstaging bucket(?: called| named| is|:)?\s+(<\w+\d+>|[\w.-]*\w)|(?!)"
    ),
    "setup_script": pattern_word(
        r"(?:\b(?:set-?up|install|init|bootstrap|user data) script(?: called| is|:| at)?|"
        r"\b(?:run|running|execute|using)(?= <path\d+> (?:as|for) (?:the "
        r")?set))\s+(<(?:path|slash|quote)\d+>|[\w./-]*\w)"
    ),
    "port": port,
    "deploy_ecs_repo.port": number(r"\bports? (?:number |on )?{n}\b"),
    "build_command": pattern_word(
        r"\bbuil[dt](?:ing)?(?: command| it| with| using| by)*(?: is|:|=)?\s+(<quote\d+>|(?:npm|"
        r"pnpm|yarn|make|hugo|bun|npx|vite|jekyll)(?:\s[\w:-]+){0,2})"
    ),
    "stack_name": _first(named("stack(?: name)?"), called),
    "template": _first(
        pattern_word(r"\btemplates?(?: file| at| is| called|:)*\s+(<(?:path|slash|quote)\d+>)"),
        pattern_word(r"(<path\d+>) (?:\w+ )?template\b|(?!)"),
        repositories.template_path,
    ),
    "target": target,
    "user_name": named(_USER, "email", prefixes="for|to|of"),
    "create_access_key.user_name": _first(
        named(_USER, "email", prefixes="for|to|of"),
        people.WHO_NEEDS,
    ),
    "create_iam_user.user_name": _first(
        named(_USER, "email"),
        people.WHO_NEEDS,
        people.NEW_COLLEAGUE,
    ),
    "create_security_group.description": text(
        r"description|described as|desc|about|for traffic", may_be_bare=True
    ),
    "delete_iam_user.user_name": _first(named(_USER, "email"), people.WHO_LEFT),
    "role_name": named("(?:iam |service |execution )?roles?"),
    "user_name|role_name": people.user_or_role,
    "trusted_service": people.trusted_service,
    "policy_name": named("(?:iam )?polic(?:y|ies)"),
    "policy_document": json_object,
    "policy_arn": mention("policy_arn"),
    "cidr_block": mention("cidr"),
    "create_vpc.name": called,
    "vpc_id": mention("vpc"),
    "availability_zone": zone,
    "route_table_id": mention("route_table"),
    "destination_cidr_block": cidr,
    "gateway_id": mention("gateway"),
    "group_name": named("security[- ]?groups?|sg|sec ?group|firewall group|group"),
    "description": text(r"description|described as|desc|about", may_be_bare=True, any_quote=True),
    "group_id": mention("group"),
    "cidr": cidr,
    "protocol": protocol,
    "volume_id": mention("volume"),
    "size": _first(mention("size"), number(r"\bto {n}\b", r"\bsize (?:of |to )?{n}\b")),
    "owner": people.owner,
    "create_repository.name": _first(
        repositories.new_name, named(r"repos?|repository|repositories")
    ),
    "create_repository.owner": _first(repositories.new_owner, people.owner),
    "private": flag(r"\bprivate\b", r"\bpublic\b"),
    "default_branch": pattern_word(
        r"\bdefault(?: branch)?(?: setting)?(?: of| for| on| in)?(?: <\w+\d+>)?(?: should| must)?"
        r"(?: to| is| be|:)?\s+(<(?:quote|slash)\d+>|(?!branch\b|of\b|to\b|on\b|for\b|setting|"
        r"should\b|must\b)[\w./-]*\w)"
    ),
    "archived": flag(r"\barchived?\b|\barchiving\b", r"\bunarchive\w*\b"),
    "username": people.username,
    "permission": choice(
        admin=r"\badmin(?:istrator)?\b",
        maintain=r"\bmaintain(?:er)?\b",
        triage=r"\btriage\b",
        push=r"\bpush\b",
        pull=r"\bpull\b",
        write=r"\bwrite\b",
        read=r"\bread(?:-only)?\b",
    ),
    "state": choice(
        all=r"\b(?:open (?:and|or|&) closed|closed (?:and|or) open|any state|regardless of "
        r"state|state all)\b",
        closed=r"\bclosed\b",
        open=r"\b(?:open|opened|unresolved|pending)\b",
    ),
    "issue_number": branches.issue_number,
    "pull_number": branches.pull_number,
    "title": text(
        r"titled|title|called|named|subject|about|summary",
        may_be_bare=True,
        any_quote=True,
        may_be_tail=True,
    ),
    "body": text(
        "body|description|saying|describing|details|message|with (?:the )?text|text|note|because",
        may_be_bare=True,
    ),
    "comment_issue.body": _first(_BODY, branches.said),
    "comment_pull_request.body": _first(_BODY, branches.said),
    "review_pull_request.body": _first(_BODY, branches.said),
    "head": branches.head,
    "base": branches.base,
    "merge_method": choice(
        squash=r"\bsquash\w*\b",
        rebase=r"\brebas\w+\b",
        merge=r"\bmerge commit\b|\bmerge method merge\b|\busing (?:a )?merge\b",
    ),
    "event": choice(
        REQUEST_CHANGES=r"\b(?:request\w*|ask\w* for|needs?|require\w*)\b.*\bchanges?\b|"
        r"\breject\w*\b|"
        r"\bchanges? (?:requested|needed|are needed)\b",
        APPROVE=r"\b(?:approv\w+|lgtm|accept|sign(?:ing)? off|thumbs up|ok|okay)\b",
        COMMENT=r"\bcomment\w*\b",
    ),
    "workflow": branches.workflow,
    "ref": repositories.ref,
    "run_id": number(r"\brun (?:id |number |no |#)?{n}\b"),
    "analysis_type": looks.analysis_type,
    "service": looks.aws_service,
    "scope": looks.scope,
    "profile": people.profile,
    "deployment_id": _first(mention("deployment"), named("deployment", loose=False)),
}
"""Slot to grammar."""


def grammar_of(action: str, slot: str) -> Grammar | None:
    """The grammar of a slot of an action."""
    return GRAMMARS.get(f"{action}.{slot}") or GRAMMARS.get(slot)
