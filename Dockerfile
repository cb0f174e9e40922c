# The images of Twinlane, one target each: api-gateway, query-service, write-service, migrator.
#
#   docker build --target query-service --tag twinlane/query-service .
#
# Builds with BuildKit and with the classic builder. JARS=prebuilt takes the jars of a `mvn package` that ran
# outside, for builds that reach no Maven repository; the build image then needs no Maven. Both images may be
# pinned by digest: --build-arg RUNTIME_IMAGE=eclipse-temurin:25-jre-noble@sha256:…
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-25
# Any image with glibc will do: Java comes from the build image, cut to what is used.
ARG RUNTIME_IMAGE=eclipse-temurin:25-jre-noble

# With JARS=prebuilt nothing of it is used, and any image with a shell will do.
ARG NODE_IMAGE=node:24-slim

# The Studio's pages.
FROM ${NODE_IMAGE} AS studio
WORKDIR /studio
ARG JARS=maven
COPY api-gateway/src/main/studio source
RUN mkdir pages && \
  if [ "$JARS" = maven ]; then STUDIO_REQUIRED=true sh source/build /studio/work /studio/pages; fi

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY deploy/image deploy/image
RUN deploy/image/link-java /app/java
ARG JARS=maven
COPY . .
COPY --from=studio /studio/pages /studio
RUN STUDIO_PAGES=/studio deploy/image/jars "$JARS"

FROM build AS api-gateway-trained
RUN deploy/image/assemble api-gateway io.twinlane.gateway.Main
FROM build AS query-service-trained
RUN deploy/image/assemble query-service io.twinlane.query.Main
FROM build AS write-service-trained
RUN deploy/image/assemble write-service io.twinlane.write.Main
FROM build AS migrator-trained
RUN deploy/image/assemble migrator io.twinlane.migrator.Main

FROM ${RUNTIME_IMAGE} AS base
COPY --from=build /app/java /app/java
WORKDIR /app
USER 65532:65532
ENV MANAGEMENT_HOST=0.0.0.0
ENTRYPOINT ["/app/java/bin/java", "@/app/java.options"]

# A service: ready when its probe says so. 8081 is for probes, 7800 and 7801 for the other services.
FROM base AS service
EXPOSE 8081 7800 7801
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["/app/java/bin/java", "@/app/probe.options"]

FROM service AS query-service
LABEL org.opencontainers.image.title="Twinlane query-service" org.opencontainers.image.licenses="Apache-2.0"
COPY --from=query-service-trained /app/service /app

FROM service AS write-service
LABEL org.opencontainers.image.title="Twinlane write-service" org.opencontainers.image.licenses="Apache-2.0"
COPY --from=write-service-trained /app/service /app

FROM base AS migrator
LABEL org.opencontainers.image.title="Twinlane migrator" org.opencontainers.image.licenses="Apache-2.0"
COPY --from=migrator-trained /app/service /app
CMD ["migrate"]

FROM service AS api-gateway
LABEL org.opencontainers.image.title="Twinlane api-gateway" org.opencontainers.image.licenses="Apache-2.0"
EXPOSE 8080
ENV HTTP_HOST=0.0.0.0
COPY --from=api-gateway-trained /app/service /app
