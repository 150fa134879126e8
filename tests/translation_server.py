"""A translation server on this machine, as the portal asks one."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer


class TranslationServer:
    """Gives every text back with a word before it, or ``garbage``; ``asked`` says what it was asked."""

    def __init__(self):
        self.asked, self.garbage = [], None

    def __enter__(self):
        own = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                own.asked.append((self.path, question))
                translated = [f"Übersetzt: {text}" for text in question["q"]]
                answer = json.dumps({"translatedText": translated}).encode() if own.garbage is None else own.garbage
                self.send_response(200)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args):
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *error):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
