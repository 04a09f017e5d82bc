# Two stages: the packages are installed in the first, and only what runs is in the second.
FROM python:3.13-slim AS build
WORKDIR /app
RUN python -m venv /app/.venv
COPY requirements/runtime.txt requirements/runtime.txt
RUN /app/.venv/bin/pip install --no-cache-dir --require-hashes -r requirements/runtime.txt
COPY pyproject.toml README.md ./
COPY bot bot
RUN /app/.venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e .

FROM python:3.13-slim
# The moderators' desk publishes with git.
RUN apt-get update && apt-get install --yes --no-install-recommends git openssh-client && rm -rf /var/lib/apt/lists/*
# A user of its own, and no privilege: the sandbox needs neither root nor capabilities.
RUN useradd --uid 10001 --create-home modulo && install -d -o modulo /data
COPY --from=build --chown=root:root /app /app
COPY --chown=root:root content /app/content
USER modulo
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 XDG_STATE_HOME=/data
# The journal, unless the config names another place.
VOLUME /data
STOPSIGNAL SIGTERM
# The token comes from DISCORD_TOKEN, or from a file named in the config you mount.
ENTRYPOINT ["modulo"]
CMD ["discord"]
