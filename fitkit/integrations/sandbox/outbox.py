"""The outbox: one JSON file an item, written whole, the oldest forgotten."""

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Final

from fitkit.core import clock
from fitkit.core.ids import new_id
from fitkit.ports.outbox import SentItem, SentKind

KEPT: Final = 500


class FileOutbox:
    """An Outbox in a directory."""

    def __init__(self, directory: Path) -> None:
        """Take the directory; it is made with the first item."""
        self._directory = directory

    def recent(self, limit: int) -> list[SentItem]:
        """The newest first; a file that vanished meanwhile is left out."""
        found = []
        for path in self._files()[:limit]:
            try:
                found.append(_item(json.loads(path.read_text("utf-8"))))
            except FileNotFoundError:
                continue
        return found

    def keep(  # the columns of an item, in its order
        self,
        kind: SentKind,
        *,
        key: str,
        to: str,
        subject: str,
        text: str,
        sender_name: str = "",
        html: str = "",
        link: str = "",
    ) -> None:
        """Keep one item, and only the newest of all."""
        item = SentItem(
            str(new_id()), clock.now(), kind, key, to, sender_name, subject, text, html, link
        )
        self._directory.mkdir(parents=True, exist_ok=True)
        facts = dataclasses.asdict(item) | {"at": item.at.isoformat()}
        fresh = self._directory / f"{item.id}.new"
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
        fresh.rename(self._directory / f"{item.id}.json")
        for old in self._files()[KEPT:]:
            old.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return sorted(self._directory.glob("*.json"), reverse=True)


def _item(facts: dict[str, str]) -> SentItem:
    rest = {k: v for k, v in facts.items() if k not in ("at", "kind")}
    return SentItem(at=datetime.fromisoformat(facts["at"]), kind=SentKind(facts["kind"]), **rest)
