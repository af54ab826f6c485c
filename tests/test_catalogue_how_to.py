"""The how-to about own data does what it says."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "own-data.md"


def test_every_snippet_of_the_how_to_runs_in_order(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    snippets = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert len(snippets) == 4
    names = {"__name__": "how_to"}
    for snippet in snippets:
        exec(compile(snippet, PAGE.name, "exec"), names)
    printed = capsys.readouterr().out
    assert "2 villages, 2 experiences" in printed
    assert "faulty.csv, row 2, column lat: '105.7712': latitude and longitude are swapped" in printed
    assert "experience lang-thu/nan-gom-thu" in printed
