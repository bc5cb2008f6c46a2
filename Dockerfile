# Liuke in production. docs/operations.md says how to run it.
FROM node:24-slim

WORKDIR /opt/liuke
COPY package.json package-lock.json .npmrc ./
# The image has Node, and all binaries come ready: no script of a package has to run, so no compiler is needed.
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force
COPY bin bin
COPY src src
COPY dialogs dialogs
COPY corpus corpus
COPY data data
# The public API gives it to whoever asks.
COPY docs/api.openapi.yaml docs/
COPY LICENSE ./

# Database, keys, models and backups; everything else is read only.
ENV NODE_ENV=production HOST=0.0.0.0 LIUKE_HOME=/var/lib/liuke
RUN mkdir -p "$LIUKE_HOME" && chown node:node "$LIUKE_HOME"
VOLUME /var/lib/liuke
USER node
EXPOSE 3978

# The first start trains the model.
HEALTHCHECK --interval=15s --timeout=5s --start-period=5m --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3978}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# node itself is process 1 and hears SIGTERM.
CMD ["node", "bin/liuke.mjs", "serve"]
