package com.dataenginex.doctor;

import com.dataenginex.readers.ReadException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Says beside a failure what most often is its cause. */
final class KnownMistakes {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private KnownMistakes() {
    }

    static String explain(ReadException failed) {
        String why = switch (failed.failure()) {
            case UNKNOWN_HOST -> "names of a compose network or of a cluster resolve only inside it";
            case REFUSED -> "nobody listens on that port: is the program running, and is the port right?"
                    + (isThisMachine(failed.url()) && inContainer()
                            ? " localhost inside a container is the container itself: name the other one"
                            : "");
            case CONNECT_TIMEOUT, UNREACHABLE ->
                "packets are dropped on the way, as by a network policy or a firewall: the"
                        + " service's policy lets its pods reach neither Prometheus nor Alertmanager, so run this outside of them";
            case TIMEOUT -> "it takes the connection and does not answer";
            case TLS -> "if this port speaks no TLS, write http://; else trust its certificate";
            case UNAUTHORIZED -> "put the credentials into the URL: https://user:password@host";
            case NOT_FOUND -> "another program answers here, or the URL lacks the path below which it is served";
            case NOT_HTTP -> "this is a port of gRPC or of another protocol: OTLP has 4317 for gRPC and 4318 for HTTP";
            case CLOSED -> "another protocol, or a proxy whose other side is gone";
            case STATUS -> failed.getMessage().toLowerCase(Locale.ROOT).contains("http request to an https server")
                    ? "this port speaks TLS: write https://"
                    : "";
            case INVALID_ANSWER -> "another program answers at this address";
            case TOO_LARGE, INTERRUPTED -> "";
        };
        return failed.getMessage() + (why.isEmpty() ? "" : "; " + why);
    }

    private static boolean isThisMachine(String url) {
        return THIS_MACHINE.contains(URI.create(url).getHost());
    }

    private static boolean inContainer() {
        return Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv"))
                || System.getenv("KUBERNETES_SERVICE_HOST") != null;
    }
}
