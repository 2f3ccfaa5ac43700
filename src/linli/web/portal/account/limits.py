"""How often a code may be asked for: by account and address narrowly, by account alone widely."""

import math
import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

_APP = "allauth.account"
_HERE, _ANYWHERE = "request_login_code_here", "request_login_code"


class CodeRequest:
    """One request for a code of an account, ``key`` being its number or address."""

    def __init__(self, request: HttpRequest, key: str) -> None:
        self._request = request
        self._keys = {_HERE: f"{key} {ratelimit.get_ip(request)}", _ANYWHERE: key}
        self._usages: list[ratelimit.RateLimitUsage] = []

    def count(self) -> bool:
        """Count the request; false if it is one too many, which then counts for nothing."""
        for action, key in self._keys.items():
            usage = ratelimit.consume(self._request, app=_APP, action=action, key=key)
            if usage is None:
                self.take_back()
                return False
            self._usages.append(usage)
        return True

    def take_back(self) -> None:
        """Let the request not have been: no code went out."""
        for usage in self._usages:
            usage.rollback()
        self._usages.clear()

    def wait(self) -> str:
        """Return after what time the next request will be answered, in words."""
        seconds = max(60.0, *(self._seconds(action, key) for action, key in self._keys.items()))
        minutes = math.ceil(seconds / 60)
        return f"{minutes}分钟" if minutes < 60 else f"{math.ceil(minutes / 60)}小时"

    def _seconds(self, action: str, key: str) -> float:
        longest = 0.0
        for rate in ratelimit.get_rates(app=_APP, action=action):
            name = ratelimit.get_cache_key(
                self._request, app=_APP, action=action, rate=rate, key=key
            )
            times = cache.get(name, [])
            if len(times) >= rate.amount:
                longest = max(longest, times[-1] + rate.duration - time.time())
        return longest
