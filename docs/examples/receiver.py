"""A registry that takes Vytiah's feed: small enough to read, whole enough to begin with.

    pip install standardwebhooks
    python receiver.py --secret whsec_… --port 8080 --database registry.db

Behind a reverse proxy that speaks TLS, `vytiah feed subscribe https://registry.example/vytiah` does the rest. A message
may come twice, or after a later one: the version of the document decides, so the registry ends as the store is.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

LARGEST = 64 * 2**20


class Registry:
    """What the registry keeps: the newest that it was told of each document; a deleted one as a mark that it was."""

    def __init__(self, path: str) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(path, check_same_thread=False)
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, version INTEGER, kind TEXT, data TEXT)"
        )

    def apply(self, message: dict[str, Any]) -> bool:
        """Keep the message, unless as new a one is kept already; whether it was news."""
        data = message["data"]
        with self._lock, self._database as database:
            done = database.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
                "SET version = excluded.version, kind = excluded.kind, data = excluded.data "
                "WHERE excluded.version > documents.version",
                (data["document_id"], data["version"], message["type"], json.dumps(data, ensure_ascii=False)),
            )
            return done.rowcount == 1

    def documents(self) -> dict[str, tuple[int, str]]:
        """Version and kind of the last change, by document."""
        with self._lock:
            return {i: (v, k) for i, v, k in self._database.execute("SELECT id, version, kind FROM documents")}

    def close(self) -> None:
        """Close the database."""
        self._database.close()


class Handler(BaseHTTPRequestHandler):
    """Answers 204 where a message is kept, 400 where it is none of ours; anything else is sent again later."""

    registry: Registry
    webhook: Webhook

    def do_POST(self) -> None:
        """Take one message."""
        size = int(self.headers.get("Content-Length") or 0)
        if size > LARGEST:
            self.answer(413)
            return
        body = self.rfile.read(size)
        try:
            message = self.webhook.verify(body, dict(self.headers))
        except WebhookVerificationError:
            self.answer(400)
            return
        self.registry.apply(message)
        self.answer(204)

    def answer(self, status: int) -> None:
        """Answer with a status alone."""
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


def main() -> None:
    """Serve until interrupted."""
    options = argparse.ArgumentParser(description="A small receiver of Vytiah's feed.")
    options.add_argument("--secret", required=True)
    options.add_argument("--port", type=int, default=8080)
    options.add_argument("--database", default="registry.db")
    asked = options.parse_args()
    Handler.registry, Handler.webhook = Registry(asked.database), Webhook(asked.secret)
    print(f"listening on 127.0.0.1:{asked.port}", flush=True)
    ThreadingHTTPServer(("127.0.0.1", asked.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
