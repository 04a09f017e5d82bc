"""One real sandbox for a whole test file, and what it takes from files to a graph."""

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.content.schema import Content
from bot.draw.draw import draw_run
from bot.draw.graph import Graph, Node
from bot.explain.story import Story
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.run import Sandbox
from bot.sandbox.snippet import Snippet


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with open_sandbox(SandboxSettings(warm=0)) as opened:
        yield opened


async def drawn(sandbox: Sandbox, content: Content, files: dict[str, str], **more) -> Graph:
    """Run the files for real, and draw what happened."""
    snippet = Snippet.of(files.items(), **more)
    graph = draw_run(Story.of(snippet, await sandbox.run(snippet)), content.texts.draw)
    assert graph is not None
    return graph


def arrows(graph: Graph) -> list[tuple[str, str, str]]:
    """Label, start and end of each arrow, as they read."""
    labels = {node.key: node.label for node in graph.nodes}
    return [(edge.label, labels[edge.start], labels[edge.end]) for edge in graph.edges]


def node(graph: Graph, label: str) -> Node:
    """The node with this label."""
    (found,) = [node for node in graph.nodes if node.label == label]
    return found
