"""Repairs in a house of flats: urgent calls reach the caretaker, who hears first who it is; the others leave a message.

Nothing but the standard library, the check of the signature included.
"""
import base64
import hashlib
import hmac
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

CARETAKER = "+12025550111"
TOKEN = os.environ["TWILIO_AUTH_TOKEN"]

flats = {}
messages = []


def voice(form):
    return (
        '<Gather numDigits="2" action="/flat" timeout="4"><Say>Which flat? Two digits, please.</Say></Gather>'
        "<Redirect>/voice</Redirect>"
    )


def flat(form):
    flats[form["CallSid"]] = form["Digits"]
    return (
        '<Gather input="speech" action="/matter" hints="water, gas, heating" speechTimeout="2">'
        "<Say>What is broken?</Say></Gather><Redirect>/message</Redirect>"
    )


def matter(form):
    said = form["SpeechResult"].lower()
    if not any(word in said for word in ("water", "gas", "fire")):
        return "<Redirect>/message</Redirect>"
    number = f'<Number url="/screen">{CARETAKER}</Number>'
    return f'<Say>I am calling the caretaker.</Say><Dial timeout="15" answerOnBridge="true" action="/dialled">{number}</Dial>'


def screen(form):
    who = flats.get(form["ParentCallSid"], "unknown")
    return (
        f'<Gather numDigits="1" action="/accept" timeout="3"><Say>Flat {escape(who)}. Press 1 to take it.</Say></Gather>'
        "<Hangup/>"
    )


def accept(form):
    return "" if form["Digits"] == "1" else "<Hangup/>"


def dialled(form):
    if form["DialBridged"] == "true":
        return "<Hangup/>"
    return "<Say>The caretaker cannot come to the phone.</Say><Redirect>/message</Redirect>"


def message(form):
    return (
        "<Say>Please describe it after the tone.</Say>"
        '<Record action="/left" maxLength="60" transcribe="true" transcribeCallback="/text"/>'
    )


def left(form):
    return "<Say>Thank you. Somebody will come.</Say>" if form["Digits"] != "hangup" else ""


def text(form):
    messages.append(f'{flats.get(form["CallSid"], "?")}: {form["TranscriptionText"]}')
    return ""


PAGES = {
    f"/{page.__name__}": page for page in (voice, flat, matter, screen, accept, dialled, message, left, text)
}


def is_signed(url, form, signature):
    data = url + "".join(name + value for name, value in sorted(form.items()))
    expected = base64.b64encode(hmac.new(TOKEN.encode(), data.encode(), hashlib.sha1).digest())
    return hmac.compare_digest(expected, (signature or "").encode())


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = dict(parse_qsl(body, keep_blank_values=True))
        url = f'http://{self.headers["Host"]}{self.path}'
        if not is_signed(url, form, self.headers["X-Twilio-Signature"]):
            return self.answer(403, "not signed", "text/plain")
        if self.path not in PAGES:
            return self.answer(404, "", "text/plain")
        verbs = PAGES[self.path](form)
        self.answer(200, f"<?xml version='1.0' encoding='UTF-8'?><Response>{verbs}</Response>", "application/xml")

    def do_GET(self):
        self.answer(200, "\n".join(messages), "text/plain")

    def answer(self, status, text, kind):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", 5000))), Handler)
    print(f"Repairs are on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
