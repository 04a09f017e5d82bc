"""`make browse`: the exported site in headless Chromium, from a folder, without a network."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.content.load import load
from bot.website.site import export

CONTENT = Path(__file__).resolve().parents[2] / "content"
ENTRY = re.compile(r'<li data-words="[^"]*"( hidden="")?><a href="([^"]*)"')
SEARCHES = {"": "", "circular+import": "topics/circular-imports.html", "qqqq": None}
"""What is searched for, and a page that must be found; nothing is found for None, and all of them for ""."""


def document(browser: str, address: str) -> str:
    """The page as it is after its script ran."""
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom")
    command = [browser, *options, address]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def main(browser: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "site"
        pages = export(load(CONTENT), folder, {})
        for words, wanted in SEARCHES.items():
            page = document(browser, f"{(folder / 'index.html').as_uri()}?q={words}")
            listed = {found[2]: found[1] is None for found in ENTRY.finditer(page)}
            shown = [file for file, seen in listed.items() if seen]
            assert len(listed) > 200, "the index lists every card"
            assert bool(shown) == (wanted is not None), words
            assert (len(shown) == len(listed)) == (wanted == ""), words
            assert not wanted or wanted in shown, words
            sys.stdout.write(f"search for {words!r}: {len(shown)} of {len(listed)} entries\n")
    sys.stdout.write(f"{pages} pages, and the search works from a folder.\n")


main(sys.argv[1])
