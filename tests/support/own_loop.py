"""Run something in a thread of its own: the browser tests keep a loop running in the main one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

Result = TypeVar("Result")
Given = ParamSpec("Given")


def call_apart(
    function: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs
) -> Result:
    """Return what a function that starts a loop returns, or raise what it raises."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function, *args, **kwargs).result()


def run_apart(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Return what a coroutine comes to, or raise what it raises."""
    return call_apart(asyncio.run, coroutine)
