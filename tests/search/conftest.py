import pytest

from bot.search.followup import Conversations
from bot.search.index import Index
from bot.search.search import Search
from tests.search.search_cards import SYNONYMS, Clock, some_cards


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def index() -> Index:
    return Index.build(some_cards(), SYNONYMS)


@pytest.fixture
def search(index: Index, clock: Clock) -> Search:
    return Search(some_cards(), index, Conversations(clock=clock))
