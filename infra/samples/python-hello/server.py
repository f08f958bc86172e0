"""A web server from the standard library: a page at /, JSON at /api, its health at /healthz."""

import html
import json
import os
import platform
import signal
import socket
import string
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

HOST = os.environ.get("HOST", "0.0.0.0")
PORT = int(os.environ.get("PORT", "8080"))
REVISION = os.environ.get("COMMIT_HASH") or os.environ.get("REVISION") or "local"
STARTED = time.monotonic()
PAGE = string.Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
REQUESTS = count(1)


def facts():
    return {
        "app": "python-hello",
        "host": socket.gethostname(),
        "revision": REVISION[:12],
        "runtime": "Python " + platform.python_version(),
        "uptimeSeconds": round(time.monotonic() - STARTED),
        "requests": next(REQUESTS),
    }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self):
        path = self.path.partition("?")[0]
        if path == "/healthz":
            self.answer(200, "text/plain; charset=utf-8", "ok\n")
        elif path == "/api":
            self.answer(200, "application/json", json.dumps(facts()) + "\n")
        elif path == "/":
            values = {name: html.escape(str(value)) for name, value in facts().items()}
            self.answer(200, "text/html; charset=utf-8", PAGE.safe_substitute(values))
        else:
            self.answer(404, "text/plain; charset=utf-8", "There is nothing here.\n")

    do_HEAD = do_GET

    def answer(self, status, content_type, body):
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        if self.server.stopping:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_):
        """One line per start is enough."""


class Server(ThreadingHTTPServer):
    """Counts the requests being answered, so that a stop can wait for them."""

    daemon_threads = True  # an idle kept-alive connection does not hold up the exit
    request_queue_size = 128

    def __init__(self, address):
        super().__init__(address, Handler)
        self.stopping = False
        self.answering = 0
        self.changed = threading.Condition()

    def drain(self, seconds):
        with self.changed:
            self.changed.wait_for(lambda: self.answering == 0, timeout=seconds)


def counted(method):
    def answer(self):
        with self.server.changed:
            self.server.answering += 1
        try:
            method(self)
            self.wfile.flush()
        finally:
            with self.server.changed:
                self.server.answering -= 1
                self.server.changed.notify_all()

    return answer


Handler.do_GET = Handler.do_HEAD = counted(Handler.do_GET)


def main():
    server = Server((HOST, PORT))

    # Told to stop: no new connection, what is being answered is finished, and the exit code is 0.
    def stop(number, _):
        print(signal.Signals(number).name + ": stopping", flush=True)
        server.stopping = True
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"python-hello listens on port {PORT}, revision {REVISION}", flush=True)
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    server.drain(seconds=30)


if __name__ == "__main__":
    main()
