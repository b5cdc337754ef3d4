"""What students and teachers do at a JupyterHub, by the addresses that their browsers ask for."""

import json
import time
from urllib.parse import quote

import requests

HUB = "http://127.0.0.1:8000"
PATIENCE = 180  # seconds, for what a server does after it was asked


class Person:
    """Someone who is logged in at the hub, with a browser's cookies."""

    def __init__(self, name: str, password: str):
        self.name, self.session = name, requests.Session()
        self.session.get(f"{HUB}/hub/login")
        asked = {"username": name, "password": password, "_xsrf": self.session.cookies.get("_xsrf", path="/hub/")}
        done = self.session.post(f"{HUB}/hub/login?next=/hub/home", data=asked)
        assert done.status_code == 200 and "/hub/home" in done.url, done.text

    def get(self, path: str, status: int = 200) -> requests.Response:
        done = self.session.get(HUB + path)
        assert done.status_code == status, f"{self.name} asked for {path}: {done.status_code}\n{done.text}"
        return done

    def send(self, method: str, path: str, content=None) -> dict:
        """Ask the person's own server for something that changes."""
        token = self.session.cookies.get("_xsrf", path=f"/user/{self.name}/")
        done = self.session.request(method, HUB + path, json=content, headers={"X-XSRFToken": token})
        assert done.ok, f"{self.name} sent {path}: {done.status_code}\n{done.text}"
        return done.json() if done.content else {}

    # --- A student's own server

    def start(self):
        """Start the server and wait until it answers."""
        self.get(f"/hub/spawn/{self.name}")
        wait_for(lambda: self.session.get(f"{HUB}/user/{self.name}/lab").url.startswith(f"{HUB}/user/{self.name}/lab"))

    def assignments(self, action: str = "") -> list[dict]:
        """The assignments in the list, after one of its buttons: fetch, submit, fetch_feedback."""
        path = f"/user/{self.name}/assignments"
        if action:
            listed = self.send("POST", f"{path}/{action}", {"course_id": "ravine", "assignment_id": "momentum"})
        else:
            listed = self.get(f"{path}?course_id=ravine").json()
        assert listed["success"], listed["value"]
        return listed["value"]

    def read(self, path: str):
        """A file or a folder of the person's home."""
        return self.get(f"/user/{self.name}/api/contents/{quote(path)}").json()["content"]

    def write(self, path: str, notebook: str):
        content = {"type": "notebook", "format": "json", "content": json.loads(notebook)}
        self.send("PUT", f"/user/{self.name}/api/contents/{quote(path)}", content)


def wait_for(happens):
    """Ask until it is so. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if happens():
                return
        except requests.ConnectionError:
            pass
        if time.monotonic() > end:
            raise TimeoutError("The hub did not do what was asked.")
        time.sleep(0.2)
