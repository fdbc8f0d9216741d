# The service with everything that `make setup` installs. It listens inside the container; compose publishes it.
FROM python:3.11-slim

RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends bubblewrap git make \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --create-home --uid 10001 copilot \
    && install -d -o copilot -g copilot -m 0755 /opt/aws-copilot \
    && install -d -o copilot -g copilot -m 0700 /var/lib/aws-copilot
USER copilot
WORKDIR /opt/aws-copilot

# What is installed depends on these files alone, so a change of the source does not install again.
COPY --chown=copilot Makefile pyproject.toml requirements.lock README.md LICENSE ./
COPY --chown=copilot maintenance maintenance
COPY --chown=copilot agentpro agentpro
COPY --chown=copilot backend backend
COPY --chown=copilot examples examples
ENV COPILOT_HOME=/var/lib/aws-copilot
RUN make setup

VOLUME /var/lib/aws-copilot
EXPOSE 8000
CMD [".venv/bin/uvicorn", "backend.main:app", "--host", "0.0.0.0", "--port", "8000"]
