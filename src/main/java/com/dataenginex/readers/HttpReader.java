package com.dataenginex.readers;

import jakarta.json.JsonStructure;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks one program over HTTP/1.1: a deadline on the whole answer, a limit on its size, no redirects. What is not 2xx is a {@link
 * ReadException}.
 */
public final class HttpReader {
    /** Of a whole answer. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    /** Largest body that is read: the rules of some hundred services, or the metrics of a large one. */
    static final int MAX_BYTES = 16 << 20;
    private static final int STATUS_CLASS = 100;
    private static final int SUCCESS = 2;

    private final String name;
    private final URI base;
    private final Duration timeout;
    private final String authorization;
    private final HttpClient client;

    /**
     * @param name of the program, for messages
     * @param base {@code http://} or {@code https://} with a host; a path is put before what is asked, credentials are sent
     */
    public HttpReader(String name, URI base) {
        this(name, base, DEFAULT_TIMEOUT);
    }

    /** @param timeout of a whole answer; a connection has a third of it at the least */
    public HttpReader(String name, URI base, Duration timeout) {
        if (base.getHost() == null || base.getScheme() == null || !base.getScheme().matches("(?i)https?")) {
            throw new IllegalArgumentException(name + " needs http://host or https://host");
        }
        if (!hasUsableCredentials(base)) {
            throw new IllegalArgumentException(name + " has a token that no header can carry; allowed: visible ASCII");
        }
        this.name = name;
        this.base = base;
        this.timeout = timeout;
        this.authorization = authorization(base);
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(timeout.dividedBy(2)).build();
    }

    /** The same program over connections of its own: nothing is sent twice because a kept connection has ended. */
    HttpReader afresh() {
        return new HttpReader(name, base, timeout);
    }

    public String name() {
        return name;
    }

    /** Where it is, without credentials and without a last slash. */
    public String url() {
        return url(base);
    }

    /** A base without credentials and without a last slash. */
    public static String url(URI base) {
        return base.getScheme() + "://" + (base.getHost().contains(":") && !base.getHost().startsWith("[")
                ? "[" + base.getHost() + "]"
                : base.getHost())
                + (base.getPort() < 0 ? "" : ":" + base.getPort()) + path(base);
    }

    /** A path with query parameters, given as name, value, name, value. */
    public static String target(String path, String... parameters) {
        StringBuilder target = new StringBuilder(path);
        for (int i = 0; i < parameters.length; i += 2) {
            target.append(i == 0 ? '?' : '&').append(parameters[i]).append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return target.toString();
    }

    /** @param target a path, and maybe a query, below the base */
    public Answer get(String target) {
        return get(target, Map.of());
    }

    public Answer get(String target, Map<String, String> headers) {
        Answer answer = ask(target, headers);
        if (answer.status() / STATUS_CLASS != SUCCESS) {
            throw Failures.ofStatus(name, answer);
        }
        return answer;
    }

    /**
     * Reads a JSON object or array; whatever the reading throws says that the answer is not valid.
     *
     * @param target as in {@link #get(String)}
     */
    <T> T json(String target, Function<JsonStructure, T> reading) {
        return read(get(target, Map.of("Accept", "application/json")),
                answer -> reading.apply(JsonText.parse(answer.text())));
    }

    /** Reads an answer; whatever the reading throws says that the answer is not valid. */
    <T> T read(Answer answer, Function<Answer, T> reading) {
        try {
            return reading.apply(answer);
        } catch (RuntimeException e) {
            throw new ReadException(name, answer.url(), ReadFailure.INVALID_ANSWER, answer.status(),
                    "it begins with " + Failures.beginning(answer.text()), answer.took());
        }
    }

    /** As {@link #get(String, Map)}, but gives every status. */
    Answer ask(String target, Map<String, String> headers) {
        return ask(target, headers, null);
    }

    /** Sends JSON; what is not 2xx is a {@link ReadException}. */
    void post(String target, String json) {
        Answer answer = ask(target, Map.of("Content-Type", "application/json"), json);
        if (answer.status() / STATUS_CLASS != SUCCESS) {
            throw Failures.ofStatus(name, answer);
        }
    }

    private Answer ask(String target, Map<String, String> headers, String json) {
        String asked = url() + (target.indexOf('?') < 0 ? target : target.substring(0, target.indexOf('?')));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + target)).timeout(timeout);
        headers.forEach(request::setHeader);
        if (json != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(json));
        }
        if (!authorization.isEmpty()) {
            request.setHeader("Authorization", authorization);
        }
        Instant sent = Instant.now();
        long begun = System.nanoTime();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request.build(),
                info -> new LimitedBody(MAX_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(asked, response.statusCode(), response.headers(), response.body(), sent, since(begun));
        } catch (ExecutionException e) {
            ReadException failed = Failures.of(name, asked, e.getCause(), since(begun));
            throw failed.failure() == ReadFailure.CLOSED && SecondLook.speaksHttp2(base)
                    ? new ReadException(name, asked, ReadFailure.NOT_HTTP, 0, "HTTP/2, as gRPC uses it", failed.took())
                    : failed;
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw Failures.of(name, asked, e, since(begun));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw Failures.of(name, asked, e, since(begun));
        }
    }

    private static String path(URI base) {
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The header {@code Authorization} of a base with credentials: a user and a password, or a token alone; else empty. */
    public static String authorization(URI base) {
        String userInfo = base.getUserInfo();
        if (userInfo == null || userInfo.isEmpty()) {
            return "";
        }
        return userInfo.contains(":")
                ? "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8))
                : "Bearer " + userInfo;
    }

    /** Whether the credentials of a base, if it has any, can be sent: a header takes a token of visible ASCII characters alone. */
    public static boolean hasUsableCredentials(URI base) {
        return authorization(base).chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
