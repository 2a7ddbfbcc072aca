import socket
import time

import pytest

from newsroom.cache import TolerantRedisCache


@pytest.fixture
def cache_at():
    def make(port: int) -> TolerantRedisCache:
        return TolerantRedisCache(f"redis://127.0.0.1:{port}/0", {})

    return make


@pytest.fixture
def closed_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def silent_port():
    """A server that takes connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_without_redis_every_read_is_a_miss_and_every_write_forgotten(
    cache_at, closed_port
):
    cache = cache_at(closed_port)
    cache.PAUSE = 0

    assert cache.get("a", "default") == "default"
    assert cache.set("a", 1) is None
    assert cache.add("a", 1) is False
    assert cache.get_many(["a", "b"]) == {}
    assert cache.set_many({"a": 1}) == ["a"]
    assert cache.get_or_set("a", lambda: "made") == "made"
    assert cache.delete("a") is False
    assert cache.delete_many(["a"]) is None
    assert cache.touch("a") is False
    assert cache.has_key("a") is False
    assert cache.clear() is None
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


def test_a_redis_that_hangs_costs_a_moment_once(cache_at, silent_port, caplog):
    cache = cache_at(silent_port)

    start = time.monotonic()
    for _ in range(50):
        cache.get("a")
    spent = time.monotonic() - start

    assert spent < 2
    assert len(caplog.records) == 1
    assert "Redis is away" in caplog.text
