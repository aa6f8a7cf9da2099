"""`python -m tests.server [LATENCY]`: the loopback server as a process of its own; it prints its address."""

from __future__ import annotations

import sys
import time

from tests.server.loopback import Loopback

with Loopback(latency=float(sys.argv[1]) if len(sys.argv) > 1 else 0.0) as loopback:
    print(loopback.url, flush=True)
    while True:
        time.sleep(3600)
