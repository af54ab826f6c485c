"""A real headless Chromium, driven over its debugging pipe: nothing to install but the browser itself."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HOW_TO_INSTALL = (
    "no Chromium found: install one (Debian: apt-get install chromium) or set the variable CHROMIUM to its path"
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--force-prefers-reduced-motion",
    # The network is cut: every name resolves to nothing and every connection goes to a closed port.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
    "--remote-debugging-pipe",
)


def chromium() -> str:
    """The path of a Chromium; a test that needs one fails without it."""
    asked = os.environ.get("CHROMIUM")
    found = shutil.which(asked) if asked else next(filter(None, map(shutil.which, NAMES)), None)
    assert found, HOW_TO_INSTALL
    return found


class PageLeftError(AssertionError):
    """The page was left for another while it was asked."""


class Browser:
    """One page of one Chromium. ``events`` collects what the page and the network report."""

    def __init__(self, process: subprocess.Popen[bytes], reading: int, writing: int) -> None:
        self.process, self._reading, self._writing = process, reading, writing
        self._buffer = b""
        self._count = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self._call(f"{domain}.enable")

    def _call(self, method: str, **params: Any) -> Any:
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._count:
                if "error" in answer:
                    # Chromium's words for it differ by the moment: "navigated or closed", "context was destroyed".
                    asked_a_page = method == "Runtime.evaluate" and answer["error"]["code"] == -32000
                    raise (PageLeftError if asked_a_page else AssertionError)(method, answer["error"])
                return answer["result"]
            self.events.append(answer)

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            chunk = os.read(self._reading, 1 << 20)
            assert chunk, "Chromium went away"
            self._buffer += chunk
        message, self._buffer = self._buffer.split(b"\0", 1)
        result: dict[str, Any] = json.loads(message)
        return result

    def open(self, path: Path, width: int, height: int, *, phone: bool = False) -> None:
        """Load a file in a window of this size and wait until it has come to rest."""
        self.events.clear()
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone
        )
        self._call("Page.navigate", url=path.resolve().as_uri())
        deadline = time.monotonic() + 30
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            assert time.monotonic() < deadline, "the page did not load within 30 s"
            self.events.append(self._read())
        rest = "new Promise(done => setTimeout(() => requestAnimationFrame(() => done(1)), 400))"
        try:
            self.run(rest)
        except PageLeftError:
            self.run(rest)

    def arrive(self, condition: str) -> None:
        """Wait until something is true in this page or in one it leads to."""
        deadline = time.monotonic() + 30
        while not self._true(condition):
            assert time.monotonic() < deadline, f"{condition}: not within 30 s"
            time.sleep(0.05)

    def _true(self, condition: str) -> bool:
        try:
            return bool(self.run(condition))
        except PageLeftError:
            return False

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression in the page; promises are awaited."""
        answer = self._call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def screenshot(self) -> bytes:
        """The window as PNG."""
        return base64.b64decode(self._call("Page.captureScreenshot", format="png")["data"])

    def press(self, key: str) -> None:
        """A key of the keyboard, by its DOM name, on what has the focus."""
        text = {"text": "\r"} if key == "Enter" else {}
        code = {"Enter": 13, "Escape": 27, "Tab": 9, "End": 35, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}[key]
        about = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self._call("Input.dispatchKeyEvent", type="keyDown", **about, **text)
        self._call("Input.dispatchKeyEvent", type="keyUp", **about)

    def type(self, text: str) -> None:
        """Text into the field that has the focus."""
        self._call("Input.insertText", text=text)

    def motion(self, asked: str) -> None:
        """What the reader prefers: "reduce" or "no-preference"; holds for pages opened later too."""
        self._call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": asked}])

    def pdf(self) -> bytes:
        """The page as its print style has it."""
        answer = self._call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        return base64.b64decode(answer["data"])

    def pixels(self, png: bytes, width: int, height: int) -> bytes:
        """A PNG scaled by the browser: red, green, blue, alpha of each pixel, row by row."""
        data = base64.b64encode(png).decode()
        script = f"""(async () => {{
            const picture = new Image(); picture.src = "data:image/png;base64,{data}"; await picture.decode();
            const canvas = new OffscreenCanvas({width}, {height}); const context = canvas.getContext("2d");
            context.imageSmoothingQuality = "high"; context.drawImage(picture, 0, 0, {width}, {height});
            const pixels = context.getImageData(0, 0, {width}, {height}).data;
            let text = ""; for (let at = 0; at < pixels.length; at += 30000)
                text += String.fromCharCode(...pixels.subarray(at, at + 30000));
            return btoa(text); }})()"""
        return base64.b64decode(self.run(script))

    @property
    def complaints(self) -> list[str]:
        """Exceptions, console errors and warnings, and log entries of the page."""
        kinds = ("Runtime.exceptionThrown", "Log.entryAdded")
        found = [event for event in self.events if event.get("method") in kinds]
        found += [
            event
            for event in self.events
            if event.get("method") == "Runtime.consoleAPICalled" and event["params"]["type"] in ("error", "warning")
        ]
        return [json.dumps(event["params"])[:500] for event in found]

    @property
    def requests(self) -> list[str]:
        """Addresses the page asked for, its own file and data: addresses apart."""
        urls = [
            event["params"]["request"]["url"]
            for event in self.events
            if event.get("method") == "Network.requestWillBeSent"
        ]
        return [url for url in urls[1:] if not url.startswith(("data:", "blob:"))]


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A Chromium with a fresh profile; ended when the block ends."""
    to_child, writing = os.pipe()
    reading, from_child = os.pipe()

    def wire() -> None:  # Chromium reads commands from descriptor 3 and answers on 4
        os.dup2(to_child, 30), os.dup2(from_child, 40)
        os.dup2(30, 3), os.dup2(40, 4)

    process = subprocess.Popen(
        [chromium(), *FLAGS, f"--user-data-dir={profile}"],
        preexec_fn=wire,
        close_fds=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_child), os.close(from_child)
    try:
        yield Browser(process, reading, writing)
    finally:
        process.terminate()
        process.wait(timeout=20)
        os.close(reading), os.close(writing)
