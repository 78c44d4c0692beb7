# The desk as an image: hashed packages, the project installed (not linked), an ordinary user.
FROM python:3.11-slim AS desk
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY worker worker
COPY templates templates
RUN pip install --no-deps --no-build-isolation . && rm -rf worker templates build
RUN useradd --create-home --uid 10001 claims
USER claims
WORKDIR /home/claims
CMD ["celery", "-A", "worker.celery", "worker", "--loglevel", "INFO"]

# A mail server to try the desk on; nothing for production.
FROM python:3.11-slim AS mail
WORKDIR /app
COPY requirements-demo.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-demo.lock
RUN useradd --create-home --uid 10001 mail-trial
USER mail-trial
CMD ["mail_devel", "--host", "127.0.0.1", "--multi-user", "--user", "sla-claims@lookuq.example", "--password", "trial"]
