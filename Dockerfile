# docker build -t dataenginex:1.0.0 .
# docker build -t dataenginex:1.0.0 --build-arg JAVA=25 .
#
# 21 starts from a class-data archive, 25 from an AOT cache. For a build that must not change under the same name, give the
# base by digest: --build-arg BASE=maven:3.9.11-eclipse-temurin-21@sha256:….
ARG JAVA=21
ARG BASE=maven:3.9.11-eclipse-temurin-${JAVA}

FROM ${BASE} AS build
WORKDIR /src
# The dependencies are a layer of their own: they change less often than the sources.
COPY pom.xml ./
COPY .mvn .mvn
RUN mvn -B -q dependency:go-offline
COPY config config
COPY src src
COPY infra/image infra/image
COPY infra/monitoring/alerts infra/monitoring/alerts
# The build has no .git: what the service says of its revision is told here.
ARG REVISION=unknown
RUN mvn -B -q package -DskipTests -Dgit.commit.id.abbrev="$(echo "$REVISION" | cut -c1-12)"
# Runtime, service, archive, C library: everything that the image holds. Tested without an engine by ImageIT.
RUN infra/image/assemble.sh "$JAVA_HOME" target /root-of-image

# Nothing but that: no shell, no package manager, no other Java.
FROM scratch
ARG REVISION=unknown
LABEL org.opencontainers.image.title="DataEngineX" \
      org.opencontainers.image.description="An observable HTTP service on Helidon SE" \
      org.opencontainers.image.version="1.0.0" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="https://github.com/dataenginex/dataenginex"
COPY --from=build /root-of-image /
# A number, so that Kubernetes can see that it is not root. It writes nowhere but in /tmp.
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=15s --retries=3 \
    CMD ["/app/runtime/bin/java", "@/app/jvm.options", "-jar", "/app/dataenginex.jar", "--healthcheck"]
ENTRYPOINT ["/app/runtime/bin/java", "@/app/jvm.options", "-jar", "/app/dataenginex.jar"]
