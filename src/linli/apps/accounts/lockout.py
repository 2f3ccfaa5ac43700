"""Signing in fails so often, then not at all for a while: counted by user name, whoever tries.

A name that nobody bears is locked as well, so that the answer does not tell which ones are taken.
Source: GB/T 22239-2019 8.1.4.1.
"""

import time
from datetime import UTC, datetime

from allauth.core.internal import ratelimit
from django.core.cache import cache

# The limit stands in ACCOUNT_RATE_LIMITS, beside those of applicants.
_APP, _ACTION = "allauth.account", "office_sign_in"


def count_attempt(username: str) -> bool:
    """Count an attempt before the password is looked at; false if it is one too many."""
    key = _key(username)
    with ratelimit.cache_lock(key) as is_ours:
        if not is_ours:
            return False
        allowed, times = ratelimit.apply_rate(cache.get(key, []), time.time(), _rate())
        if allowed:
            cache.set(key, times, _rate().duration)
    return bool(allowed)


def forget_failures(username: str) -> None:
    """Let a name be tried anew: it was signed in with, or unlocked."""
    cache.delete(_key(username))


def locked_until(username: str) -> datetime | None:
    """Return when a locked name may be tried again, nothing for one that may be tried now."""
    times, rate = cache.get(_key(username), []), _rate()
    allowed, times = ratelimit.apply_rate(times, time.time(), rate, dry_run=True)
    return None if allowed else datetime.fromtimestamp(times[-1] + rate.duration, tz=UTC)


def _rate() -> ratelimit.Rate:
    (rate,) = ratelimit.get_rates(app=_APP, action=_ACTION)
    return rate


def _key(username: str) -> str:
    # Only the request's address or user would be taken from a request; the limit is by name alone.
    key = username.lower()
    return str(ratelimit.get_cache_key(None, app=_APP, action=_ACTION, rate=_rate(), key=key))
