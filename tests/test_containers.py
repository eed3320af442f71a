"""What docker-compose.yml has done beside starting things."""

import hashlib
import hmac
import json
import subprocess
import tomllib
from pathlib import Path

import requests
import yaml

from conftest import MakeNetwork
from support.services import Meilisearch

ROOT = Path(__file__).parent.parent
KEY_FILE = ROOT / "crates/search-indexer/meilisearch-key.json"


def make_key(server: Meilisearch, folder: Path, master_key: str) -> subprocess.CompletedProcess[str]:
    """Runs what the service `search-key` runs, on this server and in this folder."""
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]["search-key"]
    script = service["command"][0].replace("$$", "$")
    for there, here in [("http://meilisearch:7700", server.url), ("/key.json", str(KEY_FILE)), ("/run/search", str(folder))]:
        assert there in script
        script = script.replace(there, here)
    command, environment = [*service["entrypoint"], script], {"PATH": "/usr/bin:/bin", "MEILI_MASTER_KEY": master_key}
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)


def test_the_app_gets_a_key_for_its_own_indexes_alone(meilisearch: Meilisearch, make_network: MakeNetwork, tmp_path: Path) -> None:
    file = tmp_path / "key.toml"
    for _ in range(2):
        done = make_key(meilisearch, tmp_path, meilisearch.key)
        assert done.returncode == 0, done.stderr
        key = tomllib.loads(file.read_text("utf-8"))["search"]["key"]
        # As Meilisearch documents it: the same, whatever becomes of its data.
        uid = json.loads(KEY_FILE.read_text("utf-8"))["uid"]
        assert key == hmac.new(meilisearch.key.encode(), uid.encode(), hashlib.sha256).hexdigest()
    for path in ["keys", "indexes/others-cases/stats"]:
        answer = requests.get(f"{meilisearch.url}/{path}", headers={"Authorization": f"Bearer {key}"}, timeout=10)
        assert answer.status_code == 403, f"{path}: {answer.text}"
    app = make_network("embedded", config=str(file), search__kind="meilisearch", search__url=meilisearch.url).app.start()
    assert requests.get(f"{app.url}/readyz", timeout=10).json()["status"] == "ready"


def test_another_master_key_stops_the_start_and_leaves_the_key_that_is_there(meilisearch: Meilisearch, tmp_path: Path) -> None:
    (tmp_path / "key.toml").write_text("as before", "utf-8")
    refused = make_key(meilisearch, tmp_path, "another-master-key-of-somebody")
    assert refused.returncode != 0 and "403" in refused.stderr
    assert (tmp_path / "key.toml").read_text("utf-8") == "as before"
