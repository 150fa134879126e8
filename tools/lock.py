"""`make lock`: writes requirements.txt and requirements-dev.txt from pyproject.toml, for all Pythons and machines."""

import os
import subprocess

import environment

# With hashes: what is installed is what was tested. Without any address: every machine asks its own index.
COMPILE = (
    *("uv", "--no-config", "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "pyproject.toml"),
)


def main():
    """Locks what a portal needs first, then what tests need on top of exactly that."""
    environment.need_new_python()
    os.chdir(environment.ROOT)
    environment.install("requirements.txt")
    # Only whoever updates the locks needs uv, so it is not part of them.
    subprocess.check_call([environment.PYTHON, "-m", "pip", "--quiet", "install", "uv>=0.13,<0.14"])
    os.environ["PATH"] = os.pathsep.join([os.path.dirname(environment.PYTHON), os.environ["PATH"]])
    subprocess.check_call([*COMPILE, "--output-file", "requirements.txt"])
    subprocess.check_call(
        [*COMPILE, "--extra", "dev", "--constraint", "requirements.txt", "--output-file", "requirements-dev.txt"]
    )


if __name__ == "__main__":
    main()
