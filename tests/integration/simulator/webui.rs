//! The web UI, used as a browser uses it: pages, forms, a cookie.
use konnektorwart::simulator::{ChangeDemanded, Entry, Plane, Simulator};
use reqwest::{Client, Response};

use super::{OTHER, careless, count, login, outside, password, prove, secret, start};

/// A browser: keeps the cookie and follows one redirect by hand.
struct Browser<'a> {
    client: Client,
    simulator: &'a Simulator,
    cookie: Option<String>,
}

impl<'a> Browser<'a> {
    fn new(simulator: &'a Simulator) -> Self {
        Self { client: careless(), simulator, cookie: None }
    }

    fn url(&self, path: &str) -> String {
        format!("https://{}{path}", self.simulator.management_address())
    }

    async fn get(&mut self, path: &str) -> (u16, String) {
        let request = self.client.get(self.url(path));
        self.shown(request).await
    }

    async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let encoded: Vec<String> = fields
            .iter()
            .map(|(name, value)| {
                let value: String = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
                format!("{name}={value}")
            })
            .collect();
        let request = self
            .client
            .post(self.url(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(encoded.join("&"));
        self.shown(request).await
    }

    async fn shown(&mut self, request: reqwest::RequestBuilder) -> (u16, String) {
        let mut answer = self.sent(request).await;
        for _ in 0..3 {
            if answer.status() != 303 {
                break;
            }
            let to = answer.headers()["location"].to_str().expect("ASCII").to_owned();
            answer = self.sent(self.client.get(self.url(&to))).await;
        }
        (answer.status().as_u16(), answer.text().await.expect("a page"))
    }

    async fn sent(&mut self, mut request: reqwest::RequestBuilder) -> Response {
        if let Some(cookie) = &self.cookie {
            request = request.header("Cookie", cookie);
        }
        let answer = request.send().await.expect("an answer");
        if let Some(cookie) = answer.headers().get("set-cookie") {
            let text = cookie.to_str().expect("ASCII");
            assert!(text.contains("Secure; HttpOnly; SameSite=Strict"), "{text}");
            self.cookie = text.split(';').next().map(str::to_owned);
        }
        answer
    }

    async fn sign_in(&mut self, user: &str, password: &str) -> (u16, String) {
        self.submit("/management/login", &[("benutzername", user), ("passwort", password)]).await
    }
}

#[tokio::test]
async fn a_password_changed_in_mein_profil_is_the_password() {
    let simulator = start(|_| {});
    let old = password(&simulator, Plane::Management, "local");
    let mut browser = Browser::new(&simulator);
    assert!(browser.get("/management").await.1.contains("<h1>Anmeldung</h1>"));
    let (status, page) = browser.sign_in("local", "wrong").await;
    assert!(status == 401 && page.contains("Benutzername oder Passwort ist falsch."), "{page}");
    let (status, page) = browser.sign_in("local", &old).await;
    assert!(status == 200 && page.contains("<h1>Home</h1>"), "{page}");
    assert!(browser.get("/management/home/profil").await.1.contains("<h1>Mein Profil</h1>"));
    fn change<'a>(old: &'a str, new: &'a str, again: &'a str) -> [(&'a str, &'a str); 3] {
        [("altes_passwort", old), ("neues_passwort", new), ("neues_passwort_wiederholen", again)]
    }
    let path = "/management/home/profil";
    let (_, page) = browser.submit(path, &change(&old, OTHER, "other")).await;
    assert!(page.contains("stimmen nicht überein"), "{page}");
    let (_, page) = browser.submit(path, &change("wrong", OTHER, OTHER)).await;
    assert!(page.contains("Das alte Passwort ist falsch."), "{page}");
    let (_, page) = browser.submit(path, &change(&old, "kurz", "kurz")).await;
    assert!(page.contains("mindestens 8 Zeichen"), "{page}");
    let (status, page) = browser.submit(path, &change(&old, OTHER, OTHER)).await;
    assert!(status == 200 && page.contains("Das Passwort wurde geändert."), "{page}");
    let (_, page) = browser.submit("/management/logout", &[]).await;
    assert!(page.contains("<h1>Anmeldung</h1>"));
    assert!(browser.get("/management/home").await.1.contains("<h1>Anmeldung</h1>"));
    let client = careless();
    assert_eq!(login(&client, &simulator, "local", &old).await.status(), 401);
    assert_eq!(login(&client, &simulator, "local", OTHER).await.status(), 204);
}

#[tokio::test]
async fn the_benutzerkennung_of_the_practice_is_changed_under_clientsysteme() {
    let simulator = start(|_| {});
    let right = password(&simulator, Plane::Management, "local");
    let old = password(&simulator, Plane::Client, "praxis");
    let mut browser = Browser::new(&simulator);
    browser.sign_in("local", &right).await;
    let place = "/management/home/praxis/clientsysteme";
    let (_, page) = browser.get(place).await;
    assert!(page.contains("x.concept") && page.contains("praxis"), "{page}");
    let fields = |password| {
        [("benutzer", "praxis"), ("passwort", password), ("passwort_wiederholen", password)]
    };
    let (status, page) = browser.submit(&format!("{place}/passwort"), &fields("Kurz-1")).await;
    assert!(status == 400 && page.contains("mindestens 20 Zeichen"), "{page}");
    let (_, page) = browser.submit(&format!("{place}/passwort"), &fields(OTHER)).await;
    assert!(page.contains("Das Passwort von praxis wurde gesetzt."), "{page}");
    let client = careless();
    assert_eq!(prove(&client, &simulator, &old).await.status(), 401);
    assert_eq!(prove(&client, &simulator, OTHER).await.status(), 200);
}

#[tokio::test]
async fn only_a_super_admin_sees_the_benutzerverwaltung_and_a_reset_forces_a_change() {
    // Whatever the REST interface says, a browser gets a page with the change.
    let simulator = start(|settings| settings.change_demanded = ChangeDemanded::Forbidden);
    let place = "/management/home/benutzer/verwaltung";
    let local = password(&simulator, Plane::Management, "local");
    let root = password(&simulator, Plane::Management, "super");
    let mut browser = Browser::new(&simulator);
    browser.sign_in("local", &local).await;
    assert_eq!(browser.get(place).await.0, 403);
    browser.submit("/management/logout", &[]).await;
    browser.sign_in("super", &root).await;
    assert!(browser.get(place).await.1.contains("<h1>Benutzerverwaltung</h1>"));
    let initial = "Initial-Passwort-1";
    let fields = [("benutzer", "local"), ("passwort", initial), ("passwort_wiederholen", initial)];
    let (_, page) = browser.submit(&format!("{place}/passwort"), &fields).await;
    assert!(page.contains("Initialpasswort"), "{page}");
    browser.submit("/management/logout", &[]).await;
    let (_, page) = browser.sign_in("local", initial).await;
    assert!(page.contains("muss geändert werden"), "{page}");
    assert!(browser.get("/management/home").await.1.contains("muss geändert werden"));
    let fields = [
        ("altes_passwort", initial),
        ("neues_passwort", OTHER),
        ("neues_passwort_wiederholen", OTHER),
    ];
    let (_, page) = browser.submit("/management/passwort", &fields).await;
    assert!(page.contains("Das Passwort wurde geändert."), "{page}");
    assert!(browser.get("/management/home").await.1.contains("<h1>Home</h1>"));
    assert_eq!(login(&careless(), &simulator, "local", OTHER).await.status(), 204);
}

#[tokio::test]
async fn what_people_type_is_never_markup_and_forms_are_counted_as_logins() {
    let simulator = start(|_| {});
    let mut browser = Browser::new(&simulator);
    let root = password(&simulator, Plane::Management, "super");
    browser.sign_in("super", &root).await;
    let fields = [
        ("benutzer", "<script>x</script>"),
        ("passwort", OTHER),
        ("passwort_wiederholen", OTHER),
        ("rolle", "lokal"),
    ];
    let path = "/management/home/benutzer/verwaltung/anlegen";
    let (_, page) = browser.submit(path, &fields).await;
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"), "{page}");
    let (_, page) = browser.get("/management/home/profil?meldung=%3Cb%3E").await;
    assert!(page.contains("&lt;b&gt;"), "{page}");
    simulator.administrator_reset("local", secret("Initial-Passwort-1")).expect("known");
    let mut other = Browser::new(&simulator);
    for _ in 0..3 {
        other.sign_in("local", "wrong").await;
    }
    assert!(simulator.is_locked(Plane::Management, "local"));
    assert_eq!(count(&simulator, |entry| matches!(entry, Entry::Locked { .. })), 1);
    assert_eq!(other.get("/management/nothing").await.0, 200, "the login page");
    assert_eq!(browser.get("/management/nothing").await.0, 404);
}

#[test]
fn a_real_browser_changes_a_password() {
    let simulator = start(|_| {});
    let old = password(&simulator, Plane::Management, "local");
    let url = format!("https://{}/management", simulator.management_address());
    let input = format!("local\n{old}\n{OTHER}\n");
    let Some(said) = outside::browser(&url, &input) else {
        return;
    };
    assert!(said.contains("browser ok"), "{said}");
    assert_eq!(password(&simulator, Plane::Management, "local"), OTHER);
    assert_eq!(count(&simulator, |entry| matches!(entry, Entry::LoggedOut { .. })), 1);
}
