package com.dataenginex.external;

import com.dataenginex.helidon.InvalidResponseException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Makes one call to a source and parses the response, or classifies the failure as a {@link CallOutcome}. */
final class SourceClient {
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
    /** The one status of an answer that is read. */
    static final int OK = 200;
    private static final String IDENTITY = "identity";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final URI base;
    private final RateSource source;
    private final Supplier<Http1Client> client;
    private final int maxBytes;
    private final InstantSource clock;

    /**
     * @param base may hold a user and a password, which are sent as basic authentication
     */
    SourceClient(URI base, RateSource source, Supplier<Http1Client> client, int maxBytes, InstantSource clock) {
        this.base = base;
        this.source = source;
        this.client = client;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /**
     * @throws UnknownCurrency if the source says that it does not know the currency
     * @throws SourceException for whatever else went wrong
     */
    Rate ask(String currency) {
        String url = url(currency);
        try (HttpClientResponse response = request(url).request()) {
            requireOk(response);
            requirePlain(response);
            byte[] body = response.entity().inputStream().readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                throw SourceException.of(CallOutcome.INVALID_ANSWER,
                        "the answer is larger than " + maxBytes + " bytes");
            }
            Quote quote = read(body, currency);
            Instant time = quote.timestamp() == null ? clock.instant() : quote.timestamp();
            return new Rate(currency, quote.value(), time, url, System.nanoTime());
        } catch (UnknownCurrency | SourceException e) {
            throw e;
        } catch (InvalidAnswer | InvalidResponseException e) {
            throw SourceException.of(CallOutcome.INVALID_ANSWER, e.getMessage());
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
    }

    /** What is asked, without credentials. */
    String url(String currency) {
        return base.getScheme() + "://" + base.getHost() + (base.getPort() < 0 ? "" : ":" + base.getPort())
                + base.getRawPath() + source.target(currency);
    }

    private Http1ClientRequest request(String url) {
        Http1ClientRequest request = client.get().get().uri(URI.create(url)).header(HeaderValues.ACCEPT_JSON)
                .header(HeaderNames.ACCEPT_ENCODING, IDENTITY);
        source.headers().forEach((name, value) -> request.header(HeaderNames.create(name), value));
        if (base.getUserInfo() != null) {
            byte[] credentials = base.getUserInfo().getBytes(StandardCharsets.UTF_8);
            request.header(HeaderNames.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        return request;
    }

    private void requireOk(HttpClientResponse response) {
        int status = response.status().code();
        if (status == OK) {
            return;
        }
        if (source.unknownStatuses().contains(status) && !isPage(response)) {
            throw new UnknownCurrency(Set.of());
        }
        Optional<String> retryAfter = response.headers().first(HeaderNames.RETRY_AFTER);
        if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE && retryAfter.isPresent()) {
            throw SourceException.rateLimited("answered " + status, status,
                    retryAfter.flatMap(text -> RetryAfter.read(text, clock.instant())));
        }
        throw SourceException.status(status);
    }

    /** What stands before a source answers with pages, and knows nothing of currencies. */
    private static boolean isPage(HttpClientResponse response) {
        return response.headers().first(HeaderNames.CONTENT_TYPE).orElse("").toLowerCase(Locale.ROOT).contains("html");
    }

    private static void requirePlain(HttpClientResponse response) {
        String coding = String.join(",", response.headers().values(HeaderNames.CONTENT_ENCODING));
        if (!coding.isEmpty() && !coding.equalsIgnoreCase(IDENTITY)) {
            throw new InvalidAnswer("the answer has a Content-Encoding, which was not asked for");
        }
    }

    private Quote read(byte[] body, String currency) {
        try (JsonReader reader = READERS.createReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8)) {
            return source.read(reader.readObject(), currency);
        } catch (UnknownCurrency | SourceException | InvalidAnswer | InvalidResponseException e) {
            throw e;
        } catch (RuntimeException e) {
            // The parser's message may quote the answer.
            throw SourceException.of(CallOutcome.INVALID_ANSWER,
                    "the answer does not read as it should: " + e.getClass().getSimpleName());
        }
    }

    /** Helidon's client wraps exceptions in several ways; the innermost one says what happened. */
    private SourceException broken(Exception thrown) {
        Throwable bottom = thrown;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        if (bottom instanceof SocketTimeoutException) {
            return SourceException.of(CallOutcome.TIMEOUT, "nothing came in time");
        }
        // 4.5.0 throws IllegalArgumentException for a name that does not resolve; the JVM remembers that for some seconds.
        if (!(bottom instanceof IOException) && new InetSocketAddress(base.getHost(), 0).isUnresolved()) {
            return SourceException.of(CallOutcome.CONNECTION_FAILED,
                    "the name " + base.getHost() + " does not resolve");
        }
        // Only an IOException's message is sure to hold nothing that was sent.
        String reason = bottom instanceof IOException ? ": " + bottom.getMessage() : "";
        return SourceException.of(CallOutcome.CONNECTION_FAILED, bottom.getClass().getSimpleName() + reason);
    }
}
