package com.dataenginex.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is measured, from nothing to everything. */
enum Variant {
    /** Helidon and one handler. */
    BARE,
    /** The service without its logs and traces. */
    METRICS,
    /** With JSON logs. */
    LOGGED,
    /** With JSON logs, and every request traced and exported. */
    TRACED;

    ServerProcess start(List<String> jvm, int otlpPort) throws IOException {
        List<String> arguments = new ArrayList<>(jvm);
        Map<String, String> variables = new HashMap<>(Map.of("HOST", "127.0.0.1", "LOG_FORMAT", "json"));
        if (this == BARE) {
            arguments.addAll(
                    List.of("-cp", System.getProperty("java.class.path"), BareServer.class.getName(), "{port}"));
        } else {
            arguments.addAll(List.of("-jar", Path.of("target", "dataenginex.jar").toString()));
        }
        if (this == METRICS) {
            variables.put("LOG_LEVEL", "OFF");
        }
        if (this == TRACED) {
            variables.put("OTLP_ENDPOINT", "127.0.0.1:" + otlpPort);
        } else {
            variables.put("DEX_CONFIG", withoutSpans().toString());
        }
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
