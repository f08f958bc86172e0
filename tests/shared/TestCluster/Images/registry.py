"""The distribution protocol, as far as building an image needs it: blobs, manifests, layers. Standard library only."""
import base64
import functools
import gzip
import hashlib
import http.client
import io
import json
import os
import tarfile
import time
import urllib.error
import urllib.request

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
EPOCH = "1980-01-01T00:00:01Z"


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


class Reference:
    """host[:port]/repository[:tag][@digest]"""

    def __init__(self, text):
        self.text = text
        host, slash, rest = text.partition("/")
        if not slash or not ("." in host or ":" in host or host == "localhost"):
            raise SystemExit(f"ERROR: no registry in image reference '{text}'")
        rest, _, digest = rest.partition("@")
        repository, colon, tag = rest.rpartition(":")
        self.host, self.repository = host, repository if colon else rest
        self.tag, self.digest = (tag if colon else "latest"), digest or None

    def at(self, digest):
        return f"{self.host}/{self.repository}@{digest}"


def repeated(operation):
    """What a registry does not answer, or answers with its own trouble, is asked again, as the libraries of the real builders do."""
    @functools.wraps(operation)
    def run(*arguments, **named):
        for pause in (1, 3, 9, None):
            try:
                return operation(*arguments, **named)
            except (OSError, http.client.HTTPException) as error:
                if pause is None or isinstance(error, urllib.error.HTTPError) and error.code < 500:
                    raise
                print(f"WARNING: {error}; asking again in {pause} s", flush=True)
                time.sleep(pause)
    return run


class Repository:
    def __init__(self, reference, authorization):
        self.reference = reference
        self.base = f"http://{reference.host}/v2/{reference.repository}"
        self.authorization = authorization

    def _send(self, method, url, data=None, headers=None):
        request = urllib.request.Request(url, data=data, method=method, headers=headers or {})
        if self.authorization:
            request.add_unredirected_header("Authorization", self.authorization)
        return urllib.request.urlopen(request, timeout=45)

    @repeated
    def manifest(self, reference=None):
        """The manifest with its digest; None when there is none."""
        name = reference or self.reference.digest or self.reference.tag
        try:
            with self._send("GET", f"{self.base}/manifests/{name}", headers={"Accept": MANIFEST + ", application/vnd.docker.distribution.manifest.v2+json"}) as answer:
                data = answer.read()
                return json.loads(data), sha256(data)
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None, None
            raise

    @repeated
    def blob(self, digest):
        with self._send("GET", f"{self.base}/blobs/{digest}") as answer:
            data = answer.read()
        if sha256(data) != digest:
            raise SystemExit(f"ERROR: blob {digest} is damaged")
        return data

    def image(self):
        manifest, digest = self.manifest()
        return (None, None, None) if manifest is None else (manifest, json.loads(self.blob(manifest["config"]["digest"])), digest)

    @repeated
    def has(self, digest):
        try:
            self._send("HEAD", f"{self.base}/blobs/{digest}").close()
            return True
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return False
            raise

    @repeated
    def push_blob(self, data):
        digest = sha256(data)
        if not self.has(digest):
            with self._send("POST", f"{self.base}/blobs/uploads/", data=b"") as answer:
                place = answer.headers["Location"]
            place = place if place.startswith("http") else f"http://{self.reference.host}{place}"
            separator = "&" if "?" in place else "?"
            self._send("PUT", f"{place}{separator}digest={digest}", data=data, headers={"Content-Type": "application/octet-stream"}).close()
        return digest

    @repeated
    def check_write(self):
        """As the lifecycle does: an upload is begun and given up."""
        with self._send("POST", f"{self.base}/blobs/uploads/", data=b"") as answer:
            place = answer.headers["Location"]
        self._send("DELETE", place if place.startswith("http") else f"http://{self.reference.host}{place}").close()

    @repeated
    def push_manifest(self, tag, text):
        self._send("PUT", f"{self.base}/manifests/{tag}", data=text, headers={"Content-Type": MANIFEST}).close()

    def push_image(self, config, layers, tags):
        """layers: (compressed bytes, diff id). Returns digest and size of the manifest."""
        config["rootfs"] = {"type": "layers", "diff_ids": [diff_id for _, diff_id in layers]}
        config.pop("history", None)
        data = json.dumps(config, separators=(",", ":"), sort_keys=True).encode()
        manifest = {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": {"mediaType": CONFIG, "digest": self.push_blob(data), "size": len(data)},
            "layers": [{"mediaType": LAYER, "digest": self.push_blob(layer), "size": len(layer)} for layer, _ in layers],
        }
        text = json.dumps(manifest, separators=(",", ":")).encode()
        for tag in tags:
            self.push_manifest(tag, text)
        return sha256(text), len(text)


def layers_of(repository, manifest, config):
    """The layers of an image, to be pushed elsewhere."""
    return [(repository.blob(layer["digest"]), diff_id) for layer, diff_id in zip(manifest["layers"], config["rootfs"]["diff_ids"])]


def layer(entries, owner=(0, 0)):
    """A reproducible layer. entries: (path in the image, file or directory on disk | bytes | link target as str, mode or None)"""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.PAX_FORMAT) as tar:
        made = set()
        for path, content, mode in entries:
            _add(tar, made, path.strip("/"), content, mode, owner)
    plain = archive.getvalue()
    return gzip.compress(plain, 6, mtime=0), sha256(plain)


def _add(tar, made, name, content, mode, owner):
    for parent in parents(name):
        if parent not in made:
            made.add(parent)
            tar.addfile(_info(parent, tarfile.DIRTYPE, 0o755, (0, 0)))
    if isinstance(content, bytes):
        info = _info(name, tarfile.REGTYPE, mode or 0o644, owner)
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
    elif isinstance(content, str):
        info = _info(name, tarfile.SYMTYPE, 0o777, owner)
        info.linkname = content
        tar.addfile(info)
    elif os.path.islink(content):
        _add(tar, made, name, os.readlink(content), None, owner)
    elif os.path.isdir(content):
        if name and name not in made:
            made.add(name)
            tar.addfile(_info(name, tarfile.DIRTYPE, 0o755, owner))
        for child in sorted(os.listdir(content)):
            _add(tar, made, f"{name}/{child}".strip("/"), content / child, None, owner)
    else:
        with open(content, "rb") as file:
            _add(tar, made, name, file.read(), mode or (os.stat(content).st_mode & 0o755), owner)


def parents(name):
    parts = name.split("/")[:-1]
    return ["/".join(parts[:count + 1]) for count in range(len(parts))]


def _info(name, kind, mode, owner):
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.mtime = kind, mode, 315532801
    info.uid, info.gid = owner
    return info


def lifecycle_authorization(host):
    """CNB_REGISTRY_AUTH of the Platform API."""
    text = os.environ.get("CNB_REGISTRY_AUTH")
    return json.loads(text).get(host) if text else None


def docker_authorization(host):
    """config.json of docker: a token for the registry, or a user with a password."""
    try:
        with open(os.path.join(os.environ.get("DOCKER_CONFIG", "/kaniko/.docker"), "config.json"), encoding="utf-8") as file:
            entry = json.load(file).get("auths", {}).get(host)
    except FileNotFoundError:
        return None
    if not entry:
        return None
    if "registrytoken" in entry:
        return "Bearer " + entry["registrytoken"]
    return "Basic " + (entry.get("auth") or base64.b64encode(f"{entry['username']}:{entry['password']}".encode()).decode())
