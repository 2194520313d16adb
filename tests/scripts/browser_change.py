"""A real browser changes an administrator's own password in the web UI.

usage: browser_change.py CHROMIUM MANAGEMENT_URL [SCREENSHOT_FOLDER]
Standard input, one per line: user name, old password, new password.
"""
import pathlib
import sys

from playwright.sync_api import sync_playwright

user, old, new = [sys.stdin.readline().rstrip("\n") for _ in range(3)]
pictures = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None


def picture(page, name):
    if pictures:
        page.screenshot(path=str(pictures / f"{name}.png"))


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=sys.argv[1], args=["--no-sandbox", "--disable-gpu"]
    )
    page = browser.new_context(ignore_https_errors=True, locale="de-DE").new_page()
    page.goto(sys.argv[2])
    page.get_by_label("Benutzername").fill(user)
    page.get_by_label("Passwort").fill(old)
    picture(page, "login")
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("link", name="Mein Profil").click()
    page.get_by_label("Altes Passwort").fill(old)
    page.get_by_label("Neues Passwort", exact=True).fill(new)
    page.get_by_label("Neues Passwort wiederholen").fill(new)
    page.get_by_role("button", name="Passwort ändern").click()
    said = page.get_by_role("status").inner_text()
    assert said == "Das Passwort wurde geändert.", said
    picture(page, "profile")
    for link in ("Clientsysteme", "Karten", "Home"):
        page.get_by_role("link", name=link).click()
        picture(page, link.lower())
    page.get_by_role("button", name="Abmelden").click()
    assert page.get_by_role("heading", name="Anmeldung").is_visible()
    browser.close()
print("browser ok")
