"""How a run ended, judged by the kernel's word and the bot's own clock and counters, never by its output."""

import os
import signal
from dataclasses import dataclass

from bot.sandbox.run import Limits, Outcome
from bot.sandbox.slot import Ending, Stop

_FULL = 0.85
"""A program that used this share of its memory and then failed is said to have run out of it."""
_CLOCK_GAP = 0.25
"""Seconds by which the kernel's two ways to count CPU time may differ."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome with its numbers."""

    outcome: Outcome
    exit_code: int | None = None
    signal: str | None = None
    reason: str = ""


def judge(ending: Ending, limits: Limits) -> Verdict:
    """The one outcome of a run."""
    match ending.stop:
        case Stop.TIME:
            reason = f"stopped after {limits.wall_seconds:g} s: it was still running"
            return Verdict(Outcome.TIMED_OUT, reason=reason)
        case Stop.OUTPUT:
            reason = f"stopped: it printed more than {limits.output_bytes >> 10} KiB"
            return Verdict(Outcome.OUTPUT_LIMIT, reason=reason)
        case Stop.NONE if ending.problem:
            return Verdict(Outcome.CRASHED, reason=ending.problem)
        case Stop.NONE if ending.over_limit:
            reason = "stopped: it wrote more to its folder, or started more threads, than it may"
            return Verdict(Outcome.KILLED, -signal.SIGKILL, signal="SIGKILL", reason=reason)
    if os.WIFSIGNALED(ending.status):
        return _signalled(ending, limits, os.WTERMSIG(ending.status))
    return _exited(ending, limits, os.WEXITSTATUS(ending.status))


def _exited(ending: Ending, limits: Limits, code: int) -> Verdict:
    if code == 0:
        return Verdict(Outcome.FINISHED, code)
    if ending.peak_bytes >= limits.memory_bytes * _FULL:
        return Verdict(Outcome.OUT_OF_MEMORY, code, reason=_memory(limits))
    return Verdict(Outcome.RAISED, code)


def _signalled(ending: Ending, limits: Limits, number: int) -> Verdict:
    name = signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
    if ending.cpu_seconds >= limits.cpu_seconds - _CLOCK_GAP:
        reason = f"stopped after {limits.cpu_seconds} s of computing: it was still running"
        return Verdict(Outcome.TIMED_OUT, signal=name, reason=reason)
    if ending.peak_bytes >= limits.memory_bytes * _FULL:
        return Verdict(Outcome.OUT_OF_MEMORY, signal=name, reason=_memory(limits))
    return Verdict(Outcome.KILLED, -number, signal=name, reason=f"ended by {name}")


def _memory(limits: Limits) -> str:
    return f"it needed more than the {limits.memory_bytes >> 20} MiB of memory it may use"
