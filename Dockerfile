# The program in Debian: docker build --tag registry.example.com/bylaw:0.1.0 .
# It asks nothing of a network: docker run --network none --read-only \
#     --volume "$PWD:/work:ro" registry.example.com/bylaw:0.1.0 check .
FROM debian:12.11@sha256:d42b86d7e24d78a33edcf1ef4f65a20e34acb1e1abd53cabc3f7cdf769fc4082 AS build
WORKDIR /source
COPY . .
RUN ci/build-release /program

FROM debian:bookworm-slim@sha256:abd67ffcfa541b485a3dff59865ab629aa048a6c613e639d36e7456b0b229241
COPY --from=build /program/bylaw /usr/bin/bylaw
COPY LICENSE /usr/share/doc/bylaw/copyright
# Nobody of the base image, so that nothing there is its own.
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["bylaw"]
CMD ["--help"]
