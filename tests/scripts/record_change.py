"""A person changes a password in the web UI in a real browser, and the browser records it.

usage: record_change.py CHROMIUM MANAGEMENT_URL OUTPUT.har [--what own|forced|reset|create|client]
                        [--target USER] [--refused] [--foreign] [--sanitized]

Standard input, one per line: user name of the login, its password, the new password, and with --refused
one that the device refuses. --what forced meets the change at the login; reset, create and client set
the password of --target: an administrator's, a new administrator's, a Benutzerkennung's.
--foreign also visits a page of another origin on loopback. --sanitized writes what Chrome's own export leaves:
no Authorization, Cookie and Set-Cookie.
"""
import argparse
import http.server
import json
import sys
import threading

from playwright.sync_api import sync_playwright

parser = argparse.ArgumentParser()
parser.add_argument("chromium")
parser.add_argument("url")
parser.add_argument("output")
parser.add_argument("--what", default="own", choices=["own", "forced", "reset", "create", "client"])
parser.add_argument("--target", default="")
parser.add_argument("--refused", action="store_true")
parser.add_argument("--foreign", action="store_true")
parser.add_argument("--sanitized", action="store_true")
options = parser.parse_args()


def line():
    return sys.stdin.readline().rstrip("\n")


user, old, new = line(), line(), line()
tried = [line(), new] if options.refused else [new]


class Foreign(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>foreign</title><h1>foreign</h1>")

    def log_message(self, *_):
        pass


def sanitize(path):
    with open(path, encoding="utf-8") as file:
        recording = json.load(file)
    for entry in recording["log"]["entries"]:
        for part in (entry["request"], entry["response"]):
            part["cookies"] = []
            part["headers"] = [
                header
                for header in part["headers"]
                if header["name"].lower() not in ("authorization", "cookie", "set-cookie")
            ]
    with open(path, "w", encoding="utf-8") as file:
        json.dump(recording, file)


def said(page, text):
    page.get_by_role("status").filter(has_text=text).wait_for(timeout=20_000)


def change_own(page):
    for password in tried:
        page.get_by_label("Altes Passwort").fill(old)
        page.get_by_label("Neues Passwort", exact=True).fill(password)
        page.get_by_label("Neues Passwort wiederholen").fill(password)
        page.get_by_role("button", name="Passwort ändern").click()
        said(page, "Das Passwort wurde geändert." if password == new else "Passwort")


def set_of(page, link, save, prepare):
    page.get_by_role("link", name=link).click()
    for password in tried:
        place = prepare(page)
        place.get_by_label("Passwort", exact=True).fill(password)
        place.get_by_label("Passwort wiederholen").fill(password)
        place.get_by_role("button", name=save).click()
        said(page, options.target if password == new else "Passwort")


def row(page):
    found = page.get_by_role("row").filter(has=page.get_by_role("cell", name=options.target, exact=True))
    found.get_by_text("Benutzer bearbeiten").click()
    return found


def new_account(page):
    form = page.locator("form").filter(has=page.get_by_role("button", name="Anlegen"))
    form.get_by_label("Benutzername").fill(options.target)
    return form


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu"]
    )
    context = browser.new_context(
        ignore_https_errors=True, locale="de-DE", record_har_path=options.output
    )
    page = context.new_page()
    if options.foreign:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Foreign)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/foreign")
    page.goto(options.url)
    page.get_by_label("Benutzername").fill(user)
    page.get_by_label("Passwort").fill(old)
    page.get_by_role("button", name="Anmelden").click()
    match options.what:
        case "own":
            page.get_by_role("link", name="Mein Profil").click()
            change_own(page)
        case "forced":
            change_own(page)
        case "reset":
            set_of(page, "Benutzerverwaltung", "Speichern", row)
        case "create":
            set_of(page, "Benutzerverwaltung", "Anlegen", new_account)
        case "client":
            set_of(page, "Clientsysteme", "Speichern", row)
    page.get_by_role("button", name="Abmelden").click()
    page.get_by_role("heading", name="Anmeldung").wait_for()
    context.close()
    browser.close()
if options.sanitized:
    sanitize(options.output)
print("recorded")
