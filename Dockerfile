# One image for every role; docker-compose.yml says which command makes which role.

FROM node:24-bookworm-slim AS frontend
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
COPY locks/production.txt /tmp/production.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r /tmp/production.txt

FROM python:3.11-slim-bookworm AS product
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 \
    PM_SUITE_DATA=/srv/pm-suite/var \
    PORT=8000
WORKDIR /srv/pm-suite
RUN useradd --system --uid 10001 --home-dir /srv/pm-suite --shell /usr/sbin/nologin pm-suite \
    && install -d -o pm-suite -g pm-suite /run/pm-suite var var/media var/beat
COPY --from=packages /opt/venv /opt/venv
COPY . .
COPY --from=frontend /build/frontend/dist frontend/dist
RUN PM_SUITE_BUILD=1 python manage.py collectstatic --noinput --verbosity=0
USER pm-suite
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-m", "pm_suite.runtime.health", "web"]
CMD ["python", "-m", "pm_suite.runtime.serve", "web", "--host", "0.0.0.0"]
