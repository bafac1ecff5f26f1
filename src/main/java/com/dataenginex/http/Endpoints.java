package com.dataenginex.http;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The endpoints of one listener. The endpoint of a request is looked up once, before any filter decides something, and
 * every later decision uses it. This is the only handler that Helidon knows, so Helidon cannot read a path in another
 * way.
 */
public final class Endpoints implements Handler {
    private static final Match NOTHING = new Match(Endpoint.NONE, List.of());
    private static final Match REFUSED = new Match(Endpoint.NOT_CANONICAL, List.of());
    /** {@code OPTIONS *} asks for the whole server (RFC 9110, 9.3.7). */
    private static final String SERVER = "*";

    private final Match server;

    private final List<Endpoint> endpoints;
    private final Map<String, Match> fixed = new HashMap<>();
    private final List<Varying> varying = new ArrayList<>();

    /** An endpoint, and the decoded values of its parameters. */
    record Match(Endpoint endpoint, List<String> values) {
    }

    /** A template with parameters; a part that is null varies. */
    private record Varying(Endpoint endpoint, String[] parts) {

        static Varying of(Endpoint endpoint) {
            String[] parts = endpoint.template().substring(1).split("/");
            for (int i = 0; i < parts.length; i++) {
                parts[i] = parts[i].startsWith("{") ? null : parts[i];
            }
            return new Varying(endpoint, parts);
        }

        /** The values, or null if the path is another one; a value is never empty. */
        List<String> values(String[] path) {
            if (path.length != parts.length) {
                return null;
            }
            List<String> values = new ArrayList<>(2);
            for (int i = 0; i < parts.length; i++) {
                if (parts[i] == null && !path[i].isEmpty()) {
                    values.add(decoded(path[i]));
                } else if (parts[i] == null || !parts[i].equals(path[i])) {
                    return null;
                }
            }
            return values;
        }

        /** A plus sign stands for itself in a path. */
        private static String decoded(String part) {
            return part.indexOf('%') < 0
                    ? part
                    : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
    }

    /** @throws IllegalArgumentException if two endpoints have the same path */
    public Endpoints(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
        this.server = new Match(Endpoint.server(endpoints), List.of());
        Map<String, Endpoint> shapes = new HashMap<>();
        for (Endpoint endpoint : endpoints) {
            Endpoint other = shapes.put(endpoint.template().replaceAll("\\{[^}]*}", "{}"), endpoint);
            if (other != null) {
                throw new IllegalArgumentException(
                        endpoint.template() + " and " + other.template() + " are one path; give it once, with and(…)");
            }
            if (endpoint.parameters().isEmpty()) {
                fixed.put(endpoint.template(), new Match(endpoint, List.of()));
            } else {
                varying.add(Varying.of(endpoint));
            }
        }
    }

    /** What answers a request with this target; a fixed template before one that varies, these in their order. */
    Match find(String rawPath) {
        Match match = fixed.get(rawPath);
        return match != null ? match : search(rawPath);
    }

    private Match search(String rawPath) {
        if (rawPath.equals(SERVER)) {
            return server;
        }
        String path = Target.path(rawPath);
        if (path == null) {
            return REFUSED;
        }
        Match match = fixed.get(path);
        if (match != null) {
            return match;
        }
        String[] parts = varying.isEmpty() ? new String[0] : path.substring(1).split("/", -1);
        for (Varying pattern : varying) {
            List<String> values = pattern.values(parts);
            if (values != null) {
                return new Match(pattern.endpoint(), values);
            }
        }
        return NOTHING;
    }

    @Override
    public void handle(ServerRequest req, ServerResponse res) throws Exception {
        Exchange.current().endpoint().handle(req, res);
    }

    /** In the order given. */
    public List<Endpoint> all() {
        return endpoints;
    }

    /** The path templates, in the order given. */
    public List<String> templates() {
        return endpoints.stream().map(Endpoint::template).toList();
    }
}
