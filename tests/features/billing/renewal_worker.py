"""A worker process that renews one gym and may be killed at any step."""

import os
import threading
from uuid import UUID

from fitkit import wiring
from fitkit.core import discover, jobs
from fitkit.core.actor import system
from fitkit.features.billing.flows import renewals


def main() -> None:
    """Renew until killed; look up what nobody knows; react to what happened."""
    discover.tables()
    discover.jobs()
    from fitkit.features.payments import jobs as looks

    gym, ports = system(UUID(os.environ["RENEW_GYM"])), wiring.ports()
    stop = threading.Event()
    threading.Thread(target=jobs.work_forever, args=(stop, ports), daemon=True).start()
    while not stop.wait(0.05):
        renewals.open_due(ports, gym)
        renewals.collect_due(ports, gym)
        looks.look_in_gym(ports, gym)


if __name__ == "__main__":
    main()
