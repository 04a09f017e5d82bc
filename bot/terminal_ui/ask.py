"""`modulo ask`: one question, or a batch of them."""

from pydantic import ValidationError
from rich.console import Console

from bot.app import open_app
from bot.config import Config
from bot.errors import UsageError
from bot.search.decide import Decision
from bot.search.index import Index
from bot.search.question import Question
from bot.terminal_ui.batch import lines_of, print_json
from bot.terminal_ui.render import render
from bot.terminal_ui.wire import AskLine, Json, ReplyText, ask_answer
from bot.tutor import Tutor


async def ask(
    config: Config, text: str, *, as_json: bool, why: bool, batch: str | None, reply_text: ReplyText
) -> None:
    """Answer one question, or each line of a batch in order; `why` adds which words counted how much."""
    async with open_app(config, runs_code=False) as app:
        if batch is not None:
            async for line in lines_of(batch):
                print_json(await _ask_line(app.tutor, line, reply_text))
            return
        asked = await app.tutor.ask(Question(text, asker="you", conversation="terminal"))
        if as_json:
            print_json(ask_answer(asked, reply_text(asked.reply) if asked.reply else ""))
        elif asked.reply:
            Console().print(render(asked.reply))
        if why:
            _print_why(app.library.current.search.index, text, asked.decision)


def _print_why(index: Index, text: str, decision: Decision) -> None:
    console = Console(stderr=True)
    if not decision.matches:
        console.print("No topic comes near.", highlight=False)
    for match in decision.matches:
        words = ", ".join(f"{word} {share:.0%}" for word, share in index.explain(text, match.topic))
        console.print(f"{match.score:.2f} {match.topic}: {words}", highlight=False, markup=False)


async def _ask_line(tutor: Tutor, line: str, reply_text: ReplyText) -> Json:
    try:
        wanted = AskLine.model_validate_json(line)
    except ValidationError as error:
        raise UsageError(
            f"This line of the batch cannot be read: {line.strip()[:80]} ({error.errors()[0]['msg']})"
        ) from None
    asked = await tutor.ask(wanted.question())
    return {"id": wanted.id, **ask_answer(asked, reply_text(asked.reply) if asked.reply else "")}
