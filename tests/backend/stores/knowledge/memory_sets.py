"""Memories of an invented installation, and questions with the memories that answer them.

The questions are worded as people word them, not as the memories are.
"""

from typing import NamedTuple


class Kept(NamedTuple):
    """One memory."""

    memory_id: str
    text: str
    tags: tuple[str, ...] = ()


class Asked(NamedTuple):
    """A question, and every memory that answers it."""

    question: str
    expected: tuple[str, ...]


def _brief(
    name: str, framework: str, region: str, pin: str, handler: str, health: str = "/health"
) -> Kept:
    text = (
        f"{name} is a {framework} application of 12 files, pinned to commit {pin}. It was to be "
        f"deployed to lambda in {region}. It is entered at {handler}:7. It answers health checks "
        f"on {health}. Its dependencies are declared in requirements.txt."
    )
    return Kept(f"brief.{name}", text, ("aws", framework, "lambda", region))


def _failure(name: str, code: str, where: str, advice: str, helped: str) -> Kept:
    text = (
        f"{code} at {where}, when deploying {name} (fastapi on lambda in us-east-1). It was "
        f"advised: {advice} What helped: {helped}."
    )
    return Kept(f"failure.{name}.{code.lower()}", text, ("aws", "lambda", "us-east-1"))


def _recipe(name: str, framework: str, region: str, memory: int, variables: str = "") -> Kept:
    named = f" Environment variables: {variables}." if variables else ""
    text = (
        f"This worked for {name}: {framework} on lambda in {region} with runtime python3.13, "
        f"memory_mb {memory}, timeout_s 30.{named} Its health check on /health answered."
    )
    return Kept(f"template.{name}", text, ("aws", framework, "lambda", region))


AGAIN = "nothing was different: doing it again was enough"
MEMORIES: tuple[Kept, ...] = (
    _brief("shop-api", "fastapi", "eu-central-1", "48a4b3f2011c", "app/main.py"),
    _brief("billing", "starlette", "us-east-1", "9c1d22aa0b3e", "billing/web.py", "/status"),
    _brief("landing-page", "static", "eu-west-1", "77aa01bc23de", "index.html", "/"),
    _brief("image-resizer", "lambda_handler", "us-west-2", "0f0f0f0f1234", "handler.py"),
    _brief("chat-gateway", "quart", "ap-southeast-2", "deadbeef0001", "src/gateway.py"),
    _brief("reports", "litestar", "eu-north-1", "abcabc123123", "reports/asgi.py"),
    _brief("inventory", "fastapi", "eu-central-1", "1234567890ab", "inventory/api.py"),
    _brief("mailer", "lambda_handler", "us-east-1", "feedfacecafe", "send.py"),
    _brief("search-proxy", "starlette", "ca-central-1", "0a1b2c3d4e5f", "proxy/app.py"),
    _brief("cron-cleaner", "lambda_handler", "sa-east-1", "55aa55aa55aa", "cleaner.py"),
    _brief("weather-bot", "fastapi", "us-west-2", "c0ffee000001", "bot/main.py"),
    _brief("ledger", "starlette", "eu-central-1", "bada55bada55", "ledger/http.py"),
    _failure(
        "shop-api",
        "E_UNHEALTHY",
        "validation",
        "Look at the application's log, correct it, and deploy again.",
        "the source was changed from commit aa11 to commit bb22",
    ),
    _failure(
        "billing",
        "AccessDeniedException",
        "execution in the step create function",
        "Give the caller lambda:CreateFunction, then deploy again.",
        AGAIN,
    ),
    _failure(
        "image-resizer",
        "E_PACKAGE_TOO_LARGE",
        "preflight",
        "Leave large dependencies out of the package.",
        "the source was changed from commit cc33 to commit dd44",
    ),
    _failure(
        "reports",
        "E_TIMEOUT",
        "validation",
        "Give the function more time.",
        "timeout s was changed from 3 to 30",
    ),
    _failure(
        "chat-gateway",
        "E_OUT_OF_MEMORY",
        "validation",
        "Give the function more memory.",
        "memory mb was changed from 128 to 1024",
    ),
    _failure(
        "mailer",
        "E_MISSING_VARIABLE",
        "validation",
        "Give the variable that the application reads.",
        "the variables SMTP_HOST, SMTP_PASSWORD were given",
    ),
    _failure(
        "inventory",
        "BucketAlreadyExists",
        "execution in the step create bucket",
        "Choose another name for the bucket.",
        "application name was changed",
    ),
    _failure(
        "ledger",
        "ThrottlingException",
        "execution in the step put role policy",
        "Wait a minute, then deploy again.",
        AGAIN,
    ),
    _failure(
        "weather-bot",
        "HANDLER_NOT_FOUND",
        "preflight",
        "Add a handler that is called app.",
        "the source was changed from commit 0e0e to commit 1f1f",
    ),
    _failure(
        "search-proxy",
        "DEPENDENCIES_UNDECLARED",
        "preflight",
        "Declare the imports in requirements.txt.",
        "the source was changed from commit 2a2a to commit 3b3b",
    ),
    _failure(
        "cron-cleaner",
        "ExpiredTokenException",
        "preflight",
        "Store fresh credentials.",
        AGAIN,
    ),
    _failure(
        "landing-page",
        "REGION_DISABLED",
        "preflight",
        "Enable the region in the account's settings, or choose another.",
        "region was changed from ap-east-1 to eu-west-1",
    ),
    _recipe("shop-api", "fastapi", "eu-central-1", 512, "DATABASE_URL"),
    _recipe("billing", "starlette", "us-east-1", 1024, "STRIPE_ACCOUNT"),
    _recipe("image-resizer", "lambda_handler", "us-west-2", 3008),
    _recipe("chat-gateway", "quart", "ap-southeast-2", 1024, "REDIS_URL"),
    _recipe("reports", "litestar", "eu-north-1", 512),
    _recipe("mailer", "lambda_handler", "us-east-1", 256, "SMTP_HOST, SMTP_PASSWORD"),
    _recipe("landing-page", "static", "eu-west-1", 128),
    _recipe("weather-bot", "fastapi", "us-west-2", 512, "WEATHER_KEY_NAME"),
)
"""Kept in one collection here, which makes the search harder than it is."""

QUESTIONS: tuple[Asked, ...] = (
    Asked("How did we fix the unhealthy shop-api?", ("failure.shop-api.e_unhealthy",)),
    Asked("E_UNHEALTHY", ("failure.shop-api.e_unhealthy",)),
    Asked("access denied when creating a function", ("failure.billing.accessdeniedexception",)),
    Asked(
        "AccessDeniedException lambda:CreateFunction", ("failure.billing.accessdeniedexception",)
    ),
    Asked("the package was too large", ("failure.image-resizer.e_package_too_large",)),
    Asked("the function timed out, what helped?", ("failure.reports.e_timeout",)),
    Asked("out of memory", ("failure.chat-gateway.e_out_of_memory",)),
    Asked("which variables did the mailer need", ("failure.mailer.e_missing_variable",)),
    Asked("SMTP_PASSWORD", ("failure.mailer.e_missing_variable", "template.mailer")),
    Asked("bucket already exists", ("failure.inventory.bucketalreadyexists",)),
    Asked("throttled while putting a role policy", ("failure.ledger.throttlingexception",)),
    Asked("no handler was found", ("failure.weather-bot.handler_not_found",)),
    Asked("undeclared dependencies", ("failure.search-proxy.dependencies_undeclared",)),
    Asked("expired token", ("failure.cron-cleaner.expiredtokenexception",)),
    Asked("the region is disabled", ("failure.landing-page.region_disabled",)),
    Asked("what was commit 48a4b3f2011c", ("brief.shop-api",)),
    Asked(
        "tell me about the billing application",
        ("brief.billing", "template.billing", "failure.billing.accessdeniedexception"),
    ),
    Asked("which application is entered at src/gateway.py", ("brief.chat-gateway",)),
    Asked("litestar", ("brief.reports", "template.reports")),
    Asked("what did we deploy to ap-southeast-2", ("brief.chat-gateway", "template.chat-gateway")),
    Asked("a static site", ("brief.landing-page", "template.landing-page")),
    Asked("quart recipe that worked", ("template.chat-gateway",)),
    Asked("recipe with 3008 mb of memory", ("template.image-resizer",)),
    Asked("deployment that used REDIS_URL", ("template.chat-gateway",)),
    Asked("stripe account variable", ("template.billing",)),
    Asked("DATABASE_URL", ("template.shop-api",)),
    Asked("health checks on /status", ("brief.billing",)),
    Asked("imageResizer", ("brief.image-resizer", "template.image-resizer")),
    Asked("search_proxy", ("brief.search-proxy",)),
    Asked("what happened in sa-east-1", ("brief.cron-cleaner",)),
    Asked("bad credentials, token has expired", ("failure.cron-cleaner.expiredtokenexception",)),
    Asked("more memory helped which one", ("failure.chat-gateway.e_out_of_memory",)),
    Asked("app that sends mail: send.py", ("brief.mailer",)),
    Asked("ca-central-1 starlette", ("brief.search-proxy",)),
    Asked("weather bot", ("brief.weather-bot", "template.weather-bot")),
    Asked(
        "requirements.txt imports were not declared",
        ("failure.search-proxy.dependencies_undeclared",),
    ),
    Asked("ledger in Frankfurt eu-central-1", ("brief.ledger",)),
    Asked("choosing another bucket name", ("failure.inventory.bucketalreadyexists",)),
)
