"""A secret is found wherever it stands in a file, and ordinary text is not taken for one."""

import pytest

from bot.content.secrets import secrets
from bot.strict_yaml import Document

PARTS = {
    "discord": ("MTk4NjIyNDgzNDcxOTI1MjQ4", ".Cl2FMQ.", "ZnCjm1XVW7vRze4b7Cq4se7kKWs-abcd"),
    "github": ("ghp_", "a1B2" * 9),
    "aws": ("AKIA", "ABCDEFGHIJKLMNOP"),
    "slack": ("xoxb-", "1234567890-abc"),
    "webhook": ("https://discord.com/api/", "webhooks/", "123456789/"),
    "key": ("-----BEGIN RSA ", "PRIVATE KEY", "-----"),
}


@pytest.mark.parametrize("kind", PARTS)
def test_a_secret_is_found_wherever_it_stands(kind: str) -> None:
    value = {"examples": [{"files": {"main.py": f"token = '{''.join(PARTS[kind])}'\n"}}]}

    ((place, _message),) = secrets(Document("x.yaml", value, {(): 1}))

    assert place == ("examples", 0, "files", "main.py")


def test_ordinary_text_is_no_secret() -> None:
    text = "import secrets; token = secrets.token_hex(16)  # like 3f9a0c…, sk-learn, AKIA, ghp_, -----BEGIN"

    assert list(secrets(Document("x.yaml", {"answer": text, "rank": 3}, {(): 1}))) == []
