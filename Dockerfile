# Palier, in one image: the web, the worker and the clock are the same program started three ways (docker-compose.yml).

FROM python:3.11-slim-bookworm AS build
RUN python -m venv /opt/palier
ENV PATH=/opt/palier/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/base.txt /tmp/base.txt
RUN pip install --require-hashes --no-deps -r /tmp/base.txt

FROM python:3.11-slim-bookworm
# What WeasyPrint loads: text layout, and letters for what our own fonts do not have.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /home/palier palier \
    && install -d -o palier -g palier /data
COPY --from=build /opt/palier /opt/palier
ENV PATH=/opt/palier/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PALIER_MODE=production \
    PALIER_VAR=/data \
    PALIER_STATIC=/srv/palier/static
WORKDIR /srv/palier/app
COPY . .
# Hashed names and compressed files are made here, once; the secrets of this line are nobody's.
RUN PALIER_SECRET_KEY=build PALIER_TEXT_KEY=build PALIER_JOURNAL_KEY=build PALIER_SEARCH_KEY=build \
    python manage.py collectstatic --no-input -v 0
USER palier
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "scripts/alive.py"]
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--access-logfile", "-", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
