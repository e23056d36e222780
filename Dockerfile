# syntax=docker/dockerfile:1
# Mailcase as an image: one program, no shell script, nothing to build with. Runs as uid 10001 on a root file system that may
# be read-only; what it keeps lies in /data.

FROM node:20-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build

FROM node:20-bookworm-slim AS dependencies
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY scripts/trim-dependencies.mjs ./scripts/
COPY --from=build /build/dist ./dist
RUN node scripts/trim-dependencies.mjs node_modules && node scripts/trim-dependencies.mjs dist

# Node's image without npm, yarn and the headers of Node.
FROM debian:bookworm-slim
COPY --from=build /usr/local/bin/node /usr/local/bin/node
RUN groupadd --gid 10001 mailcase \
  && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin mailcase \
  && install --directory --owner=10001 --group=10001 --mode=0700 /data
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=dependencies /build/node_modules ./node_modules
COPY --from=dependencies /build/dist ./dist
ENV NODE_ENV=production MAILCASE_DATA=/data MAILCASE_HTTP_HOST=0.0.0.0 MAILCASE_HTTP_PORT=8025
USER 10001:10001
VOLUME /data
EXPOSE 8025
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.MAILCASE_HTTP_PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/cli.js"]
CMD ["serve"]
