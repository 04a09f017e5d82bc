"""What this machine can isolate with, found out by doing it, and whether that is enough."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import SandboxUnavailable
from bot.sandbox.link import SpawnerFailed, SpawnerLink, spawner_plan
from bot.sandbox.plan import SpawnerPlan
from bot.sandbox.pythons import Python
from bot.sandbox.settings import SandboxSettings

MINIMUM = "Landlock, seccomp, resource limits and no_new_privs"


@dataclass(frozen=True, slots=True)
class Layer:
    """One wall around a program: whether it stands, and a few words about it."""

    name: str
    holds: bool
    about: str


@dataclass(frozen=True, slots=True)
class Found:
    """A spawner that passed its trial, what it was started with, and what it isolates with."""

    link: SpawnerLink
    plan: SpawnerPlan
    layers: tuple[Layer, ...]


async def establish(settings: SandboxSettings, pythons: tuple[Python, ...]) -> Found:
    """Start a spawner with the best isolation that works here.

    Raises SandboxUnavailable below the stated minimum, or without namespaces where the operator requires
    them.
    """
    reasons: list[str] = []
    for namespaces, own_uid in _ways(settings, pythons):
        plan = spawner_plan(settings, pythons, namespaces=namespaces, own_uid=own_uid)
        try:
            link = await SpawnerLink.start(plan)
        except SpawnerFailed as problem:
            reasons.append(str(problem))
            continue
        return Found(link, plan, _report(link, settings, reasons))
    raise SandboxUnavailable(_why_not(settings, reasons))


def _ways(settings: SandboxSettings, pythons: tuple[Python, ...]) -> Iterator[tuple[bool, int | None]]:
    """What to try, best first: (with namespaces, the own user of programs).

    An own user only when the bot is root and that user could read the interpreters; root of a container may
    still not be able to become it.
    """
    for namespaces in {"auto": (True, False), "required": (True,), "off": (False,)}[settings.namespaces]:
        readable = (p.readable_if_shown() if namespaces else p.readable_by_others() for p in pythons)
        if os.geteuid() == 0 and all(readable):
            yield namespaces, settings.own_uid
        yield namespaces, None


def _report(link: SpawnerLink, settings: SandboxSettings, reasons: list[str]) -> tuple[Layer, ...]:
    found, limits = link.layers, settings.limits
    uid = found["uid"]
    if found["namespaces"]:
        spaces = (
            "user, mount, pid, network, IPC, UTS and cgroup; a root with the interpreter and nothing else"
        )
    else:
        spaces = reasons[0] if reasons else "turned off in the configuration"
    if link.group is None:
        together = "none can be made here; the other layers do without"
    else:
        together = f"{', '.join(link.group.controllers)} of all programs together"
    return (
        Layer(
            "Landlock",
            holds=True,
            about=f"ABI {found['landlock']}: files, TCP, signals as far as the ABI goes",
        ),
        Layer("seccomp", holds=True, about="allow-list; no processes, sockets, mounts, tracing"),
        Layer(
            "resource limits",
            holds=True,
            about=(
                f"{limits.memory_bytes >> 20} MiB, {limits.cpu_seconds} s of computing, "
                f"{limits.wall_seconds:g} s in all"
            ),
        ),
        Layer("no_new_privs", holds=True, about="and no capability"),
        Layer("namespaces", holds=found["namespaces"], about=spaces),
        Layer("control group", holds=link.group is not None, about=together),
        Layer(
            "own user",
            holds=uid not in (0, os.geteuid()),
            about=f"programs run as uid {uid}" + (", without its powers" if uid == 0 else ""),
        ),
    )


def _why_not(settings: SandboxSettings, reasons: list[str]) -> str:
    reason = "; ".join(dict.fromkeys(reasons))
    if settings.namespaces == "required":
        return (
            f"I do not run code: the configuration requires namespaces, which do not work here ({reason}). "
            "Allow unprivileged user namespaces, or set `sandbox.namespaces: auto`."
        )
    return (
        f"I do not run code here: {MINIMUM} are the least it takes, and some of it is missing ({reason}). "
        "It takes Linux 5.13 or newer with Landlock enabled (`lsm=landlock,…` at boot), "
        "and in a container an engine of 2022 or newer."
    )
