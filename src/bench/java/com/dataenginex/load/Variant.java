package com.dataenginex.load;

import com.dataenginex.support.BareServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is measured, from nothing to everything. */
enum Variant {
    /** Helidon and one handler. */
    BARE,
    /** The service without its logs and traces. */
    METRICS,
    /** With JSON logs. */
    LOGGED,
    /** With JSON logs, and every request traced and exported; the flight recorder too. */
    TRACED,
    /** As it ships in prod, but without the flight recorder. */
    PROD,
    /** As it ships in prod. */
    RECORDED,
    /** As {@link #TRACED}, with one who looks at all of the page. */
    WATCHED;

    /** For all but the bare one, which reads none: {@code -Dvariables=DEX_LOGGING_QUEUE_CAPACITY=64,…}. */
    private static final Map<String, String> OF_ALL = Stream.of(System.getProperty("variables", "").split(","))
            .filter(pair -> !pair.isEmpty()).map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

    /** Nothing, everything, and what ships. */
    static final Variant[] OF_SHORT_FORM = {BARE, TRACED, RECORDED};

    /**
     * @param list names with commas between them, or null for all; the bare one is always there
     * @throws IllegalArgumentException if there is none of a name
     */
    static Variant[] named(String list) {
        if (list == null || list.isBlank()) {
            return values();
        }
        Set<Variant> named = EnumSet.of(BARE);
        for (String name : list.split(",")) {
            named.add(valueOf(name.strip().toUpperCase(Locale.ROOT)));
        }
        return named.toArray(Variant[]::new);
    }

    /** Lines that one request makes it write. */
    int linesPerRequest() {
        return switch (this) {
            case BARE, METRICS -> 0;
            case LOGGED, TRACED, WATCHED -> 2;
            case PROD, RECORDED -> 1;
        };
    }

    ServerProcess start(List<String> jvm, int otlpPort) throws IOException {
        List<String> arguments = new ArrayList<>(jvm);
        Map<String, String> variables = new HashMap<>(Map.of("HOST", "127.0.0.1", "LOG_FORMAT", "json"));
        if (this == BARE) {
            arguments.addAll(
                    List.of("-cp", System.getProperty("java.class.path"), BareServer.class.getName(), "{port}"));
        } else {
            arguments.addAll(List.of("-jar", Path.of("target", "dataenginex.jar").toString()));
        }
        switch (this) {
            case METRICS -> variables.put("LOG_LEVEL", "OFF");
            case PROD, RECORDED -> variables.put("ENVIRONMENT", "prod");
            default -> {
                // As in dev.
            }
        }
        if (this == METRICS || this == LOGGED || this == PROD) {
            variables.put("DEX_RECORDER_ENABLED", "false");
        }
        if (this == METRICS || this == LOGGED) {
            variables.put("DEX_CONFIG", withoutSpans().toString());
        } else {
            variables.put("OTLP_ENDPOINT", "127.0.0.1:" + otlpPort);
        }
        variables.putAll(OF_ALL);
        return new ServerProcess(arguments, variables);
    }

    private static Path withoutSpans() throws IOException {
        Path file = Files.createTempFile("bench", ".yaml");
        file.toFile().deleteOnExit();
        return Files.writeString(file, "tracing: {excluded-paths: [/]}");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
