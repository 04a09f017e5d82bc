"""What must hold for every message, whoever wrote what is in it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import discord
import simcord

MAX_CONTENT, MAX_LABEL, MAX_CUSTOM_ID = 2000, 80, 100
PING = re.compile(r"@everyone|@here|<@[!&]?\d+>|<#\d+>", re.IGNORECASE)
INVITE = re.compile(r"discord(app)?\.(gg|com/invite|me|io|li)\b", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
FENCE = "```"
CODE = re.compile(r"```.*?```|``[^`].*?``|`[^`\n]+`|<?https?://\S+", re.DOTALL)
DUNDER = re.compile(r"(?<![\w\\])__\w+?__(?!\w)")
WITH_MESSAGE = (4, 7)
"""Kinds of interaction response that carry a message."""


def assert_sendable(content: str) -> None:
    """Within Discord's limits, pings nobody, leads nowhere, shows what it says, and no block is left open."""
    assert len(content) <= MAX_CONTENT
    assert not PING.search(content)
    assert not INVITE.search(content)
    assert not CONTROL.search(content)
    assert content.count(FENCE) % 2 == 0
    assert not DUNDER.search(CODE.sub("", content))


def assert_well_behaved(world: simcord.Env) -> None:
    """Every message the bot sent or edited, and every one of its messages that is still there."""
    for body in bodies(world):
        assert_sendable(body.get("content") or "")
        assert body["allowed_mentions"]["parse"] == []
        assert not body["allowed_mentions"].get("replied_user")
        for button in buttons(body.get("components") or []):
            assert len(button.get("label") or "") <= MAX_LABEL
            assert len(button["custom_id"]) <= MAX_CUSTOM_ID
    for guild in world._guilds:
        for channel in guild.channels.values():
            assert_removable([message for message in channel.history() if message.author.bot], world)


def assert_removable(messages: list[discord.Message], world: simcord.Env) -> None:
    """Each message has a button that removes it, or is removed with a later one."""
    controls = [
        button.custom_id
        for message in messages
        for row in message.components
        for button in row.children
        if button.custom_id.startswith("x:")
    ]
    for message in messages:
        if message.author.id != world.bot.user.id or message.flags.ephemeral:
            continue
        own = any(button.custom_id.startswith("x:") for row in message.components for button in row.children)
        assert own or any(str(message.id) in control.split(":") for control in controls), message.content


def bodies(world: simcord.Env) -> Iterator[Mapping[str, Any]]:
    """The message in every request that carried one."""
    for request in world.http_requests:
        body = request.json
        if request.method not in ("POST", "PATCH") or not isinstance(body, dict):
            continue
        if request.path.endswith("/callback"):
            if body["type"] in WITH_MESSAGE:
                yield body["data"]
        elif "/messages" in request.path or request.path.startswith("/webhooks/"):
            yield body


def buttons(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All buttons in rows of components."""
    for row in components:
        yield from row.get("components", [])
