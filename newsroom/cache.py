import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)


class TolerantRedisCache(RedisCache):
    """
    A cache that may be away: every read is then a miss, every write is forgotten.

    After a failure Redis is left alone for a few seconds, so that one which hangs
    costs a fifth of a second now and then instead of on every call.
    """

    PAUSE = 5.0
    TIMEOUT = 0.2

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        params["OPTIONS"] = {
            "socket_connect_timeout": self.TIMEOUT,
            "socket_timeout": self.TIMEOUT,
            "retry": Retry(NoBackoff(), 0),
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, params)
        self._away_until = 0.0

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, super().add, *args, **kwargs)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, super().get, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._or(None, super().set, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, super().touch, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, super().delete, *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return self._or({}, super().get_many, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, super().has_key, *args, **kwargs)

    def incr(self, key: Any, *args: Any, **kwargs: Any) -> int:
        value = self._or(None, super().incr, key, *args, **kwargs)
        if value is None:
            # What Django promises for a key that is not there.
            raise ValueError(f"Key '{key}' not found.")
        return value

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        return self._or(list(data), super().set_many, data, *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._or(None, super().delete_many, *args, **kwargs)

    def clear(self) -> None:
        self._or(None, super().clear)

    def _or(
        self, fallback: Any, call: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> Any:
        if time.monotonic() < self._away_until:
            return fallback
        try:
            return call(*args, **kwargs)
        except (RedisError, OSError) as error:
            self._away_until = time.monotonic() + self.PAUSE
            logger.warning(
                "Redis is away (%s); going on without it for %d s.",
                type(error).__name__,
                self.PAUSE,
            )
            return fallback
