# Builds the binary, then leaves everything but it behind.

FROM rust:1.95-bookworm AS builder
# The image's own toolchain is the one that is meant: rustup would fetch what rust-toolchain.toml names a second time.
ENV RUSTUP_TOOLCHAIN=1.95.0
WORKDIR /build

# First the libraries alone, for empty crates: this layer is built anew only when a manifest or the lock file changes. Every crate of the
# workspace is named, or the lock file would not fit (.ci/run checks that).
COPY Cargo.toml Cargo.lock ./
COPY crates/domain/Cargo.toml crates/domain/
COPY crates/storage/Cargo.toml crates/storage/
COPY crates/search-indexer/Cargo.toml crates/search-indexer/
COPY crates/mail/Cargo.toml crates/mail/
COPY crates/files/Cargo.toml crates/files/
COPY crates/identity/Cargo.toml crates/identity/
COPY crates/usecases/Cargo.toml crates/usecases/
COPY crates/jobs/Cargo.toml crates/jobs/
COPY crates/graphql-api/Cargo.toml crates/graphql-api/
COPY crates/web/Cargo.toml crates/web/
COPY crates/server/Cargo.toml crates/server/
COPY crates/test-network/Cargo.toml crates/test-network/
COPY migrations/Cargo.toml migrations/
RUN for crate in crates/* migrations; do mkdir "$crate/src" && touch "$crate/src/lib.rs"; done \
    && echo 'fn main() {}' > crates/server/src/main.rs && rm crates/server/src/lib.rs \
    && cargo build --profile dist --locked --package server

COPY . .
# What was built for the empty crates must not pass for the real ones: their files are older than these.
RUN find crates migrations -name '*.rs' -exec touch {} + \
    && cargo build --profile dist --locked --package server


FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/wissensnetz --create-home --shell /usr/sbin/nologin wissensnetz
COPY --from=builder /build/target/dist/wissensnetz /usr/local/bin/wissensnetz
USER wissensnetz
WORKDIR /var/lib/wissensnetz
VOLUME /var/lib/wissensnetz
ENV WISSENSNETZ_LISTEN=0.0.0.0:8080 WISSENSNETZ_DATA_DIR=/var/lib/wissensnetz
EXPOSE 8080
# bash speaks enough HTTP for this; the image needs no program beside the binary.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 \
    && printf 'GET /healthz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["/usr/local/bin/wissensnetz"]
CMD ["serve"]
