"""
A small Dockerfile builder for tests with Kaniko's command line: it knows the flags it is given here, and FROM, ARG, ENV, COPY,
RUN, WORKDIR, LABEL, EXPOSE, CMD and ENTRYPOINT. The real one could not be had without a network.
"""
import json
import os
import pathlib
import shlex
import subprocess
import sys

sys.path.insert(0, "/kaniko/lib")
import flags  # noqa: E402
import registry  # noqa: E402


def fail(message):
    print(f"error building image: {message}", flush=True)
    raise SystemExit(1)


def repository(image):
    reference = registry.Reference(image)
    return registry.Repository(reference, registry.docker_authorization(reference.host))


def stages(text):
    found, lines = [], iter(text.replace("\\\n", " ").splitlines())
    for line in lines:
        word, _, rest = line.strip().partition(" ")
        if not word or word.startswith("#"):
            continue
        if word.upper() == "FROM":
            parts = rest.split()
            found.append({"from": parts[0], "name": parts[2] if len(parts) == 3 else str(len(found)), "steps": []})
        else:
            (found[-1]["steps"] if found else found.append({"from": None, "name": None, "steps": []}) or found[-1]["steps"]).append((word.upper(), rest.strip()))
    return [stage for stage in found if stage["from"]]


def expand(text, variables):
    for name in sorted(variables, key=len, reverse=True):
        text = text.replace("${" + name + "}", variables[name]).replace("$" + name, variables[name])
    return text


def command(rest):
    return json.loads(rest) if rest.startswith("[") else ["/bin/sh", "-c", rest]


def build(stage, context, given):
    config, layers, entries, variables, directory = {"architecture": "amd64", "os": "linux", "created": registry.EPOCH, "config": {}}, [], [], {}, "/"
    if stage["from"] != "scratch":
        base = repository(stage["from"])
        manifest, config, _ = base.image()
        if manifest is None:
            fail(f"{stage['from']}: MANIFEST_UNKNOWN")
        layers = registry.layers_of(base, manifest, config)
    container = config.setdefault("config", {})
    for word, rest in stage["steps"]:
        print(f"INFO {word} {rest}", flush=True)
        rest = expand(rest, variables)
        if word == "ARG":
            name, equals, default = rest.partition("=")
            variables[name] = given.get(name, default)
        elif word == "ENV":
            name, _, value = rest.partition("=")
            container["Env"] = (container.get("Env") or []) + [f"{name}={value}"]
        elif word == "LABEL":
            name, _, value = rest.partition("=")
            container["Labels"] = (container.get("Labels") or {}) | {name: value.strip('"')}
        elif word == "EXPOSE":
            container["ExposedPorts"] = {f"{rest}/tcp": {}}
        elif word == "WORKDIR":
            container["WorkingDir"] = directory = os.path.join(directory, rest)
        elif word in ("CMD", "ENTRYPOINT"):
            container[word.title() if word == "CMD" else "Entrypoint"] = command(rest)
        elif word == "COPY":
            *sources, target = shlex.split(rest)
            for source in sources:
                file = pathlib.Path(context, source)
                if not file.exists():
                    fail(f"resolving src: lstat {file}: no such file or directory")
                place = os.path.join(directory, target)
                entries.append((place if file.is_dir() or not target.endswith("/") else place + file.name, file, None))
        elif word == "RUN":
            code = subprocess.run(command(rest), env=dict(os.environ) | variables, cwd="/tmp").returncode
            if code:
                fail(f"failed to execute command: waiting for process to exit: exit status {code}")
        else:
            fail(f"unknown instruction: {word}")
    return config, layers + ([registry.layer(entries)] if entries else [])


def main(arguments):
    options, rest = flags.parse(
        arguments, ("context", "dockerfile", "digest-file", "target", "cache-repo", "push-retry"), ("reproducible", "cache"), ("destination", "build-arg", "label", "insecure-registry"), known_error=1)
    if rest or not options["context"].startswith("dir://"):
        fail("please provide a context")
    given = dict(argument.split("=", 1) for argument in options["build-arg"] if "=" in argument)
    found = stages(pathlib.Path(options["dockerfile"]).read_text())
    names = [stage["name"] for stage in found]
    if options["target"] and options["target"] not in names:
        fail(f"{options['target']} is not a valid target build stage")
    config, layers = build(found[names.index(options["target"]) if options["target"] else -1], options["context"][len("dir://"):], given)
    config["config"]["Labels"] = (config["config"].get("Labels") or {}) | dict(label.split("=", 1) for label in options["label"])
    digest, _ = repository(options["destination"][0]).push_image(config, layers, [registry.Reference(image).tag for image in options["destination"]])
    pathlib.Path(options["digest-file"]).write_text(digest)
    print(f"INFO Pushed {options['destination'][0]}@{digest}", flush=True)


main(sys.argv[1:])
