"""The way to an OpenSearch cluster: one client for each process, and errors that say what to do.

Nothing of the password is in what is logged or raised, and nothing of what was asked.
"""

from __future__ import annotations

import base64
import logging
import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoAnswerError
from opensearchpy.exceptions import ConnectionTimeout, OpenSearchException, TransportError
from urllib3 import Timeout

from .deadlines import OutOfTimeError, UnavailableError

logger = logging.getLogger(__name__)

#: Seconds in which a connection has to be made.
CONNECTING = 1.0
#: Seconds for which a cluster that did not answer is left alone: whoever asks meanwhile, or
#: publishes, hears of it at once instead of waiting.
REST = 5.0
#: Connections that a process keeps open.
CONNECTIONS = 10
#: Answers that say of the cluster, not of one request, that it serves nobody now.
SERVES_NOBODY = frozenset({401, 403, 429, 502, 503, 504})
_NAME = re.compile(r"[a-z_]+")

Answer = TypeVar("Answer")


class RefusedError(UnavailableError):
    """The cluster refused one request; ``status`` and ``kind`` are its answer's."""

    def __init__(self, status: int, kind: str) -> None:
        super().__init__(" ".join(f"The search cluster answered {status} {kind}".split()))
        self.status = status
        self.kind = kind


class Cluster:
    """A cluster at an address, asked through one client by all threads of a process."""

    def __init__(
        self, address: str, user: str, password: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.address = address
        self._clock = clock
        self._rests_until = 0.0
        secret = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._client = OpenSearch(
            hosts=[address],
            headers={"Authorization": f"Basic {secret}"} if user or password else None,
            # Once more where a connection that was kept open has been closed meanwhile.
            max_retries=1,
            retry_on_status=(),
            pool_maxsize=CONNECTIONS,
        )

    @property
    def is_resting(self) -> bool:
        """Whether it did not answer a moment ago, and is left alone."""
        return self._clock() < self._rests_until

    def ask(self, request: Callable[..., Answer], seconds: float, is_urgent: bool) -> Answer:
        """Return what a request is answered with, which is given the client and its time limit.

        Raises:
            OutOfTimeError: no answer came in these seconds, which an urgent request may say.
            UnavailableError: the cluster cannot be reached, takes too long for anybody, or serves
                nobody now.
            RefusedError: it refused this request.
        """
        if self.is_resting:
            raise UnavailableError(f"The search cluster at {self.address} did not answer.")
        # However little time is left, since a connection that fails tells of the cluster.
        limit = Timeout(connect=CONNECTING, read=seconds)
        try:
            return request(self._client, request_timeout=limit)
        except ConnectionTimeout:
            if is_urgent:
                logger.warning("The search cluster at %s took too long.", self.address)
                raise OutOfTimeError from None
            raise self._unavailable(f"no answer in {seconds:g} seconds") from None
        except NoAnswerError as error:
            raise self._unavailable(str(error.info)) from None
        except TransportError as error:
            status, kind = _told(error)
            if status in SERVES_NOBODY:
                raise self._unavailable(f"it answered {status} {kind}".rstrip()) from None
            raise RefusedError(status, kind) from None
        except OpenSearchException:  # no JSON: something else listens there
            raise self._unavailable("its answer is none of a search cluster") from None

    def _unavailable(self, why: str) -> UnavailableError:
        self._rests_until = self._clock() + REST
        logger.error("The search cluster at %s cannot be asked: %s", self.address, why)
        return UnavailableError(f"The search cluster at {self.address} cannot be asked: {why}")


def _told(error: TransportError) -> tuple[int, str]:
    """Return the status of an answer and the kind of its error; reasons may tell a question."""
    status = error.status_code if isinstance(error.status_code, int) else 0
    kind: Any = error.error
    return status, kind if isinstance(kind, str) and _NAME.fullmatch(kind) else ""


def cluster() -> Cluster:
    """Return the cluster of the settings."""
    chosen = settings.SEARCH_CLUSTER
    return _cluster(chosen["ADDRESS"], chosen["USER"], chosen["PASSWORD"])


_cluster = lru_cache(maxsize=4)(Cluster)
