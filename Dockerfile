# docker build -t dataenginex:1.0.0 .
FROM maven:3.9.11-eclipse-temurin-21 AS build
WORKDIR /src
# The dependencies are a layer of their own: they change less often than the sources.
COPY pom.xml .
COPY .mvn .mvn
RUN mvn -B -q dependency:go-offline
COPY config config
COPY src src
RUN mvn -B -q package -DskipTests

FROM eclipse-temurin:21.0.8_9-jre
LABEL org.opencontainers.image.title=DataEngineX \
      org.opencontainers.image.version=1.0.0
WORKDIR /app
COPY --from=build /src/target/dataenginex.jar ./
COPY --from=build /src/target/libs libs
# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=15s --retries=3 \
    CMD ["java", "-jar", "/app/dataenginex.jar", "--healthcheck"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "/app/dataenginex.jar"]
