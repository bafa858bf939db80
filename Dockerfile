# Build: everything that tsc needs; nothing of this stage but its output is kept.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.base.json tsconfig.json ./
COPY src src
COPY bench bench
COPY models models
COPY docs docs
RUN npm run build

# Dependencies of production, without the libraries of other platforms that ONNX Runtime's package carries, and without
# what TensorFlow.js carries for browsers and bundlers. The one script that is run fetches SQLite's binary from GitHub; where that
# is out of reach, it is compiled with the headers that the image of Node has.
FROM node:22-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && \
    { npm rebuild better-sqlite3 || { \
        apt-get update && apt-get install -y --no-install-recommends python3 make g++ && \
        npm rebuild better-sqlite3 --nodedir=/usr/local; }; } && \
    find node_modules/onnxruntime-node/bin/napi-v6 -mindepth 1 -maxdepth 1 ! -name linux -exec rm -r {} + && \
    find node_modules/onnxruntime-node/bin/napi-v6/linux -mindepth 1 -maxdepth 1 ! -name "$(node -p process.arch)" -exec rm -r {} + && \
    rm -r node_modules/@tensorflow/tfjs-backend-wasm/wasm-out && \
    find node_modules/@tensorflow/*/dist -type f ! -name '*.node.js' ! -name '*.wasm' -delete

FROM node:22-slim
ENV NODE_ENV=production \
    ORT_DISABLE_TELEMETRY=1 \
    SCANBENCH_HOST=0.0.0.0 \
    SCANBENCH_DATA_DIR=/data \
    MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY src/console src/console
COPY docs docs
COPY models models
COPY samples samples
COPY bench/plans bench/plans
# Reports name the commit that measured: --build-arg COMMIT=$(git describe --always --abbrev=40 --dirty --exclude='*')
ARG COMMIT=""
LABEL org.opencontainers.image.revision=$COMMIT
RUN echo "$COMMIT" > built-from-commit
# A new volume takes the owner of what it covers. By number, which is what Kubernetes can tell is not root.
RUN install -d -o 1000 -g 1000 /data
USER 1000
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; fetch(`http${process.env.SCANBENCH_TLS_CERT_FILE ? 's' : ''}://127.0.0.1:${process.env.SCANBENCH_PORT || 8080}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
