"""Check the container files as far as that goes without a container engine; `make docker-check` runs it.

Reads docker/Dockerfile, docker/docker-compose.yml, compose.yaml, .dockerignore and .devcontainer/devcontainer.json,
prints one line per problem and exits non-zero when there is one. With the docker client's compose plugin on this
machine it also runs `docker compose config`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {  # what each process of the image has to run; None: the command of the image
    "web": None,
    "worker": "celery -A config worker",
    "beat": "celery -A config beat",
    "relay": "python manage.py relay",
    "migrate": "sh -c python manage.py migrate --noinput && python manage.py init_roles",
}
SERVERS = {"db", "redis", "redis-cache"}
NEVER_IN_THE_IMAGE = {".git", ".venv", ".env", ".serai", "tests", "media"}
COMPOSE_ONLY_VARIABLES = {"POSTGRES_PASSWORD", "APP_RELEASE", "WEB_PORT"}

Instruction = tuple[str, str]


def dockerfile_instructions(text: str) -> list[Instruction]:
    """The instructions of a Dockerfile as (NAME, arguments), continuation lines joined, comments dropped."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n", " ", "\n".join(lines))
    return [
        (name.upper(), " ".join(arguments.split()))
        for name, _, arguments in (line.strip().partition(" ") for line in joined.splitlines() if line.strip())
    ]


def dockerfile_problems(instructions: list[Instruction]) -> Iterator[str]:
    stages = [arguments for name, arguments in instructions if name == "FROM"]
    if len(stages) < 2:
        yield "one stage only: build tools would end up in the image"
    for stage in stages:
        image = stage.split()[0]
        if ":" not in image or image.endswith(":latest"):
            yield f"FROM {image} has no fixed tag"
    last_stage = instructions[max(index for index, (name, _) in enumerate(instructions) if name == "FROM") :]
    yield from _last_stage_problems(last_stage)
    yield from _run_problems([arguments for name, arguments in instructions if name == "RUN"])
    for name, arguments in instructions:
        if name == "ADD":
            yield "ADD fetches and unpacks; use COPY"
        if name in {"ENV", "ARG"} and re.search(r"\w*(SECRET|PASSWORD|PEPPER|TOKEN|SIGNING)\w*=", arguments):
            yield f"{name} keeps a secret in the image"
        if name == "COPY" and "--from=" not in arguments and (missing := _missing_source(arguments)):
            yield f"COPY of {missing}, which does not exist"


def _last_stage_problems(stage: list[Instruction]) -> Iterator[str]:
    users = [arguments for name, arguments in stage if name == "USER"]
    if not users or not re.fullmatch(r"[1-9]\d*(:[1-9]\d*)?", users[-1]):
        yield "the last USER is not a numeric user other than root"
    checks = [arguments for name, arguments in stage if name == "HEALTHCHECK"]
    if not any("docker/healthcheck.py" in check and '"web"' in check for check in checks):
        yield "no HEALTHCHECK that asks /livez"
    commands = [arguments for name, arguments in stage if name == "CMD"]
    if len(commands) != 1 or not commands[0].startswith("["):
        yield "not exactly one CMD in exec form: signals would not reach the process"
    if any(not arguments.startswith("/") for name, arguments in stage if name == "WORKDIR"):
        yield "WORKDIR is not absolute"


def _run_problems(runs: list[str]) -> Iterator[str]:
    if not any("--require-hashes -r /tmp/requirements.txt" in run for run in runs):
        yield "packages are not installed from requirements.txt with hashes"
    if any("requirements-dev" in run for run in runs):
        yield "development packages in the image"
    if not any("manage.py collectstatic" in run for run in runs):
        yield "static files are not collected"
    if any("apt-get install" in run and "--no-install-recommends" not in run for run in runs):
        yield "apt-get install without --no-install-recommends"


def _missing_source(arguments: str) -> str | None:
    sources = [word for word in arguments.split() if not word.startswith("--")][:-1]
    return next((source for source in sources if not (ROOT / source).exists()), None)


def compose_problems(compose: dict[str, Any], known_variables: set[str]) -> Iterator[str]:
    services: dict[str, dict[str, Any]] = compose["services"]
    expected = set(COMMANDS) | SERVERS
    if set(services) != expected:
        yield f"services are {sorted(services)}, expected {sorted(expected)}"
        return
    for name, command in COMMANDS.items():
        for problem in _application_problems(name, services[name], command, known_variables):
            yield f"{name}: {problem}"
    for name in sorted(SERVERS):
        for problem in _server_problems(services[name]):
            yield f"{name}: {problem}"
    for name, policy in {"redis": "noeviction", "redis-cache": "allkeys-lru"}.items():
        if policy not in services[name]["command"]:
            yield f"{name}: memory policy is not {policy}"
    for name, service in services.items():
        used = {mount.partition(":")[0] for mount in service.get("volumes", [])}
        if used - set(compose["volumes"]):
            yield f"{name}: volumes {sorted(used - set(compose['volumes']))} are not declared"


def _application_problems(
    name: str, service: dict[str, Any], command: str | None, known_variables: set[str]
) -> Iterator[str]:
    words = " ".join(service["command"]) if "command" in service else None
    if (command is None) != (words is None) or (command and words and not words.startswith(command)):
        yield f"runs {words!r}, expected {command!r}"
    if service["build"] != {"context": "..", "dockerfile": "docker/Dockerfile"}:
        yield "is not built from docker/Dockerfile"
    if not service.get("read_only") or service.get("cap_drop") != ["ALL"] or service.get("privileged"):
        yield "is not confined: read_only, cap_drop ALL, no privileges"
    if "user" in service:
        yield "overrides the user of the image"
    unknown = set(service["environment"]) - known_variables - {"DJANGO_SETTINGS_MODULE"}
    if unknown:
        yield f"sets {sorted(unknown)}, which the settings do not read"
    if name == "migrate":
        waits_for = {"db": "service_healthy"}
    else:
        waits_for = {
            "migrate": "service_completed_successfully",
            "redis": "service_healthy",
            "redis-cache": "service_healthy",
        }
        if name != "web" and "test" not in service.get("healthcheck", {}):
            yield "has no health check of its own: the image's asks for a web server"
    if {other: rule["condition"] for other, rule in service["depends_on"].items()} != waits_for:
        yield f"does not wait for {waits_for}"


def _server_problems(service: dict[str, Any]) -> Iterator[str]:
    if "test" not in service.get("healthcheck", {}):
        yield "has no health check"
    if "ports" in service:
        yield "is reachable from outside the network of the services"
    if ":" not in service["image"] or service["image"].endswith(":latest"):
        yield "image has no fixed tag"


def secret_problems(text: str) -> Iterator[str]:
    """Values of secrets stand in `.env`, never in the file."""
    for name, value in re.findall(r"^\s*(\w*(?:PASSWORD|SECRET|PEPPER|SIGNING_KEY)\w*): +(\S+)", text, re.MULTILINE):
        if not value.startswith("${"):
            yield f"{name} is written into the file"


def interpolation_problems(text: str) -> Iterator[str]:
    unknown = set(re.findall(r"(?<!\$)\$\{(\w+)", text)) - COMPOSE_ONLY_VARIABLES
    if unknown:
        yield f"{sorted(unknown)} are described nowhere"


def documented_variables() -> set[str]:
    """The names in `.env.example`, which the settings wrote."""
    example = ROOT / ".env.example"
    return set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", example.read_text(encoding="utf-8"), flags=re.MULTILINE))


def neighbour_problems() -> Iterator[str]:
    """The files beside: root compose.yaml, .dockerignore, dev container."""
    root_file = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    if root_file != {"include": ["docker/docker-compose.yml"]}:
        yield "compose.yaml does not include docker/docker-compose.yml and nothing else"
    ignored = set((ROOT / ".dockerignore").read_text(encoding="utf-8").split())
    if NEVER_IN_THE_IMAGE - ignored:
        yield f".dockerignore lets {sorted(NEVER_IN_THE_IMAGE - ignored)} into the image"
    dev = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    if "make setup" not in dev["postCreateCommand"] or "make run" not in dev["postAttachCommand"]:
        yield "the dev container does not run make setup and make run"


def engine_problems() -> Iterator[str]:
    """What `docker compose config` says, where the plugin is installed."""
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        print("docker compose is not installed here: `docker compose config` was not run")
        return
    environment = os.environ | {"POSTGRES_PASSWORD": "only-to-read-the-file"}
    command = [docker, "compose", "--file", "compose.yaml", "config", "--quiet", "--no-env-resolution"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        yield f"docker compose config: {run.stderr.strip()}"


def all_problems() -> Iterator[str]:
    dockerfile = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8")
    compose_text = (ROOT / "docker" / "docker-compose.yml").read_text(encoding="utf-8")
    for problem in dockerfile_problems(dockerfile_instructions(dockerfile)):
        yield f"docker/Dockerfile: {problem}"
    for problem in compose_problems(yaml.safe_load(compose_text), documented_variables()):
        yield f"docker/docker-compose.yml: {problem}"
    for problem in [*secret_problems(compose_text), *interpolation_problems(compose_text)]:
        yield f"docker/docker-compose.yml: {problem}"
    yield from neighbour_problems()
    yield from engine_problems()


def main() -> int:
    problems = list(all_problems())
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print("The container files hold what they promise.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
