"""Programs of every kind that a soak mixes: such as end, fail, hang, flood, write, and hide."""

from bot.sandbox.run import Limits
from bot.sandbox.snippet import Snippet

LIMITS = Limits(wall_seconds=0.5, cpu_seconds=1, memory_bytes=128 << 20)

QUICK = (
    "print('fine')",
    "1 / 0",
    "def f(:",
    "import json, collections, re\nprint(json.dumps([1]))",
    "import sys\nsys.exit(3)",
    "print(input())",
    "import os\nos._exit(3)",
    "import os\nos.abort()",
    "import os\nos.kill(os.getpid(), 9)",
    "open('a.txt', 'w').write('x' * 1000)",
    "import os\nos.makedirs('a/b/c/d')\nos.mkdir('locked', 0)\nos.symlink('/', 'root')",
    "import os\nfor n in range(300):\n    open(f'{n}', 'x').close()",
    "import threading\n[threading.Thread(target=print, args=(n,)).start() for n in range(5)]",
    "import os\nos.write(1000, b'B\\tgarbage\\n' * 500)",
    "import socket\na, b = socket.socketpair()\nsocket.send_fds(a, [b'x'], [a.fileno()])",
    "import subprocess\nsubprocess.run(['true'])",
    "import mmap\nm = mmap.mmap(-1, 8 << 20)\nm[::4096] = b'x' * len(m[::4096])",
    "import tempfile\nf = tempfile.TemporaryFile(dir='.')\nf.write(b'x' * 100_000)",
)
SLOW = (
    "import time\ntime.sleep(9)",
    "while True: print('x' * 999)",
    "while True: pass",
    "x = bytearray(1 << 30)",
    "x = []\nwhile True: x.append(bytearray(1 << 20))",
    "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "import os\nos.closerange(0, 2000)\nimport time\ntime.sleep(9)",
)
SLOW_EVERY = 40
"""One of so many is slow, so that most of a soak's time is not spent waiting for limits."""


def snippet(number: int) -> Snippet:
    """The program of this number; every tenth takes the cold path."""
    if number % SLOW_EVERY == SLOW_EVERY - 1:
        code = SLOW[number // SLOW_EVERY % len(SLOW)]
    else:
        code = QUICK[number % len(QUICK)]
    argv = ("-X", "importtime", "main.py") if number % 10 == 9 else ()
    return Snippet.of([("main.py", code)], stdin="typed\n", argv=argv)
