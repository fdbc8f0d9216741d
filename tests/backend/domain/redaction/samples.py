"""Fake secrets and harmless texts that the redaction tests share."""

ACCESS_KEY_ID = "AKIAFAKEFAKEFAKE1234"
SECRET_KEY = "FakeFakeFakeFakeFake/FakeFakeFa+FakeFake"
PRIVATE_KEY = "-----BEGIN PRIVATE KEY-----\nRkFLRQ==\nRkFLRQ==\n-----END PRIVATE KEY-----"
TOKEN_OF = {
    "aws_access_key_id": ACCESS_KEY_ID,
    "aws_session_token": "IQoJ" + "FAKEfake" * 12,
    "github_token": "ghp_" + "FAKEfake1234" * 3,
    "github_fine_grained": "github_pat_" + "FAKEfake1234_" * 4,
    "openai_key": "sk-proj-" + "FAKEfake1234" * 3,
    "slack_token": "xoxb-" + "1234567890-FAKEFAKE",
    "stripe_key": "sk_live_" + "FAKEfake1234" * 2,
    "google_key": "AIza" + "FAKEfake1234-_x" * 2 + "FAKE1",
    "jwt": "eyJGQUtFIjoiRkFLRSJ9.eyJGQUtFIjoiRkFLRSJ9.RkFLRUZBS0VGQUtF",
    "private_key": PRIVATE_KEY,
    "npm_token": "npm_" + "FAKEfake1234" * 3,
    "gitlab_token": "glpat-" + "FAKEfake1234" * 2,
}
"""Every one of them is recognised by its own shape."""

IN_CONTEXT = {
    "password_assignment": ("DB_PASSWORD=hunter2FAKE", "hunter2FAKE"),
    "yaml_secret": ("client_secret: hunter2FAKE", "hunter2FAKE"),
    "quoted_with_spaces": ('password = "correct horse FAKE"', "correct horse FAKE"),
    "json": ('{"secretAccessKey":"hunter2FAKE","region":"eu-west-1"}', "hunter2FAKE"),
    "escaped_json": ('"{\\"token\\": \\"hunter2FAKE\\"}"', "hunter2FAKE"),
    "python_repr": ("Login(user='me', password='hunter2FAKE')", "hunter2FAKE"),
    "bearer_header": ("Authorization: Bearer hunter2FAKE", "hunter2FAKE"),
    "basic_header": ("authorization: Basic RkFLRTpGQUtF", "RkFLRTpGQUtF"),
    "api_key_header": ("X-Api-Key: hunter2FAKE", "hunter2FAKE"),
    "cookie": ("Set-Cookie: session=hunter2FAKE; Path=/", "hunter2FAKE"),
    "url_password": ("postgres://me:hunter2FAKE@db/app", "hunter2FAKE"),
    "url_without_user": ("redis://:hunter2FAKE@cache:6379", "hunter2FAKE"),
    "option": ("deploy --db-password hunter2FAKE --verbose", "hunter2FAKE"),
    "argument_list": ('["deploy", "--token", "hunter2FAKE"]', "hunter2FAKE"),
    "curl_user": ("curl -u me:hunter2FAKE https://example.com", "hunter2FAKE"),
    "sshpass": ("sshpass -p hunter2FAKE ssh host", "hunter2FAKE"),
    "presigned_url": (
        "https://b.s3.amazonaws.com/k?X-Amz-Signature=hunter2FAKE&x=1",
        "hunter2FAKE",
    ),
    "secret_after_key_id": (f"{ACCESS_KEY_ID}\n{SECRET_KEY}\n", SECRET_KEY),
    "secret_before_key_id": (f"{SECRET_KEY} belongs to {ACCESS_KEY_ID}", SECRET_KEY),
    "secret_by_name": (f"the secret access key is {SECRET_KEY}", SECRET_KEY),
}
"""A text, and the part of it that must not be shown."""

HARMLESS = (
    "arn:aws:iam::123456789012:role/copilot-hello",
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-password-AbCdEf",
    "sha256:" + "0123456789abcdef" * 4,
    "commit 0123456789abcdef0123456789abcdef01234567 touches the secret store",
    "550e8400-e29b-41d4-a716-446655440000",
    "version 1.2.3-rc.1+build.5 of uvicorn[standard]>=0.38",
    "i-0123456789abcdef0 subnet-0a1b2c3d vpc-1234 sg-99",
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:latest",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
    'response.get("NextToken") and ClientToken=run-7:apply:1:create_function',
    "max_tokens: 2000, token_count=17, has_password = true",
    "password: ${DB_PASSWORD}",
    'token = os.environ["FAKE_TOKEN"]',
    "password: str | None = None",
    "https://example.com:8080/path?email=me@example.com",
    "iam:PassRole, sts:GetSessionToken, secretsmanager:GetSecretValue",
    "The secret of a good password is its length.",
    "/usr/lib/python3/site/packages/fastapi/main",
    "npm_config_some_rather_long_setting_name = hf_hub_download_with_retries",
    'class="sk-folding-cube sk-cube-1"',
    "",
)
