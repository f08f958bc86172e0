"""
A small lifecycle for tests: it reads the flags, variables and files that the Buildpacks Platform API 0.13 names for each
phase, and writes the files, the image and the exit codes that it names. The real one could not be had without a network.
"""
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tomllib
import gzip
import io

sys.path.insert(0, "/cnb/lifecycle/lib")
import flags  # noqa: E402
import registry  # noqa: E402

COMMON = ("layers", "log-level")
REGISTRY = ("gid", "uid")


def fail(code, message):
    print(f"ERROR: {message}", flush=True)
    raise SystemExit(code)


def check_platform():
    version = os.environ.get("CNB_PLATFORM_API")
    if version not in ("0.12", "0.13", "0.14"):
        fail(11, f"platform API version '{version}' is incompatible with the lifecycle")


def quote(text):
    return json.dumps(text)


def repository(image):
    reference = registry.Reference(image)
    return registry.Repository(reference, registry.lifecycle_authorization(reference.host))


def read_toml(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def escaped(buildpack):
    return buildpack.replace("/", "_")


def analyzer(arguments):
    options, images = flags.parse(arguments, (*COMMON, *REGISTRY, "analyzed", "cache-image", "launch-cache", "previous-image", "run", "run-image"), ("daemon", "skip-layers"), ("insecure-registry", "tag"))
    if len(images) != 1:
        fail(3, "received unexpected arguments")
    layers = pathlib.Path(options["layers"] or "/layers")
    for image in [images[0], *options["tag"], *filter(None, [options["cache-image"]])]:
        try:
            repository(image).check_write()
        except OSError as error:
            fail(30, f"validating registry write access to {image}: {error}")
    run_image = options["run-image"] or read_toml(options["run"] or "/cnb/run.toml")["images"][0]["image"]
    _, digest = repository(run_image).manifest()
    if digest is None:
        fail(30, f"failed to find accessible run image {run_image}")
    _, previous = repository(options["previous-image"] or images[0]).manifest()
    text = ["[run-image]", f"image = {quote(run_image)}", f"reference = {quote(registry.Reference(run_image).at(digest))}", "extend = false"]
    if previous:
        text = ["[image]", f"reference = {quote(registry.Reference(options['previous-image'] or images[0]).at(previous))}", "", *text]
    pathlib.Path(options["analyzed"] or layers / "analyzed.toml").write_text("\n".join(text) + "\n")
    print("Previous image found" if previous else f"Image with name \"{images[0]}\" not found")


def platform_environment(directory):
    environment = {}
    for file in sorted((pathlib.Path(directory) / "env").glob("*")):
        if file.is_file():
            environment[file.name] = file.read_text()
    return environment


def detector(arguments):
    options, _ = flags.parse(arguments, (*COMMON, "analyzed", "app", "build-config", "buildpacks", "extensions", "generated", "group", "order", "plan", "platform", "run"))
    layers = pathlib.Path(options["layers"] or "/layers")
    order = options["order"] or (layers / "order.toml" if (layers / "order.toml").exists() else "/cnb/order.toml")
    buildpacks = pathlib.Path(options["buildpacks"] or "/cnb/buildpacks")
    errored = False
    for group in read_toml(order)["order"]:
        passed, failed = [], False
        for entry in group["group"]:
            directory = buildpacks / escaped(entry["id"]) / entry["version"]
            environment = dict(os.environ) | platform_environment(options["platform"] or "/platform")
            environment |= {"CNB_BUILDPACK_DIR": str(directory), "CNB_PLATFORM_DIR": options["platform"] or "/platform", "CNB_BUILD_PLAN_PATH": "/tmp/plan.toml"}
            code = subprocess.run([directory / "bin/detect", environment["CNB_PLATFORM_DIR"], "/tmp/plan.toml"], cwd=options["app"] or "/workspace", env=environment).returncode
            if code == 0:
                passed.append((entry["id"], entry["version"], read_toml(directory / "buildpack.toml")))
            else:
                errored = errored or code != 100
                failed = failed or not entry.get("optional", False)
        if passed and not failed:
            lines = []
            for identity, version, descriptor in passed:
                print(f"{identity} {version}", flush=True)
                lines += ["[[group]]", f"id = {quote(identity)}", f"version = {quote(version)}", f"api = {quote(descriptor['api'])}", f"homepage = {quote(descriptor['buildpack'].get('homepage', ''))}", ""]
            pathlib.Path(options["group"] or layers / "group.toml").write_text("\n".join(lines))
            pathlib.Path(options["plan"] or layers / "plan.toml").write_text("")
            return
    fail(21 if errored else 20, "No buildpack groups passed detection.")


def group_of(options, layers):
    return read_toml(options["group"] or layers / "group.toml")["group"]


def restorer(arguments):
    options, _ = flags.parse(arguments, (*COMMON, *REGISTRY, "analyzed", "build-image", "cache-dir", "cache-image", "group", "run"), ("daemon", "skip-layers"), ("insecure-registry",))
    layers = pathlib.Path(options["layers"] or "/layers")
    if options["skip-layers"]:
        return
    archives = []
    if options["cache-image"]:
        cache = repository(options["cache-image"])
        manifest, _, _ = cache.image()
        archives = [cache.blob(entry["digest"]) for entry in manifest["layers"]] if manifest else []
    elif options["cache-dir"]:
        archives = [file.read_bytes() for file in sorted(pathlib.Path(options["cache-dir"]).glob("*.tgz"))]
    known = {escaped(entry["id"]) for entry in group_of(options, layers)}
    for archive in archives:
        with tarfile.open(fileobj=io.BytesIO(gzip.decompress(archive))) as tar:
            members = [member for member in tar.getmembers() if member.name.split("/")[1:2] and member.name.split("/")[1] in known]
            for member in members:
                tar.extract(member, layers.parent)
            if members:
                print(f"Restoring data for \"{members[-1].name}\" from cache", flush=True)


def builder(arguments):
    options, _ = flags.parse(arguments, (*COMMON, "analyzed", "app", "build-config", "buildpacks", "group", "plan", "platform"))
    layers, app = pathlib.Path(options["layers"] or "/layers"), options["app"] or "/workspace"
    platform = options["platform"] or "/platform"
    group, processes, default = group_of(options, layers), [], None
    path = os.environ.get("PATH", "/usr/bin:/bin")
    for entry in group:
        directory = pathlib.Path(options["buildpacks"] or "/cnb/buildpacks") / escaped(entry["id"]) / entry["version"]
        own = layers / escaped(entry["id"])
        own.mkdir(exist_ok=True)
        pathlib.Path("/tmp/bp-plan.toml").write_text("")
        environment = dict(os.environ) | platform_environment(platform)
        environment |= {"PATH": path, "CNB_BUILDPACK_DIR": str(directory), "CNB_LAYERS_DIR": str(own), "CNB_PLATFORM_DIR": platform, "CNB_BP_PLAN_PATH": "/tmp/bp-plan.toml"}
        code = subprocess.run([directory / "bin/build", str(own), platform, "/tmp/bp-plan.toml"], cwd=app, env=environment).returncode
        if code != 0:
            fail(51, f"failed to build: exit status {code}")
        for layer in sorted(own.glob("*.toml")):
            types = read_toml(layer).get("types", {})
            if types.get("build") and (own / layer.stem / "bin").is_dir():
                path = f"{own / layer.stem / 'bin'}:{path}"
        if (own / "launch.toml").exists():
            for process in read_toml(own / "launch.toml").get("processes", []):
                processes.append(process | {"buildpack-id": entry["id"]})
                default = process["type"] if process.get("default") else default
    lines = [f"buildpack-default-process-type = {quote(default)}", ""] if default else []
    for entry in group:
        lines += ["[[buildpacks]]", f"id = {quote(entry['id'])}", f"version = {quote(entry['version'])}", f"api = {quote(entry['api'])}", ""]
    for process in processes:
        lines += ["[[processes]]", f"type = {quote(process['type'])}", f"command = {quote(process['command'])}", f"args = {quote(process.get('args', []))}", f"buildpack-id = {quote(process['buildpack-id'])}", ""]
    (layers / "config").mkdir(exist_ok=True)
    (layers / "config/metadata.toml").write_text("\n".join(lines))


def layer_files(layers, group, kind):
    for entry in group:
        own = layers / escaped(entry["id"])
        for description in sorted(own.glob("*.toml")):
            if description.stem not in ("launch", "build", "store") and read_toml(description).get("types", {}).get(kind) and (own / description.stem).is_dir():
                yield entry, description, own / description.stem


def exporter(arguments):
    options, images = flags.parse(
        arguments, (*COMMON, *REGISTRY, "analyzed", "app", "cache-dir", "cache-image", "extended", "group", "launch-cache", "launcher", "launcher-sbom", "process-type", "project-metadata", "report", "run"), ("daemon", "parallel"), ("insecure-registry",))
    layers, app = pathlib.Path(options["layers"] or "/layers"), options["app"] or "/workspace"
    group = group_of(options, layers)
    metadata = read_toml(layers / "config/metadata.toml")
    run_image = read_toml(options["analyzed"] or layers / "analyzed.toml")["run-image"]
    base = repository(run_image["reference"])
    base_manifest, config, _ = base.image()
    content = registry.layers_of(base, base_manifest, config)
    described = {"runImage": {"image": run_image["image"], "reference": run_image["reference"], "topLayer": content[-1][1]}, "buildpacks": []}
    for entry in group:
        own = {}
        for owner, description, directory in layer_files(layers, [entry], "launch"):
            packed = registry.layer([(str(directory), directory, None)], (1001, 1000))
            content.append(packed)
            own[description.stem] = {"sha": packed[1], "launch": True}
        described["buildpacks"].append({"key": entry["id"], "version": entry["version"], "layers": own})
    sboms = [(f"{layers}/sbom/launch/{escaped(entry['id'])}/sbom.cdx.json", layers / escaped(entry["id"]) / "launch.sbom.cdx.json", None) for entry in group if (layers / escaped(entry["id"]) / "launch.sbom.cdx.json").exists()]
    if sboms:
        content.append(registry.layer(sboms))
        described["sbom"] = {"sha": content[-1][1]}
    content.append(registry.layer([(app, pathlib.Path(app), None)], (1001, 1000)))
    described["app"] = [{"sha": content[-1][1]}]
    launcher = [("/cnb/lifecycle/launcher", pathlib.Path(options["launcher"] or "/cnb/lifecycle/launcher"), 0o755)]
    launcher += [(f"/cnb/process/{process['type']}", "/cnb/lifecycle/launcher", None) for process in metadata.get("processes", [])]
    content.append(registry.layer(launcher))
    described["launcher"] = {"sha": content[-1][1]}
    content.append(registry.layer([(f"{layers}/config/metadata.toml", layers / "config/metadata.toml", None)]))
    described["config"] = {"sha": content[-1][1]}
    default = options["process-type"] or metadata.get("buildpack-default-process-type")
    if default and default not in [process["type"] for process in metadata.get("processes", [])]:
        fail(60, f"tried to set {default} to default but it doesn't exist")
    container = config.setdefault("config", {})
    path = next((variable[5:] for variable in container.get("Env") or [] if variable.startswith("PATH=")), "/usr/bin:/bin")
    container["Env"] = [variable for variable in container.get("Env") or [] if not variable.startswith("PATH=")] + [f"CNB_LAYERS_DIR={layers}", f"CNB_APP_DIR={app}", f"PATH=/cnb/process:{path}"]
    container["Entrypoint"] = [f"/cnb/process/{default}" if default else "/cnb/lifecycle/launcher"]
    container["WorkingDir"] = app
    container.pop("Cmd", None)
    project = read_toml(options["project-metadata"]) if options["project-metadata"] and os.path.exists(options["project-metadata"]) else {}
    container["Labels"] = (container.get("Labels") or {}) | {
        "io.buildpacks.lifecycle.metadata": json.dumps(described),
        "io.buildpacks.build.metadata": json.dumps({"buildpacks": [{"id": entry["id"], "version": entry["version"], "api": entry["api"]} for entry in group], "processes": metadata.get("processes", []), "launcher": {"version": "0.0.0-test"}}),
        "io.buildpacks.project.metadata": json.dumps(project),
        "io.buildpacks.rebasable": "true",
    }
    config["created"] = registry.EPOCH
    tags = [registry.Reference(image).tag for image in images]
    digest, size = repository(images[0]).push_image(config, content, tags)
    report(options["report"] or layers / "report.toml", images, digest, size)
    export_cache(options, layers, group)


def report(path, images, digest, size):
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(["[image]", f"tags = {quote(images)}", f"digest = {quote(digest)}", f"manifest-size = {size}", ""]))
    for image in images:
        print(f"*** Images ({digest[7:19]}): {image}", flush=True)


def export_cache(options, layers, group):
    cached = [registry.layer([(str(directory), directory, None), (str(description), description, None)], (1001, 1000)) for _, description, directory in layer_files(layers, group, "cache")]
    if options["cache-image"]:
        reference = registry.Reference(options["cache-image"])
        repository(options["cache-image"]).push_image({"created": registry.EPOCH, "architecture": "amd64", "os": "linux", "config": {}}, cached, [reference.tag])
    elif options["cache-dir"]:
        for archive, diff_id in cached:
            (pathlib.Path(options["cache-dir"]) / f"{diff_id[7:]}.tgz").write_bytes(archive)


def rebaser(arguments):
    options, images = flags.parse(arguments, ("log-level", *REGISTRY, "previous-image", "report", "run-image", "image"), ("daemon", "force"), ("insecure-registry",))
    source = repository(options["previous-image"] or images[0])
    manifest, config, _ = source.image()
    if manifest is None:
        fail(70, f"image {options['previous-image'] or images[0]} was not found")
    labels = config["config"].get("Labels") or {}
    if labels.get("io.buildpacks.rebasable") == "false" and not options["force"]:
        fail(70, "app image is not marked as rebasable")
    described = json.loads(labels.get("io.buildpacks.lifecycle.metadata", "null"))
    if not described:
        fail(70, "the image was not built by buildpacks")
    run_image = options["run-image"] or described["runImage"]["image"]
    if run_image != described["runImage"]["image"] and not options["force"]:
        fail(70, f"new base image '{run_image}' not found in existing run image metadata")
    base = repository(run_image)
    base_manifest, base_config, digest = base.image()
    own = registry.layers_of(source, manifest, config)
    top = [diff_id for _, diff_id in own].index(described["runImage"]["topLayer"])
    content = registry.layers_of(base, base_manifest, base_config)
    described["runImage"] |= {"reference": registry.Reference(run_image).at(digest), "topLayer": content[-1][1]}
    config["config"]["Labels"]["io.buildpacks.lifecycle.metadata"] = json.dumps(described)
    digest, size = repository(images[0]).push_image(config, content + own[top + 1:], [registry.Reference(image).tag for image in images])
    report(options["report"] or "/layers/report.toml", images, digest, size)


if __name__ == "__main__":
    check_platform()
    {"analyzer": analyzer, "detector": detector, "restorer": restorer, "builder": builder, "exporter": exporter, "rebaser": rebaser}[sys.argv[1]](sys.argv[2:])
