"""The line of a book club: members come in with a PIN and talk in a conference, which one of them has to open."""
import os

from flask import Flask, Response, request

MEMBERS = {"1111": "member", "9999": "moderator"}

app = Flask(__name__)
attempts = {}
minutes = []


def twiml(verbs):
    return Response(f'<?xml version="1.0" encoding="UTF-8"?><Response>{verbs}</Response>', mimetype="text/xml")


@app.post("/voice")
def voice():
    return ask("Welcome to the book club.")


def ask(greeting):
    return twiml(
        f'<Gather numDigits="4" action="/pin"><Say>{greeting} Please enter your PIN.</Say></Gather>'
        "<Say>We did not hear you. Good bye.</Say>"
    )


@app.post("/pin")
def pin():
    sid, role = request.form["CallSid"], MEMBERS.get(request.form["Digits"])
    if role:
        return room(role)
    attempts[sid] = attempts.get(sid, 0) + 1
    if attempts[sid] == 3:
        return twiml("<Say>That was the third one. Good bye.</Say><Hangup/>")
    return ask("That PIN is not known.")


def room(role):
    opens = "true" if role == "moderator" else "false"
    return twiml(
        f"<Say>You are here as a {role}.</Say>"
        '<Dial action="/after" hangupOnStar="true">'
        f'<Conference startConferenceOnEnter="{opens}" endConferenceOnExit="{opens}" beep="onEnter"'
        ' waitUrl="/wait" record="record-from-start" recordingStatusCallback="/recorded"'
        ' statusCallback="/news" statusCallbackEvent="start end join leave">Book club</Conference>'
        "</Dial>"
    )


@app.post("/wait")
def wait():
    return twiml("<Say>The moderator is not here yet.</Say><Pause length='10'/><Redirect/>")


@app.post("/after")
def after():
    return twiml("<Say>Until next week.</Say>")


@app.post("/news")
def news():
    minutes.append(request.form["StatusCallbackEvent"])
    return "", 204


@app.post("/recorded")
def recorded():
    minutes.append(f'recorded {request.form["RecordingDuration"]} seconds')
    return "", 204


@app.get("/minutes")
def read_minutes():
    return {"minutes": minutes}


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
