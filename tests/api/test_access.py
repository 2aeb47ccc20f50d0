"""Who may do what: keys, users, sessions, tokens, hosts and origins."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from service_samples import BASE, ORDER, WAIT, Service, state_of
from sqlalchemy import select

from api import create_app
from api.access import Access
from api.options import Options, is_loopback
from api.state import StartError
from api.tables import keys, sessions, users
from extractor import Settings

PASSWORD = "дуже довгий пароль"


def access(client: TestClient) -> Access:
    found = state_of(client).access
    assert isinstance(found, Access)
    return found


def key(client: TestClient, *scopes: str, **limits: int) -> dict[str, str]:
    return {"Authorization": f"Bearer {access(client).add_key('test', scopes, **limits)[1]}"}


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A service that a key and a user exist for."""
    options = Options(data=tmp_path_factory.mktemp("data"), workers=1)
    client = TestClient(create_app(Settings(nlp="rules"), options), base_url=BASE)
    client.__enter__()
    access(client).add_key("first", ["admin"])
    access(client).add_user("оксана", PASSWORD, ["read", "write"])
    return client


@pytest.fixture(autouse=True, scope="module")
def _ends(closed: TestClient) -> object:
    yield None
    closed.__exit__(None, None, None)


def test_without_keys_it_is_open_on_this_machine(service: Service) -> None:
    client = service()
    assert client.get("/v1/documents").status_code == 200
    headers = key(client, "read")
    assert client.get("/v1/documents", headers=headers).status_code == 200


def test_the_first_key_closes_it_within_a_second(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    client = service()
    monkeypatch.setattr("api.state.monotonic", lambda: 1000.0)
    assert client.get("/v1/documents").status_code == 200
    key(client, "read")
    monkeypatch.setattr("api.state.monotonic", lambda: 1000.9)
    assert client.get("/v1/documents").status_code == 200
    monkeypatch.setattr("api.state.monotonic", lambda: 1001.0)
    assert client.get("/v1/documents").status_code == 401


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "vytiah.example"])
def test_it_does_not_start_open_where_others_reach_it(tmp_path: Path, host: str) -> None:
    app = create_app(Settings(nlp="rules"), Options(data=tmp_path, workers=1, host=host))
    with pytest.raises(StartError, match="no key"), TestClient(app, base_url=BASE):
        pass


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("10.0.0.1", False), ("localhost.evil.example", False), ("", False)],
)  # fmt: skip
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/v1/documents", "read"),
        ("GET", "/metrics", "read"),
        ("POST", "/v1/documents", "write"),
        ("POST", "/v1/extractions", "write"),
        ("DELETE", f"/v1/documents/{'0' * 32}", "write"),
        ("DELETE", f"/v1/jobs/{'0' * 32}", "write"),
        ("PATCH", f"/v1/documents/{'0' * 32}/extraction", "review"),
        ("GET", "/v1/webhooks", "admin"),
    ],
)
def test_a_scope_opens_what_is_its_own(closed: TestClient, method: str, path: str, scope: str) -> None:
    body = {"action": "confirm", "item": "m1"} if method == "PATCH" else None
    without = closed.request(method, path, json=body)
    assert (without.status_code, without.json()["code"]) == (401, "access_needed")
    assert without.headers["www-authenticate"] == "Bearer"
    others = [s for s in ("read", "write", "review") if scope not in (s, "read")]
    for other in others:
        assert closed.request(method, path, json=body, headers=key(closed, other)).status_code == 403
    for enough in (scope, "admin"):
        assert closed.request(method, path, json=body, headers=key(closed, enough)).status_code not in (401, 403)


def test_a_revoked_key_and_one_that_never_was_open_nothing(closed: TestClient) -> None:
    key_id, secret = access(closed).add_key("old", ["read"])
    headers = {"X-API-Key": secret}
    assert closed.get("/v1/documents", headers=headers).status_code == 200
    assert access(closed).revoke_key(key_id)
    assert not access(closed).revoke_key(key_id)
    assert closed.get("/v1/documents", headers=headers).status_code == 401
    assert closed.get("/v1/documents", headers={"X-API-Key": "vyt_00000000_x"}).status_code == 401


def test_neither_keys_nor_passwords_nor_sessions_are_kept(closed: TestClient) -> None:
    _, secret = access(closed).add_key("kept", ["read"])
    session = access(closed).log_in("оксана", PASSWORD)
    database = state_of(closed).database
    kept = repr([database.read(lambda c, t=t: c.execute(select(t)).all()) for t in (keys, users, sessions)])
    assert session is not None
    for told in (secret, secret.split("_", 2)[2], PASSWORD, session):
        assert told not in kept
    assert "$argon2id$" in kept


def test_a_key_in_the_address_opens_the_calendar_alone_and_only_reads(closed: TestClient) -> None:
    secret = key(closed, "admin")["Authorization"].removeprefix("Bearer ")
    assert closed.get("/v1/deadlines.ics", params={"key": secret}).status_code == 200
    assert closed.get("/v1/documents", params={"key": secret}).status_code == 401
    assert closed.get("/v1/deadlines.ics", params={"key": "no"}).status_code == 401


def test_quotas(closed: TestClient) -> None:
    headers = {**key(closed, "write", max_files=1), **WAIT}
    answers = [closed.post("/v1/documents", content=ORDER.encode(), headers=headers) for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 429]
    assert answers[1].json()["code"] == "quota_exceeded"
    assert "retry-after" in answers[1].headers


def test_another_keys_job_is_not_told(closed: TestClient) -> None:
    mine, other = key(closed, "write"), key(closed, "write")
    answer = closed.post("/v1/documents", content=ORDER.encode(), headers={**mine, "Prefer": "respond-async"})
    location = answer.headers["location"]
    assert [closed.get(location, headers=h).status_code for h in (mine, other)] == [200, 404]
    assert closed.delete(location, headers=other).status_code == 404


def log_in(client: TestClient, password: str = PASSWORD, goal: str = "/") -> str:
    form = {"name": "оксана", "password": password, "next": goal}
    answer = client.post("/login", data=form, follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.headers["location"])


@pytest.fixture
def person(closed: TestClient) -> TestClient:
    """Somebody who has logged in to the page."""
    client = TestClient(closed.app, base_url=BASE)
    assert log_in(client) == "/"
    return client


def test_a_session_reads_and_with_its_token_writes(closed: TestClient, person: TestClient) -> None:
    assert person.get("/v1/documents").status_code == 200
    refused = person.post("/v1/documents", content=ORDER.encode(), headers=WAIT)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    identity = access(closed).by_session(person.cookies["vytiah"])
    assert identity is not None
    assert identity.csrf is not None
    headers = {**WAIT, "X-CSRF-Token": identity.csrf}
    assert person.post("/v1/documents", content=ORDER.encode(), headers=headers).status_code == 200
    assert person.post("/logout", data={"csrf_token": "x"}, follow_redirects=False).status_code == 403
    assert person.post("/logout", data={"csrf_token": identity.csrf}, follow_redirects=False).status_code == 303
    assert access(closed).by_session(person.cookies.get("vytiah", "")) is None
    assert person.get("/v1/documents").status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(service: Service) -> None:
    client = service(secure=True)
    access(client).add_user("оксана", PASSWORD, ["read"])
    form = {"name": "оксана", "password": PASSWORD}
    cookie = client.post("/login", data=form, follow_redirects=False).headers["set-cookie"]
    assert cookie.startswith("__Host-vytiah=")
    assert {"httponly", "samesite=lax", "secure", "path=/"} <= set(re.split(r";\s*", cookie.lower()))


@pytest.mark.parametrize(
    ("goal", "lands"),
    [("/documents?q=1", "/documents?q=1"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil", "/"),
     ("javascript:alert(1)", "/"), ("/a\r\nSet-Cookie: x=1", "/")],
)  # fmt: skip
def test_a_login_leads_to_pages_of_ours_only(closed: TestClient, goal: str, lands: str) -> None:
    assert log_in(TestClient(closed.app, base_url=BASE), goal=goal) == lands


@pytest.mark.parametrize(
    ("goal", "kept"), [("/deadlines?by=body", "/deadlines?by=body"), ("//evil.example", "/"), ("/" + "a" * 2_000, "/")]
)
def test_a_wrong_password_leads_back_to_the_form_which_still_knows_where_to(
    closed: TestClient, goal: str, kept: str
) -> None:
    client = TestClient(closed.app, base_url=BASE)
    back = log_in(client, "не той пароль", goal)
    assert back == f"/login?failed=1&next={quote(kept, safe='')}"
    assert f'name="next" value="{kept}"' in client.get(back).text


def test_wrong_passwords_lead_nowhere_and_soon_have_to_wait(service: Service) -> None:
    client = service()
    access(client).add_user("оксана", PASSWORD, ["read"])
    form = {"name": "оксана", "password": "не той пароль"}
    answers = [client.post("/login", data=form, follow_redirects=False) for _ in range(11)]
    assert {a.headers.get("location") for a in answers[:10]} == {"/login?failed=1&next=%2F"}
    assert answers[10].status_code == 429
    assert "set-cookie" not in answers[0].headers


def test_a_disabled_user_is_out(service: Service) -> None:
    client = service()
    access(client).add_user("оксана", PASSWORD, ["read"])
    session = access(client).log_in("оксана", PASSWORD)
    assert session is not None
    assert access(client).disable_user("оксана")
    assert access(client).by_session(session) is None
    assert access(client).log_in("оксана", PASSWORD) is None


@pytest.mark.parametrize("name", ["", "a" * 81, "a\nb", "<b>", "a/b"])
def test_names_that_cannot_be(closed: TestClient, name: str) -> None:
    with pytest.raises(ValueError, match="a name has"):
        access(closed).add_key(name, ["read"])


@pytest.mark.parametrize("name", ["local", "Local", " local "])
def test_nobody_is_named_as_whoever_comes_without_logging_in(closed: TestClient, name: str) -> None:
    """Pages say of a correction by that name that nobody had logged in."""
    with pytest.raises(ValueError, match="the name local is kept"):
        access(closed).add_key(name, ["review"])
    with pytest.raises(ValueError, match="the name local is kept"):
        access(closed).add_user(name, PASSWORD, ["review"])


def test_scopes_and_passwords_that_cannot_be(closed: TestClient) -> None:
    for scopes in ([], ["root"]):
        with pytest.raises(ValueError, match="scopes are"):
            access(closed).add_key("x", scopes)
    with pytest.raises(ValueError, match="at least 12"):
        access(closed).add_user("x", "короткий", ["read"])


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8000", "", "["])
def test_names_of_other_hosts_are_refused(client: TestClient, host: str) -> None:
    answer = client.get("/v1/documents", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "wrong_host")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"])
def test_names_of_this_host_are_taken(client: TestClient, host: str) -> None:
    assert client.get("/health/live", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_pages_of_other_sites_change_nothing(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/v1/documents", content=ORDER.encode(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_origin")


def test_our_own_pages_do(client: TestClient) -> None:
    for headers in ({"Origin": BASE}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}):
        assert client.post("/v1/documents", content=ORDER.encode(), headers={**WAIT, **headers}).status_code == 200
